"""What the clocks are read from: incidents of a period with their carrier and with who acknowledged them first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_events import visible
from store.incident_tables import incident_events, incident_schools, incidents
from store.scoping import within
from store.tables import schools


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One incident, as far as a clock needs it. `taken_by`: who acknowledged first, "" = nobody; `resolved_name`: who
    resolved it last."""

    id: int
    kind: str
    severity: str
    state: str
    area: str
    carrier: str
    started_at: float
    opened_at: float
    first_acknowledged_at: float | None
    resolved_at: float | None
    taken_by: str
    taken_name: str
    resolved_by: str
    resolved_name: str
    cause: str


def read_period(conn: Connection, scope: Scope, since: float, until: float, today: str) -> list[Row]:
    """Incidents opened between two moments that speak for a school within reach."""
    i, e, s = incidents.c, incident_events.c, schools.c
    taken, over = incident_events.alias(), incident_events.alias()
    first = sa.select(sa.func.min(e.id)).where(e.incident_id == i.id, e.what == "acknowledged").scalar_subquery()
    last = sa.select(sa.func.max(e.id)).where(e.incident_id == i.id, e.what == "resolved").scalar_subquery()
    code = sa.case((i.subject.like("school:%"), sa.func.substr(i.subject, 8)), else_="")
    joined = (incidents.outerjoin(taken, taken.c.id == first).outerjoin(over, over.c.id == last)
              .outerjoin(schools, s.code == code))
    columns = [i[name] for name in ("id", "kind", "severity", "state", "area", "subject", "started_at", "opened_at",
                                    "first_acknowledged_at", "resolved_at", "resolved_by", "cause")]
    rows = conn.execute(
        sa.select(*columns, s.carrier, taken.c.actor, taken.c.actor_name,
                  over.c.actor_name.label("resolved_name")).select_from(joined)
        .where(i.opened_at >= since, i.opened_at < until, visible(scope, i.id, today)).order_by(i.id))
    return [_row(row) for row in rows]


def read_inside(conn: Connection, scope: Scope, target: Scope, which: Sequence[int], today: str) -> set[int]:
    """Of these incidents, those whose schools (within reach) all lie within `target`; none without a school."""
    m = incident_schools.c
    found = set[int]()
    for start in range(0, len(which), 500):
        some = list(which[start:start + 500])
        inside = sa.func.sum(sa.case((within(target, m.school_id, today), 1), else_=0))
        rows = conn.execute(sa.select(m.incident_id).where(m.incident_id.in_(some), within(scope, m.school_id, today))
                            .group_by(m.incident_id).having(inside == sa.func.count()))
        found.update(row.incident_id for row in rows)
    return found


def _row(row: Any) -> Row:
    carrier = row.carrier or ""
    kind, _, rest = row.subject.partition(":")
    if kind == "carrier":
        carrier = rest
    elif kind == "area":
        carrier = rest.partition("/")[2]
    return Row(id=row.id, kind=row.kind, severity=row.severity, state=row.state, area=row.area, carrier=carrier,
               started_at=row.started_at, opened_at=row.opened_at, first_acknowledged_at=row.first_acknowledged_at,
               resolved_at=row.resolved_at, taken_by=row.actor or "", taken_name=row.actor_name or "",
               resolved_by=row.resolved_by, resolved_name=row.resolved_name or "", cause=row.cause)
