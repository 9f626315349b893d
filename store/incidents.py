"""Incidents and their events: one open incident per (rule, subject), by partial unique index.

Whoever reaches one of an incident's schools sees the incident, and of its schools only their own. Incidents of a source
or of the centre itself have no school: they are seen by whoever may see everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from domain.wording import Words
from store.database import Database, upsert
from store.incident_tables import LIVE, incident_events, incident_schools, incidents
from store.scoping import within
from store.tables import schools


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A stored incident; times are epoch seconds UTC. `schools`: of a limited reader, their own among them."""

    id: int
    kind: str
    rule: str
    subject: str
    severity: str
    state: str
    area: str
    says: Words
    schools: int
    started_at: float
    opened_at: float
    resolved_at: float | None


def open_incident(
    db: Database, conn: Connection, *, kind: str, rule: str, subject: str, severity: str, area: str, says: Words,
    schools: int, started_at: float, at: float, members: Sequence[str] = (),
) -> int | None:
    """Open one with its event and its `members` (codes of schools) in the caller's transaction.

    None = it is open already (also when two try at once), or this very opening was written before and is over.
    """
    t = incidents.c
    if conn.scalar(sa.select(t.id).where(t.rule == rule, t.subject == subject, t.opened_at == at).limit(1)) is not None:
        return None
    if db.sqlite:
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    row = {
        "kind": kind, "rule": rule, "subject": subject, "severity": severity, "state": "open", "area": area,
        "says_vi": says.vi, "says_en": says.en, "schools": schools, "started_at": started_at, "opened_at": at,
    }
    new = conn.execute(
        insert(incidents).values(**row)
        .on_conflict_do_nothing(index_elements=["rule", "subject"], index_where=sa.text(LIVE))
        .returning(incidents.c.id)
    ).scalar_one_or_none()
    if new is not None:
        conn.execute(incident_events.insert().values(
            incident_id=new, at=at, what="opened", detail=" ".join(members)))
        _add_members(db, conn, new, members)
    return new


def join_incident(db: Database, conn: Connection, *, rule: str, subject: str, members: Sequence[str]) -> None:
    """From now on the open one of this rule and subject speaks for these schools too."""
    t = incidents.c
    found = conn.scalar(sa.select(t.id).where(t.rule == rule, t.subject == subject, t.resolved_at.is_(None)))
    if found is not None:
        _add_members(db, conn, found, members)


def _add_members(db: Database, conn: Connection, incident_id: int, members: Sequence[str]) -> None:
    if members:
        ids = conn.scalars(sa.select(schools.c.id).where(schools.c.code.in_(list(members))))
        rows = [{"incident_id": incident_id, "school_id": i} for i in ids]
        if rows:
            conn.execute(upsert(db, incident_schools, ("incident_id", "school_id"), ()), rows)


def resolve_incident(conn: Connection, *, rule: str, subject: str, at: float) -> int | None:
    """Close the open one of this rule and subject; None = there is none."""
    t = incidents.c
    found = conn.execute(
        incidents.update().where(t.rule == rule, t.subject == subject, t.resolved_at.is_(None))
        .values(state="resolved", resolved_at=at).returning(t.id)
    ).scalar_one_or_none()
    if found is not None:
        conn.execute(incident_events.insert().values(incident_id=found, at=at, what="resolved", detail=""))
    return found


def read_open(conn: Connection, scope: Scope, today: str | None = None) -> list[Incident]:
    """Every open incident within reach, newest first."""
    return _read(conn, scope, today, incidents.c.resolved_at.is_(None))


def read_of(conn: Connection, scope: Scope, subject: str, limit: int, today: str | None = None) -> list[Incident]:
    """The newest incidents about one subject."""
    return _read(conn, scope, today, incidents.c.subject == subject, limit=limit)


def read_wide_of(conn: Connection, scope: Scope, school_id: int, today: str | None = None) -> list[Incident]:
    """Open wide incidents that speak for this school, newest first."""
    t, m = incidents.c, incident_schools.c
    its = t.id.in_(sa.select(m.incident_id).where(m.school_id == school_id, within(scope, m.school_id, today)))
    return _read(conn, scope, today, t.resolved_at.is_(None), t.kind == "wide", its)


def read_pressing(conn: Connection, scope: Scope, limit: int, today: str | None = None) -> list[Incident]:
    """What a wall shows: open before resolved, wide before single, newest first."""
    t = incidents.c
    order = (t.resolved_at.is_not(None), t.kind == "single", t.opened_at.desc(), t.id.desc())
    return _read(conn, scope, today, order=order, limit=limit)


def count_open_at(conn: Connection, scope: Scope, at: float, kind: str = "", today: str | None = None) -> int:
    """How many incidents within reach (of one kind, "" = any) were open at a moment."""
    t = incidents.c
    still = sa.and_(t.opened_at <= at, t.resolved_at.is_(None) | (t.resolved_at > at))
    query = sa.select(sa.func.count()).where(still, t.kind == kind if kind else sa.true(), _seen(scope, today))
    return int(conn.scalar(query) or 0)


def read_members(
    conn: Connection, scope: Scope, which: Sequence[int], today: str | None = None,
) -> dict[int, list[str]]:
    """incident -> codes of its schools within reach, in directory order."""
    m, s = incident_schools.c, schools.c
    rows = conn.execute(
        sa.select(m.incident_id, s.code).join(schools, s.id == m.school_id)
        .where(m.incident_id.in_(list(which)), within(scope, m.school_id, today)).order_by(m.incident_id, s.id))
    found: dict[int, list[str]] = {incident: [] for incident in which}
    for row in rows:
        found[row.incident_id].append(row.code)
    return found


def _seen(scope: Scope, today: str | None) -> sa.ColumnElement[bool]:
    m = incident_schools.c
    reached = within(scope, m.school_id, today)
    if scope.everything:
        return sa.true()  # also those without a school
    return incidents.c.id.in_(sa.select(m.incident_id).where(reached))


def _read(
    conn: Connection, scope: Scope, today: str | None, *where: sa.ColumnElement[bool],
    order: Sequence[sa.ColumnElement[Any]] = (), limit: int | None = None,
) -> list[Incident]:
    """Incidents as this reader may see them: `schools` counts their own."""
    t, m = incidents.c, incident_schools.c
    own = sa.select(sa.func.count()).where(m.incident_id == t.id, within(scope, m.school_id, today)).scalar_subquery()
    counted = t.schools if scope.everything else own
    columns = [column for column in t if column.name != "schools"]
    rows = conn.execute(
        sa.select(*columns, counted.label("schools")).where(_seen(scope, today), *where)
        .order_by(*(order or (t.opened_at.desc(), t.id.desc()))).limit(limit))
    return [_incident(row) for row in rows]


def _incident(row: sa.Row) -> Incident:  # type: ignore[type-arg]
    return Incident(
        id=row.id, kind=row.kind, rule=row.rule, subject=row.subject, severity=row.severity, state=row.state,
        area=row.area, says=Words(row.says_vi, row.says_en), schools=row.schools, started_at=row.started_at,
        opened_at=row.opened_at, resolved_at=row.resolved_at,
    )
