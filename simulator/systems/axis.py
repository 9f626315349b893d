"""The department's integration axis: when a school's systems last exchanged, what failed, which modules are joined."""
from __future__ import annotations

from typing import Any

from simulator.day import chance
from simulator.schools import School
from simulator.systems._system import System

# Which share of schools runs the module in sync with the sector: pupils first, timetables and facilities last.
MODULES = {"pupils": 0.995, "teachers": 0.985, "staff": 0.96, "learning": 0.95, "timetable": 0.82, "facilities": 0.78,
           "fees": 0.93}
OUT_OF_STEP, SILENT = 0.05, 0.012
NURSERY_WITHOUT = ("timetable", "learning")


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """`silent_hours`: since the last exchange that succeeded; a module: hours since its last one, null = not joined."""
    code, day = school.code, int(now // 86_400)
    silent = chance(seed, code, "axis silent") < SILENT
    messages = 0 if silent else round(school.pupils * 0.1 * (0.6 + 0.8 * chance(seed, code, "messages", day)))
    failing = 0.06 + 0.2 * chance(seed, code, "axis") if chance(seed, code, "axis fails") < 0.02 else 0.004
    hours = int(5 * chance(seed, code, "axis", int(now // 3600)))
    if silent:
        hours = 40 + int(600 * chance(seed, code, "silence"))
    row: dict[str, Any] = {"messages": messages, "failures": round(messages * failing), "silent_hours": hours}
    for module in MODULES:
        row[module] = None if not _joined(seed, school, module) else hours + _behind(seed, code, module)
    return row


def _joined(seed: int, school: School, module: str) -> bool:
    if school.kind in ("mam_non", "tthtcd") and module in NURSERY_WITHOUT:
        return chance(seed, school.code, "joined", module) < 0.35
    return school.pilot or chance(seed, school.code, "joined", module) < MODULES[module]


def _behind(seed: int, code: str, module: str) -> int:
    if chance(seed, code, "behind", module) < OUT_OF_STEP:
        return 24 * (8 + int(60 * chance(seed, code, "days behind", module)))
    return int(30 * chance(seed, code, "module", module))


SYSTEM = System(item=item)
