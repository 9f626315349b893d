"""What one day leaves for trends: each indicator by cell of both trees, on the weekly day every school's figure too.

A day is looked at once, at ten o'clock or as soon after as somebody collects; what is not known then is not invented.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.indicator import Indicator, RollUp
from domain.measurement import Code
from domain.wording import LOCAL
from services._concern import concerned
from services.board import Board, Layer, evaluate, judge
from services.register import NONE, Register
from store import trends as store
from store.database import Connection, Database
from store.trends import Figures, TrendDay

LOOKED_AT = 10  # local hour
WEEKLY = 2  # Wednesday
KNOWN = (Code.GOOD, Code.WATCH, Code.BAD)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Which cell each school of a register lies in."""

    pairs: tuple[tuple[str, str], ...]
    of: NDArray[np.intp]
    kind: NDArray[np.uint8]

    @classmethod
    def of_register(cls, register: Register) -> "Cells":
        """Pairs in the order of first sight of (old, present)."""
        both = register.old.astype(np.int64) * (NONE + 1) + register.new
        found, of = np.unique(both, return_inverse=True)
        old, new = register.trees[Tree.OLD], register.trees[Tree.NEW]
        pairs = tuple((_code(old, pair // (NONE + 1)), _code(new, pair % (NONE + 1))) for pair in found.tolist())
        return cls(pairs=pairs, of=of.astype(np.intp), kind=register.kind)

    def table(self, one: Indicator, layer: Layer) -> Floats:
        """[top, bottom, reporting, schools it concerns] x cells."""
        known, inside = np.isin(layer.status, KNOWN), concerned(self.kind, one)
        meant = self.of if inside is None else self.of[inside]
        n = len(self.pairs)
        total: Callable[..., Floats] = partial(np.bincount, minlength=n)  # type: ignore[assignment]
        top: Floats
        bottom: Floats
        reporting: Floats = total(self.of[known]).astype(np.float64)
        value = layer.value[known].astype(np.float64)
        if one.roll_up is RollUp.SHARE:
            top = total(self.of[known], weights=(layer.status[known] == Code.GOOD) * 1.0)
            bottom = reporting
        elif one.roll_up is RollUp.RATIO and layer.weight is not None:
            weight = layer.weight[known].astype(np.float64)
            top, bottom = total(self.of[known], weights=value * weight), total(self.of[known], weights=weight)
        else:
            top, bottom = total(self.of[known], weights=value), reporting
        return np.stack([top, bottom, reporting, total(meant)]).astype(np.float64)


def figures(register: Register, layer: Layer) -> Figures:
    """Every school's own, of those that are known."""
    known = np.flatnonzero(np.isin(layer.status, KNOWN))
    weight = np.ones(len(known)) if layer.weight is None else layer.weight[known].astype(np.float64)
    return Figures(ids=register.ids[known], value=layer.value[known].astype(np.float64), weight=weight,
                   good=layer.status[known] == Code.GOOD)


def past_layers(register: Register, indicators: Mapping[str, Indicator], columns: Mapping[str, Floats],
                ) -> dict[str, Layer]:
    """Layers of a day of which these metrics are known; an indicator that needs another one has none."""
    facts, found = Board(register, {}).facts, {}
    for key, one in indicators.items():
        if all(need in columns or need in facts for need in one.needs) and any(need in columns for need in one.needs):
            known = {need: columns[need] if need in columns else facts[need] for need in one.needs}
            value, weight = evaluate(one, known, register.kind)
            found[key] = Layer(value=value, taken=np.zeros(len(value)), status=judge(one.bands, value), weight=weight)
    return found


def write(db: Database, conn: Connection, register: Register, layers: Mapping[str, Layer],
          indicators: Mapping[str, Indicator], at: float, *, simulated: bool) -> bool:
    """Keep one day; False = it was kept before. Indicators nobody reports of leave nothing."""
    day = local(at).isoformat()
    if any(one.day == day for one in store.days(conn)):
        return False
    cells = Cells.of_register(register)
    some = {key: layer for key, layer in layers.items() if np.isin(layer.status, KNOWN).any()}
    tables = {key: cells.table(indicators[key], layer) for key, layer in some.items()}
    single = {key: figures(register, layer) for key, layer in some.items()} if weekly(local(at)) else {}
    store.write_day(db, conn, TrendDay(day=day, at=at, simulated=simulated, cells=cells.pairs), tables, single)
    return True


def due(now: float) -> str:
    """The local day that may be kept by now, "" = it is too early."""
    here = datetime.fromtimestamp(now, LOCAL)
    return here.date().isoformat() if here.hour >= LOOKED_AT else ""


def keep(db: Database, register: Register, layers: Mapping[str, Layer], indicators: Mapping[str, Indicator],
         at: float, conn: Connection) -> None:
    """The collector's day, and old days down to one a week."""
    write(db, conn, register, layers, indicators, at, simulated=register.simulated)
    known = [date.fromisoformat(one.day) for one in store.days(conn)]
    old = local(at).toordinal() - store.DAILY_KEPT
    store.thin(conn, date.fromordinal(old).isoformat(), [day.isoformat() for day in known if weekly(day)])


def local(at: float) -> date:
    """The local day of a moment."""
    return datetime.fromtimestamp(at, LOCAL).date()


def weekly(day: date) -> bool:
    """Is it the day of the week of which every school's figure is kept?"""
    return day.weekday() == WEEKLY


def _code(areas: tuple[object, ...], place: int) -> str:
    return "" if place == NONE else str(getattr(areas[place], "code", ""))
