"""What a snapshot asks of the past: values that held at a moment, hours and days of a reach, polls, incidents' numbers.

Two scopes where one is named `narrower`: what is within both.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.incident_events import visible
from store.incident_tables import incidents
from store.scoping import within
from store.tables import daily, history, hourly, schools, sweeps

HOUR_S, DAY_S = 3600.0, 86400.0
Ids = NDArray[np.int64]
Floats = NDArray[np.float64]


class Sum(NamedTuple):
    """One hour or day of a reach: known values, their sum, and of how many schools."""

    start: float
    n: int
    total: float
    schools: int


def held(
    conn: Connection, scope: Scope, metric: str, at: float, holds_s: float, today: str,
) -> tuple[Ids, Floats, Floats]:
    """(school ids, values, when taken): the last value of a metric by `at`, not older than `holds_s`; NaN = unknown.

    School by school along the key: the newest row of each, never a walk through the table.
    """
    h, s = history.c, schools.c
    last = (sa.select(sa.func.max(h.taken_at))
            .where(h.school_id == s.id, h.metric == metric, h.taken_at <= at, h.taken_at > at - holds_s)
            .correlate(schools).scalar_subquery())
    newest = sa.select(s.id, last.label("at")).where(within(scope, s.id, today)).subquery()
    rows = conn.execute(
        sa.select(h.school_id, h.value, h.taken_at)
        .join(newest, sa.and_(newest.c.id == h.school_id, newest.c.at == h.taken_at))
        .where(h.metric == metric).order_by(h.school_id)).all()
    flat = np.array([(i, np.nan if value is None else value, taken) for i, value, taken in rows],
                    np.float64).reshape(-1, 3)
    return flat[:, 0].astype(np.int64), flat[:, 1], flat[:, 2]


def hour_of(conn: Connection, scope: Scope, metric: str, start: float, today: str) -> tuple[Ids, Floats]:
    """(school ids, means) of one hour, where raw values are no longer kept."""
    h = hourly.c
    rows = conn.execute(sa.select(h.school_id, h.total / h.n).order_by(h.school_id).where(
        h.metric == metric, h.start == start, h.n > 0, within(scope, h.school_id, today))).all()
    flat = np.array([tuple(row) for row in rows], np.float64).reshape(-1, 2)
    return flat[:, 0].astype(np.int64), flat[:, 1]


def sums(
    conn: Connection, scope: Scope, narrower: Scope, metrics: Sequence[str], since: float, until: float, today: str, *,
    days: bool = False,
) -> list[Sum]:
    """Whole hours (days: only those that are rolled up) within [since, until), oldest first."""
    table, length = (daily, DAY_S) if days else (hourly, HOUR_S)
    t = table.c
    rows = conn.execute(
        sa.select(t.start, sa.func.sum(t.n), sa.func.sum(t.total), sa.func.count(sa.distinct(t.school_id)))
        .where(t.metric.in_(list(metrics)), t.start >= since, t.start <= until - length, t.n > 0,
               within(scope, t.school_id, today), within(narrower, t.school_id, today))
        .group_by(t.start).order_by(t.start))
    return [Sum(float(start), int(n), float(total), int(count)) for start, n, total, count in rows]


def means(
    conn: Connection, scope: Scope, narrower: Scope, metrics: Sequence[str], since: float, until: float, today: str, *,
    days: bool = False,
) -> list[tuple[int, int, float]]:
    """(school id, known values, their sum) over the same hours or days."""
    table, length = (daily, DAY_S) if days else (hourly, HOUR_S)
    t = table.c
    rows = conn.execute(
        sa.select(t.school_id, sa.func.sum(t.n), sa.func.sum(t.total))
        .where(t.metric.in_(list(metrics)), t.start >= since, t.start <= until - length, t.n > 0,
               within(scope, t.school_id, today), within(narrower, t.school_id, today))
        .group_by(t.school_id))
    return [(int(school), int(n), float(total)) for school, n, total in rows]


def last_polls(conn: Connection, at: float, since: float) -> dict[str, float]:
    """source -> when its last poll without an error was over, of those between two moments."""
    t = sweeps.c
    rows = conn.execute(sa.select(t.source, sa.func.max(t.finished_at)).group_by(t.source).where(
        t.finished_at <= at, t.finished_at > since, sa.or_(t.error.is_(None), t.error == "")))
    return {str(source): float(finished) for source, finished in rows}


def lived(conn: Connection, scope: Scope, since: float, until: float, today: str) -> list[int]:
    """Numbers of the incidents within reach that were open somewhere between two moments, newest first; some that
    were resolved before and opened again later may be among them."""
    t: Any = incidents.c
    return list(conn.scalars(
        sa.select(t.id).order_by(t.opened_at.desc(), t.id.desc())
        .where(t.opened_at <= until, sa.or_(t.resolved_at.is_(None), t.resolved_at > since),
               visible(scope, t.id, today))))
