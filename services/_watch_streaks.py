"""What the watch remembers of every school under one rule: judgements in a row, changes lately, who is spoken for."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.measurement import Code

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
LAST = 21  # judgements that decide whether a school flaps, as Naemon has it: 20 possible changes
_WEIGHTS = np.linspace(1.2, 0.8, LAST - 1) / (LAST - 1)  # the newest change first: it weighs half as much again
_HALF = (LAST - 1) // 2
_TABLES = tuple(
    np.array([sum(w for bit, w in enumerate(part) if value >> bit & 1) for value in range(1 << _HALF)])
    for part in (_WEIGHTS[:_HALF], _WEIGHTS[_HALF:]))


@dataclass(slots=True)
class Held:
    """A person resolved it: watched until `until`, and the same one again if its schools are still bad."""

    members: Places
    until: float


@dataclass(slots=True)
class Streaks:
    """Judgements of one rule, per school. Times are epoch seconds, 0 = never.

    `since`: first bad reading of the row; `ripe`: when it had been bad often enough; `single`: an incident of its own
    is open, `flapping`: of that kind; `ended`: when the last of its own ended by itself; `share`, `turned`: how
    restless it is and when it last changed; `heard`: last known reading, `silent`, `again`: known ones in a row.
    `stubborn`: a person reopened what was well already; only a person or a new fault ends it.
    """

    bad: NDArray[np.int32]
    good: NDArray[np.int32]
    again: NDArray[np.int32]
    past: NDArray[np.uint32]
    seen: NDArray[np.float64]
    since: NDArray[np.float64]
    ripe: NDArray[np.float64]
    ended: NDArray[np.float64]
    share: NDArray[np.float64]
    turned: NDArray[np.float64]
    fretting: NDArray[np.float64]
    heard: NDArray[np.float64]
    single: Bools
    flapping: Bools
    restless: Bools
    silent: Bools
    stubborn: Bools
    wide: dict[str, Places] = field(default_factory=dict)
    start: dict[str, float] = field(default_factory=dict)  # when each wide one began
    apart: dict[str, set[int]] = field(default_factory=dict)  # taken out of a wide one by hand
    held: dict[str, Held] = field(default_factory=dict)

    @classmethod
    def empty(cls, count: int) -> "Streaks":
        """Nothing judged yet."""
        def times() -> NDArray[np.float64]:
            return np.zeros(count)

        def flags() -> Bools:
            return np.zeros(count, np.bool_)

        return cls(
            bad=np.zeros(count, np.int32), good=np.zeros(count, np.int32), again=np.zeros(count, np.int32),
            past=np.zeros(count, np.uint32), seen=times(), since=times(), ripe=times(), ended=times(), share=times(),
            turned=times(), fretting=times(), heard=times(), single=flags(), flapping=flags(), restless=flags(),
            silent=flags(), stubborn=flags())

    def covered(self) -> Bools:
        """Schools that an open incident about bad readings speaks for, or one that a person just resolved."""
        covered = self.single.copy()
        for members in self.wide.values():
            covered[members] = True
        for held in self.held.values():
            covered[held.members] = True
        return covered

    def count(self) -> NDArray[np.float64]:
        """Open incidents that speak for each school."""
        spoken = self.single.copy()
        for members in self.wide.values():
            spoken[members] = True
        return spoken.astype(np.float64) + self.silent

    def take(self, status: NDArray[np.uint8], taken: NDArray[np.float64]) -> None:
        """One more judgement of every school whose reading is fresh; an unknown one breaks no row and ends none."""
        fresh = taken > self.seen
        bad = fresh & (status == Code.BAD)
        good = fresh & ((status == Code.GOOD) | (status == Code.WATCH))
        known = bad | good
        self.since[bad & (self.bad == 0)] = taken[bad & (self.bad == 0)]
        self.bad = np.where(bad, self.bad + 1, np.where(good, 0, self.bad)).astype(np.int32)
        self.good = np.where(good, self.good + 1, np.where(bad, 0, self.good)).astype(np.int32)
        self.again = np.where(known, self.again + 1, np.where(fresh, 0, self.again)).astype(np.int32)
        self.seen[fresh] = taken[fresh]
        self.heard[known] = taken[known]
        self.stubborn &= ~bad
        self._remember(np.flatnonzero(known), bad, taken)

    def _remember(self, which: Places, bad: Bools, taken: NDArray[np.float64]) -> None:
        """Changes among the last judgements, the newer the heavier: a share between 0 and 1."""
        past = self.past[which] << np.uint32(1) | bad[which].astype(np.uint32)
        self.past[which] = past & np.uint32((1 << LAST) - 1)
        changes = (past ^ past >> np.uint32(1)) & np.uint32((1 << LAST - 1) - 1)
        self.share[which] = _TABLES[0][changes & np.uint32((1 << _HALF) - 1)] + _TABLES[1][changes >> np.uint32(_HALF)]
        turned = which[(changes & np.uint32(1)) > 0]
        self.turned[turned] = taken[turned]

    def rewind(self, now: float) -> None:
        """The clock was set back: what was seen "later" was seen now."""
        for times in (self.seen, self.since, self.ripe, self.ended, self.turned, self.fretting, self.heard):
            np.minimum(times, now, out=times)
