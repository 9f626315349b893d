"""Tickets of helpdesks: each (source, ref) once, with the incident that answers it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.database import Database, upsert
from store.incident_tables import incident_schools, incidents, tickets
from store.scoping import within
from store.tables import schools


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A ticket we know. `live`: its incident is neither resolved nor closed."""

    ref: str
    school: str
    category: str
    incident_id: int | None
    closed_at: float | None
    live: bool


def read_tickets(conn: Connection, scope: Scope, source: str, today: str | None = None) -> dict[str, Kept]:
    """ref -> every ticket of a source that is open there, and those of a live incident, within reach."""
    t, i = tickets.c, incidents.alias("i").c
    live = sa.func.coalesce(i.state.in_(("open", "acknowledged", "in_progress")), sa.false())
    rows = conn.execute(
        sa.select(t.ref, schools.c.code, t.category, t.incident_id, t.closed_at, live.label("live"))
        .join(schools, schools.c.id == t.school_id).outerjoin(i.id.table, i.id == t.incident_id)
        .where(t.source == source, within(scope, t.school_id, today), sa.or_(t.closed_at.is_(None), live)))
    return {row.ref: Kept(ref=row.ref, school=row.code, category=row.category, incident_id=row.incident_id,
                          closed_at=row.closed_at, live=bool(row.live)) for row in rows}


def read_of(conn: Connection, scope: Scope, incident_id: int, today: str | None = None) -> list[dict[str, Any]]:
    """Tickets of one incident within reach, oldest first: source, ref, category, severity, title, opened, closed."""
    t = tickets.c
    rows = conn.execute(sa.select(tickets).where(t.incident_id == incident_id, within(scope, t.school_id, today))
                        .order_by(t.opened_at, t.ref))
    return [dict(row._mapping) for row in rows]


def keep_ticket(db: Database, conn: Connection, row: Mapping[str, Any]) -> None:
    """Write one down, again or anew; `row` has every column."""
    changed = ("incident_id", "category", "severity", "title", "closed_at")
    conn.execute(upsert(db, tickets, ("source", "ref"), changed), [dict(row)])


def close_tickets(conn: Connection, source: str, refs: Collection[str], at: float) -> None:
    """They are no longer open there."""
    t = tickets.c
    for ref in sorted(refs):
        conn.execute(tickets.update().where(t.source == source, t.ref == ref, t.closed_at.is_(None))
                     .values(closed_at=at))


def count_open(conn: Connection, scope: Scope, incident_id: int, today: str | None = None) -> int:
    """Tickets of an incident, within reach, that are still open at their helpdesk."""
    t = tickets.c
    return int(conn.scalar(sa.select(sa.func.count()).where(
        t.incident_id == incident_id, t.closed_at.is_(None), within(scope, t.school_id, today))) or 0)


def find_live(
    conn: Connection, scope: Scope, school: str, rules: Sequence[str], today: str | None = None,
) -> int | None:
    """The newest live incident of one of these rules that speaks for a school, None = there is none."""
    t, m = incidents.c, incident_schools.c
    reached = within(scope, m.school_id, today)
    return conn.scalar(
        sa.select(t.id).join(incident_schools, m.incident_id == t.id).join(schools, schools.c.id == m.school_id)
        .where(incidents.c.resolved_at.is_(None), t.rule.in_(list(rules)), schools.c.code == school,
               reached).order_by(t.id.desc()).limit(1))


def find_told(
    conn: Connection, scope: Scope, rule: str, codes: Sequence[str], today: str | None = None,
) -> list[int]:
    """Live incidents of one rule about single schools among these, that are nobody's symptom yet."""
    t, m = incidents.c, incident_schools.c
    reached = within(scope, m.school_id, today)
    return list(conn.scalars(
        sa.select(t.id).join(incident_schools, m.incident_id == t.id).join(schools, schools.c.id == m.school_id)
        .where(incidents.c.resolved_at.is_(None), t.rule == rule, t.parent.is_(None), schools.c.code.in_(list(codes)),
               reached).order_by(t.id)))


def count_told(conn: Connection, scope: Scope, today: str | None = None) -> dict[int, int]:
    """School id -> live incidents told by people or helpdesks; the symptom of a live one is told with its cause."""
    t, m, cause = incidents.c, incident_schools.c, incidents.alias("cause")
    symptom = sa.exists().where(cause.c.id == t.parent, cause.c.resolved_at.is_(None))
    rows = conn.execute(
        sa.select(m.school_id, sa.func.count()).join(incidents, t.id == m.incident_id)
        .where(t.kind == "manual", t.resolved_at.is_(None), ~symptom, within(scope, m.school_id, today))
        .group_by(m.school_id))
    return {int(row[0]): int(row[1]) for row in rows}
