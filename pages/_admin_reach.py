"""Grants in words: what areas and schools are called, grants that differ only in their area as one line."""

from collections.abc import Iterable
from datetime import date

from domain.admin_view import ReachPart, Validity
from domain.person import Part
from domain.school import KINDS
from domain.wording import Words, sort_key
from services.audit_telling import Names
from services.desk import Desk
from services.people import GrantRow

_NONE = 0  # no row behind it that could be taken back
COVERED = Words("phạm vi của {name}", "the reach of {name}")


def place_names(desk: Desk) -> Names:
    """Names of places only."""
    return Names(things={}, register=desk.viewer.picture.register)


def parts_of(grants: Iterable[GrantRow], called: Names, today: date) -> tuple[ReachPart, ...]:
    """One line per kinds, days, giver and reason; what is over comes last."""
    lines: dict[tuple[object, ...], list[GrantRow]] = {}
    for one in grants:
        school = one.part.school  # each school is a line of its own: it has no kinds
        lines.setdefault((one.part.kinds, one.since, one.until, one.delegated_by, one.why, school), []).append(one)
    found = [_line(rows, called, today) for rows in lines.values()]
    return tuple(sorted(found, key=lambda part: (list(Validity).index(part.validity), part.since, part.areas)))


def _line(rows: list[GrantRow], called: Names, today: date) -> ReachPart:
    first = rows[0]
    over = first.until is not None and first.until < today
    return ReachPart(
        grants=tuple(row.id for row in rows), areas=_areas(rows, called), since=first.since, until=first.until,
        kinds=tuple(kind for kind in KINDS if kind in first.part.kinds), why=first.why,
        validity=Validity.OVER if over else Validity.LATER if first.since > today else Validity.NOW,
        cover_of=first.delegated_by_name if first.delegated_by else "",
    )


def _areas(rows: list[GrantRow], called: Names) -> tuple[str, ...]:
    if rows[0].delegated_by:
        return (COVERED.text.format(name=rows[0].delegated_by_name),)
    return tuple(sorted({area_name(row.part, called) for row in rows}, key=sort_key))


def area_name(part: Part, called: Names) -> str:
    """"" = the whole province."""
    if part.school:
        return called.of(f"school:{part.school}")
    return called.area(part.area) if part.area else ""


def plain_parts(parts: Iterable[Part], called: Names, since: date, today: date) -> tuple[ReachPart, ...]:
    """The reach of a screen or a key, which has no days of its own."""
    rows = [GrantRow(id=_NONE, part=part, since=since, until=None, delegated_by=None, delegated_by_name="", why="")
            for part in parts]
    return parts_of(rows, called, today)
