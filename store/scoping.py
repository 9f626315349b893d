"""The one place where a scope becomes SQL: which schools somebody reaches today.

A part reaches the schools whose old or new area is one of its codes, of its kinds. Its codes are its area and all that
lies under it (`areas.parent`, newest begun version); "" or the one living province is every school; `school` is one.

What an area leaves behind follows its officer by date. An area has *ended* when no version of its code lives today.
- Whoever lay in it then stays with its officer: a row of `school_moves` from it, dated on or after its end. An earlier
  row was a correction: the school never lay there. Districts ended together with their whole level: a later change of
  `old_area` can only be a correction, and `old_area` itself keeps telling who lay where.
- An heir follows whole, with schools opened later: an area that began after the end and whose every school that came
  from anywhere came from the officer's. A merger with somebody else's area, or into one that stood before, leaves its
  officer exactly the schools that were theirs. A code renamed lives on: nothing ends.

Days are local (Asia/Ho_Chi_Minh), ISO text; `until` of a move is the day of its import.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.area import DISTRICTS_END, Level
from domain.person import Part, Scope
from domain.wording import LOCAL
from store.gate_tables import school_moves
from store.tables import areas, schools

Condition = sa.ColumnElement[bool]
_DISTRICTS_END = DISTRICTS_END.isoformat()


def local_day(at: float) -> str:
    """The local day of a moment, as areas and grants are dated."""
    return datetime.fromtimestamp(at, LOCAL).date().isoformat()


def school_ids(conn: Connection, scope: Scope, today: str) -> list[int]:
    """Database ids of the schools within reach, ascending."""
    s = schools.c
    return list(conn.scalars(sa.select(s.id).where(within(scope, s.id, today)).order_by(s.id)))


def area_codes(conn: Connection, scope: Scope, today: str) -> frozenset[str]:
    """Codes of the areas a limited scope names, with all that lies under them; they may have no school yet."""
    _scope(scope)
    named = sorted({part.area for part in scope.parts if part.area and not part.school})
    return frozenset(conn.scalars(sa.select(_under(named, today).c.code))) if named else frozenset()


def within(scope: Scope, school_id: sa.ColumnElement[int], today: str | None) -> Condition:
    """The condition that `school_id` is within reach. Raises TypeError for anything that is no scope, or no day."""
    if _scope(scope).everything:
        return sa.true()
    if not isinstance(today, str):
        raise TypeError("a limited scope is dated: it needs today's date")
    by_kinds: dict[frozenset[Any], list[Part]] = {}
    for part in scope.parts:
        by_kinds.setdefault(part.kinds, []).append(part)
    s = schools.alias().c  # its own: the query around it may be about schools too
    found = [
        sa.and_(s.kind.in_(sorted(kinds)) if kinds else sa.true(), _any_of(s, parts, today))
        for kinds, parts in sorted(by_kinds.items(), key=lambda item: sorted(item[0]))
    ]
    return sa.exists().where(s.id == school_id, sa.or_(*found)) if found else sa.false()


def _scope(scope: object) -> Scope:
    if not isinstance(scope, Scope):
        raise TypeError(f"an unscoped query: {type(scope).__name__} is no Scope")
    return scope


def _any_of(s: Any, parts: Iterable[Part], today: str) -> Condition:
    named, found = set(), []
    for part in parts:
        if part.school:
            place = _in_areas(s, [part.area], today) if part.area else sa.true()
            found.append(sa.and_(s.code == part.school, place))
        elif part.area:
            named.add(part.area)
        else:
            return sa.true()
    return sa.or_(*found, *([_in_areas(s, sorted(named), today)] if named else ()))


def _in_areas(s: Any, named: list[str], today: str) -> Condition:
    """Schools of these areas, of their heirs, and those that lay in one of them when it ended."""
    m, codes, ends = school_moves.c, _codes(named, today), _ends(today)
    stayed = sa.select(m.school_id).join(ends, ends.c.code == m.area).where(
        m.area.in_(sa.select(codes.c.code)), m.until >= ends.c.until, ~_with_its_level(ends))
    reached = sa.select(codes.c.code)
    return sa.or_(s.old_area.in_(named), s.new_area.in_(named), s.old_area.in_(reached), s.new_area.in_(reached),
                  s.id.in_(stayed), _is_the_province(named, today))


def _is_the_province(named: list[str], today: str) -> Condition:
    """One of them is the province of this house: schools without any area are its schools too."""
    a = areas.c
    living = sa.select(a.code).where(a.level == Level.PROVINCE.value, _living(today)).distinct().subquery()
    alone = sa.select(sa.func.count()).select_from(living).scalar_subquery() == 1
    return sa.and_(alone, sa.exists(sa.select(living.c.code).where(living.c.code.in_(named))))


def _living(today: str) -> Condition:
    a = areas.c
    return sa.and_(a.valid_from <= today, a.valid_to.is_(None) | (a.valid_to >= today))


def _under(named: list[str], today: str) -> sa.CTE:
    """`code`: the named areas and all areas under them."""
    child, later = areas.alias(), areas.alias()
    under = sa.select(areas.c.code).where(areas.c.code.in_(named)).cte(recursive=True)
    outdated = sa.exists().where(later.c.code == child.c.code, later.c.valid_from > child.c.valid_from,
                                 later.c.valid_from <= today)
    return under.union(sa.select(child.c.code).join(under, child.c.parent == under.c.code)
                       .where(child.c.valid_from <= today, ~outdated))


def _ends(today: str) -> sa.Subquery:
    """code, level, until: last day of the areas that ended."""
    a = areas.c
    living = sa.func.sum(sa.case((_living(today), 1), else_=0))
    return (sa.select(a.code, a.level, sa.func.max(a.valid_to).label("until")).group_by(a.code, a.level)
            .having(living == 0, sa.func.max(a.valid_to) < today).subquery())


def _with_its_level(ends: sa.Subquery) -> Condition:
    """It ended because districts did: it has no successor of its own kind."""
    return sa.and_(ends.c.level == Level.DISTRICT.value, ends.c.until >= _DISTRICTS_END)


def _begins() -> sa.Subquery:
    a = areas.c
    return sa.select(a.code, sa.func.min(a.valid_from).label("since")).group_by(a.code).subquery()


def _lay() -> sa.CTE:
    """Every move as school, from, until, into (the next area of the same level, else where the school lies now)."""
    a, m, s = areas.c, school_moves.c, schools.c
    levels = sa.select(a.code, sa.func.min(a.level).label("level")).group_by(a.code).subquery()
    following = sa.func.lead(m.area).over(partition_by=(m.school_id, levels.c.level), order_by=m.until)
    now = sa.case((levels.c.level == Level.DISTRICT.value, s.old_area), else_=s.new_area)
    return (sa.select(m.school_id, m.area, m.until, sa.func.coalesce(following, now).label("into"))
            .join(levels, levels.c.code == m.area).join(s.id.table, s.id == m.school_id).cte())


def _codes(named: list[str], today: str) -> sa.CTE:
    """`code`: the named areas, all under them, and the heirs of those that ended."""
    under, lay, ends, begins = _under(named, today), _lay(), _ends(today), _begins()
    other = lay.alias()
    heir = (
        sa.select(lay.c.area, lay.c.into).join(ends, ends.c.code == lay.c.area)
        .join(begins, begins.c.code == lay.c.into)
        .where(lay.c.until >= ends.c.until, begins.c.since > ends.c.until, ~_with_its_level(ends)).distinct().cte()
    )
    ours = sa.select(under.c.code)
    shared = sa.exists().where(other.c.into == heir.c.into, other.c.area.not_in(ours))
    merged = sa.select(heir.c.into.label("code")).where(heir.c.area.in_(ours), ~shared)
    first = sa.union(ours, merged).subquery()
    line = sa.select(first.c.code).cte(recursive=True)
    single = ~sa.exists().where(other.c.into == heir.c.into, other.c.area != heir.c.area)
    line = line.union(sa.select(heir.c.into).join(line, line.c.code == heir.c.area).where(single))
    return sa.union(sa.select(line.c.code), _wards_after(line, today)).cte()


def _wards_after(line: sa.CTE, today: str) -> sa.Select[tuple[str]]:
    """Wards that began when the districts ended and lie wholly in ours: schools opened there since have no district."""
    ends, begins, other = _ends(today), _begins(), schools.alias()
    s, ours = schools.c, sa.select(line.c.code)
    pairs = sa.select(s.old_area, s.new_area).where(s.old_area.in_(ours)).distinct().cte()  # few, of many schools
    foreign = sa.exists().where(other.c.new_area == pairs.c.new_area, other.c.old_area != "",
                                other.c.old_area.not_in(ours))
    return (sa.select(pairs.c.new_area).join(ends, ends.c.code == pairs.c.old_area)
            .join(begins, begins.c.code == pairs.c.new_area)
            .where(_with_its_level(ends), begins.c.since > ends.c.until, ~foreign).distinct())
