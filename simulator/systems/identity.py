"""Central identity: accounts of teachers and parents bound to an identity, sign-ins of the last 24 hours."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System

UNBOUND = 0.06  # share of schools where many accounts still wait for their identity
CLUMSY = 0.03  # share of schools where many sign-ins fail: old passwords, a wrong clock


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Counts of one school of this day."""
    code, day = school.code, int(now // 86_400)
    accounts = round(school.teachers + school.pupils * 0.9)
    late = not school.pilot and chance(seed, code, "unbound") < UNBOUND
    share = 0.45 + 0.3 * chance(seed, code, "bound") if late else 0.9 + 0.095 * chance(seed, code, "bound")
    made = round(accounts * (0.12 + 0.16 * chance(seed, code, "sign in", day)))
    failing = 0.09 if chance(seed, code, "clumsy") < CLUMSY else 0.004 + 0.012 * chance(seed, code, "failing", day)
    return {"accounts": accounts, "bound": round(accounts * share), "sign_ins": made, "failed": round(made * failing)}


SYSTEM = System(item=item)
