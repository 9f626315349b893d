"""Dossier status: what citizens can look up, how much of it lags behind, which queries found no answer."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems import onestop
from simulator.systems._system import System

BEHIND = 0.03  # share of schools that tell the status of their dossiers once a week only
DEAF = 0.01  # share of schools whose dossiers are hardly found


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`tracked`: the dossiers of 30 days the one-stop system knows of."""
    code, day, known = school.code, int(now // 86_400), onestop.item(seed, school, now)
    tracked = known["received"]
    behind = 0.6 if chance(seed, code, "behind") < BEHIND else 0.012 * chance(seed, code, "lags", day)
    queries = round(tracked * (0.5 + 1.2 * chance(seed, code, "queries", day)))
    deaf = 0.3 if chance(seed, code, "deaf") < DEAF else 0.008
    return {"tracked": tracked, "lagging": round(tracked * behind), "queries": queries,
            "unanswered": round(queries * deaf)}


SYSTEM = System(item=item)
