"""A first failure is doubted fast: three tries inside seconds, then our own line is asked, then a school is judged.

Pure: every time is an argument (monotonic seconds), nothing here opens a socket. Promises: A10, E6, R12.
"""

import heapq
from array import array
from math import nan

from data_sources._sentinels import Witness

UNKNOWN, UP, DOUBTED, PENDING, DOWN, STILL = range(6)  # STILL: was down, failed again, waits for its witness
Verdict = tuple[int, float]  # school index, 1 = reachable, 0 = down, NaN = asked but unknown

_SLOW = 0.5  # s: a failure that took longer has already been spread over time
_AFTER_FAST = (0.8, 2.0)  # s after a refusal at once: a restart of a router's service is not an outage
_AFTER_SLOW = (0.0, 0.1)  # s after a timeout: the two repeats overlap, or detection would take three timeouts
_PATIENCE = 10.0  # s a verdict may wait for a witness before the school is unknown


class Doubt:
    """The judge of `count` schools. `tries` failures in a row make a case, the witness decides it, `clear` good tries
    in a row end an outage. At most `repeats` fast repeats wait at once: beyond that the regular beat is the repeat,
    so half a province falling silent does not triple the load (D10).
    """

    def __init__(
        self, count: int, witness: Witness, *, tries: int = 3, clear: int = 2, repeats: int = 4000
    ) -> None:
        self.witness = witness
        self.state = bytearray(count)
        self._tries, self._clear, self._repeats = tries, clear, repeats
        self._failed = bytearray(count)
        self._good = bytearray(count)
        self._first = array("d", bytes(8 * count))
        self._last = array("d", bytes(8 * count))
        self._last_end = array("d", bytes(8 * count))
        self._again: list[tuple[float, int]] = []
        self._pending: list[int] = []

    def ok(self, school: int) -> float | None:
        """Somebody answered there. Returns the value to publish, None = nothing new to say."""
        state = self.state[school]
        if state >= DOWN:
            self.state[school] = DOWN
            self._good[school] += 1
            if self._good[school] < self._clear:
                return None
        if state != UP:
            self.state[school] = UP
        return 1.0

    def failed(self, school: int, started: float, ended: float) -> float | None:
        """A try failed, and not by our fault. Returns NaN at once if our own line is in doubt, else None: we wait."""
        self._good[school] = 0
        state = self.state[school]
        if state in (PENDING, STILL):
            return None
        if self.witness.blind or self.witness.doubtful:
            self.state[school] = UNKNOWN
            return nan
        self._note(school, started, ended, first=state != DOUBTED)
        if state == DOWN:
            self._await(school, STILL)
        elif self._failed[school] >= self._tries:
            self._await(school, PENDING)
        elif state != DOUBTED:
            self.state[school] = DOUBTED
            if len(self._again) + 1 < self._repeats:
                for gap in _AFTER_SLOW if ended - started > _SLOW else _AFTER_FAST:
                    heapq.heappush(self._again, (ended + gap, school))
        return None

    def unsure(self, school: int) -> float:
        """The try failed on our side: no evidence either way, and no calm value either."""
        self._good[school] = 0
        return nan

    def due(self, now: float) -> list[int]:
        """Schools to ask again now."""
        out: list[int] = []
        while self._again and self._again[0][0] <= now:
            school = heapq.heappop(self._again)[1]
            if self.state[school] == DOUBTED:
                out.append(school)
        return out

    def wait(self, now: float) -> float:
        """Seconds until the next repeat is due."""
        return max(0.0, self._again[0][0] - now) if self._again else 60.0

    @property
    def waiting(self) -> bool:
        """True if a case waits for its witness."""
        return bool(self._pending)

    def judge(self, now: float) -> list[Verdict]:
        """Decide every case the witness can speak about."""
        out: list[Verdict] = []
        open_cases: list[int] = []
        for school in self._pending:
            if self.state[school] not in (PENDING, STILL):
                continue  # it answered meanwhile
            fine = self.witness.fine(self._first[school], self._last[school], self._last_end[school])
            if fine is None and now - self._last_end[school] <= _PATIENCE:
                open_cases.append(school)
            elif fine:
                self.state[school] = DOWN
                out.append((school, 0.0))
            else:
                self.state[school] = UNKNOWN
                out.append((school, nan))
        self._pending = open_cases
        return out

    def _note(self, school: int, started: float, ended: float, *, first: bool) -> None:
        """One more failure of a case, or the first of a new one; tries may end in another order than they began."""
        if first:
            self._failed[school] = 1
            self._first[school], self._last[school], self._last_end[school] = started, started, ended
            return
        self._failed[school] += 1
        self._first[school] = min(started, self._first[school])
        self._last[school] = max(started, self._last[school])
        self._last_end[school] = max(ended, self._last_end[school])

    def _await(self, school: int, state: int) -> None:
        self.state[school] = state
        self._pending.append(school)
