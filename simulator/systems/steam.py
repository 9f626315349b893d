"""The register of STEM lessons, AI and coding classes, robot clubs: declared by each school once a year."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.schools import School
from simulator.systems._system import System, of_kinds
from simulator.systems._terms import declared_at

STEM = {"tieu_hoc": 0.87, "thcs": 0.95, "thpt": 0.98}  # the question is asked from primary school to THPT
AI = {"tieu_hoc": 0.26, "thcs": 0.44, "thpt": 0.71}
WEEKS = 40


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """As the school declared it last."""
    code, at = school.code, declared_at(seed, school.code, now, "steam", WEEKS)
    stem = school.pilot or chance(seed, code, "stem") < STEM.get(school.kind, 0.9)
    ai = school.pilot or chance(seed, code, "ai") < AI.get(school.kind, 0.4)
    return {"stem": stem, "topics": 2 + int(school.classes * chance(seed, code, "topics")) if stem else 0, "ai": ai,
            "coding": ai or chance(seed, code, "coding") < 0.3, "robot_club": chance(seed, code, "robot") < 0.18,
            "as_of": iso(at)}


SYSTEM = System(item=item, daily=True, knows=of_kinds(*STEM, "lien_cap", "chuyen_biet"))
