"""The watch over school websites: checks of the last 24 hours, how fast they answer, how long certificates last."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System

HAVE = {"mam_non": 0.86, "tieu_hoc": 0.985, "thcs": 0.99, "thpt": 1.0, "gdtx": 0.93, "gdnn_gdtx": 0.95, "tthtcd": 0.15}
CHECKS = 288  # one in five minutes
DEAD, SHAKY = 0.007, 0.025
PLAIN, EXPIRED = 0.04, 0.012  # without https; certificate left to expire
LEASES = (90, 90, 365)


def has_website(seed: int, school: School) -> bool:
    """Has the school a website on the department's list?"""
    return chance(seed, school.code, "website") < HAVE.get(school.kind, 0.9)


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`certificate_days`: 0 = expired, null = the site has none."""
    code, luck = school.code, chance(seed, school.code, "hosting")
    lost = round(2.4 * chance(seed, code, "lost", int(now // 14_400)))
    if luck < DEAD:
        lost = CHECKS
    elif luck < DEAD + SHAKY:
        lost = round(CHECKS * (0.01 + 0.16 * chance(seed, code, "lost", int(now // 14_400))))
    response = round((180 + 900 * luck) * (0.8 + 0.5 * chance(seed, code, "response", int(now // 1800))))
    return {"checks": CHECKS, "up": CHECKS - lost, "response_ms": None if lost == CHECKS else response,
            "certificate_days": _days_left(seed, code, now)}


def _days_left(seed: int, code: str, now: float) -> int | None:
    if chance(seed, code, "plain http") < PLAIN:
        return None
    if chance(seed, code, "expired") < EXPIRED:
        return 0
    lease = LEASES[int(chance(seed, code, "lease") * len(LEASES))]
    age = int(now // 86_400 + 400 * chance(seed, code, "issued")) % lease
    return max(lease - age, 30 if lease == 90 and age < 60 else 1)


SYSTEM = System(item=item, knows=has_website)
