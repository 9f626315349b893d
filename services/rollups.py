"""Hours of a metric, kept while they run: n known values, sum, least, greatest per school; and uptime from them.

Uptime of 24 hours = sum of known good beats / number of known beats over the running hour and the 23 before it;
unknown beats are in neither (DOMAIN §9), and beats within a maintenance are not either: they are counted beside them,
hour by hour like any metric, under LEFT_OUT.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.measurement import Code
from services._columns import Floats
from services.board import Board
from services.works import Works
from store.history import Rolled

HOUR = 3600.0
REACHABLE = "connectivity.reachable"
LEFT_OUT = "connectivity.maintained"  # the same beats, of schools that were in maintenance
DROPS = "connectivity.drops"  # 1 each time a line that was heard is not any more
SELDOM = (LEFT_OUT, DROPS)  # an hour of these may be the last for a day
ROLLED = (REACHABLE, LEFT_OUT, DROPS, "connectivity.latency_ms", "connectivity.download_mbps", "labs.machines_online",
          "epayment.transactions_today", "epayment.failed_today", "reading.labs", "reading.epayment")


class Hours:
    """The running hour of one metric for all schools."""

    def __init__(self, count: int, start: float) -> None:
        self.start = start
        self.n = np.zeros(count, np.int32)
        self.total = np.zeros(count)
        self.low = np.full(count, np.inf)
        self.high = np.full(count, -np.inf)

    def copy(self) -> "Hours":
        """As they are now; the original goes on counting."""
        same = Hours(0, self.start)
        same.n, same.total, same.low, same.high = self.n.copy(), self.total.copy(), self.low.copy(), self.high.copy()
        return same

    def add(self, schools: NDArray[np.intp], values: Floats) -> None:
        """Known values of distinct schools; NaN is not counted."""
        known = ~np.isnan(values)
        if not known.all():
            schools, values = schools[known], values[known]
        self.n[schools] += 1
        self.total[schools] += values
        self.low[schools] = np.minimum(self.low[schools], values)
        self.high[schools] = np.maximum(self.high[schools], values)

    def rows(self, ids: NDArray[np.int64], metric: str) -> Iterator[Rolled]:
        """Rows of the schools that were heard of in this hour."""
        for i in np.flatnonzero(self.n):
            yield Rolled(int(ids[i]), metric, self.start, int(self.n[i]), float(self.total[i]), float(self.low[i]),
                         float(self.high[i]))

    def restore(self, position: dict[int, int], rows: Iterable[Any]) -> None:
        """Go on from stored rows of the same hour after a restart."""
        for row in rows:
            i = position.get(row.school_id)
            if i is not None and row.start == self.start and row.n:
                self.n[i], self.total[i], self.low[i], self.high[i] = row.n, row.total, row.low, row.high


class Uptime:
    """Reachable beats of the last 24 hours, by hour."""

    def __init__(self, count: int) -> None:
        self._n = np.zeros((24, count), np.uint16)
        self._good = np.zeros((24, count), np.uint16)
        self._hour = np.zeros(24, np.float64)

    def put(self, start: float, n: NDArray[Any], good: NDArray[Any]) -> None:
        """The counts of one hour so far."""
        slot = int(start // HOUR) % 24
        self._n[slot], self._good[slot], self._hour[slot] = n, good, start

    def put_one(self, start: float, i: int, n: float, good: float) -> None:
        """One school's counts of a stored hour."""
        slot = int(start // HOUR) % 24
        if self._hour[slot] < start:
            self._n[slot], self._good[slot], self._hour[slot] = 0, 0, start
        if self._hour[slot] == start:
            self._n[slot, i], self._good[slot, i] = n, good

    def share(self, now: float) -> Floats:
        """0..1 per school, NaN where nothing is known."""
        inside = self._hour > now - 24 * HOUR
        n = self._n[inside].sum(axis=0, dtype=np.float64)
        good = self._good[inside].sum(axis=0, dtype=np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(n > 0, good / n, np.nan)


def roll(hour: Callable[[str, float], Hours], works: Works, metric: str, schools: NDArray[np.intp], values: Floats,
         at: float) -> None:
    """Measured values into their running hour; beats that a maintenance explains are counted beside it."""
    if metric not in ROLLED:
        return
    running = hour(metric, at)
    if metric == REACHABLE and (at_work := works.at(at)) is not None:
        out = at_work[schools]
        hour(LEFT_OUT, at).add(schools[out], values[out])
        schools, values = schools[~out], values[~out]
    running.add(schools, values)


def roll_readings(board: Board, hour: Callable[[str, float], Hours], now: float) -> None:
    """Fresh readings of the indicators that a wall compares with the hour before, as metrics `reading.<indicator>`."""
    for metric in ROLLED:
        layer = board.layers.get(metric.removeprefix("reading.")) if metric.startswith("reading.") else None
        if layer is not None:
            fresh = np.flatnonzero(np.isin(layer.status, (Code.GOOD, Code.WATCH, Code.BAD)))
            hour(metric, now).add(fresh, layer.value[fresh])
