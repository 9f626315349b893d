"""What is known of every school's line, in arrays: loss over the last tries, smoothed latency, last contact."""

from array import array
from math import nan

TRIES = 20  # loss is counted over this many tries of a school
_MASK = (1 << TRIES) - 1
_WEIGHT = 0.3  # of the newest latency in the smoothed one: three probes to believe a change


class Ledger:
    """A few bytes per school; 52,000 schools are 2 MB. Times are monotonic seconds, latencies milliseconds."""

    def __init__(self, count: int) -> None:
        self.contact_at = array("d", [nan]) * count
        self._lost = array("L", [0]) * count
        self._seen = bytearray(count)
        self._latency = array("d", [nan]) * count

    def answered(self, school: int, ended: float) -> None:
        """One try reached the school."""
        self.contact_at[school] = ended
        self._lost[school] = self._lost[school] << 1 & _MASK
        if self._seen[school] < TRIES:
            self._seen[school] += 1

    def lost(self, school: int) -> None:
        """One try did not, and it was not our fault."""
        self._lost[school] = (self._lost[school] << 1 | 1) & _MASK
        if self._seen[school] < TRIES:
            self._seen[school] += 1

    def loss_pct(self, school: int) -> float:
        """Share of the last tries that were lost, 0..100; NaN before the first."""
        seen = self._seen[school]
        return 100.0 * self._lost[school].bit_count() / seen if seen else nan

    def latency_ms(self, school: int, sample: float) -> float:
        """Add one sample; returns the exponentially smoothed latency."""
        before = self._latency[school]
        after = sample if before != before else before + _WEIGHT * (sample - before)
        self._latency[school] = after
        return after

    def forget_latency(self, school: int) -> None:
        """After an outage the old latency is not a starting point."""
        self._latency[school] = nan
