"""What the collector remembers of one metric: last known value and time of every school, as small as it stays exact.

At 52,000 schools and some two hundred metrics each byte here is ten megabytes. Values are short floats as long as these
hold them exactly (counts do), else long ones; times are whole seconds unless somebody counts single readings by them.
Columns that say the same are one: what a system said of all schools at one moment, what is known and already written
down. Such a column is read-only; whoever has something new to say writes a copy.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Metric:
    """Last known value and time per school; `stored*` is what history last wrote, to the second."""

    __slots__ = ("stored", "stored_at", "taken", "value")

    def __init__(self, count: int, *, exact: bool = True) -> None:
        self.value: NDArray[Any] = np.full(count, np.nan, np.float32)
        self.taken: NDArray[Any] = np.zeros(count, np.float64 if exact else np.uint32)
        self.stored: NDArray[Any] = np.full(count, np.nan, np.float32)
        self.stored_at: NDArray[Any] = np.zeros(count, np.float64 if exact else np.uint32)

    @classmethod
    def empty(cls, count: int) -> "Metric":
        """Nothing known of anybody."""
        return cls(count)

    def put(self, schools: NDArray[np.intp], values: Floats, taken_at: float | Floats) -> None:
        """These values, taken then."""
        if self.value.dtype == np.float32 and not short(values):
            self.value = self.value.astype(np.float64)
        self.value = _written(self.value, schools, np.asarray(values, self.value.dtype))
        self.taken = _written(self.taken, schools, np.asarray(taken_at).astype(self.taken.dtype))

    def held(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """(value, taken) as they are now, for whoever reads them elsewhere: what comes next is written into copies."""
        self.value.flags.writeable = self.taken.flags.writeable = False
        return self.value, self.taken

    def keep(self, schools: NDArray[np.intp]) -> None:
        """What is known of these schools counts as written down."""
        self.stored = _written(self.stored, schools, self.value[schools].astype(self.stored.dtype))
        self.stored_at = _written(self.stored_at, schools, self.taken[schools])

    def rewind(self, now: float) -> None:
        """Nothing may look like the future."""
        latest = self.taken.dtype.type(now)
        self.taken, self.stored_at = np.minimum(self.taken, latest), np.minimum(self.stored_at, latest)


def _written(column: NDArray[Any], schools: NDArray[np.intp], values: NDArray[Any]) -> NDArray[Any]:
    """The column with these values in it; a shared one is left alone."""
    if not column.flags.writeable:
        if np.array_equal(column[schools], np.broadcast_to(values, schools.shape), equal_nan=True):
            return column
        column = column.copy()
    column[schools] = values
    return column


def share(holders: Iterable[tuple[Any, str]]) -> None:
    """Of columns that are the same to the bit one remains. `holders`: (object, name of its attribute)."""
    seen: dict[tuple[Any, ...], list[NDArray[Any]]] = {}
    for holder, name in holders:
        column = getattr(holder, name)
        if column is None or not column.size:
            continue
        bits = column.view(f"u{column.itemsize}")
        alike = seen.setdefault((column.dtype, int(bits.sum(dtype=np.uint64)), int(bits[0]), int(bits[-1])), [])
        twin = next((one for one in alike if one is column or np.array_equal(one.view(bits.dtype), bits)), None)
        if twin is None:
            alike.append(column)
        elif twin is not column:
            twin.flags.writeable = False
            setattr(holder, name, twin)


def short(values: Floats) -> bool:
    """A short float tells each of them exactly."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.array_equal(values.astype(np.float32).astype(np.float64), values, equal_nan=True))
