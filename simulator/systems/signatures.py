"""The signature service: who asked for a digital signature, who has one, who waits since when."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System

SIGNERS = 0.32  # signatures asked for per teacher: heads, deputies, accountants and those who write in the gradebook


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Counters of one school."""
    asked = max(1, round(school.teachers * SIGNERS * (0.7 + 0.6 * chance(seed, school.code, "signers"))))
    share = 0.9 + 0.1 * chance(seed, school.code, "signed") if chance(seed, school.code, "signs") < 0.85 else 0.4
    issued = round(asked * share)
    longest = round(3 + 60 * chance(seed, school.code, "wait"))
    return {"requested": asked, "issued": issued, "oldest_wait_days": longest if issued < asked else 0}


SYSTEM = System(item=item, daily=True)
