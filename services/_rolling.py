"""How schools become an area: the top and the bottom of its figure, and its own status."""

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator, RollUp
from domain.measurement import Status
from services.board import Layer

Floats = NDArray[np.float64]


def rolled(indicator: Indicator, layer: Layer, which: NDArray[np.intp], good: int) -> tuple[float, float | None]:
    """(top, bottom) over schools that report; `good` of them are normal. A sum has no bottom."""
    if indicator.roll_up is RollUp.SHARE:
        return float(good), float(len(which))
    if indicator.roll_up is RollUp.RATIO:
        tops, weights = parts(layer, which)
        return whole(float(np.nansum(tops))), whole(float(np.nansum(np.where(np.isnan(tops), np.nan, weights))))
    top = float(layer.value[which].sum(dtype=np.float64))
    return top, None if indicator.roll_up is RollUp.SUM else float(len(which))


def parts(layer: Layer, which: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """(top, bottom) of each school's ratio; whole numbers come back whole from a body's short floats."""
    if layer.weight is None:
        nothing = np.full(len(which), np.nan)
        return nothing, nothing
    weights = layer.weight[which].astype(np.float64)
    return np.round(layer.value[which] * weights, 3), weights


def whole(total: float) -> float:
    """A count that only short floats kept from being whole is whole."""
    near = round(total)
    return float(near) if abs(total - near) <= 1e-6 * abs(total) else total


def area_status(counts: dict[Status, int], reporting: int) -> Status:
    """An area is BAD from a tenth of its reporting schools bad, WATCH from a fiftieth bad or a tenth at watch."""
    if not reporting:
        return Status.STALE if counts[Status.STALE] else Status.UNKNOWN
    if counts[Status.BAD] >= 0.1 * reporting:
        return Status.BAD
    troubled = counts[Status.BAD] >= 0.02 * reporting or counts[Status.WATCH] >= 0.1 * reporting
    return Status.WATCH if troubled else Status.GOOD
