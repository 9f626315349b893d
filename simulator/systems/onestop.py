"""The one-stop system: which procedures a school runs online, its dossiers of the last 30 days, what people said."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._procedures import PROCESSES, of_kind
from simulator.systems._system import System

WEEK_S = 7 * 86_400
SLOW = 0.035  # share of schools that answer late as a habit
LAGGING = 0.06  # share of schools that have not put all of their procedures online
DOSSIERS = {"mam_non": 0.05, "tieu_hoc": 0.035, "thcs": 0.04, "thpt": 0.07, "gdtx": 0.12, "gdnn_gdtx": 0.1}


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Counters of one school; `settled` = settled in 30 days, `open` = in work now."""
    week = int(now // WEEK_S)
    received = round(school.pupils * DOSSIERS.get(school.kind, 0.02) * (0.5 + chance(seed, school.code, "doss", week)))
    waiting = round(received * (0.08 + 0.1 * chance(seed, school.code, "open", week)))
    settled = received - waiting
    slow = chance(seed, school.code, "slow desk") < SLOW
    late_share = 0.12 + 0.25 * chance(seed, school.code, "late") if slow else 0.02 * chance(seed, school.code, "late")
    late = round(settled * late_share)
    overdue = round(waiting * (0.5 if slow else 0.012 * chance(seed, school.code, "past", week)))
    rated = round(settled * (0.25 + 0.4 * chance(seed, school.code, "rated")))
    happy = (0.78 if slow else 0.93) + 0.065 * chance(seed, school.code, "happy", week)
    return {**_offer(seed, school), "received": received, "settled": settled, "on_time": settled - late,
            "open": waiting, "overdue": min(waiting, overdue), "rated": rated, "satisfied": round(rated * happy)}


def _offer(seed: int, school: School) -> dict[str, int]:
    """Procedures the school receives, has online, runs fully online; its internal processes that run on the system."""
    lagging = not school.pilot and chance(seed, school.code, "lags") < LAGGING
    share = 0.6 if lagging else 0.985
    mine = of_kind(school.kind)
    online = [fully for n, fully in mine if chance(seed, school.code, "procedure", n) < share]
    processes = PROCESSES.get(school.kind, 26)
    return {"procedures": len(mine), "procedures_online": len(online), "procedures_fully": sum(online),
            "processes": processes, "processes_digital": round(processes * (0.4 if lagging else 0.9))}


SYSTEM = System(item=item, daily=True)
