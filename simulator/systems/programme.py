"""The plan's tracker: proof, pilot places, money, projects without capital, what schools asked for in vain."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._plan import items_of, places_of
from simulator.systems._system import System

# Million VND of the plan's years for one school of this kind, least and most.
MONEY = {"mam_non": (12, 60), "tieu_hoc": (60, 210), "thcs": (70, 240), "thpt": (120, 520), "gdtx": (60, 200),
         "gdnn_gdtx": (60, 200), "tthtcd": (5, 25)}
NEGLIGENT, SLOW_MONEY, ASKING = 0.07, 0.06, 0.09
MISCOUNTED = 0.012  # the years of a school do not add up to its total
WEEK_S = 604_800


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """All deadlines of the plan are past: an item is done with proof, in work (overdue), or nothing was shown."""
    code, places = school.code, places_of(seed, school)
    mine = (*items_of(school), *places)
    share = 0.45 if chance(seed, code, "no proof") < NEGLIGENT else 0.93
    luck = [chance(seed, code, "item", n, i) for i, n in enumerate(mine)]
    done = sum(x < share for x in luck)
    working = sum(x < (share + 1) / 2 for x in luck) - done
    running = sum(x < share for x in luck[len(mine) - len(places):])
    return {"items": len(mine), "items_done": done, "items_overdue": working,
            "items_without_proof": len(mine) - done - working, "pilot_places": len(places), "pilots_running": running,
            **_money(seed, school, len(places)), **_asked(seed, code, now)}


def _money(seed: int, school: School, places: int) -> dict[str, int]:
    least, most = MONEY.get(school.kind, (60, 200))
    given = least + (most - least) * chance(seed, school.code, "money") ** 2 + places * 400
    slow = chance(seed, school.code, "slow money") < SLOW_MONEY
    share = (0.3 if slow else 0.86) + (0.5 if slow else 0.14) * chance(seed, school.code, "spent")
    waiting = 1 + (chance(seed, school.code, "capital") < 0.4) if school.pilot else \
        int(chance(seed, school.code, "capital") < 0.025)
    before = round(given * (0.3 + 0.4 * chance(seed, school.code, "earlier years")))
    wrong = 1 + round(given * 0.1) if chance(seed, school.code, "books") < MISCOUNTED else 0
    luck = [chance(seed, school.code, "project", n) for n in range(3)]
    return {"allocated_million": round(given), "disbursed_million": round(given * share), "unfunded_projects": waiting,
            "allocated_before_million": before, "allocated_year_million": round(given) - before + wrong,
            "projects_public": waiting + (luck[0] < 0.02), "projects_recurrent": int(luck[1] < 0.04),
            "projects_socialised": int(luck[2] < 0.06)}


def _asked(seed: int, code: str, now: float) -> dict[str, int]:
    """What the school asked of the department and nobody has answered; a case lives for up to 40 weeks."""
    ages = []
    for n in range(4):
        if chance(seed, code, "asks", n) < ASKING / (1 + n):
            lives = 2 + int(38 * chance(seed, code, "lives", n) ** 2)  # weeks until somebody answers
            pause = 8 + int(30 * chance(seed, code, "pause", n))
            age = (now / WEEK_S + 80 * chance(seed, code, "since", n)) % (lives + pause)
            ages += [int(age * 7)] * (age < lives)
    return {"recommendations": len(ages), "recommendations_late": sum(age > 30 for age in ages),
            "oldest_days": max(ages, default=0)}


SYSTEM = System(item=item, daily=True)
