"""What the collector derives its own figures from: incidents of a month, whom they speak for, which of them moved."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.clocks import Row
from store.incident_events import visible
from store.incident_tables import incident_events, incident_schools, incidents, tickets
from store.scoping import within

_COLUMNS = ("id", "kind", "severity", "state", "area", "started_at", "opened_at", "first_acknowledged_at",
            "resolved_at", "resolved_by", "cause")
_LIVE = ("open", "acknowledged", "in_progress")
SLICE = 500  # so many numbers a question may name


def read_since(
    conn: Connection, scope: Scope, since: float, today: str | None = None,
) -> list[tuple[Row, bool, bool]]:
    """(incident, quiet, a symptom of another one) of those opened since then or still living, in order of numbers.

    Names of people and carriers are left empty: a school's clocks need none.
    """
    i = incidents.c
    rows = conn.execute(
        sa.select(*(i[name] for name in _COLUMNS), i.quiet, i.parent)
        .where(sa.or_(i.opened_at >= since, i.state.in_(_LIVE)), visible(scope, i.id, today)).order_by(i.id))
    return [(Row(**{name: row._mapping[name] for name in _COLUMNS}, carrier="", taken_by="", taken_name="",
                 resolved_name=""), bool(row.quiet), row.parent is not None) for row in rows]


def read_moved(conn: Connection, scope: Scope, after: int, today: str | None = None) -> set[int]:
    """Incidents with an event after this one."""
    e = incident_events.c
    return set(conn.scalars(sa.select(e.incident_id).where(e.id > after, visible(scope, e.incident_id, today))
                            .distinct()))


def read_members(
    conn: Connection, scope: Scope, which: Collection[int], today: str | None = None,
) -> list[tuple[int, int]]:
    """(incident, database id of one of its schools within reach), an incident's schools together."""
    m, asked = incident_schools.c, sorted(which)
    query = sa.select(m.incident_id, m.school_id).where(within(scope, m.school_id, today)).order_by(m.incident_id)
    found: list[tuple[int, int]] = []
    for start in range(0, len(asked), SLICE):
        rows = conn.execute(query.where(m.incident_id.in_(asked[start:start + SLICE])))
        found += [(row.incident_id, row.school_id) for row in rows]
    return found


def read_told(
    conn: Connection, scope: Scope, source: str, since: float, today: str | None = None,
) -> dict[str, tuple[int, str]]:
    """ref -> (incident, its rule) of a helpdesk's tickets that were opened since then and that an incident answers."""
    t, i = tickets.c, incidents.c
    rows = conn.execute(
        sa.select(t.ref, i.id, i.rule).join(incidents, i.id == t.incident_id)
        .where(t.source == source, t.opened_at >= since, within(scope, t.school_id, today)))
    return {row.ref: (int(row.id), str(row.rule)) for row in rows}
