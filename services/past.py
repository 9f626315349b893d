"""The past of one school as lines: when its line was up, what each indicator said, how the last 30 days went.

History is written on change or hourly: a value holds until the next one, but never longer than HOLDS_S; and inside a
gap (the collector did not listen) nothing holds at all.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator
from domain.measurement import Status
from domain.person import Scope
from domain.school import School
from domain.school_view import Day, Segment, Series
from services.changes import HISTORY_S
from store import school_history
from store.database import Connection
from store.history import local_midnight
from store.scoping import local_day

DAY_S = 86400.0
HOLDS_S = 1.25 * HISTORY_S
STEP_S = 900.0
REACHABLE = "connectivity.reachable"
Floats = NDArray[np.float64]
Points = Sequence[tuple[float, float | None]]
Gaps = Sequence[tuple[float, float]]


def silences(conn: Connection, now: float, proved_at: float | None) -> Gaps:
    """When nobody listened in the last 24 hours. `proved_at`: the collector's last proof, when it is too old to be
    believed now; since then nothing is known either, though no gap could be written yet."""
    known = school_history.read_gaps(conn, now - DAY_S)
    return known if proved_at is None else [*known, (proved_at, now)]


def timeline(conn: Connection, scope: Scope, school_id: int, gaps: Gaps, now: float) -> tuple[Segment, ...]:
    """The last 24 hours of the line, without holes: what nobody knows is a segment of its own."""
    since = now - DAY_S
    points = school_history.read_points(conn, scope, school_id, (REACHABLE,), since - HOLDS_S, local_day(now))
    return segments(points[REACHABLE], gaps, since, now)


def segments(points: Points, gaps: Gaps, since: float, until: float) -> tuple[Segment, ...]:
    """Raw points -> joined segments that cover [since, until] exactly."""
    edges = [(at, min(at + HOLDS_S, following), _status(value)) for (at, value), (following, _)
             in pairwise([*points, (until, None)])]
    cuts = sorted({since, until, *(_clip(t, since, until) for a, b, _ in edges for t in (a, b)),
                   *(_clip(t, since, until) for gap in gaps for t in gap)})
    found: list[Segment] = []
    for start, end in pairwise(cuts):
        middle = (start + end) / 2
        silent = any(a <= middle < b for a, b in gaps)
        status = Status.UNKNOWN if silent else next((s for a, b, s in edges if a <= middle < b), Status.UNKNOWN)
        if found and found[-1].status is status:
            start = found.pop().since
        found.append(Segment(since=start, until=end, status=status))
    return tuple(found)


def series(
    conn: Connection, scope: Scope, school_id: int, school: School, indicators: Mapping[str, Indicator], gaps: Gaps,
    now: float,
) -> dict[str, Series]:
    """24 hours of every indicator, one value each STEP_S."""
    metrics = tuple(sorted({need for indicator in indicators.values() for need in indicator.needs}))
    points = school_history.read_points(conn, scope, school_id, metrics, now - DAY_S - HOLDS_S, local_day(now))
    times: Floats = np.arange(now - DAY_S + STEP_S, now + 1, STEP_S, dtype=np.float64)
    columns = {metric: _sample(rows, gaps, times) for metric, rows in points.items()}
    for fact in ("contracted_mbps", "pupils"):
        value = getattr(school, fact)
        columns[f"school.{fact}"] = np.full(len(times), np.nan if not value else float(value))
    return {key: _evaluate(indicator, columns, times) for key, indicator in indicators.items()}


def days(conn: Connection, scope: Scope, school_id: int, now: float) -> tuple[Day, ...]:
    """The last 30 local days of the line, oldest first, today included."""
    starts = [local_midnight(now)]
    while len(starts) < 30:
        starts.insert(0, local_midnight(starts[0] - DAY_S / 2))
    hours = school_history.read_hours_of(conn, scope, school_id, REACHABLE, starts[0], local_day(now))
    found = []
    for start, end in pairwise([*starts, starts[-1] + DAY_S]):
        inside = [hour for hour in hours if start <= hour.start < end]
        known = sum(hour.n for hour in inside)
        found.append(Day(start=start, share=sum(hour.total for hour in inside) / known if known else None))
    return tuple(found)


def _clip(at: float, low: float, high: float) -> float:
    return min(max(at, low), high)


def _status(value: float | None) -> Status:
    if value is None:
        return Status.UNKNOWN
    return Status.GOOD if value >= 1 else Status.WATCH if value > 0 else Status.BAD


def _sample(points: Points, gaps: Gaps, times: Floats) -> Floats:
    """The value that held at each time, NaN where nothing did."""
    if not points:
        return np.full(len(times), np.nan)
    taken = np.array([at for at, _ in points])
    values = np.array([np.nan if value is None else value for _, value in points])
    which = np.searchsorted(taken, times, side="right") - 1
    held = np.where((which >= 0) & (times - taken[which] <= HOLDS_S), values[which], np.nan)
    for since, until in gaps:
        held[(times >= since) & (times < until)] = np.nan
    return held


def _evaluate(indicator: Indicator, columns: Mapping[str, Floats], times: Floats) -> Series:
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.asarray(indicator.value({need: columns[need] for need in indicator.needs}), dtype=np.float64)
    return tuple((float(at), float(v) if np.isfinite(v) else None) for at, v in zip(times, values, strict=True))
