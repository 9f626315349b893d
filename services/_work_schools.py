"""Schools to chase: who is not heard of any more, and whose figures are past their age limit.

When most of a reach is silent at once, it is not the schools: then the list says so instead of naming everybody.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.indicator import Indicator
from domain.measurement import Code, SourceClass
from domain.wording import speaking
from services.board import Layer
from services.desk import Desk
from services.register import NONE, Register

LINE = "connectivity"  # the indicator by which a school is heard of
OWN = ("operations.", "history.", "school.")  # our incidents, our past, our register
CHASED = frozenset({SourceClass.COLLECTED, SourceClass.DECLARED})  # what a school or its platform sends
MOST_S, FEW = 0.5, 4  # from half of them on it is the source's; of fewer than four nobody can tell


class Why(StrEnum):
    """Why a list may be empty without everything being well."""

    KNOWN = "known"
    BLIND = "blind"  # no proof: nobody knows who is silent
    NONE = "none"  # nothing was ever heard, or there is no such figure
    MANY = "many"  # most at once: the source's fault, not the schools'


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A school not heard of since `since`."""

    school: str
    name: str
    area: str
    phone: str
    since: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A school with figures past their age limit. `figures`: (label, taken at, seconds past the limit), worst first."""

    school: str
    name: str
    area: str
    phone: str
    figures: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Longest silent first."""

    schools: tuple[Quiet, ...]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Longest overdue first. `sources`: labels of figures that are old almost everywhere."""

    schools: tuple[Overdue, ...]
    why: Why
    sources: tuple[str, ...]


def silent(desk: Desk, now: float) -> Silent:
    """Who was heard of and is no longer."""
    picture = desk.viewer.picture
    layer = picture.layers.get(LINE)
    if not picture.believed(now):
        return Silent(schools=(), why=Why.BLIND)
    if layer is None or not (layer.taken > 0).any():
        return Silent(schools=(), why=Why.NONE)
    which, many = _old(layer)
    if many:
        return Silent(schools=(), why=Why.MANY)
    found = [Quiet(**_who(picture.register, int(i)), since=float(layer.taken[i])) for i in which]
    return Silent(schools=tuple(sorted(found, key=lambda one: one.since)), why=Why.KNOWN)


def overdue(desk: Desk, now: float) -> Late:
    """Whose collected or declared figures are past the age limit that their indicator states."""
    picture = desk.viewer.picture
    if not picture.believed(now):
        return Late(schools=(), why=Why.BLIND, sources=())
    late: dict[int, list[tuple[str, float, float]]] = {}
    sources, heard = [], False
    for key, indicator in desk.centre.indicators.items():
        layer = picture.layers.get(key)
        if _ours(indicator) or indicator.source_class not in CHASED or layer is None or not (layer.taken > 0).any():
            continue
        heard = True
        which, many = _old(layer)
        if many:
            sources.append(indicator.label.say(speaking()))
            continue
        for i in which:
            late.setdefault(int(i), []).append(_figure(indicator, float(layer.taken[i]), now))
    found = [Overdue(**_who(picture.register, i), figures=tuple(sorted(rows, key=lambda row: -row[2])))
             for i, rows in late.items()]
    why = Why.KNOWN if heard else Why.NONE
    return Late(schools=tuple(sorted(found, key=lambda one: -one.figures[0][2])), why=why, sources=tuple(sources))


def _ours(indicator: Indicator) -> bool:
    """Reckoned by this centre from what it knows itself: no school owes it."""
    return all(metric.startswith(OWN) for metric in indicator.needs)


def _old(layer: Layer) -> tuple[NDArray[np.intp], bool]:
    """(schools whose reading is too old, most of those ever heard of are)."""
    old = (layer.status == Code.STALE) & (layer.taken > 0)
    heard, many = int((layer.taken > 0).sum()), int(old.sum())
    return np.flatnonzero(old), many > FEW and many >= MOST_S * heard


def _figure(indicator: Indicator, taken: float, now: float) -> tuple[str, float, float]:
    return indicator.label.say(speaking()), taken, now - taken - indicator.stale_after.total_seconds()


def _who(register: Register, i: int) -> dict[str, str]:
    school = register.schools[i]
    return {"school": school.code, "name": school.name, "area": area_name(register, i), "phone": school.phone}


def area_name(register: Register, i: int) -> str:
    """The area it lies in today, else the former one; "" = none."""
    for tree in (Tree.NEW, Tree.OLD):
        place = int(register.leaf(tree)[i])
        if place != NONE:
            return register.trees[tree][place].name
    return ""
