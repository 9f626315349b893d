"""Incidents and their events: one open incident per (rule, subject), by partial unique index."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.wording import Words
from store.database import Database
from store.tables import incident_events, incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A stored incident; times are epoch seconds UTC."""

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
    schools: int, started_at: float, at: float, detail: str = "",
) -> int | None:
    """Open one with its event in the caller's transaction.

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
        .on_conflict_do_nothing(index_elements=["rule", "subject"], index_where=sa.text("state = 'open'"))
        .returning(incidents.c.id)
    ).scalar_one_or_none()
    if new is not None:
        conn.execute(incident_events.insert().values(incident_id=new, at=at, what="opened", detail=detail))
    return new


def resolve_incident(conn: Connection, *, rule: str, subject: str, at: float) -> int | None:
    """Close the open one of this rule and subject; None = there is none."""
    t = incidents.c
    found = conn.execute(
        incidents.update().where(t.rule == rule, t.subject == subject, t.state == "open")
        .values(state="resolved", resolved_at=at).returning(t.id)
    ).scalar_one_or_none()
    if found is not None:
        conn.execute(incident_events.insert().values(incident_id=found, at=at, what="resolved", detail=""))
    return found


def read_open(conn: Connection) -> list[Incident]:
    """Every open incident, newest first."""
    t = incidents.c
    rows = conn.execute(sa.select(incidents).where(t.state == "open").order_by(t.opened_at.desc()))
    return [_incident(row) for row in rows]


def read_of(conn: Connection, subject: str, limit: int) -> list[Incident]:
    """The newest incidents about one subject."""
    t = incidents.c
    rows = conn.execute(sa.select(incidents).where(t.subject == subject).order_by(t.opened_at.desc()).limit(limit))
    return [_incident(row) for row in rows]


def _incident(row: sa.Row) -> Incident:  # type: ignore[type-arg]
    return Incident(
        id=row.id, kind=row.kind, rule=row.rule, subject=row.subject, severity=row.severity, state=row.state,
        area=row.area, says=Words(row.says_vi, row.says_en), schools=row.schools, started_at=row.started_at,
        opened_at=row.opened_at, resolved_at=row.resolved_at,
    )


def read_members(conn: Connection, incident_id: int) -> list[str]:
    """Codes of the schools an incident was opened for."""
    t = incident_events.c
    detail = conn.scalar(sa.select(t.detail).where(t.incident_id == incident_id, t.what == "opened"))
    return str(detail or "").split()


def count_open_at(conn: Connection, at: float, kind: str = "") -> int:
    """How many incidents (of one kind, "" = any) were open at a moment."""
    t = incidents.c
    still = sa.and_(t.opened_at <= at, t.resolved_at.is_(None) | (t.resolved_at > at))
    query = sa.select(sa.func.count()).where(still, t.kind == kind if kind else sa.true())
    return int(conn.scalar(query) or 0)


def read_pressing(conn: Connection, limit: int) -> list[Incident]:
    """What a wall shows: open before resolved, wide before single, newest first."""
    t = incidents.c
    order = (t.state != "open", t.kind == "single", t.opened_at.desc(), t.id.desc())
    return [_incident(row) for row in conn.execute(sa.select(incidents).order_by(*order).limit(limit))]
