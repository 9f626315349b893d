"""What every chapter reads of its ground: tallies, figures beside their past, and the areas they are told by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from domain.area import Area, Tree
from domain.indicator import Indicator
from domain.measurement import STATUSES, Code, Status
from domain.school import KINDS
from domain.section import Cell, Figure
from domain.wording import LOCAL, number, quantity, sort_key
from services._concern import concerned
from services._contents_words import Place, moved, reporting
from services._snapshot_ground import Ground
from services.register import NONE, Register
from services.view import Tally, tally

Ints = NDArray[np.intp]
Pick = Callable[[Register], Ints]
READABLE = 40  # areas of a table that stands in the body; more go behind it
NO_AREA = "Chưa xếp vào địa bàn"
_NONE_IS = {True: Status.BAD, False: Status.GOOD}  # no school is well; no school is in alarm
PLACES = 6  # decimal places that are frozen: more than anything is read with


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator over one group of schools, now and in what it is compared with. `key`: code of the group."""

    key: str
    name: str
    now: Tally
    before: Tally | None = None


def known(value: float | None) -> float | None:
    """A number, or None: never NaN."""
    return None if value is None or value != value else round(float(value), PLACES)


def everyone(register: Register) -> Ints:
    """All schools in reach."""
    return np.arange(len(register.schools))


def read_at(ground: Ground) -> str:
    """"tại 00:00 01/11/2026": of a period, when its moment was read; "" = it is a moment itself."""
    return "" if ground.begins is None else f"tại {local(ground.at):%H:%M %d/%m/%Y}"


def dated(ground: Ground, what: str, between: str = " ") -> str:
    """Words about a moment; of a period with that moment."""
    return between.join(part for part in (what, read_at(ground)) if part)


def over(ground: Ground, key: str, pick: Pick = everyone) -> Tally:
    """One indicator over some schools, as the screens count it."""
    picture = ground.picture
    return tally(picture, ground.centre.indicators[key], pick(picture.register), ground.at)


def before(ground: Ground, key: str, pick: Pick = everyone) -> Tally | None:
    """The same of the moment or period compared with; None = nothing is compared."""
    return None if ground.before is None else over(ground.before, key, pick)


def figure(ground: Ground, key: str, pick: Pick = everyone, *, label: str = "", note: str = "") -> Figure:
    """The rolled-up value of an indicator."""
    one, now, then = ground.centre.indicators[key], over(ground, key, pick), before(ground, key, pick)
    was = known(then.value) if then else None
    return Figure(
        key=key, label=label or one.label.vi, value=known(now.value), text=told(one, now.value), unit=one.unit,
        status=now.status.value if one.judged else "", known=now.reporting, total=now.schools,
        note=dated(ground, note, "; "), before=was, before_text=told(one, was) if was is not None else "")


def counted(ground: Ground, key: str, status: Status, *, name: str, label: str, pick: Pick = everyone,
            note: str = "") -> Figure:
    """How many schools an indicator finds in one status; nobody reports = not known, never 0."""
    now, then = over(ground, key, pick), before(ground, key, pick)
    value = float(now.counts[status]) if now.reporting else None
    was = float(then.counts[status]) if then is not None and then.reporting else None
    return Figure(
        key=name, label=label, value=value, text=schools_text(value), unit="trường",
        status=(Status.UNKNOWN if value is None else status if value else _NONE_IS[status is Status.GOOD]).value,
        known=now.reporting, total=now.schools, note=dated(ground, note, "; "), before=was,
        before_text=schools_text(was) if was is not None else "")


def schools_text(value: float | None) -> str:
    """A count of schools with its unit."""
    return quantity(value, "trường", 0, "vi")


def plain(key: str, label: str, value: float | None, unit: str = "", *, decimals: int = 0, was: float | None = None,
          note: str = "", status: str = "", known_of: tuple[int, int] | None = None) -> Figure:
    """A number that is no indicator. `known_of`: (schools that tell it, all)."""
    return Figure(
        key=key, label=label, value=known(value), text=quantity(known(value), unit, decimals, "vi"), unit=unit,
        status=status, known=known_of[0] if known_of else None, total=known_of[1] if known_of else None, note=note,
        before=known(was), before_text=quantity(was, unit, decimals, "vi") if known(was) is not None else "")


def told(one: Indicator, value: float | None) -> str:
    """A value as it is read."""
    decimals = max(1, one.decimals) if one.unit == "%" else one.decimals
    return quantity(known(value), one.unit, decimals, "vi")


