"""The last 30 local days of one school's line: what was up, flapping, down, unknown or announced work, by quarter.

A quarter of an hour is told by what filled it: maintenance or unknown when they were half of it or more; else down when
the line was down for half of what is known, up when nothing else was seen, and flapping in between.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.person import Scope
from domain.school_view import AHEAD, LINES, SLOTS, Day, Line, Segment, Span, Uptime
from services.past import HOLDS_S, REACHABLE, Spans, segments
from services.rollups import HOUR, LEFT_OUT
from store import school_history
from store.database import Connection
from store.history import local_midnight
from store.scoping import local_day

DAYS = 30
DAY_S = 86400.0
SLOT_S = DAY_S / SLOTS
SPANS = ("connectivity.download_mbps", "labs.machines_online", "epayment.transactions_today",
         "epayment.failed_today", "connectivity.latency_ms")
_UP, _WATCH, _DOWN, _UNKNOWN, _WORK = (LINES.index(line) for line in Line)


def first_day(now: float) -> float:
    """When the first of the days begins that are told."""
    start = local_midnight(now)
    for _ in range(DAYS - 1):
        start = local_midnight(start - DAY_S / 2)
    return start


def days(conn: Connection, scope: Scope, school_id: int, gaps: Spans, works: Spans, now: float) -> tuple[Day, ...]:
    """Oldest first, today included. `gaps`, `works`: of all these days."""
    since, today = first_day(now), local_day(now)
    points = school_history.read_points(conn, scope, school_id, (REACHABLE,), since - HOLDS_S, today)
    seconds = by_slot(segments(points[REACHABLE], gaps, since, now, works), since)
    slots, of_day = told(seconds), seconds.reshape(len(LINES), DAYS, SLOTS).sum(axis=2)
    heard = [school_history.read_hours_of(conn, scope, school_id, metric, since, today)
             for metric in (REACHABLE, LEFT_OUT)]
    found = []
    starts = [since + n * DAY_S for n in range(DAYS + 1)]
    for n, (start, end) in enumerate(pairwise(starts)):
        beats, out = ([hour for hour in hours if start <= hour.start < end] for hours in heard)
        found.append(Day(
            start=start, beats=sum(hour.n for hour in beats), good=sum(hour.total for hour in beats),
            left_out=sum(hour.n for hour in out), seconds=tuple(of_day[:, n].tolist()),
            slots=slots[n * SLOTS : (n + 1) * SLOTS].tobytes(),
        ))
    return tuple(found)


def uptime(conn: Connection, scope: Scope, school_id: int, works: Spans, now: float) -> Uptime:
    """What the share of the last 24 hours rests on: the running hour and the 23 before it, as last written."""
    since = now // HOUR * HOUR - 23 * HOUR
    beats, out = (sum(hour.n for hour in school_history.read_hours_of(conn, scope, school_id, metric, since,
                                                                      local_day(now)))
                  for metric in (REACHABLE, LEFT_OUT))
    return Uptime(beats=beats, left_out=out,
                  maintenance_s=sum(max(0.0, min(b, now) - max(a, since)) for a, b in works))


def spans(conn: Connection, scope: Scope, school_id: int, now: float) -> dict[str, Span]:
    """metric -> its last 30 days, of those that are rolled up."""
    rows = school_history.read_spans(conn, scope, school_id, SPANS, first_day(now), local_day(now))
    return {row.metric: Span(n=row.n, mean=row.total / row.n, low=row.low, high=row.high) for row in rows if row.n}


def by_slot(line: Sequence[Segment], since: float) -> NDArray[np.float64]:
    """[state of the line, quarter of an hour]: seconds."""
    edges = since + SLOT_S * np.arange(DAYS * SLOTS + 1)
    cuts = np.array([line[0].since, *(segment.until for segment in line)])
    lengths, which = np.diff(cuts), np.array([LINES.index(segment.line) for segment in line])
    found = np.empty((len(LINES), DAYS * SLOTS))
    for state in range(len(LINES)):
        so_far = np.concatenate(([0.0], np.cumsum(np.where(which == state, lengths, 0.0))))
        found[state] = np.diff(np.interp(edges, cuts, so_far))
    return found


def told(seconds: NDArray[np.float64]) -> NDArray[np.uint8]:
    """One code per quarter, as the top of this file says; AHEAD = nothing of it has passed."""
    passed = seconds.sum(axis=0)
    rest = passed - seconds[_WORK]
    known = rest - seconds[_UNKNOWN]
    code = np.where(seconds[_DOWN] + seconds[_WATCH] > 0, _WATCH, _UP)
    code = np.where((seconds[_DOWN] > 0) & (seconds[_DOWN] >= known / 2), _DOWN, code)
    code = np.where(seconds[_UNKNOWN] >= rest / 2, _UNKNOWN, code)
    code = np.where(seconds[_WORK] >= passed / 2, _WORK, code)
    return np.where(passed > 0, code, AHEAD).astype(np.uint8)
