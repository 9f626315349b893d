"""Where figures come from and where they are heading: one group of indicators over one area, week by week.

Whoever reaches everything is answered from the roll-ups by cell; whoever reaches a part, from the single schools within
reach: the same sums. Both trees cut every week, also those before the reform: a school lies in one cell of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import WARDS_BEGIN
from domain.catalogue import Catalogue
from domain.errors import NotFound
from domain.groups import GROUPS
from domain.indicator import Indicator, RollUp
from services._concern import asked as asked_of
from services._outlook import Outlook, Why, bridged, outlook, reached
from services.desk import Desk
from services.register import Register
from services.trend_days import weekly
from store import trends as store
from store.scoping import local_day
from store.trends import Figures, TrendDay

Floats = NDArray[np.float64]
THIN = 0.6  # a week in which fewer than this part of the usual schools told is not compared with others


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`area`, `other`: codes of either tree or of a school, "" = all within reach, for `other` nothing to compare."""

    group: str
    area: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator over one area on the weeks of the page: [top, bottom, reporting, schools] x weeks."""

    sums: Floats

    def values(self, one: Indicator) -> Floats:
        """NaN where nobody told, or too few to be compared."""
        top, bottom, reporting, _ = self.sums
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(reporting > 0, top if one.roll_up is RollUp.SUM else top / bottom, np.nan)
        value[~np.isfinite(value)] = np.nan
        told = reporting[reporting > 0]
        return np.where(reporting < THIN * np.median(told), np.nan, value) if len(told) else value


def told(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What `GET /api/v1/trends` says. Raises NotFound, StoreDown."""
    if asked.group not in GROUPS:
        raise NotFound("Không có nhóm chỉ số này.", "No such group of indicators.")
    some = {key: one for key, one in desk.centre.indicators.items()
            if one.group == asked.group and _concerns(desk.viewer.picture.register, one, asked)}
    names = [place_name(desk, code) for code in (asked.area, asked.other) if code]
    weeks, lines = read(desk, tuple(some), [asked.area, *([asked.other] if asked.other else [])])
    rows = [_card(desk, one, weeks, [lines[area][key] for area in lines]) for key, one in some.items()]
    return {"group": asked.group, "area": asked.area, "other": asked.other, "names": names,
            "weeks": [week.day for week in weeks], "simulated": [week.simulated for week in weeks],
            "break": WARDS_BEGIN.isoformat(), "indicators": rows}


def read(desk: Desk, keys: tuple[str, ...], areas: list[str]) -> tuple[list[TrendDay], dict[str, dict[str, Line]]]:
    """(weeks, area -> indicator -> its line). Raises NotFound, StoreDown."""
    register = desk.viewer.picture.register
    known = [code for code in areas if code]
    single = [code for code in known if code in register.index]
    for code in known:
        if code not in single:
            register.within(code)  # raises NotFound: absent or not theirs
    with desk.centre.db.read() as conn:
        weeks = by_week(store.days(conn))
        if desk.scope.everything and not single:
            tables = store.read_cells(conn, keys)
            return weeks, {area: {key: _of_cells(register, weeks, tables[key], area) for key in keys}
                           for area in areas}
        places = {area: _places(register, area) for area in areas}
        mine = store.read_schools(conn, desk.scope, keys, register.ids[np.unique(np.concatenate(
            list(places.values())))].tolist(), local_day(desk.centre.clock()))
    some = {key: desk.centre.indicators[key] for key in keys}
    return weeks, {area: {key: _of_schools(one, weeks, mine[key], register.ids[asked_of(register, one, places[area])])
                          for key, one in some.items()} for area in areas}


def by_week(days: list[TrendDay]) -> list[TrendDay]:
    """One day of each week that has one: the weekly day, else the last that was kept."""
    found: dict[tuple[int, int], TrendDay] = {}
    for one in days:
        day = date.fromisoformat(one.day)
        week = day.isocalendar()[:2]
        if week not in found or not weekly(date.fromisoformat(found[week].day)):
            found[week] = one
    return list(found.values())


def place_name(desk: Desk, code: str) -> str:
    """Of an area or a school within reach. Raises NotFound."""
    register = desk.viewer.picture.register
    if code in register.index:
        return register.schools[register.index[code]].name
    return register.area(code).name


def _places(register: Register, area: str) -> NDArray[np.intp]:
    if not area:
        return np.arange(len(register.schools))
    return np.array([register.index[area]], np.intp) if area in register.index else register.within(area)


def _concerns(register: Register, one: Indicator, asked: Asked) -> bool:
    """A school has lines of what concerns it only."""
    single = [register.schools[register.index[code]] for code in (asked.area, asked.other) if code in register.index]
    return all(one.concerns(school.kind) for school in single)


