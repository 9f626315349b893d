"""What a drill asks of the past: one hour of a few metrics for everybody within reach, and whom incidents began or
ceased to speak for."""

from collections.abc import Sequence

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_tables import incident_schools, incidents
from store.scoping import within
from store.tables import hourly

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]


def means_of_hour(
    conn: Connection, scope: Scope, metrics: Sequence[str], start: float, today: str,
) -> dict[str, tuple[Ids, Floats]]:
    """metric -> (database ids, means of the known values) of the schools within reach that were heard in that hour."""
    h = hourly.c
    rows = conn.execute(
        sa.select(h.metric, h.school_id, h.total / h.n)
        .where(h.start == start, h.metric.in_(list(metrics)), h.n > 0, within(scope, h.school_id, today))
    ).all()
    found: dict[str, tuple[list[int], list[float]]] = {metric: ([], []) for metric in metrics}
    for metric, school, mean in rows:
        ids, values = found[metric]
        ids.append(school)
        values.append(mean)
    return {m: (np.array(ids, np.int64), np.array(values, np.float64)) for m, (ids, values) in found.items()}


def first_hour(conn: Connection, scope: Scope, today: str) -> float | None:
    """The oldest hour that is still known of a school within reach, None = none is."""
    h = hourly.c
    start = conn.scalar(sa.select(h.start).where(within(scope, h.school_id, today)).order_by(h.start).limit(1))
    return None if start is None else float(start)


def turned(conn: Connection, scope: Scope, since: float, today: str) -> dict[str, tuple[Ids, Ids]]:
    """"opened", "resolved" -> (incident ids, ids of their schools within reach), flat, of what happened since then."""
    t, m = incidents.c, incident_schools.c
    joined = incidents.join(incident_schools, m.incident_id == t.id)
    found = {}
    for name, at in (("opened", t.opened_at), ("resolved", t.resolved_at)):
        rows = conn.execute(sa.select(t.id, m.school_id).select_from(joined)
                            .where(at >= since, within(scope, m.school_id, today))).all()
        flat = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)
        found[name] = (flat[:, 0], flat[:, 1])
    return found
