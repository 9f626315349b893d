"""What the collector remembers of one metric: last known value and time of every school, as small as it stays exact.

At 52,000 schools and some two hundred metrics each byte here is ten megabytes. Values are short floats as long as these
hold them exactly (counts do), else long ones; times are whole seconds unless somebody counts single readings by them.
"""

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
        self.value[schools] = values
        self.taken[schools] = taken_at

    def keep(self, schools: NDArray[np.intp]) -> None:
        """What is known of these schools counts as written down."""
        self.stored[schools] = self.value[schools]
        self.stored_at[schools] = self.taken[schools]

    def rewind(self, now: float) -> None:
        """Nothing may look like the future."""
        for times in (self.taken, self.stored_at):
            times[times > now] = now


def short(values: Floats) -> bool:
    """A short float tells each of them exactly."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.array_equal(values.astype(np.float32).astype(np.float64), values, equal_nan=True))