def _of_cells(register: Register, weeks: list[TrendDay], tables: Mapping[str, Floats], area: str) -> Line:
    whole = not area or (register.province is not None and area == register.province.code)
    masks: dict[tuple[tuple[str, str], ...], NDArray[np.bool_]] = {}
    sums = np.zeros((store.PARTS, len(weeks)))
    for place, week in enumerate(weeks):
        table = tables.get(week.day)
        if table is None:
            continue
        if week.cells not in masks:
            masks[week.cells] = np.array([whole or area in cell for cell in week.cells], np.bool_)
        if table.shape[1] == len(week.cells):
            sums[:, place] = table[:, masks[week.cells]].sum(axis=1)
    return Line(sums=sums)


def _of_schools(one: Indicator, weeks: list[TrendDay], figures: Mapping[str, Figures], ids: NDArray[np.int64]) -> Line:
    sums = np.zeros((store.PARTS, len(weeks)))
    for place, week in enumerate(weeks):
        found = figures.get(week.day)
        if found is None:
            continue
        mine = np.isin(found.ids, ids)
        value, weight, n = found.value[mine], found.weight[mine], float(mine.sum())
        top, bottom = float(value.sum()), n
        if one.roll_up is RollUp.SHARE:
            top = float(found.good[mine].sum())
        elif one.roll_up is RollUp.RATIO:
            top, bottom = float((value * weight).sum()), float(weight.sum())
        sums[:, place] = top, bottom, n, float(len(ids))
    return Line(sums=sums)


def _card(desk: Desk, one: Indicator, weeks: list[TrendDay], lines: list[Line]) -> dict[str, Any]:
    values = lines[0].values(one)
    share = is_share(one)
    found = outlook(values, share=share)
    target, by = target_of(desk.centre.indicators, one)
    rising = one.bands.good >= one.bands.watch if one.judged else True
    return {
        "key": one.key, "label": one.label.text, "unit": one.unit_text, "share": share, "decimals": one.decimals,
        "judged": one.judged, "rising": rising, "target": target, "target_by": by,
        "values": _plain(values), "reporting": _plain(lines[0].sums[2]), "schools": _plain(lines[0].sums[3]),
        "other": _plain(lines[1].values(one)) if len(lines) > 1 else None,
        **foretold(found, values, target, rising=rising, weeks=weeks)}


def foretold(found: Outlook | Why, values: Floats, target: float | None, *, rising: bool, weeks: list[TrendDay],
             ) -> dict[str, Any]:
    """{outlook, why, reach}: `reach` is a day when the target is met; "now", "later" (not within the outlook)."""
    if isinstance(found, Why):
        known = bridged(values)
        now = _there(known[-1] if len(known) else np.nan, target, rising=rising)
        return {"outlook": None, "why": found.value, "reach": {"state": "now"} if now else None}
    told = {"way": found.way, "error": found.error, "tries": found.tries, "center": _plain(found.center),
            "low": _plain(found.low), "high": _plain(found.high)}
    return {"outlook": told, "why": "", "reach": _reach(found, values, target, rising=rising, weeks=weeks)}


def _reach(found: Outlook, values: Floats, target: float | None, *, rising: bool, weeks: list[TrendDay],
           ) -> dict[str, Any] | None:
    if target is None:
        return None
    if _there(bridged(values)[-1], target, rising=rising):
        return {"state": "now"}
    middle, best, worst = reached(found, target, rising=rising)
    last = date.fromisoformat(weeks[int(np.flatnonzero(np.isfinite(values))[-1])].day)
    day = [None if n is None else (last + timedelta(weeks=n)).isoformat() for n in (middle, best, worst)]
    return {"state": "later" if middle is None else "day", "day": day[0], "from": day[1], "to": day[2]}


def target_of(known: Mapping[str, Indicator], one: Indicator) -> tuple[float | None, str]:
    """(what an administrator decided, else where normal begins, by which day). A share of schools has no band."""
    held = known.holding.get(one.key) if isinstance(known, Catalogue) else None
    if held is not None and held.target is not None:
        return held.target, held.target_by
    return (one.bands.good, "") if one.judged and one.roll_up in (RollUp.MEAN, RollUp.RATIO) else (None, "")


def is_share(one: Indicator) -> bool:
    """Is what an area shows between 0 and 1?"""
    return one.roll_up is RollUp.SHARE or (one.unit == "%" and one.roll_up is not RollUp.SUM)


def _there(value: float, target: float | None, *, rising: bool) -> bool:
    return target is not None and bool(value >= target if rising else value <= target)


def _plain(column: Floats) -> list[float | None]:
    return [float(f"{value:.6g}") if value == value else None for value in column.tolist()]
