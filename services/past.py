"""The past of one school as lines: when its line was up, and what each indicator said. Its month: past_month.py.

History is written on change or hourly: a value holds until the next one, but never longer than HOLDS_S; and inside a
gap (the collector did not listen) nothing holds at all.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator
from domain.measurement import Status
from domain.person import Scope
from domain.school import School
from domain.school_view import Segment, Series
from services._pace import DAY_S, holds_s, slow
from services.changes import HISTORY_S
from store import school_history
from store.database import Connection
from store.scoping import local_day

HOLDS_S = 1.25 * HISTORY_S
STEP_S = 900.0
REACHABLE = "connectivity.reachable"
Floats = NDArray[np.float64]
Points = Sequence[tuple[float, float | None]]
Spans = Sequence[tuple[float, float]]  # (since, until)


def unheard(conn: Connection, since: float, now: float, proved_at: float | None) -> Spans:
    """When nobody listened since then. `proved_at`: the collector's last proof, when it is too old to be
    believed now; since then nothing is known either, though no gap could be written yet."""
    known = school_history.read_gaps(conn, since)
    return known if proved_at is None else [*known, (proved_at, now)]


def timeline(
    conn: Connection, scope: Scope, school_id: int, gaps: Spans, works: Spans, now: float,
) -> tuple[Segment, ...]:
    """The last 24 hours of the line, without holes: what nobody knows is a segment of its own."""
    since = now - DAY_S
    points = school_history.read_points(conn, scope, school_id, (REACHABLE,), since - HOLDS_S, local_day(now))
    return segments(points[REACHABLE], gaps, since, now, works)


def segments(points: Points, gaps: Spans, since: float, until: float, works: Spans = ()) -> tuple[Segment, ...]:
    """Raw points -> joined segments that cover [since, until] exactly. `works`: when it was in maintenance."""
    taken = np.array([at for at, _ in points])
    edges = [np.array([since, until]), taken, taken + HOLDS_S, *(np.array(pair) for pair in (*gaps, *works))]
    cuts = np.unique(np.clip(np.concatenate(edges), since, until))
    middles = (cuts[1:] + cuts[:-1]) / 2
    values, announced = _sample(points, gaps, middles), np.zeros(len(middles), np.bool_)
    for start, end in works:
        announced |= (middles >= start) & (middles < end)
    found: list[Segment] = []
    for start, end, value, work in zip(cuts[:-1], cuts[1:], values, announced, strict=True):
        status = _status(float(value))
        if found and found[-1].status is status and found[-1].maintenance == work:
            start = found.pop().since
        found.append(Segment(since=float(start), until=float(end), status=status, maintenance=bool(work)))
    return tuple(found)


def series(
    conn: Connection, scope: Scope, school_id: int, school: School, indicators: Mapping[str, Indicator], gaps: Spans,
    now: float,
) -> dict[str, Series]:
    """24 hours of every indicator, one value each STEP_S."""
    metrics = tuple(sorted({need for indicator in indicators.values() for need in indicator.needs}))
    seldom = slow(indicators)
    points: dict[str, list[tuple[float, float | None]]] = {}
    for holds in {holds_s(metric, seldom) for metric in metrics}:
        part = tuple(metric for metric in metrics if holds_s(metric, seldom) == holds)
        points |= school_history.read_points(conn, scope, school_id, part, now - DAY_S - holds, local_day(now))
    times: Floats = np.arange(now - DAY_S + STEP_S, now + 1, STEP_S, dtype=np.float64)
    columns = {metric: _sample(rows, gaps, times, holds_s(metric, seldom)) for metric, rows in points.items()}
    for fact in ("contracted_mbps", "pupils"):
        value = getattr(school, fact)
        columns[f"school.{fact}"] = np.full(len(times), np.nan if not value else float(value))
    return {key: _evaluate(indicator, columns, times) for key, indicator in indicators.items()}


def _status(value: float) -> Status:
    if value != value:
        return Status.UNKNOWN
    return Status.GOOD if value >= 1 else Status.WATCH if value > 0 else Status.BAD


def _sample(points: Points, gaps: Spans, times: Floats, holds: float = HOLDS_S) -> Floats:
    """The value that held at each time, NaN where nothing did."""
    if not points:
        return np.full(len(times), np.nan)
    taken = np.array([at for at, _ in points])
    values = np.array([np.nan if value is None else value for _, value in points])
    which = np.searchsorted(taken, times, side="right") - 1
    held = np.where((which >= 0) & (times - taken[which] <= holds), values[which], np.nan)
    for since, until in gaps:
        held[(times >= since) & (times < until)] = np.nan
    return held


def _evaluate(indicator: Indicator, columns: Mapping[str, Floats], times: Floats) -> Series:
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.asarray(indicator.value({need: columns[need] for need in indicator.needs}), dtype=np.float64)
    return tuple((float(at), float(v) if np.isfinite(v) else None) for at, v in zip(times, values, strict=True))
