"""The postal link: results of dossiers on their way to citizens, delivered, late, returned in 30 days."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems import onestop
from simulator.systems._system import System

BY_POST = 0.22  # of the results of a school, how many go by post
FAR = 0.05  # share of schools whose parcels arrive late as a habit


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Parcels follow the settled dossiers of the one-stop system."""
    code, settled = school.code, onestop.item(seed, school, now)["settled"]
    sent = round(settled * BY_POST * (0.6 + 0.8 * chance(seed, code, "by post")))
    underway = round(sent * (0.05 + 0.1 * chance(seed, code, "underway", int(now // 86_400))))
    late = 0.2 + 0.3 * chance(seed, code, "late") if chance(seed, code, "far") < FAR else 0.025
    delivered = sent - underway
    return {"underway": underway, "delivered": delivered, "late": round(delivered * late),
            "returned": round(delivered * 0.02 * chance(seed, code, "returned"))}


SYSTEM = System(item=item, daily=True)
