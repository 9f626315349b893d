"""One indicator with everything it rests on: the figure, its top and bottom, every area and every school behind it.

Now it is the picture of the screens; at a past moment what was written down then, judged by the bands of that day.
"""

import gzip
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.indicator import Indicator
from domain.measurement import STATUSES, Status
from domain.wording import sort_key
from services._concern import asked as asked_of
from services._indicator_past import picture_at
from services._rolling import parts
from services._snapshot_when import MINUTE_S, read_moment
from services.bands import indicator
from services.centre import Centre
from services.desk import Desk
from services.register import NONE, Register
from services.view import Picture, tally

Places = NDArray[np.intp]
Bodies = tuple[bytes, bytes]
_WORDS = [status.value for status in STATUSES]


WHOLE = 5000  # schools that are told at once
_RANKS = np.array([{Status.BAD: 0, Status.WATCH: 1, Status.STALE: 2, Status.UNKNOWN: 3, Status.GOOD: 4}[one]
                   for one in STATUSES])


class Order(StrEnum):
    """How the schools are listed."""

    REGISTER = "register"
    WORST = "worst"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one figure is asked for. `area` "" = everything within reach; `at` None = now; `tree`: by which areas.

    `limit`, `cursor`, `order`: which of its schools are told; None = all of them up to WHOLE, else the first WHOLE.
    """

    key: str
    area: str = ""
    at: float | None = None
    tree: Tree = Tree.NEW
    limit: int | None = None
    cursor: int = 0
    order: Order = Order.REGISTER


def listed(centre: Centre) -> list[dict[str, Any]]:
    """Every indicator in the order of lists: what `GET /api/v1/indicators` says."""
    return [{
        "key": one.key, "label": one.label.text, "group": one.group, "unit": one.unit_text,
        "source_class": one.source_class.value, "legal_basis": one.basis, "bands": limits(one),
        "stale_after_s": one.stale_after.total_seconds()} for one in centre.indicators.values()]


def limits(one: Indicator) -> dict[str, Any] | None:
    """{good, watch, higher_is_better}; None = a plain fact."""
    found = one.bands
    return {"good": found.good, "watch": found.watch, "higher_is_better": found.good >= found.watch
            } if one.judged else None


def moment(text: str, now: float) -> float | None:
    """Epoch seconds or a local time as asked for; None = now. Raises BadInput."""
    try:
        return _past(read_moment(float(text) if text else None, "at"), now)
    except ValueError:
        return _past(read_moment(text, "at"), now)


def figure(desk: Desk, asked: Asked) -> Bodies:
    """(plain, gzip) of what `GET /api/v1/indicators/{key}` says. Raises NotFound, BadInput, StoreDown."""
    one = indicator(desk.centre, asked.key)
    seen, now = desk.viewer.picture, desk.centre.clock()
    places = seen.register.within(asked.area) if asked.area else np.arange(len(seen.register.schools))
    if asked.at is not None:
        seen, now = picture_at(desk, seen, one, asked.at), asked.at
    places = asked_of(seen.register, one, places)
    listed_ones = worst(seen, one, places, now) if asked.order is Order.WORST else places
    end = asked.cursor + (asked.limit or WHOLE)
    told = {**rolled(seen, one, places, now), "counts": counts(seen, one, places, now),
            "next": str(end) if end < len(places) else None, "by_area": by_area(seen, one, places, asked.tree, now)}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    body = b"".join((body, b',"by_school":', by_school(seen, one, listed_ones[asked.cursor:end], now), b"}"))
    return body, gzip.compress(body, 3, mtime=0)


def counts(picture: Picture, one: Indicator, places: Places, now: float) -> dict[str, int]:
    """Status -> how many of the schools."""
    found = np.bincount(picture.status(one.key, now)[places], minlength=len(STATUSES))
    return {status.value: int(found[status.code]) for status in STATUSES}


def worst(picture: Picture, one: Indicator, places: Places, now: float) -> Places:
    """The worst first: its status, then its value the bad way round, then as the register has it."""
    layer = picture.layers.get(one.key)
    value = np.full(len(places), np.nan) if layer is None else layer.value[places].astype(np.float64)
    falling = one.judged and one.bands.good < one.bands.watch
    rank = _RANKS[picture.status(one.key, now)[places]]
    return places[np.lexsort((-value if falling else value, np.isnan(value), rank))]


def rolled(picture: Picture, one: Indicator, places: Places, now: float) -> dict[str, Any]:
    """One figure over some schools. A sum has no denominator: it is of `reporting` schools out of `schools`."""
    found = tally(picture, one, places, now)
    return {"value": found.value, "numerator": counted(found.numerator), "denominator": counted(found.denominator),
            "reporting": found.reporting,
            "schools": found.schools, "as_of": found.taken_at, "status": found.status.value}


def counted(value: float | None) -> float | None:
    """A count that went through short floats is whole again: 1640000.001 -> 1640000."""
    if value is None or abs(value - round(value)) > 1e-6 * abs(value):
        return value
    return float(round(value))


def by_area(picture: Picture, one: Indicator, places: Places, tree: Tree, now: float) -> list[dict[str, Any]]:
    """One figure per area of the tree with a school among `places`, by name; the counts say who is in it."""
    register, rows = picture.register, []
    leaf = register.leaf(tree)[places]
    order = np.argsort(leaf, kind="stable")
    found, starts = np.unique(leaf[order], return_index=True)
    for place, schools in zip(found, np.split(places[order], starts[1:]) if len(places) else (), strict=True):
        if place != NONE:
            area = register.trees[tree][place]
            rows.append({"code": area.code, "name": area.name, **rolled(picture, one, schools, now)})
    return sorted(rows, key=lambda row: sort_key(row["name"]))


def by_school(picture: Picture, one: Indicator, places: Places, now: float) -> bytes:
    """JSON of these schools in their order, in one pass over columns. `value` null = not known."""
    register, layer = picture.register, picture.layers.get(one.key)
    status = picture.status(one.key, now)[places].tolist()
    nothing = [None] * len(places)
    values = nothing if layer is None else _known(layer.value[places])
    taken = nothing if layer is None else [at or None for at in layer.taken[places].tolist()]
    tops, bottoms = (nothing, nothing) if layer is None else (_known(column) for column in parts(layer, places))
    names = _names(register, places)
    return json.dumps(
        [{"code": code, "name": name, "area": area, "value": value, "numerator": top, "denominator": bottom,
          "status": _WORDS[state], "as_of": at}
         for (code, name, area), value, top, bottom, state, at in zip(
             names, values, tops, bottoms, status, taken, strict=True)],
        ensure_ascii=False, separators=(",", ":")).encode()


def _names(register: Register, places: Places) -> list[tuple[str, str, str]]:
    return [(one.code, one.name, one.new_area) for one in (register.schools[i] for i in places.tolist())]


def _known(column: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]


def _past(at: float | None, now: float) -> float | None:
    return None if at is None or now - MINUTE_S < at <= now + MINUTE_S else at
