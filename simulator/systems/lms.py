"""The learning platform: classes, teachers and pupils who used it in the last seven days, and its repository."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System, of_kinds

# Nurseries and community learning centres have no classes there: no row, which is not "nobody".
USUAL = {"tieu_hoc": 0.58, "thcs": 0.74, "thpt": 0.82, "gdtx": 0.55, "gdnn_gdtx": 0.6}
IDLE = 0.05  # of schools bought it and do not use it
DAY = 86_400


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One school's counters."""
    code, week = school.code, int(now // (7 * DAY))
    usual = USUAL.get(school.kind, 0.6) * (0.75 + 0.45 * chance(seed, code, "lms"))
    if not school.pilot and chance(seed, code, "idle") < IDLE:
        usual = 0.06 * chance(seed, code, "lms")
    share = min(0.99, usual * (0.94 + 0.12 * chance(seed, code, "lmsweek", week)))
    items = round(school.classes * (2 + 26 * chance(seed, code, "items") ** 2) * (3 if school.pilot else 1))
    return {"classes": school.classes, "active_classes_7d": round(school.classes * min(1.0, share * 1.12)),
            "teachers": school.teachers, "active_teachers_7d": round(school.teachers * min(1.0, share * 1.06)),
            "pupils": school.pupils, "active_pupils_7d": round(school.pupils * share),
            "repository_items": items, "shared_items": round(items * (0.25 + 0.7 * chance(seed, code, "open")))}


SYSTEM = System(item=item, daily=True, knows=of_kinds(*USUAL, "lien_cap", "chuyen_biet"))
