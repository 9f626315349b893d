"""The past of one school, by primary key: raw points, hours, and the gaps in which nobody listened."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.scoping import within
from store.tables import gaps, history, hourly, latest


class Hour(NamedTuple):
    """One hour of one metric: n known values and their sum."""

    start: float
    n: int
    total: float


def read_points(
    conn: Connection, scope: Scope, school_id: int, metrics: tuple[str, ...], since: float, today: str | None = None,
) -> dict[str, list[tuple[float, float | None]]]:
    """metric -> (taken_at, value) oldest first, from `since` on; nothing of a school out of reach."""
    h = history.c
    rows = conn.execute(
        sa.select(h.metric, h.taken_at, h.value)
        .where(h.school_id == school_id, h.metric.in_(metrics), h.taken_at >= since, within(scope, h.school_id, today))
        .order_by(h.metric, h.taken_at)
    )
    found: dict[str, list[tuple[float, float | None]]] = {metric: [] for metric in metrics}
    for row in rows:
        found[row.metric].append((row.taken_at, row.value))
    return found


def read_hours_of(
    conn: Connection, scope: Scope, school_id: int, metric: str, since: float, today: str | None = None,
) -> list[Hour]:
    """Hours of one school's metric that begin at or after `since`, oldest first; none of a school out of reach."""
    h = hourly.c
    rows = conn.execute(
        sa.select(h.start, h.n, h.total)
        .where(h.school_id == school_id, h.metric == metric, h.start >= since, within(scope, h.school_id, today))
        .order_by(h.start)
    )
    return [Hour(row.start, row.n, row.total) for row in rows]


def read_gaps(conn: Connection, since: float) -> list[tuple[float, float]]:
    """(since, until) of the gaps that end after `since`, oldest first."""
    g = gaps.c
    rows = conn.execute(sa.select(g.since, g.until).where(g.until > since).order_by(g.since))
    return [(row.since, row.until) for row in rows]


def read_latest_of(
    conn: Connection, scope: Scope, school_id: int, today: str | None = None,
) -> dict[str, tuple[float | None, float]]:
    """metric -> (value, taken_at) as last written; nothing of a school out of reach."""
    t = latest.c
    rows = conn.execute(sa.select(t.metric, t.value, t.taken_at)
                        .where(t.school_id == school_id, within(scope, t.school_id, today)))
    return {row.metric: (row.value, row.taken_at) for row in rows}


def read_spans(
    conn: Connection, scope: Scope, school_id: int, metrics: tuple[str, ...], since: float, today: str | None = None,
) -> list[sa.Row]:  # type: ignore[type-arg]
    """(metric, n, total, low, high) over the hours of one school that begin at or after `since`."""
    h = hourly.c
    return list(conn.execute(
        sa.select(h.metric, sa.func.sum(h.n).label("n"), sa.func.sum(h.total).label("total"),
                  sa.func.min(h.low).label("low"), sa.func.max(h.high).label("high"))
        .where(h.school_id == school_id, h.metric.in_(metrics), h.start >= since, within(scope, h.school_id, today))
        .group_by(h.metric)
    ))
