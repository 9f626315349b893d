"""Hours and days of a snapshot's time, as they were rolled up: of the whole scope, and school by school."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.person import Scope
from services.centre import Centre
from services.drill_past import METRICS
from services.register import Register
from store import snapshot_reads
from store.history import local_midnight
from store.scoping import local_day
from store.snapshot_reads import DAY_S, Sum

LONG_S = 4 * DAY_S  # a longer time is told by days
Floats = NDArray[np.float64]


class Hour(NamedTuple):
    """One hour (or day): its mean over all known values, None = none; of how many schools."""

    start: float
    mean: float | None
    schools: int


class Reach(NamedTuple):
    """Whose hours, of when. `inside`: what was wished, within `scope`."""

    centre: Centre
    scope: Scope
    inside: Scope
    register: Register
    since: float
    until: float


def hours(reach: Reach, key: str) -> tuple[Hour, ...]:
    """Oldest first; an hour or day of which nothing is known is there and says so. None at all: nothing is known."""
    today = local_day(reach.centre.clock())
    long = reach.until - reach.since > LONG_S
    with reach.centre.db.read() as conn:
        def read(since: float, *, days: bool) -> list[Sum]:
            return snapshot_reads.sums(conn, reach.scope, reach.inside, METRICS[key], since, reach.until, today,
                                       days=days)

        found = read(reach.since, days=True) if long else []
        rest = read(found[-1].start + DAY_S if found else reach.since, days=False)
    return _filled(found + _daily(rest), reach, DAY_S) if long else _filled(rest, reach, snapshot_reads.HOUR_S)


def means(reach: Reach, key: str) -> Floats:
    """Of each school in the register's order, over the whole time; NaN = nothing is known."""
    today = local_day(reach.centre.clock())
    n, total = np.zeros(len(reach.register.schools)), np.zeros(len(reach.register.schools))
    place = {int(school): i for i, school in enumerate(reach.register.ids.tolist())}
    long = reach.until - reach.since > LONG_S
    with reach.centre.db.read() as conn:
        last = reach.since
        if long:
            known = snapshot_reads.sums(conn, reach.scope, reach.inside, METRICS[key], reach.since, reach.until, today,
                                        days=True)
            last = known[-1].start + DAY_S if known else reach.since
        for days, since, until in ((True, reach.since, last), (False, last, reach.until)):
            if until <= since:
                continue
            for school, count, value in snapshot_reads.means(
                    conn, reach.scope, reach.inside, METRICS[key], since, until, today, days=days):
                if school in place:
                    n[place[school]] += count
                    total[place[school]] += value
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(n > 0, total / n, np.nan)


def _daily(found: list[Sum]) -> list[Sum]:
    days: dict[float, Sum] = {}
    for one in found:
        start = local_midnight(one.start)
        known = days.get(start, Sum(start, 0, 0.0, 0))
        days[start] = Sum(start, known.n + one.n, known.total + one.total, max(known.schools, one.schools))
    return list(days.values())


def _filled(found: list[Sum], reach: Reach, step: float) -> tuple[Hour, ...]:
    """With the hours nobody knows between the first and the last there could be."""
    if not found:
        return ()
    told, start = {one.start: one for one in found}, found[0].start
    while start - step >= reach.since:
        start -= step
    made = []
    while start <= reach.until - step:
        one = told.get(start)
        made.append(Hour(start, one.total / one.n if one is not None and one.n else None,
                         one.schools if one is not None else 0))
        start += step
    if not made or found[-1].start > made[-1].start:  # the day that still runs
        one = found[-1]
        made.append(Hour(one.start, one.total / one.n, one.schools))
    return tuple(made)
