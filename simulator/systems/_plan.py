"""Which of the plan's 13 items concern a school, and which pilot places it was given by the quotas of the plan.

Quotas: item 2: the 5 THPT and 1–2 schools of each district; 3: 2 THPT and 1 THCS of each; 4: 4 THPT, 12 THCS and
12 primary; 10: 1 learning centre; 11: 8 general schools and 1 THCS of each; 13: 54 units (27 THCS + 27 THPT). Within a
district the place goes to the school of that number, so the quotas come out nearly exact on the whole register.
"""
from __future__ import annotations

from simulator.day import chance
from simulator.gazetteer_districts import DISTRICTS
from simulator.schools import School

EVERYBODY = (1, 5, 8, 9, 12)
GENERAL = (*EVERYBODY, 7)
CENTRES = (8, 10)
_PLACE = {d.code: n for n, d in enumerate(sorted(DISTRICTS, key=lambda d: -d.people))}  # 0 = the most people


def items_of(school: School) -> tuple[int, ...]:
    """Items that ask something of every school of this kind."""
    if school.kind == "tthtcd":
        return CENTRES
    return EVERYBODY if school.kind == "mam_non" else GENERAL


def places_of(seed: int, school: School) -> tuple[int, ...]:
    """Items for which this school is a pilot, one entry for each place."""
    if school.adopted:  # another register's codes carry no number within a district
        return (13,) if chance(seed, school.code, "place") < 0.05 else ()
    place, number = _PLACE.get(school.district, 99), int(school.code[-3:])
    if school.kind == "thpt":
        return _upper(school, place, number)
    if school.kind == "thcs":
        found = [3] * (number == 1) + [11] * (number == 2) + [2] * (number == 3 and place % 2 == 0)
        return (*found, *[4] * (number == 4 and place < 12), *[13] * (number == 5 or (number == 6 and place < 5)))
    if school.kind == "tieu_hoc":
        return (*[2] * (number == 1), *[4] * (number == 4 and place < 12))
    return (10,) if school.kind == "tthtcd" and number == 1 and place == 0 else ()


def _upper(school: School, place: int, number: int) -> tuple[int, ...]:
    robots = [13] * (number == 3 or (number == 4 and place < 5))
    if not school.pilot:
        return (*[11] * (number == 2 and place < 8), *robots)
    library = "Lê Hồng Phong" in school.name or "Trần Đại Nghĩa" in school.name
    return (2, *[3] * library, *[4] * ("Nguyễn Du" not in school.name), *robots)
