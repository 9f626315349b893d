"""The figures of every area at once: what a drill shows at each level, made once per version for everybody of a reach.

One body holds both divisions of the province, so that drilling asks for nothing: counts by status of every indicator,
the rolled-up value, the same hour yesterday, and who fell or rose since. All of it columns; nothing is done per school.
"""

import gzip
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.errors import BadInput
from domain.indicator import Indicator, RollUp
from domain.measurement import STATUSES, Code
from domain.school import KINDS
from services._concern import concerned
from services._rolling import parts
from services.drill_past import Past, Yesterday, moved
from services.drill_people import Holders
from services.drill_story import Stories
from services.register import NONE
from services.seeing import Seeing
from services.view import Picture

FRESH_S = 3.0  # a body is made anew no sooner, however fast versions move
KEPT = 24  # filters of kinds kept ready
_KINDS = {kind.value: place for place, kind in enumerate(KINDS)}
Bodies = tuple[bytes, bytes]
Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One indicator. `inside`: whom it concerns, None = everybody. `top`: of those that report; `before`: the same hour
    yesterday; `weight`: of a ratio."""

    status: NDArray[np.uint8]
    inside: NDArray[np.bool_] | None
    top: Floats
    before: Floats | None
    weight: Floats | None
    summed: bool


class Drill:
    """One per scope and web worker."""

    def __init__(self, viewer: Seeing) -> None:
        self._viewer = viewer
        self.yesterday = Yesterday(viewer)
        self.holders = Holders(viewer)
        self.stories = Stories()
        self._kept: OrderedDict[int, tuple[tuple[Any, ...], float, Bodies]] = OrderedDict()
        self._lock = threading.Lock()  # one builder, however many ask at once

    def figures(self, kinds: str = "") -> Bodies:
        """(plain, gzip) of every area's figures; `kinds`: "thpt,thcs", "" = all. Raises BadInput."""
        wanted, now = _wanted(kinds), self._viewer.centre.clock()
        picture = self._viewer.picture
        past = self.yesterday.now(picture.register)
        key = (picture.register.edition, picture.version, picture.believed(now), picture.unproved, past.told,
               past.since)
        with self._lock:
            kept = self._kept.get(wanted)
            if kept is not None and (kept[0] == key or (kept[0][0] == key[0] and kept[0][2:] == key[2:]
                                                        and 0 <= now - kept[1] < FRESH_S)):
                return kept[2]
            body = json.dumps(_body(self._viewer, picture, past, wanted, now), separators=(",", ":")).encode()
            made = body, gzip.compress(body, 4, mtime=0)
            self._kept[wanted] = (key, now, made)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return made


def _wanted(kinds: str) -> int:
    """A mask of kinds, 0 = all."""
    mask = 0
    for kind in filter(None, kinds.split(",")):
        if kind not in _KINDS:
            raise BadInput("Không có cấp học này.", "No such kind of school.", code="kind")
        mask |= 1 << _KINDS[kind]
    return mask


def _body(viewer: Seeing, picture: Picture, past: Past, wanted: int, now: float) -> dict[str, Any]:
    register, pulse = picture.register, picture.pulse
    inside = np.ones(len(register.schools), np.bool_)
    if wanted:
        inside = (wanted >> register.kind.astype(np.int64)) & 1 == 1
    kept = np.flatnonzero(inside)
    indicators = viewer.centre.indicators
    columns = {key: _column(picture, one, past, kept, now) for key, one in indicators.items()}
    fell, rose = moved(picture, past, kept, now)
    groups = {"whole": (np.zeros(len(kept), np.int64), 1)}
    for tree in Tree:
        leaf = register.leaf(tree)[kept].astype(np.int64)
        groups[tree.value] = (np.where(leaf == NONE, len(register.trees[tree]), leaf), len(register.trees[tree]))
    return {
        "version": picture.version, "server_time": now, "proved_at": pulse.at if pulse else None,
        "valid_until": pulse.valid_until if pulse else None, "indicators": list(indicators),
        "units": {key: [one.unit, one.decimals, one.roll_up.value, one.bands.good >= one.bands.watch]
                  for key, one in indicators.items()},
        "past": {"told": past.told, "since": past.since or None, "first": past.first,
                 "known": [key for key, column in past.before.items() if np.isfinite(column[kept]).any()]},
        "trees": {tree.value: [area.code for area in areas] for tree, areas in register.trees.items()},
        "of": {name: _group(place, size, columns, fell, rose) for name, (place, size) in groups.items()},
    }


def _column(
    picture: Picture, indicator: Indicator, past: Past, kept: Ints, now: float,
) -> _Shown:
    """One indicator of the schools that are looked at."""
    status = picture.status(indicator.key, now)[kept]
    layer, before = picture.layers.get(indicator.key), past.before.get(indicator.key)
    fresh = (status == Code.GOOD) | (status == Code.WATCH) | (status == Code.BAD)
    value = np.full(len(kept), np.nan) if layer is None else np.where(fresh, layer.value[kept], np.nan)
    if indicator.roll_up is RollUp.SHARE:
        value = np.where(fresh, (status == Code.GOOD).astype(np.float64), np.nan)
    weight = None
    if indicator.roll_up is RollUp.RATIO and layer is not None:
        top, weight = parts(layer, kept)
        value = np.where(fresh, top, np.nan)
    return _Shown(status=status, inside=concerned(picture.register.kind[kept], indicator), top=value,
                  before=None if before is None else before[kept], weight=weight,
                  summed=indicator.roll_up is RollUp.SUM)


def _group(place: Ints, size: int, columns: dict[str, Any], fell: Ints, rose: Ints) -> dict[str, Any]:
    """Every figure by area; the last place is for schools that lie in none."""
    def count(which: Ints) -> list[int]:
        return _ints(np.bincount(place[which], minlength=size + 1)[:size])

    everyone = np.arange(len(place))
    found: dict[str, Any] = {"schools": count(everyone), "fell": count(fell), "rose": count(rose),
                             "counts": {}, "value": {}, "before": {}}
    width = len(STATUSES)
    for key, one in columns.items():
        cells = place * width + one.status
        cells = cells if one.inside is None else cells[one.inside]
        counts = np.bincount(cells, minlength=(size + 1) * width)[:size * width]
        found["counts"][key] = _ints(counts)
        found["value"][key] = _mean(place, size, one.top, one.weight, summed=one.summed)
        if one.before is not None:
            found["before"][key] = _mean(place, size, one.before)
    return found


def _mean(
    place: Ints, size: int, top: Floats, weight: Floats | None = None, *, summed: bool = False,
) -> list[float | None]:
    known = np.isfinite(top)
    n = np.bincount(place[known], weights=None if weight is None else weight[known], minlength=size + 1)[:size]
    total = np.bincount(place[known], weights=top[known], minlength=size + 1)[:size]
    shown = total if summed else total / np.where(n > 0, n, 1)
    return [None if not k else round(float(v), 4) for k, v in zip(n, shown, strict=True)]


def _ints(column: NDArray[Any]) -> list[int]:
    return [int(n) for n in column]
