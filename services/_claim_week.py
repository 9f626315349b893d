"""The last seven local days of a few metrics, per school: mean, greatest, sum of the days' greatest.

Whole days come from the database once, today from what the collector sees; a day nobody measured is simply not there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.person import EVERYTHING
from store import claims
from store.database import Connection
from store.history import DAY_S, local_midnight

Floats = NDArray[np.float64]
DAYS = 7
AGAIN_S = 60.0  # a day of which nothing is kept may still be told: a simulated province answers for its past
SPEED, MACHINES, PAID = "connectivity.download_mbps", "labs.machines_online", "epayment.transactions_today"
WEEKLY = (SPEED, MACHINES, PAID)


@dataclass(slots=True)
class Day:
    """Of one metric and day: known values, their sum, the greatest (-inf = none)."""

    n: NDArray[np.float32]
    total: NDArray[np.float32]
    high: NDArray[np.float32]

    @classmethod
    def empty(cls, count: int) -> "Day":
        """Nothing seen yet."""
        return cls(*(np.full(count, start, np.float32) for start in (0.0, 0.0, -np.inf)))


class Week:
    """One per register. `began`: metric -> the first moment of the week that anything is known of."""

    def __init__(self, ids: NDArray[np.int64]) -> None:
        self.ids = ids
        self.days: dict[tuple[str, float], Day] = {}
        self.began: dict[str, float] = {}
        self._again: dict[tuple[str, float], float] = {}  # when a day is looked for again; what was found is not

    def load(self, conn: Connection, now: float) -> None:
        """Days of the week that were not read yet. Raises StoreDown."""
        midnight = local_midnight(now)
        for back in range(DAYS):
            start = local_midnight(midnight - (back - 0.5) * DAY_S)
            for metric in WEEKLY:
                if now >= self._again.get((metric, start), 0.0):
                    self._again[(metric, start)] = np.inf if self._fetch(conn, metric, start, now) else now + AGAIN_S
        oldest = local_midnight(midnight - (DAYS - 1.5) * DAY_S)
        self.days = {key: day for key, day in self.days.items() if key[1] >= oldest}
        self.began = {key: max(at, oldest) for key, at in self.began.items()}

    def _fetch(self, conn: Connection, metric: str, start: float, now: float) -> bool:
        """Whether anything was known of that day."""
        end = local_midnight(start + 1.5 * DAY_S)
        rows = claims.sums(conn, EVERYTHING, metric, start, end, days=True)
        first: float | None = start
        if not len(rows):
            rows = claims.sums(conn, EVERYTHING, metric, start, end, days=False)
            first = claims.first_hour(conn, EVERYTHING, metric, start) if len(rows) else None
        if not len(rows) or first is None:
            return False
        day = self.days.setdefault((metric, start), Day.empty(len(self.ids)))
        place = np.minimum(np.searchsorted(self.ids, rows[:, 0].astype(np.int64)), len(self.ids) - 1)
        there = self.ids[place] == rows[:, 0].astype(np.int64)
        place, rows = place[there], rows[there]
        day.n[place] += rows[:, 1]
        day.total[place] += rows[:, 2]
        day.high[place] = np.maximum(day.high[place], rows[:, 4])
        self.began[metric] = min(self.began.get(metric, now), first)
        return True

    def see(self, metric: str, values: Floats, taken: Floats, now: float) -> None:
        """What the collector knows now; a figure of yesterday is none of today."""
        start = local_midnight(now)
        fresh = ~np.isnan(values) & (taken >= start)
        if not fresh.any():
            return
        day = self.days.setdefault((metric, start), Day.empty(len(self.ids)))
        day.n[fresh] += 1
        day.total[fresh] += values[fresh]
        day.high[fresh] = np.maximum(day.high[fresh], values[fresh])
        self.began.setdefault(metric, now)

    def seen_s(self, metric: str, now: float) -> float:
        """For how long anything was known of it, at most the week."""
        return now - self.began[metric] if metric in self.began else 0.0

    def mean(self, metric: str) -> Floats:
        """Over the week; NaN = never known."""
        days = self._of(metric)
        n = sum((day.n for day in days), np.zeros(len(self.ids)))
        total = sum((day.total for day in days), np.zeros(len(self.ids)))
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = np.where(n > 0, total / n, np.nan)
        return found

    def most(self, metric: str) -> Floats:
        """The greatest of the week; NaN = never known."""
        high = np.full(len(self.ids), -np.inf)
        for day in self._of(metric):
            high = np.maximum(high, day.high)
        return np.where(np.isfinite(high), high, np.nan)

    def added(self, metric: str) -> Floats:
        """Each day's greatest, added up: counts that begin again at midnight; NaN = never known."""
        total, known = np.zeros(len(self.ids)), np.zeros(len(self.ids), np.bool_)
        for day in self._of(metric):
            there = np.isfinite(day.high)
            total[there] += day.high[there]
            known |= there
        return np.where(known, total, np.nan)

    def _of(self, metric: str) -> list[Day]:
        return [day for (name, _), day in self.days.items() if name == metric]
