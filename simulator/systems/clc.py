"""Community learning centres: courses and learners of this year, and what learners say before and after."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.schools import School
from simulator.systems._system import System, of_kinds
from simulator.systems._terms import declared_at

WEEKS = 12  # asked for every quarter


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """As the centre declared it last."""
    code, at = school.code, declared_at(seed, school.code, now, "clc", WEEKS)
    courses = 4 + int(30 * chance(seed, code, "courses"))
    learners = round(courses * (14 + 40 * chance(seed, code, "learners")))
    asked = 0 if chance(seed, code, "survey") < 0.06 else min(learners, 20 + int(160 * chance(seed, code, "asked")))
    before = 0.58 + 0.24 * chance(seed, code, "before")
    gain = -0.08 if chance(seed, code, "worse") < 0.06 else 0.03 + 0.16 * chance(seed, code, "gain")
    return {"learners": learners, "courses": courses, "online_courses": int(courses * 0.5 * chance(seed, code, "web")),
            "respondents": asked, "satisfied_before": round(asked * before),
            "satisfied_after": round(asked * min(0.99, before + gain)), "e_library": chance(seed, code, "elib") < 0.42,
            "as_of": iso(at)}


SYSTEM = System(item=item, daily=True, knows=of_kinds("tthtcd"))
