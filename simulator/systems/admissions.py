"""The admission system: confirmations of grades 1, 6 and 10 against the quota, and pupils who change schools."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._season import hours_left, progress, season_year, year_share
from simulator.systems._system import System, of_kinds

OPENS, DAYS = (6, 15), 55
GRADES = {"tieu_hoc": 5, "thcs": 4, "thpt": 3, "lien_cap": 12, "gdtx": 3, "gdnn_gdtx": 3}
UNPOPULAR, SLOW = 0.05, 0.03


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`expected`: confirmations the plan wants by today; transfers: settled this school year, and waiting now."""
    code, year = school.code, season_year(now, OPENS)
    quota = round(school.pupils / GRADES[school.kind] * (0.95 + 0.1 * chance(seed, code, "quota", year)))
    weak = chance(seed, code, "unpopular") < (0.3 if school.kind.startswith("gd") else UNPOPULAR)
    final = (0.6 if weak else 0.955) + (0.25 if weak else 0.045) * chance(seed, code, "filled", year)
    confirmed = round(quota * final * progress(now, OPENS, DAYS, lag=4 * chance(seed, code, "lag")))
    moved = school.pupils * 0.012 * year_share(now)
    slow = chance(seed, code, "transfer desk") < SLOW
    waiting = 5 + round(9 * chance(seed, code, "waits", int(now // 604_800))) if slow else \
        int(2.4 * chance(seed, code, "waits", int(now // 86_400)))
    return {"quota": quota, "expected": round(quota * progress(now, OPENS, DAYS)), "confirmed": confirmed,
            "transfers_in": round(moved * (0.5 + chance(seed, code, "in", year))),
            "transfers_out": round(moved * (0.5 + chance(seed, code, "out", year))), "transfers_waiting": waiting,
            "hours_left": hours_left(now, OPENS, DAYS)}


SYSTEM = System(item=item, daily=True, knows=of_kinds(*GRADES))