def summary(ground: Ground, key: str, what: str) -> str:
    """"Tỷ lệ … là 91,3 % (2.320 / 2.380 trường báo cáo), tăng …"; says so when nobody reports."""
    one, now, then = ground.centre.indicators[key], over(ground, key), before(ground, key)
    if not now.reporting:
        return f"Chưa có trường nào trong {number(now.schools, lang='vi')} trường báo cáo "\
               f"về {dated(ground, what.lower())}: chưa thể kết luận."
    step = moved(known(now.value), known(then.value) if then else None, one.unit, one.decimals,
                 ground.compared or "kỳ so sánh") or ("kỳ so sánh chưa có số liệu" if then else "")
    said = f"{dated(ground, what)} là {told(one, now.value)} ({reporting(now.reporting, now.schools)})"
    return f"{said}, {step}." if step else f"{said}."


# --- places ---


def body_tree(ground: Ground) -> Tree:
    """The division the body is told by: of the areas that were chosen; else today's, when a page can hold it."""
    register = ground.picture.register
    chosen = {part.area for part in ground.parts if part.area}
    for tree in (Tree.NEW, Tree.OLD):
        if chosen and chosen <= {area.code for area in register.trees[tree]}:
            return tree
    counts = {tree: len(leaves(register, tree)) for tree in Tree}
    if counts[Tree.OLD] and not 0 < counts[Tree.NEW] <= READABLE:
        return Tree.OLD
    return Tree.NEW


def leaves(register: Register, tree: Tree) -> list[tuple[int, Area]]:
    """(place, area) of the areas that have schools in reach, in Vietnamese order."""
    column = register.leaf(tree)
    there = np.unique(column[column != NONE])
    return sorted(((int(i), register.trees[tree][i]) for i in there), key=lambda one: sort_key(one[1].name))


def area_lines(ground: Ground, key: str, tree: Tree) -> list[Line]:
    """One indicator by area, in Vietnamese order; schools that lie in none come last, under a name of their own."""
    def lines(of: Ground) -> list[tuple[str, str, Tally]]:
        register = of.picture.register
        column, one = register.leaf(tree), of.centre.indicators[key]
        found = [(area.code, area.name, tally(of.picture, one, np.flatnonzero(column == place), of.at))
                 for place, area in leaves(register, tree)]
        lost = np.flatnonzero(column == NONE)
        return [*found, ("", NO_AREA, tally(of.picture, one, lost, of.at))] if len(lost) else found

    was = {code: then for code, _, then in lines(ground.before)} if ground.before is not None else {}
    return [Line(key=code, name=name, now=now, before=was.get(code)) for code, name, now in lines(ground)]


def kind_lines(ground: Ground, key: str) -> list[Line]:
    """One indicator by kind of school, in the order of kinds."""
    register = ground.picture.register
    asked = ground.centre.indicators[key]
    here = [i for i in np.unique(register.kind) if asked.concerns(KINDS[i])]
    return [Line(key=KINDS[i].value, name=KINDS[i].words.vi, now=over(ground, key, _of_kind(int(i))),
                 before=before(ground, key, _of_kind(int(i)))) for i in here]


def _of_kind(kind: int) -> Pick:
    return lambda register: np.flatnonzero(register.kind == kind)


def places(lines: Iterable[Line], status: Status = Status.BAD) -> list[Place]:
    """How many schools of a status lie where."""
    return [Place(line.name, line.now.counts[status]) for line in lines]


def bad(ground: Ground, key: str) -> Ints:
    """The schools an indicator finds in alarm."""
    return np.flatnonzero(ground.picture.status(key, ground.at) == Code.BAD)


def area_names(ground: Ground, tree: Tree) -> list[str]:
    """The area of every school in reach, "" = none."""
    register = ground.picture.register
    areas = register.trees[tree]
    return ["" if place == NONE else areas[place].name for place in register.leaf(tree).tolist()]


def cells(ground: Ground, key: str) -> tuple[list[Cell], list[Cell]]:
    """(values, statuses) of an indicator, school by school; a value that is not fresh is not told."""
    layer, status = ground.picture.layers.get(key), ground.picture.status(key, ground.at)
    inside = concerned(ground.picture.register.kind, ground.centre.indicators[key])
    words: list[Cell] = [STATUSES[code].value for code in status.tolist()]
    if inside is not None:  # nobody asked them: no value, and no status either
        words = [word if meant else None for word, meant in zip(words, inside.tolist(), strict=True)]
    if layer is None:
        return [None] * len(words), words
    fresh = np.isin(status, (Code.GOOD, Code.WATCH, Code.BAD)) & np.isfinite(layer.value)
    values: list[Cell] = [round(float(value), PLACES) if there else None
                          for value, there in zip(layer.value.tolist(), fresh.tolist(), strict=True)]
    return values, words


def local(at: float) -> datetime:
    """A moment on the wall clock of the province, wherever the machine stands."""
    return datetime.fromtimestamp(at, LOCAL)
