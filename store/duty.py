"""What the clockwork looks for: acknowledgements that ran out, who waits unanswered, what is over, what is quiet."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.incident import LIVE, State
from domain.person import SYSTEM, Scope
from store.incident_events import ref, visible
from store.incident_tables import incident_events, incident_schools, incidents
from store.scoping import within
from store.tables import schools

MOST = 200  # moved in one transaction: nobody waits long behind it
_ASKS = ("opened", "reopened", "recalled", "loud")  # from these on an answer is waited for
_BY_HAND = sa.and_(incident_events.c.what == "escalated", incident_events.c.actor != ref(SYSTEM))
_SPOKE_UP = sa.and_(_BY_HAND, incident_events.c.data.contains('"quiet": 0'))  # it was quiet until then


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An open one that speaks. `since`: when it last began to wait for somebody."""

    id: int
    severity: str
    level: int
    since: float


def run_out(conn: Connection, scope: Scope, now: float, today: str | None = None) -> list[int]:
    """Acknowledged ones whose time is over, those longest over first."""
    t = incidents.c
    return list(conn.scalars(
        sa.select(t.id)
        .where(t.state == State.ACKNOWLEDGED.value, t.acknowledged_until <= now, visible(scope, t.id, today))
        .order_by(t.acknowledged_until).limit(MOST)))


def unanswered(conn: Connection, scope: Scope, today: str | None = None) -> list[Unanswered]:
    """Open ones that speak and are nobody's symptom."""
    t, e = incidents.c, incident_events.c
    since = (sa.select(sa.func.max(e.at)).where(e.incident_id == t.id, sa.or_(e.what.in_(_ASKS), _SPOKE_UP))
             .correlate(incidents).scalar_subquery())
    rows = conn.execute(
        sa.select(t.id, t.severity, t.level, sa.func.coalesce(since, t.opened_at).label("since"))
        .where(t.state == State.OPEN.value, t.quiet == 0, t.parent.is_(None), visible(scope, t.id, today))
        .order_by(t.id))
    return [Unanswered(id=r.id, severity=r.severity, level=r.level, since=r.since) for r in rows]


def over(conn: Connection, scope: Scope, before: float, today: str | None = None) -> list[int]:
    """Resolved ones that ended by then, the oldest first."""
    t = incidents.c
    return list(conn.scalars(
        sa.select(t.id).where(t.state == State.RESOLVED.value, t.resolved_at <= before, visible(scope, t.id, today))
        .order_by(t.resolved_at).limit(MOST)))


def loud(conn: Connection, scope: Scope, today: str | None = None) -> list[int]:
    """Live ones that speak."""
    return _live(conn, scope, today, 0)


def insisted(conn: Connection, scope: Scope, today: str | None = None) -> set[int]:
    """Live ones that a person escalated since they were last opened: no silence hushes them."""
    t, e, begun = incidents.c, incident_events.c, incident_events.alias().c
    since = (sa.select(sa.func.max(begun.id)).where(begun.incident_id == t.id, begun.what.in_(("opened", "reopened")))
             .correlate(incidents).scalar_subquery())
    return set(conn.scalars(
        sa.select(t.id).join(incident_events, e.incident_id == t.id)
        .where(t.state.in_(sorted(LIVE)), _BY_HAND, e.id > since, visible(scope, t.id, today))))


def quiet(conn: Connection, scope: Scope, today: str | None = None) -> dict[int, frozenset[str]]:
    """Live ones that do not speak -> kinds of the schools they speak for, none = it is not about schools."""
    t, m, s = incidents.c, incident_schools.c, schools.c
    rows = conn.execute(
        sa.select(m.incident_id, s.kind).join(schools, s.id == m.school_id).join(incidents, t.id == m.incident_id)
        .where(t.state.in_(sorted(LIVE)), t.quiet == 1, within(scope, m.school_id, today)).distinct())
    kinds: dict[int, set[str]] = {incident: set() for incident in _live(conn, scope, today, 1)}
    for incident, kind in rows:
        kinds.setdefault(incident, set()).add(kind)
    return {incident: frozenset(its) for incident, its in kinds.items()}


def _live(conn: Connection, scope: Scope, today: str | None, quietly: int) -> list[int]:
    t = incidents.c
    return list(conn.scalars(
        sa.select(t.id).where(t.state.in_(sorted(LIVE)), t.quiet == quietly, visible(scope, t.id, today))
        .order_by(t.id)))
