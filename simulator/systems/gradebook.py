"""The system of e-transcripts and e-gradebooks: who writes them, for how many pupils and classes."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.schools import School
from simulator.systems._system import System, of_kinds
from simulator.systems._year import year_gone

# Share of schools that sign transcripts electronically: begun in primary schools, the others follow.
SIGNING = {"tieu_hoc": 0.97, "thcs": 0.9, "thpt": 0.84, "lien_cap": 0.8, "gdtx": 0.6, "gdnn_gdtx": 0.65}
WRITING = {"tieu_hoc": 0.985, "thcs": 0.99, "thpt": 0.99, "lien_cap": 0.95, "gdtx": 0.85, "gdnn_gdtx": 0.85}


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """Flags of the roll-out and the counts behind them."""
    code = school.code
    signing = school.pilot or chance(seed, code, "transcripts") < SIGNING[school.kind]
    writing = school.pilot or chance(seed, code, "gradebook") < WRITING[school.kind]
    due = round(school.pupils * (0.76 if school.kind in ("tieu_hoc", "thcs") else 0.66))  # without those who are new
    backlog = chance(seed, code, "unsigned")
    left = (0.04 * backlog if backlog < 0.85 else 0.1 + 4 * (backlog - 0.85)) * (1.1 - 0.5 * year_gone(now))
    idle = chance(seed, code, "idle classes")
    on = school.classes - (0 if idle < 0.8 else 1 + int((idle - 0.8) * school.classes))
    return {
        "records_on": school.pilot or chance(seed, code, "e-records") < 0.975, "transcripts_on": signing,
        "gradebook_on": writing, "transcripts_due": due,
        "transcripts_signed": round(due * (1 - left)) if signing else 0,
        "classes": school.classes, "classes_on": max(0, on) if writing else 0, "as_of": iso(now),
    }


SYSTEM = System(item=item, daily=True, knows=of_kinds(*SIGNING))
