"""When each school is asked: a ring of hash offsets, so a sweep spreads over its whole interval and never herds."""

from array import array
from collections.abc import Sequence
from zlib import crc32


class Ring:
    """Every target once per `every` seconds, at a moment that depends only on its code and the lane's name.

    The same code keeps its moment across restarts and when others come or go (D10: no herd on recovery). Time missed
    while the process was away is not replayed (A8): after more than `slack` seconds the ring goes on from now.
    """

    def __init__(self, codes: Sequence[str], every: float, lane: str, start: float, slack: float = 1.0) -> None:
        self.every = every
        salt = crc32(lane.encode())
        marks = sorted((crc32(code.encode(), salt) / 2**32 * every, index) for index, code in enumerate(codes))
        self._offsets = array("d", [mark for mark, _ in marks])
        self._order = array("l", [index for _, index in marks])
        self._slack = slack
        self._next = 0
        self._turn = start - start % every  # the moment offset 0 of the current round
        self.skipped = 0
        self._seek(start)

    def due(self, now: float) -> "array[int]":
        """Indices of the targets whose moment has come since the last call."""
        out = array("l")
        if not self._order:
            return out
        if now - (self._turn + self._offsets[self._next]) > self._slack:
            self._seek(now - self._slack / 2)
        offsets, order, at, size = self._offsets, self._order, self._next, len(self._order)
        while self._turn + offsets[at] <= now:
            out.append(order[at])
            at += 1
            if at == size:
                at = 0
                self._turn += self.every
        self._next = at
        return out

    def wait(self, now: float) -> float:
        """Seconds until the next target is due (never negative)."""
        if not self._order:
            return self.every
        return max(0.0, self._turn + self._offsets[self._next] - now)

    def _seek(self, now: float) -> None:
        """Go on with the first moment after `now`."""
        if not self._order:
            return
        self._turn = now - now % self.every
        low, high = 0, len(self._offsets)
        while low < high:
            middle = (low + high) // 2
            if self._turn + self._offsets[middle] < now:
                low = middle + 1
            else:
                high = middle
        self._next = low
        if low == len(self._offsets):
            self._next = 0
            self._turn += self.every
