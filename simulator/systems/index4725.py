"""The digital-transformation index of Decision 4725: points of both groups as a school counted them itself in May."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from simulator.day import LOCAL, chance, iso
from simulator.schools import School
from simulator.systems._system import System

KINDS = frozenset({"tieu_hoc", "thcs", "thpt", "lien_cap", "gdtx", "gdnn_gdtx"})
# Criteria of which the points are known: group 1 sums to 100, group 2 only to 90 in the source there is.
TEACHING = (6, 6, 6, 6, 6, 10, 15, 5, 7, 7, 6, 8, 7, 5)
GOVERNANCE = (6, 6, 10, 6, 10, 10, 6, 6, 8, 12, 10)
MEAN = {"tieu_hoc": 0.64, "thcs": 0.69, "thpt": 0.79, "gdtx": 0.55, "gdnn_gdtx": 0.57}
LATE = 0.03  # share of schools that have not handed anything in


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Self-assessment closes on 31 May; a school's figure is as old as its own day in May."""
    year = _year(now)
    day = 4 + int(27 * chance(seed, school.code, "handed in", year) ** 0.5)
    level = MEAN.get(school.kind, 0.7) + (0.12 if school.pilot else 0) + 0.02 * min(3, year - 2025)
    able = min(0.97, max(0.15, level + 0.6 * (chance(seed, school.code, "able") - 0.5)))
    return {"teaching": _points(seed, school, "teaching", TEACHING, able),
            "governance": _points(seed, school, "governance", GOVERNANCE, able + 0.05),
            "teaching_most": sum(TEACHING), "governance_most": sum(GOVERNANCE),
            "as_of": iso(datetime(year, 5, day, 16, tzinfo=LOCAL).timestamp())}


def _points(seed: int, school: School, group: str, criteria: tuple[int, ...], able: float) -> int:
    """A criterion is met whole, in half, or not at all."""
    half = able + (1 - able) * 0.7
    met = [chance(seed, school.code, group, n) for n in range(len(criteria))]
    return sum(most if luck < able else most // 2 if luck < half else 0
               for most, luck in zip(criteria, met, strict=True))


def _year(now: float) -> int:
    today = datetime.fromtimestamp(now, LOCAL)
    return today.year - (today < datetime(today.year, 6, 1, tzinfo=LOCAL))


def handed_in(seed: int, school: School) -> bool:
    """Has the school a self-assessment at all?"""
    return school.kind in KINDS and chance(seed, school.code, "no index") >= LATE


SYSTEM = System(item=item, daily=True, knows=handed_in)
