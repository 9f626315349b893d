"""The figures of a wall, of the whole reach or of one area: each with its n of N, its trend and since when.

A figure is {key, value, status, reporting, schools, foot, trend, tone, since}; trends compare with the mean of the hour
before and are absent when that hour has no roll-up. Words are in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.indicator import Indicator
from domain.measurement import Status
from domain.wording import Words, number, percent
from services.incident_marks import Count
from services.view import Picture, Tally, tally

SINCE = Words("so với 1 giờ trước", "than an hour ago")
AFTER_HOURS = Words("ngoài giờ học", "after hours")
SAME = Words("không đổi", "unchanged")
POINTS = Words("điểm %", "points")
UNHELD = Words("{count} chưa ai nhận · {wide} diện rộng", "{count} unacknowledged · {wide} wide")
REPORT = Words("{n} / {all} trường báo cáo", "{n} of {all} schools report")
OF = Words("{n} / {all} trường", "{n} of {all} schools")
COMPARED = {  # indicator -> what its hour is kept under; "now" counts schools in maintenance, so does the past
    "connectivity": ("connectivity.reachable", "connectivity.maintained"), "labs": ("reading.labs",),
    "epayment": ("reading.epayment",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known besides the picture. `known` False: the database never told of incidents. `past`: the hour before,
    `open` in it how many incidents were live then; empty = there is nothing to compare with."""

    count: Count = field(default_factory=Count)
    wide: int = 0
    known: bool = False
    past: Mapping[str, float | None] = field(default_factory=dict)
    in_hours: bool = True


def figures(picture: Picture, indicators: Mapping[str, Indicator], schools: NDArray[np.intp], now: float,
            beside: Beside) -> list[dict[str, Any]]:
    """Five of them, over `schools` (positions in the register)."""
    made = {key: tally(picture, indicators[key], schools, now) for key in COMPARED}
    up = made["connectivity"]
    steps = {key: _points(beside.past.get(key), made[key]) for key in COMPARED}
    offline = None
    past = beside.past.get("connectivity")
    if past is not None and up.value is not None:
        offline = float(up.counts[Status.BAD] - round((1 - past) * up.reporting))
    hours = "" if beside.in_hours else f"{AFTER_HOURS.text} · "
    return [
        _figure("connected", number(up.counts[Status.GOOD]), up, *steps["connectivity"]),
        _figure("offline", number(up.counts[Status.BAD]), up, _step(offline), _tone(offline, bad=True)),
        _figure("labs", percent(made["labs"].value), made["labs"], *steps["labs"], note=hours),
        _figure("epayment", percent(made["epayment"].value), made["epayment"], *steps["epayment"]),
        _incidents(up, beside),
    ]


def _incidents(up: Tally, beside: Beside) -> dict[str, Any]:
    count, known, before = beside.count, beside.known, beside.past.get("open")
    opened = count.open + count.quiet - before if before is not None and known else None
    status = Status.UNKNOWN if not known else Status.BAD if count.open else Status.GOOD
    foot = UNHELD.text.format(count=number(count.unacknowledged if known else None),
                              wide=number(beside.wide if known else None))
    return {"key": "incidents", "value": number(count.open if known else None), "status": status,
            "reporting": up.reporting, "schools": up.schools, "foot": foot, "trend": _step(opened),
            "tone": _tone(opened, bad=True), "since": SINCE.text}


def _points(past: float | None, of: Tally) -> tuple[str, str]:
    """(trend, tone) of a share against the hour before, in percentage points."""
    step = None if past is None or of.value is None else (of.value - past) * 100
    return _step(step, POINTS.text, 1), _tone(step)


def _step(step: float | None, unit: str = "", decimals: int = 0) -> str:
    """"+12", "−0,4 điểm %", the word for no change; "" = there is nothing to compare with."""
    if step is None:
        return ""
    if round(abs(step), decimals) == 0:
        return SAME.text
    return f"{'+' if step > 0 else '−'}{number(abs(step), decimals)} {unit}".strip()


def _tone(step: float | None, *, bad: bool = False) -> str:
    """Whether more is good news. `bad`: what is counted is trouble."""
    if step is None or abs(step) < 0.05:
        return ""
    return "better" if (step > 0) != bad else "worse"


def _figure(key: str, value: str, of: Tally, trend: str = "", tone: str = "", note: str = "") -> dict[str, Any]:
    known = value if of.reporting else "–"
    foot = note + (OF if note else REPORT).text.format(n=number(of.reporting), all=number(of.schools))
    return {"key": key, "value": known, "status": of.status, "reporting": of.reporting, "schools": of.schools,
            "foot": foot, "trend": trend, "tone": tone, "since": SINCE.text}
