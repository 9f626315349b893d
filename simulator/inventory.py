"""What the upstream systems know of a school at a moment: its labs and its payments."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso, lab_use, local, midnight, paid_share
from simulator.schools import School
from simulator.slips import slip

# Computer rooms by kind (choices), machines in one room (least, most). Nurseries have none: no norm asks them for one.
ROOMS = {"mam_non": (0,), "tieu_hoc": (1, 1, 1, 2), "thcs": (1, 2, 2, 3), "thpt": (2, 2, 3, 4),
         "lien_cap": (2, 3, 4), "gdtx": (1, 1, 2), "gdnn_gdtx": (1, 2, 2), "tthtcd": (0, 0, 1), "chuyen_biet": (0, 1)}
MACHINES = {"mam_non": (8, 15), "tieu_hoc": (22, 36), "thcs": (26, 42), "thpt": (30, 46), "tthtcd": (8, 14)}
ENABLED, FAILING = 0.94, 0.012
IDLE, UNRECONCILED, FEW_PARENTS = 0.015, 0.03, 0.06  # of the schools that have e-payment: unused, behind, hardly known
# Share of schools with a smart classroom, with a modern lab; nobody asks a preschool or a learning centre.
SMART = {"tieu_hoc": 0.62, "thcs": 0.7, "thpt": 0.85}
MODERN = {"tieu_hoc": 0.16, "thcs": 0.3, "thpt": 0.52}
NOT_ASKED = ("mam_non", "tthtcd")
TECHNOLOGIES = {"ai_labs": 0.5, "vr_labs": 0.3, "ar_labs": 0.2}  # how often a modern lab has it
# Fees per pupil and month (VND) by kind: public nurseries collect meals and care, later years mostly tuition.
FEE = {"mam_non": 900_000, "tieu_hoc": 620_000, "thcs": 560_000, "thpt": 640_000}


def lab_item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One row of the labs inventory. `expected_online` is what the timetable asks for at this hour."""
    code = school.code
    choices = ROOMS.get(school.kind, (1, 2))
    rooms = choices[int(chance(seed, code, "rooms") * len(choices))]
    least, most = MACHINES.get(school.kind, (20, 36))
    machines = sum(least + int(chance(seed, code, "room", n) * (most - least + 1)) for n in range(rooms))
    # Most labs keep 92-100 % of their machines working; a few are half dead, of those some a locked room.
    luck = chance(seed, code, "lab")
    working = 0.12 + 0.48 * luck / 0.03 if luck < 0.03 else 0.92 + 0.08 * luck
    expected = machines * lab_use(now)
    wobble = 0.97 + 0.06 * chance(seed, code, "labnow", int(now // 120))
    online = min(machines, round(expected * working * wobble))
    projectors = round(school.classes * (0.35 + 0.6 * chance(seed, code, "projectors")))
    told = 0 if machines and slip(seed, code, "rooms") else rooms
    return {"school": code, "rooms": told, "standard_machines": machines, "machines_online": online,
            "expected_online": round(expected), "projectors": projectors, "as_of": iso(now),
            **_devices(seed, school, machines, round(machines * (1 - working)), projectors), **_modern(seed, school)}


def _devices(seed: int, school: School, machines: int, dead: int, projectors: int) -> dict[str, Any]:
    """All IT devices of a school, those waiting for repair, and classrooms with a projector."""
    code = school.code
    others = projectors + round(school.teachers * (0.35 + 0.4 * chance(seed, code, "office")))
    broken = round(others * (0.01 + 0.07 * chance(seed, code, "broken") ** 2))
    told = machines // 2 if slip(seed, code, "devices") else machines + others
    return {"devices": told, "devices_broken": min(told, dead + broken), "classrooms": school.classes,
            "projector_rooms": min(school.classes, round(projectors * (0.85 + 0.15 * chance(seed, code, "mounted"))))}


def _modern(seed: int, school: School) -> dict[str, Any]:
    """Smart classrooms, modern labs and what is in them; null where nobody asks."""
    code, kind = school.code, school.kind
    if kind in NOT_ASKED:
        return dict.fromkeys(("smart_rooms", "modern_labs", *TECHNOLOGIES, "technology_labs"))
    luck, lab = chance(seed, code, "smart"), chance(seed, code, "modern")
    smart = 1 + int(3 * luck**2) if luck < SMART.get(kind, 0.3) else 0
    labs = 1 + int(2 * lab) if lab < MODERN.get(kind, 0.1) else 0
    if school.pilot:
        smart, labs = 4 + int(5 * luck), 2 + int(2 * lab)
    has = [{name for name, share in TECHNOLOGIES.items() if chance(seed, code, name, n) < share} for n in range(labs)]
    counts = {name: sum(name in one for one in has) for name in TECHNOLOGIES}
    return {"smart_rooms": smart, "modern_labs": labs, **counts, "technology_labs": sum(map(bool, has))}


def payment_item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One row of the payment gateway: today's counters (local day) and the fees of this school year."""
    code, here = school.code, local(now)
    enabled = school.pilot or chance(seed, code, "epayment") < ENABLED
    idle = enabled and not school.pilot and chance(seed, code, "idle") < IDLE  # switched on, never used
    # Fees fall due at the start of a month.
    month = 1.7 - 1.1 * min(here.day, 20) / 20
    whole_day = school.pupils * 0.05 * month * (0.6 + 0.8 * chance(seed, code, "pay", here.date()))
    made = int(whole_day * paid_share(now)) if enabled and not idle else 0
    failing = 0.08 + 0.12 * chance(seed, code, "f") if chance(seed, code, "failing") < FAILING else 0.02
    failed = int(made * failing * chance(seed, code, "fail", here.date()))
    due = school.pupils * FEE.get(school.kind, 480_000)
    share = 0.8 + 0.19 * chance(seed, code, "cashless")
    return {"school": code, "enabled": enabled, "transactions_today": made, "failed_today": failed, "fees_due": due,
            "fees_cashless": int(due * share) if enabled and not idle else 0, "as_of": iso(now),
            **_use(seed, school, now, enabled=enabled, idle=idle, today=made)}


def _use(seed: int, school: School, now: float, *, enabled: bool, idle: bool, today: int) -> dict[str, Any]:
    """How e-payment is used where it is switched on; null where it is not."""
    code = school.code
    if not enabled:
        return dict.fromkeys(("transactions_30d", "reconciliation_lag_h", "channels", "parents_asked",
                              "parents_enrolled"))
    nightly = midnight(now) + 3600 * (1 + 4 * chance(seed, code, "reconciles"))
    lag = (now - nightly) % 86_400 / 3600
    if chance(seed, code, "behind") < UNRECONCILED:
        lag += 24 * (2 + int(9 * chance(seed, code, "days behind")))
    month = 0 if idle else today + round(school.pupils * 1.2 * (0.8 + 0.4 * chance(seed, code, "month")))
    few = idle or chance(seed, code, "few parents") < FEW_PARENTS
    enrolled = 0.12 + 0.3 * chance(seed, code, "parents") if few else 0.62 + 0.36 * chance(seed, code, "parents")
    return {"transactions_30d": month, "reconciliation_lag_h": int(lag), "parents_asked": school.pupils,
            "channels": 1 + int(4.6 * chance(seed, code, "channels") ** 0.8),
            "parents_enrolled": int(school.pupils * enrolled)}
