"""What a drill compares today with: the same hour yesterday, and the incidents of the last 24 hours.

Read aside and kept: the hour once an hour, incidents every few seconds, however many look. A database that is away
leaves what was known; what was never told is not "no change".
"""

import threading
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.errors import StoreDown
from domain.measurement import Code
from services.register import Register
from services.seeing import Seeing
from services.view import Picture
from store import drilling
from store.scoping import local_day

HOUR = 3600.0
DAY_S = 86400.0
FRESH_S = 20.0
PATIENCE_S = 0.25
METRICS = {  # indicator -> what its hour is kept under; beats of a maintenance are kept beside the others
    "connectivity": ("connectivity.reachable", "connectivity.maintained"), "latency": ("connectivity.latency_ms",),
    "labs": ("reading.labs",), "epayment": ("reading.epayment",)}
UP = 0.5  # a school was reachable in an hour when it was for half of what is known of it
Floats = NDArray[np.float64]
Which = NDArray[np.intp]
_NONE = (np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`since`: where the compared hour begins; `before`: indicator -> mean of that hour by school, NaN = not known.

    `told` False: the database has not answered yet. `first`: since when hours are known at all, None = none are.
    """

    edition: tuple[int, str] = (-1, "")
    since: float = 0.0
    asked_at: float = 0.0
    told: bool = False
    first: float | None = None
    before: dict[str, Floats] = field(default_factory=dict)
    opened: tuple[Any, Any] = _NONE
    resolved: tuple[Any, Any] = _NONE


class Yesterday:
    """One per scope and worker."""

    def __init__(self, viewer: Seeing) -> None:
        self._viewer = viewer
        self._past = Past()
        self._asking: threading.Thread | None = None
        self._lock = threading.Lock()

    def now(self, register: Register) -> Past:
        """What is known; a slow database costs PATIENCE_S at most, the answer then stands in the next body."""
        now = self._viewer.centre.clock()
        if self._past.edition != register.edition or not 0 <= now - self._past.asked_at < FRESH_S:
            self._begin(register, now).join(PATIENCE_S)
        known = self._past
        return known if known.edition == register.edition else Past()

    def _begin(self, register: Register, now: float) -> threading.Thread:
        with self._lock:
            if self._asking is None or not self._asking.is_alive():
                self._asking = threading.Thread(target=self._ask, args=(register, now), name="drill", daemon=True)
                self._asking.start()
            return self._asking

    def _ask(self, register: Register, now: float) -> None:
        scope, today, since = self._viewer.scope, local_day(now), (now - DAY_S) // HOUR * HOUR
        before, kept = self._past.before, self._past
        try:
            with self._viewer.centre.db.read() as conn:
                if (kept.edition, kept.since) != (register.edition, since) or not kept.told:
                    read = drilling.means_of_hour(conn, scope, METRICS, since, today)
                    before = {key: placed(register, *read[key]) for key in METRICS}
                turned = drilling.turned(conn, scope, now - DAY_S, today)
                first = drilling.first_hour(conn, scope, today)
        except StoreDown:  # asked again when an answer would be due
            same = kept.edition == register.edition
            self._past = replace(kept, asked_at=now) if same else Past(edition=register.edition, asked_at=now)
            return
        self._past = Past(edition=register.edition, since=since, asked_at=now, told=True, first=first, before=before,
                          opened=turned["opened"], resolved=turned["resolved"])


def placed(register: Register, ids: NDArray[np.int64], values: Floats) -> Floats:
    """Values by database id, in the order of the register; NaN where there is none."""
    found = np.full(len(register.ids), np.nan)
    if len(ids) and len(register.ids):
        at = np.minimum(np.searchsorted(register.ids, ids), len(register.ids) - 1)
        there = register.ids[at] == ids
        found[at[there]] = values[there]
    return found


def concerned(turned: tuple[Any, Any], ids: NDArray[np.int64]) -> int:
    """How many of these incidents speak for one of these schools."""
    incidents, schools = turned
    return int(len(np.unique(incidents[np.isin(schools, ids)])))


def moved(picture: Picture, past: Past, kept: Which, now: float) -> tuple[Which, Which]:
    """Places among `kept` of schools that were up in the same hour yesterday and are down now, and the other way."""
    before = past.before.get("connectivity")
    if before is None:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    status, was = picture.status("connectivity", now)[kept], before[kept]
    return np.flatnonzero((status == Code.BAD) & (was >= UP)), np.flatnonzero((status == Code.GOOD) & (was < UP))
