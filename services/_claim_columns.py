"""Claims of all schools as packed columns: one row of the database a claim, whoever reads it cuts their own reach.

A payload: u32 count, then i64 school id[count], u8 answer, f32 claimed, f32 measured, u32 measured at, u32 since when
the answer is what it is (little-endian; NaN = not known, 0 = never).
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct("<I")


@dataclass(slots=True, kw_only=True)
class Columns:
    """One claim's answers; `at`: when they were worked out."""

    ids: NDArray[np.int64]
    answer: NDArray[np.uint8]
    claimed: NDArray[np.float32]
    measured: NDArray[np.float32]
    taken: NDArray[np.uint32]
    since: NDArray[np.uint32]
    at: float = 0.0

    def pack(self) -> bytes:
        """The payload described at the top."""
        return b"".join((
            _HEAD.pack(len(self.ids)), self.ids.astype("<i8").tobytes(), self.answer.astype(np.uint8).tobytes(),
            self.claimed.astype("<f4").tobytes(), self.measured.astype("<f4").tobytes(),
            self.taken.astype("<u4").tobytes(), self.since.astype("<u4").tobytes()))

    @classmethod
    def unpack(cls, payload: bytes, at: float = 0.0) -> "Columns | None":
        """None when it is no such payload."""
        if len(payload) < _HEAD.size:
            return None
        (n,) = _HEAD.unpack_from(payload)
        if len(payload) != _HEAD.size + 25 * n:
            return None
        start, found = _HEAD.size, []
        for kind, size in (("<i8", 8), (np.uint8, 1), ("<f4", 4), ("<f4", 4), ("<u4", 4), ("<u4", 4)):
            found.append(np.frombuffer(payload, kind, n, start))
            start += size * n
        ids, answer, claimed, measured, taken, since = found
        return cls(ids=ids, answer=answer, claimed=claimed, measured=measured, taken=taken, since=since, at=at)

    def of(self, ids: NDArray[np.int64]) -> "Columns":
        """The same for these schools, in their order; one that was not known then has declared nothing."""
        order = np.argsort(self.ids, kind="stable")
        known = self.ids[order]
        place = np.minimum(np.searchsorted(known, ids), max(0, len(known) - 1))
        there = known[place] == ids if len(known) else np.zeros(len(ids), np.bool_)
        source = order[place] if len(known) else np.zeros(len(ids), np.intp)

        def cut(column: NDArray[np.generic], nothing: float) -> NDArray[np.generic]:
            if not len(known):
                return np.full(len(ids), nothing, column.dtype)
            return np.where(there, column[source], np.array(nothing, column.dtype))

        return Columns(ids=ids, answer=cut(self.answer, 0), claimed=cut(self.claimed, np.nan),  # type: ignore[arg-type]
                       measured=cut(self.measured, np.nan), taken=cut(self.taken, 0),  # type: ignore[arg-type]
                       since=cut(self.since, 0), at=self.at)  # type: ignore[arg-type]
