"""Further figures of an indicator over an area, of each of its areas, and of the schools where they press most.

They are read from the database when somebody opens the page: no board carries them. Everything is done in columns.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.further import Fold, Further
from domain.indicator import Indicator
from domain.wording import Words, number, percent, quantity, sort_key
from services.bands import indicator
from services.desk import Desk
from services.indicators import Asked, counted
from services.register import NONE, Register
from store.further_reads import newest
from store.scoping import local_day

Floats = NDArray[np.float64]
YES, NO = Words("Có", "Yes"), Words("Không", "No")
FEW = 200  # schools told one by one; the others by choosing an area, and on their own pages
Latest = Mapping[str, tuple[float | None, float]]


def further(desk: Desk, asked: Asked) -> dict[str, Any]:
    """{figures, by_area, by_school, schools}: values stand in the order of `figures`; null = nobody tells.

    Raises NotFound, StoreDown.
    """
    one, register, now = indicator(desk.centre, asked.key), desk.viewer.picture.register, desk.centre.clock()
    places = register.within(asked.area) if asked.area else np.arange(len(register.schools))
    if not one.further:
        return {"figures": [], "by_area": [], "by_school": [], "schools": len(places)}
    known, taken = _columns(desk, register, one, now)
    parts = [_parts(figure, known, places) for figure in one.further]
    whole = np.zeros(len(places), np.intp)
    names = _names(desk)
    figures = [{**_figure(figure, part, _folded(figure, part, whole, 1)), "as_of": _oldest(figure, taken, places, part),
                "sources": [names.get(key, key) for key in sorted({need.partition(".")[0] for need in figure.needs})]}
               for figure, part in zip(one.further, parts, strict=True)]
    return {"figures": figures, "by_area": _areas(register, one, parts, places, asked.tree),
            "by_school": _schools(register, one, parts, places), "schools": len(places)}


def of_school(one: Indicator, latest: Latest, now: float) -> list[tuple[Further, str | None, float | None]]:
    """(figure, what one school says in words or None, taken at) of every further figure of an indicator."""
    told = []
    for figure in one.further:
        known = [latest.get(need, (None, 0.0)) for need in figure.needs]
        fresh = all(value is not None and now - at <= one.stale_after.total_seconds() for value, at in known)
        values = {need: np.float64(value if value is not None and fresh else np.nan)
                  for need, (value, _) in zip(figure.needs, known, strict=True)}
        top, bottom = _arithmetic(figure, values)
        said = words(figure, float(top), None if bottom is None else float(bottom)) if fresh else None
        told.append((figure, said, min(at for _, at in known) or None))
    return told


def words(figure: Further, top: float, bottom: float | None) -> str | None:
    """One school's figure as it is read; None = it cannot be told."""
    if top != top or (bottom is not None and not bottom > 0):
        return None
    if figure.flag:
        return (YES if top else NO).text
    if bottom is not None:
        return f"{percent(top / bottom)} ({number(top)} / {number(bottom)})"
    return quantity(top, figure.unit.text, figure.decimals)


def _columns(desk: Desk, register: Register, one: Indicator, now: float) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """(value, taken at) of every metric, a column each in the register's order."""
    needs = tuple(sorted({need for figure in one.further for need in figure.needs}))
    known = {need: np.full(len(register.schools), np.nan) for need in needs}
    taken = {need: np.full(len(register.schools), np.nan) for need in needs}
    with desk.centre.db.read() as conn:
        rows = newest(conn, desk.scope, needs, now - one.stale_after.total_seconds(), local_day(now))
    if rows:
        ids, metrics, values, times = zip(*rows, strict=True)
        order = np.argsort(register.ids)
        spot = np.minimum(np.searchsorted(register.ids, ids, sorter=order), len(order) - 1)
        place = order[spot]
        here, which = register.ids[place] == np.array(ids), np.array(metrics)
        for need in needs:
            mine = here & (which == need)
            known[need][place[mine]] = np.array(values)[mine]
            taken[need][place[mine]] = np.array(times)[mine]
    return known, taken


def _arithmetic(figure: Further, values: Mapping[str, Any]) -> tuple[Any, Any]:
    with np.errstate(all="ignore"):
        return figure.top(values), None if figure.bottom is None else figure.bottom(values)


