"""What a drill asks of the past: one hour of a few metrics for everybody within reach, and whom incidents began or
ceased to speak for."""

from collections.abc import Mapping

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_tables import incident_schools, incidents
from store.scoping import within
from store.tables import hourly, schools

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
LINE = "connectivity.reachable"  # every school that is listened to has hours of it


def means_of_hour(
    conn: Connection, scope: Scope, wanted: Mapping[str, tuple[str, ...]], start: float, today: str,
) -> dict[str, tuple[Ids, Floats]]:
    """Key -> (database ids, means of the known values) of the schools within reach that were heard in that hour.

    `wanted`: key -> the metrics whose values are its own; those of several are counted together.
    """
    h, reached = hourly.c, within(scope, hourly.c.school_id, today)
    key_of = {metric: key for key, metrics in wanted.items() for metric in metrics}
    rows = conn.execute(
        sa.select(h.metric, h.school_id, h.n, h.total)
        .where(h.start == start, h.metric.in_(list(key_of)), h.n > 0, reached)
    ).all()
    found: dict[str, list[tuple[int, int, float]]] = {key: [] for key in wanted}
    for metric, school, n, total in rows:
        found[key_of[metric]].append((school, n, total))
    return {key: _means(heard) for key, heard in found.items()}


def first_hour(conn: Connection, scope: Scope, today: str) -> float | None:
    """The oldest hour that is still known of a school within reach, None = none is.

    A limited reach is asked school by school, along the key: its oldest hour may lie behind millions of others.
    """
    h, s = hourly.c, schools.c
    reached, oldest = within(scope, s.id, today), sa.select(h.start).order_by(h.start).limit(1)
    if scope.everything:
        start = conn.scalar(oldest)
    else:
        first = oldest.where(h.school_id == s.id, h.metric == LINE).correlate(schools).scalar_subquery()
        start = conn.scalar(sa.select(sa.func.min(first)).select_from(schools).where(reached))
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


def _means(heard: list[tuple[int, int, float]]) -> tuple[Ids, Floats]:
    """(school, n, total), a school perhaps twice -> each school once with its mean."""
    columns = np.array(heard, np.float64).reshape(-1, 3)
    ids, which = np.unique(columns[:, 0].astype(np.int64), return_inverse=True)
    return ids, np.bincount(which, columns[:, 2], len(ids)) / np.bincount(which, columns[:, 1], len(ids))
