"""The collector's desk: columns of metrics, judged into columns of readings. One value per school, no objects.

A layer's body, as caches keep it: u64 version, u32 count, 4 spare bytes, then f32 value[count], u32 taken_at[count],
u8 status[count], and f32 weight[count] of a RATIO (little-endian; value NaN = unknown, taken_at 0 = never).
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.calendar import DEFAULT, Calendar
from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import Code
from domain.school import KINDS
from services._columns import Floats, Metric, share
from services._concern import concerned
from services.register import Register

_HEAD = struct.Struct("<QI4x")
ROLLED = frozenset({"labs", "epayment"})  # layers whose readings are themselves rolled up by the hour (rollups.py)
FACTS = ("school.contracted_mbps", "school.pupils")  # what the register says; it serves as metrics that never age
Bytes = NDArray[np.uint8]


@dataclass(slots=True, kw_only=True)
class Layer:
    """One indicator's readings of all schools. `weight`: the denominators of a RATIO, None of any other."""

    value: NDArray[Any]
    taken: NDArray[Any]
    status: Bytes
    weight: NDArray[Any] | None = None
    version: int = 0

    def pack(self) -> bytes:
        """The body described at the top."""
        return b"".join((
            _HEAD.pack(self.version, len(self.status)), self.value.astype("<f4").tobytes(),
            self.taken.astype("<u4").tobytes(), self.status.tobytes(),
            b"" if self.weight is None else self.weight.astype("<f4").tobytes(),
        ))

    def cut(self, which: NDArray[np.intp]) -> "Layer":
        """The same of these schools only."""
        return Layer(value=self.value[which], taken=self.taken[which], status=self.status[which],
                     weight=None if self.weight is None else self.weight[which], version=self.version)

    @classmethod
    def unpack(cls, body: bytes, count: int) -> "Layer | None":
        """None when the body does not describe exactly `count` schools (another register's picture)."""
        weighed = len(body) == _HEAD.size + 13 * count
        if not weighed and len(body) != _HEAD.size + 9 * count:
            return None
        version, n = _HEAD.unpack_from(body)
        if n != count:
            return None
        start = _HEAD.size
        return cls(
            version=version, value=np.frombuffer(body, "<f4", count, start),
            taken=np.frombuffer(body, "<u4", count, start + 4 * count),
            status=np.frombuffer(body, np.uint8, count, start + 8 * count).copy(),  # it outlives the others
            weight=np.frombuffer(body, "<f4", count, start + 9 * count) if weighed else None,
        )


def judge(bands: Bands, value: Floats) -> Bytes:
    """`Bands.status` for a whole column; NaN -> UNKNOWN."""
    if bands.good >= bands.watch:
        status = np.where(value >= bands.good, Code.GOOD, np.where(value >= bands.watch, Code.WATCH, Code.BAD))
    else:
        status = np.where(value <= bands.good, Code.GOOD, np.where(value <= bands.watch, Code.WATCH, Code.BAD))
    return np.where(np.isnan(value), Code.UNKNOWN, status).astype(np.uint8)


