"""One value at one time, and the status it earns."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.wording import Words


class Status(StrEnum):
    """Five, no more. Absence (`UNKNOWN`) and age (`STALE`) are never shown as health."""

    UNKNOWN = "unknown"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    STALE = "stale"

    @property
    def code(self) -> int:
        """The byte that travels in a frame."""
        return STATUSES.index(self)

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _STATUS_WORDS[self]


STATUSES: tuple[Status, ...] = (Status.UNKNOWN, Status.GOOD, Status.WATCH, Status.BAD, Status.STALE)
_STATUS_WORDS = {
    Status.UNKNOWN: Words("chưa có dữ liệu", "no data"),
    Status.GOOD: Words("bình thường", "normal"),
    Status.WATCH: Words("cần chú ý", "needs attention"),
    Status.BAD: Words("báo động", "alarm"),
    Status.STALE: Words("dữ liệu cũ", "stale"),
}


class Code(IntEnum):
    """The bytes of the statuses, for columns."""

    UNKNOWN = 0
    GOOD = 1
    WATCH = 2
    BAD = 3
    STALE = 4


class SourceClass(StrEnum):
    """How a figure came to be: the reader judges a declared figure differently from a measured one."""

    MEASURED = "measured"
    COLLECTED = "collected"
    DECLARED = "declared"
    TARGET = "target"
    PRESS_FIGURE = "press_figure"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _CLASS_WORDS[self]


_CLASS_WORDS = {
    SourceClass.MEASURED: Words("đo trực tiếp", "measured"),
    SourceClass.COLLECTED: Words("thu thập", "collected"),
    SourceClass.DECLARED: Words("tự khai", "declared"),
    SourceClass.TARGET: Words("chỉ tiêu", "target"),
    SourceClass.PRESS_FIGURE: Words("số liệu báo chí", "press figure"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One value of one metric of one school; `value` None = asked, and the answer was "not known".

    `taken_at`: epoch seconds UTC, by the centre's clock.
    """

    school: str
    metric: str
    value: float | None
    taken_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Many values of one metric taken together, for sources that measure thousands at once.

    `schools`: indices into the `targets` the source was given; empty = a fact about the centre itself, with one value.
    `values`: float64, same length as `schools`, NaN = asked but unknown. `taken_at`: epoch seconds UTC.
    """

    metric: str
    taken_at: float
    schools: Sequence[int]
    values: "array[float]"