def _parts(figure: Further, known: Mapping[str, Floats], places: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """(top, bottom) of each school; both NaN where it cannot be told."""
    top, bottom = _arithmetic(figure, {need: known[need][places] for need in figure.needs})
    bottom = np.ones(len(places)) if bottom is None else bottom
    told = np.isfinite(top) & np.isfinite(bottom) & (bottom > 0)
    return np.where(told, top, np.nan), np.where(told, bottom, np.nan)


def _folded(figure: Further, part: tuple[Floats, Floats], group: NDArray[np.intp],
            groups: int) -> tuple[Floats, Floats, Floats]:
    """(top, bottom, schools that tell) of each group."""
    top = part[0]
    told = np.isfinite(top)
    heard = np.bincount(group[told], minlength=groups).astype(np.float64)
    if figure.fold is Fold.MOST:
        most = np.full(groups, -np.inf)
        np.maximum.at(most, group[told], top[told])
        return most, heard, heard
    tops, bottoms = (np.bincount(group[told], column[told], groups).astype(np.float64) for column in part)
    return tops, bottoms, heard


def _value(figure: Further, top: float, bottom: float, heard: float) -> float | None:
    if not heard:
        return None
    return top / bottom if figure.fold is Fold.SHARE else counted(top)


def _figure(figure: Further, part: tuple[Floats, Floats],
            folded: tuple[Floats, Floats, Floats]) -> dict[str, Any]:
    top, bottom, heard = (float(column[0]) for column in folded)
    shared = figure.fold is Fold.SHARE and heard
    return {"key": figure.key, "label": figure.words.text, "unit": figure.unit.text, "fold": figure.fold.value,
            "share": figure.fold is Fold.SHARE, "flag": figure.flag, "decimals": figure.decimals,
            "value": _value(figure, top, bottom, heard), "numerator": counted(top) if shared else None,
            "denominator": counted(bottom) if shared else None, "reporting": int(heard), "schools": len(part[0])}


def _names(desk: Desk) -> dict[str, str]:
    """Whom figures are heard from."""
    pulse = desk.viewer.picture.pulse
    return {state.key: Words(state.name_vi or state.key, state.name_en or state.name_vi or state.key).text
            for state in (pulse.sources if pulse else ())}


def _oldest(figure: Further, taken: Mapping[str, Floats], places: NDArray[np.intp],
            part: tuple[Floats, Floats]) -> float | None:
    told = np.isfinite(part[0])
    return min(float(taken[need][places][told].min()) for need in figure.needs) if told.any() else None


def _areas(register: Register, one: Indicator, parts: list[tuple[Floats, Floats]], places: NDArray[np.intp],
           tree: Tree) -> list[dict[str, Any]]:
    """Every area of the tree with a school among `places`, by name."""
    areas, leaf = register.trees[tree], register.leaf(tree)[places].astype(np.intp)
    group = np.where(leaf == NONE, len(areas), leaf)
    folded = [_folded(figure, part, group, len(areas) + 1) for figure, part in zip(one.further, parts, strict=True)]
    rows = [{"code": areas[i].code, "name": areas[i].name,
             "values": [_value(figure, *(float(column[i]) for column in found))
                        for figure, found in zip(one.further, folded, strict=True)],
             "reporting": [int(found[2][i]) for found in folded]}
            for i in np.unique(group).tolist() if i < len(areas)]
    return sorted(rows, key=lambda row: sort_key(str(row["name"])))


def _schools(register: Register, one: Indicator, parts: list[tuple[Floats, Floats]],
             places: NDArray[np.intp]) -> list[dict[str, Any]]:
    """The schools where the first figures press most: least shares, greatest sums and ages; then who tells nothing."""
    columns = [top / bottom if figure.fold is Fold.SHARE else top
               for figure, (top, bottom) in zip(one.further, parts, strict=True)]
    press = [np.nan_to_num(column if figure.fold is Fold.SHARE else -column, nan=np.inf)
             for figure, column in zip(one.further, columns, strict=True)]
    order = np.lexsort(press[::-1])[:FEW]
    return [{"code": school.code, "name": school.name,
             "values": [None if column[i] != column[i] else counted(float(column[i])) for column in columns]}
            for i in order.tolist() for school in (register.schools[int(places[i])],)]