def evaluate(indicator: Indicator, columns: Mapping[str, Floats], kind: Bytes) -> tuple[Floats, Floats | None]:
    """(value, weight of a RATIO) of all schools; a school without a denominator is unknown, like any other nonsense.

    `kind`: each school's; one that the indicator does not concern has no value, whatever somebody reports of it."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        value = np.array(indicator.value(columns), dtype=np.float64)
        weight = None
        if indicator.roll_up is RollUp.RATIO and indicator.weight is not None:
            weight = np.array(indicator.weight(columns), dtype=np.float64)
            value[~(np.isfinite(weight) & (weight > 0))] = np.nan
            weight[~np.isfinite(weight)] = np.nan
    value[~np.isfinite(value)] = np.nan
    if (inside := concerned(kind, indicator)) is not None:
        value[~inside] = np.nan
        if weight is not None:
            weight[~inside] = np.nan
    return value, weight


@dataclass(slots=True, kw_only=True)
class _Judged:
    """A layer by its bands alone. It need not be looked at again between `at` and `due`, unless something moves."""

    by: Indicator
    plain: Bytes
    at: float = 0.0
    due: float = 0.0

    def status(self, layer: "Layer", indicator: Indicator, shut: NDArray[np.bool_], now: float) -> Bytes:
        """With the hours of school and the age of each reading."""
        status, known = self.plain, self.plain != Code.UNKNOWN
        if indicator.school_hours_only:
            status = np.where(shut & known, Code.GOOD, status).astype(np.uint8)
        limit = indicator.stale_after.total_seconds()
        old = (layer.taken > 0) & (now - layer.taken.astype(np.float64) > limit)
        young = layer.taken[known & ~old]
        self.at, self.due = now, float(young.min()) + limit if len(young) else np.inf
        # what was not known does not become "old data"
        return np.where(old & known, Code.STALE, status).astype(np.uint8)


class Board:
    """All metrics and layers of one register. Facts of the register serve as metrics `school.*` that never age."""

    def __init__(self, register: Register, indicators: Mapping[str, Indicator]) -> None:
        self.register = register
        self.indicators = indicators
        self.count = len(register.schools)
        self.metrics: dict[str, Metric] = {}
        self.touched: set[str] = set()  # metrics that heard something since history last asked
        self.facts = {
            "school.contracted_mbps": _fact(s.contracted_mbps or None for s in register.schools),
            "school.pupils": _fact(s.pupils for s in register.schools),
        }
        self.layers = {
            key: Layer(value=np.full(self.count, np.nan, np.float32), taken=np.zeros(self.count, np.uint32),
                       status=np.zeros(self.count, np.uint8))
            for key in indicators
        }
        self._counted = {key for key, one in indicators.items() if one.incident is not None or key in ROLLED}
        self._exact = {need for key in self._counted for need in indicators[key].needs}
        self._dirty: set[str] = set()
        self._judged: dict[str, _Judged] = {}
        self._shut: NDArray[np.bool_] | None = None

    def metric(self, key: str) -> Metric:
        """The column of a metric; a new metric needs nothing but its name."""
        if key not in self.metrics:
            self.metrics[key] = Metric(self.count, exact=key in self._exact)
        return self.metrics[key]

    def take(self, metric: str, schools: NDArray[np.intp], values: Floats, taken_at: float) -> None:
        """Newer values replace older ones; an older answer that arrives late is ignored."""
        column = self.metric(metric)
        fresh = column.taken[schools] <= taken_at
        if not fresh.all():
            schools, values = schools[fresh], values[fresh]
        column.put(schools, values, taken_at)
        self._dirty.add(metric)
        self.touched.add(metric)

    def thin(self) -> None:
        """Columns that say the same become one; what a system says of everybody at once is half of all there is."""
        share((metric, name) for metric in self.metrics.values() for name in Metric.__slots__)
        share((layer, name) for layer in self.layers.values() for name in ("taken", "weight"))

    def judge(self, now: float, calendar: Calendar = DEFAULT) -> dict[str, NDArray[np.intp]]:
        """Bring every layer up to `now`. Returns key -> schools whose status changed, per layer that moved at all.

        `calendar`: which kinds of school have lessons now.
        """
        changed: dict[str, NDArray[np.intp]] = {}
        shut = np.isin(self.register.kind, [i for i, kind in enumerate(KINDS) if not calendar.hours(now, kind).open])
        rang = self._shut is None or not np.array_equal(shut, self._shut)
        self._shut = shut
        for key, indicator in self.indicators.items():
            layer, known = self.layers[key], self._judged.get(key)
            fresh = not self._dirty.isdisjoint(indicator.needs)
            if known is None or known.by is not indicator or fresh:
                known = self._judged[key] = self._measure(key, indicator)
            elif known.at <= now <= known.due and not (rang and indicator.school_hours_only):
                continue  # nothing it rests on moved
            status = known.status(layer, indicator, shut, now)
            moved = np.flatnonzero(status != layer.status)
            layer.status = status if len(moved) else layer.status
            if fresh or len(moved):
                changed[key] = moved
        self._dirty.clear()
        return changed

    def _measure(self, key: str, indicator: Indicator) -> "_Judged":
        """The values of a layer, judged by its bands before they are shortened."""
        layer = self.layers[key]
        value, taken, weight = self._evaluate(indicator)
        counted = key in self._counted
        layer.value = value if counted else value.astype(np.float32)
        layer.taken = taken if counted else taken.astype(np.uint32)
        layer.weight = None if weight is None else weight.astype(np.float32)
        return _Judged(by=indicator, plain=judge(indicator.bands, value))

    def _evaluate(self, indicator: Indicator) -> tuple[Floats, Floats, Floats | None]:
        columns: dict[str, Any] = {}
        taken = np.full(self.count, np.inf)
        for need in indicator.needs:
            if need in self.facts:
                columns[need] = self.facts[need]
                continue
            column = self.metric(need)
            columns[need] = column.value.astype(np.float64)
            np.minimum(taken, column.taken, out=taken)  # a reading is as old as its oldest part
        value, weight = evaluate(indicator, columns, self.register.kind)
        taken[~np.isfinite(taken)] = 0
        return value, taken, weight


def _fact(values: Iterator[float | None] | Any) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
