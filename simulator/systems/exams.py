"""The examination system: registrations for the graduation examination against the pupils of grade 12."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._season import hours_left, progress, season_year
from simulator.systems._system import System, of_kinds

OPENS, DAYS = (4, 20), 16


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`faulty`: registrations sent back to be mended."""
    year = season_year(now, OPENS)
    seniors = round(school.pupils / 3 * (0.92 + 0.1 * chance(seed, school.code, "seniors", year)))
    least = 0.985 if school.kind == "thpt" else 0.94
    final = least + (1 - least) * chance(seed, school.code, "sit", year)
    registered = min(seniors, round(seniors * final * progress(now, OPENS, DAYS)))
    return {"expected": seniors, "registered": registered,
            "faulty": round(registered * 0.01 * chance(seed, school.code, "faulty", year)),
            "planned": round(seniors * progress(now, OPENS, DAYS)), "hours_left": hours_left(now, OPENS, DAYS)}


SYSTEM = System(item=item, daily=True, knows=of_kinds("thpt", "gdtx", "gdnn_gdtx"))
