"""Grants: how far a person, a screen or a key reaches, from one local day to another."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Part, Scope
from domain.school import SchoolKind
from store.gate_tables import grants as grants_table
from store.gate_tables import people as people_table

Holder = tuple[str, int]  # kind, id


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One row. `delegated_by`: leave cover; then the reach is that person's own, whatever `part` says."""

    id: int
    holder_kind: str
    holder_id: int
    part: Part
    since: date
    until: date | None = None
    delegated_by: int | None = None
    why: str = ""
    created_at: float = 0.0


def read_scope(conn: Connection, holder_kind: str, holder_id: int, today: date) -> Scope:
    """The union of what is granted on `today`. Cover gives what its owner reaches by own grants now, never more."""
    return read_scopes(conn, [(holder_kind, holder_id)], today)[holder_kind, holder_id]


def read_scopes(conn: Connection, holders: Collection[Holder], today: date) -> dict[Holder, Scope]:
    """`read_scope` of each of these, in one question, two when somebody has cover."""
    day, found = today.isoformat(), dict[Holder, list[Any]]()
    kinds = {kind: [holder for known, holder in holders if known == kind] for kind in {kind for kind, _ in holders}}
    rows = [row for kind, ids in kinds.items()
            for row in conn.execute(_reaches(), {"kind": kind, "holders": ids, "day": day})]
    covered = {row.delegated_by for row in rows if row.delegated_by is not None and row.disabled_at is None}
    lent: dict[int, list[Any]] = {}
    if covered:
        for row in conn.execute(_reaches(), {"kind": "person", "holders": list(covered), "day": day}):
            if row.delegated_by is None:
                lent.setdefault(row.holder_id, []).append(row)
    for row in rows:
        own = found.setdefault((row.holder_kind, row.holder_id), [])
        if row.delegated_by is None:
            own.append(row)
        elif row.delegated_by in covered:
            own += lent.get(row.delegated_by, ())
    return {holder: Scope(parts=frozenset(_part(row) for row in found.get(holder, ()))) for holder in holders}


def read_grants(conn: Connection, holder_kind: str, holder_ids: Iterable[int] | None = None) -> list[Grant]:
    """Every grant not revoked, past and future ones too; None = of every holder of that kind."""
    g = grants_table.c
    query = sa.select(grants_table).where(g.holder_kind == holder_kind, g.revoked_at.is_(None)).order_by(g.id)
    if holder_ids is not None:
        query = query.where(g.holder_id.in_(list(holder_ids)))
    return [_grant(row) for row in conn.execute(query)]


def read_grant(conn: Connection, grant_id: int) -> Grant | None:
    """One grant not revoked, None = no such."""
    g = grants_table.c
    row = conn.execute(sa.select(grants_table).where(g.id == grant_id, g.revoked_at.is_(None))).one_or_none()
    return None if row is None else _grant(row)


def insert(conn: Connection, holder_kind: str, holder_id: int, part: Part, since: date, now: float, *,
           until: date | None = None, delegated_by: int | None = None, why: str = "") -> int:
    """A new grant; gives its id."""
    made = conn.execute(grants_table.insert().values(
        holder_kind=holder_kind, holder_id=holder_id, area=part.area, school=part.school,
        kinds=" ".join(sorted(part.kinds)), since=since.isoformat(), until=until and until.isoformat(),
        delegated_by=delegated_by, why=why, created_at=now).returning(grants_table.c.id))
    return int(made.scalar_one())


def revoke(conn: Connection, grant_id: int, now: float) -> bool:
    """From now on it gives nothing; False = it gave nothing before either."""
    g = grants_table.c
    done = conn.execute(grants_table.update().where(g.id == grant_id, g.revoked_at.is_(None)).values(revoked_at=now))
    return done.rowcount == 1


@cache
def _reaches() -> sa.Select[Any]:
    """Written once: every request asks it."""
    g, p = grants_table.c, people_table.c
    return (
        sa.select(g.holder_kind, g.holder_id, g.area, g.school, g.kinds, g.delegated_by, p.disabled_at)
        .select_from(grants_table.outerjoin(people_table, p.id == g.delegated_by))
        .where(g.holder_kind == sa.bindparam("kind"), g.holder_id.in_(sa.bindparam("holders", expanding=True)),
               *_valid(sa.bindparam("day")))
    )


def _valid(day: Any) -> tuple[sa.ColumnElement[bool], ...]:
    g = grants_table.c
    return g.revoked_at.is_(None), g.since <= day, sa.or_(g.until.is_(None), g.until >= day)


def _part(row: Any) -> Part:
    return Part(area=row.area, school=row.school, kinds=frozenset(SchoolKind(k) for k in row.kinds.split()))


def _grant(row: Any) -> Grant:
    return Grant(
        id=row.id, holder_kind=row.holder_kind, holder_id=row.holder_id, part=_part(row),
        since=date.fromisoformat(row.since), until=date.fromisoformat(row.until) if row.until else None,
        delegated_by=row.delegated_by, why=row.why, created_at=row.created_at,
    )
