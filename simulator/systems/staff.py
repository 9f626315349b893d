"""The staff register: who looks after the machines of a school, who was trained, which accounts are waited for."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.schools import School
from simulator.systems._system import System
from simulator.systems._terms import declared_at

DEDICATED = {"mam_non": 0.02, "tieu_hoc": 0.24, "thcs": 0.36, "thpt": 0.72, "gdtx": 0.4, "gdnn_gdtx": 0.5,
             "tthtcd": 0.0}
PART_TIME = 0.82  # of schools without a dedicated person somebody does it beside lessons or accounts
WEEKS = 18  # asked for once a term


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """As the school declared it last."""
    code, at = school.code, declared_at(seed, school.code, now, "staff", WEEKS)
    dedicated = int(school.pilot or chance(seed, code, "it") < DEDICATED.get(school.kind, 0.3))
    dedicated += int(dedicated and school.classes > 45 and chance(seed, code, "it2") < 0.3)
    part_time = 0 if dedicated else int(chance(seed, code, "part") < PART_TIME)
    trained = sum(chance(seed, code, "itt", n) < (0.8 if dedicated else 0.35) for n in range(dedicated + part_time))
    eager = 0.2 + 0.25 * chance(seed, code, "eager") if chance(seed, code, "slow") < 0.07 else \
        0.68 + 0.32 * chance(seed, code, "eager")
    asked = 1 + int(6 * chance(seed, code, "asked") ** 2) if chance(seed, code, "asks") < 0.14 else 0
    waits = 2 + int(50 * chance(seed, code, "waits") ** 2) if asked else 0
    return {"it_dedicated": dedicated, "it_part_time": part_time, "it_trained": trained, "teachers": school.teachers,
            "teachers_trained": round(school.teachers * min(1.0, eager)), "account_requests": asked,
            "oldest_request_days": waits, "as_of": iso(at)}


SYSTEM = System(item=item, daily=True)
