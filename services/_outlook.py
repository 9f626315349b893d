"""Where a figure is heading: pure arithmetic over evenly spaced points, with what it got wrong before.

Three simple ways (as it is, Theil-Sen line, damped Holt) are each tried on the past: from many earlier moments they
foretell what is known by now. The one that erred least is used, and its band is what it erred then; too large an
error, or too short a past, and nothing is foretold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

LEAST = 20  # known points
AHEAD = 26  # weeks foretold
TRIED = 8  # weeks ahead of which the past tells how wrong it was
WINDOW = 26  # points a way looks back on
WRONG_SHARE, WRONG_PART = 0.08, 0.2  # largest error: of a share in points of 1, of other figures as part of its level
COVER = 0.9
Floats = NDArray[np.float64]
Way = Callable[[Floats, int], Floats]


class Why(StrEnum):
    """Why nothing is foretold."""

    SHORT = "short"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`center`, `low`, `high`: the weeks ahead. `error`: mean absolute error TRIED weeks ahead, in the figure's unit,
    over `tries` moments of the past. `way`: "flat", "line" or "holt"."""

    way: str
    center: Floats
    low: Floats
    high: Floats
    error: float
    tries: int


def flat(known: Floats, ahead: int) -> Floats:
    """It stays as the median of the last three was."""
    return np.full(ahead, float(np.median(known[-3:])))


def line(known: Floats, ahead: int) -> Floats:
    """Theil-Sen: the median of all slopes, so that one odd week moves nothing."""
    part = known[-WINDOW:]
    slope = theil_sen(part)
    level = float(np.median(part - slope * np.arange(len(part)))) + slope * (len(part) - 1)
    return np.asarray(level + slope * np.arange(1, ahead + 1), np.float64)


def holt(known: Floats, ahead: int, alpha: float = 0.4, beta: float = 0.15, damped: float = 0.93) -> Floats:
    """Level and a trend that tires."""
    level, trend = float(known[0]), 0.0
    for value in known[1:]:
        before = level
        level = alpha * float(value) + (1 - alpha) * (level + damped * trend)
        trend = beta * (level - before) + (1 - beta) * damped * trend
    return level + trend * np.cumsum(damped ** np.arange(1, ahead + 1))


WAYS: dict[str, Way] = {"flat": flat, "line": line, "holt": holt}


def theil_sen(values: Floats) -> float:
    """Median slope per step over all pairs."""
    first, second = np.triu_indices(len(values), 1)
    return float(np.median((values[second] - values[first]) / (second - first))) if len(first) else 0.0


def outlook(values: Floats, *, share: bool) -> Outlook | Why:
    """Foretell, or say why not. `values`: weekly, oldest first, NaN = not known (bridged between known ones only)."""
    known = bridged(values)
    if np.isfinite(values).sum() < LEAST or len(known) < LEAST:
        return Why.SHORT
    errors = {name: tried(known, way) for name, way in WAYS.items()}
    name = min(errors, key=lambda one: (round(float(errors[one][:, -1].mean()), 12), one != "flat"))
    wrong = errors[name]
    error, level = float(wrong[:, -1].mean()), float(np.median(np.abs(known[-WINDOW:])))
    if error > (WRONG_SHARE if share else WRONG_PART * max(level, 1e-9)):
        return Why.WRONG
    width = np.maximum.accumulate(np.quantile(wrong, COVER, axis=0))
    steps = np.arange(1, AHEAD + 1)
    band = np.where(steps <= TRIED, width[np.minimum(steps, TRIED) - 1], width[-1] * np.sqrt(steps / TRIED))
    center = WAYS[name](known, AHEAD)
    low, high = center - band, center + band
    if share:
        center, low, high = (np.clip(part, 0.0, 1.0) for part in (center, low, high))
    elif (known >= 0).all():
        center, low = np.maximum(center, 0.0), np.maximum(low, 0.0)
    return Outlook(way=name, center=center, low=low, high=high, error=error, tries=len(wrong))


def tried(known: Floats, way: Way) -> Floats:
    """[moment of the past, weeks ahead]: how wrong it would have been."""
    first = max(8, len(known) - WINDOW - TRIED)
    return np.array([np.abs(way(known[:cut], TRIED) - known[cut : cut + TRIED])
                     for cut in range(first, len(known) - TRIED + 1)])


def bridged(values: Floats) -> Floats:
    """From the first known point to the last, holes of at most three filled straight; a longer hole begins anew."""
    places = np.flatnonzero(np.isfinite(values))
    if not len(places):
        return np.empty(0)
    holes = np.flatnonzero(np.diff(places) > 4)
    places = places[holes[-1] + 1 :] if len(holes) else places
    return np.interp(np.arange(places[0], places[-1] + 1), places, values[places])


def reached(found: Outlook, target: float, *, rising: bool) -> tuple[int | None, int | None, int | None]:
    """Weeks until (the middle, the better edge, the worse edge of the band) is at the target; None = not by AHEAD."""
    best, worst = (found.high, found.low) if rising else (found.low, found.high)
    return tuple(_first(part >= target if rising else part <= target)
                 for part in (found.center, best, worst))  # type: ignore[return-value]


def robust_z(values: Floats) -> Floats:
    """How far each is from the median in robust standard deviations; NaN where MAD says nothing."""
    known = values[np.isfinite(values)]
    if len(known) < 5:
        return np.full(len(values), np.nan)
    middle = float(np.median(known))
    spread = float(np.median(np.abs(known - middle)))
    if spread <= 1e-12 * max(1.0, abs(middle)):
        return np.full(len(values), np.nan)
    return 0.6745 * (values - middle) / spread


def _first(there: NDArray[np.bool_]) -> int | None:
    found = np.flatnonzero(there)
    return int(found[0]) + 1 if len(found) else None
