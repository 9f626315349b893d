"""The register of schools at the sector system: level, rooms, sites, standards, catchment, what changed this year."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.schools import School
from simulator.slips import slip
from simulator.systems._system import System

LEVELS = ("mam_non", "tieu_hoc", "thcs", "thpt", "lien_cap", "gdtx", "gdnn_gdtx", "tthtcd", "chuyen_biet")
# Share that is public: two nurseries in three are private, so is every other upper secondary school.
PUBLIC = {"mam_non": 0.37, "tieu_hoc": 0.93, "thcs": 0.96, "thpt": 0.58, "lien_cap": 0.08}
STANDARD = {"mam_non": 0.31, "tieu_hoc": 0.34, "thcs": 0.38, "thpt": 0.27, "lien_cap": 0.2}
SHORT_OF_ROOMS = {"tieu_hoc": 0.42, "thcs": 0.55, "thpt": 0.4, "lien_cap": 0.1}
RURAL = {"783", "784", "785", "786", "787"}  # Củ Chi, Hóc Môn, Bình Chánh, Nhà Bè, Cần Giờ
# Children of the catchment per pupil: most young children go to private nurseries, few to another primary school.
CATCHMENT = {"mam_non": (2.4, 2.2), "tieu_hoc": (1.0, 0.3), "thcs": (1.0, 0.25)}


def item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One row; None where the question makes no sense for the level."""
    code, kind = school.code, school.kind
    public = school.pilot or chance(seed, code, "public") < PUBLIC.get(kind, 1.0)
    taught = kind != "tthtcd"  # a community learning centre has learners and courses, no pupils and classes
    rooms, twice = _rooms(seed, school)
    classes = max(1, school.classes // 10) if slip(seed, code, "classes") else school.classes
    standard = school.pilot or chance(seed, code, "standard") < STANDARD.get(kind, 0)
    certified = standard or chance(seed, code, "accredited") < 0.36
    changed = chance(seed, code, "changed")
    point = school.lat is not None and chance(seed, code, "surveyed") > 0.11
    return {
        "level": LEVELS.index(kind) + 1 if kind in LEVELS else None, "public": public,
        "classes": classes if taught else None, "rooms": rooms, "pupils": school.pupils if taught else None,
        "two_session_pupils": twice, "satellites": _satellites(seed, school, public) if taught else None,
        "national_standard": standard if kind in STANDARD else None, "accredited": certified if taught else None,
        "children": _children(seed, school) if public else None, "opened": changed < 0.006,
        "merged": 0.006 <= changed < 0.01, "closed": changed > 0.9985 and not school.pilot,
        "coordinates_verified": point, "as_of": iso(now),
    }


def _rooms(seed: int, school: School) -> tuple[int, int | None]:
    """Rooms for lessons, and pupils taught two sessions a day: what the rooms allow when the others share theirs."""
    luck = chance(seed, school.code, "rooms for lessons")
    if school.kind == "tthtcd":
        return 1 + int(luck * 3), None
    lacking = not school.pilot and chance(seed, school.code, "short of rooms") < SHORT_OF_ROOMS.get(school.kind, 0)
    rooms = max(2, round(school.classes * (0.58 + 0.34 * luck if lacking else 1 + 0.15 * luck)))
    if school.kind not in SHORT_OF_ROOMS:
        return rooms, None
    return rooms, round(school.pupils * min(1.0, max(0.0, 2 * rooms / school.classes - 1)))


def _satellites(seed: int, school: School, public: bool) -> int:
    """Sites beside the main one: public nurseries and primary schools, mostly in the country."""
    luck = chance(seed, school.code, "sites")
    if not public or school.kind not in ("mam_non", "tieu_hoc"):
        return 0
    if school.district in RURAL:
        return 1 + int(luck / 0.42 * 3) if luck < 0.42 else 0
    return 1 if luck < 0.07 else 0


def _children(seed: int, school: School) -> int | None:
    """Children of the school's age in its catchment; only public schools up to lower secondary have one."""
    if school.kind not in CATCHMENT:
        return None
    least, more = CATCHMENT[school.kind]
    return max(1, round(school.pupils * (least + more * chance(seed, school.code, "catchment"))))


SYSTEM = System(item=item, daily=True)
