"""What the upstream systems know of a school at a moment: its labs and its payments."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso, lab_use, local, paid_share
from simulator.schools import School

# Computer rooms by kind (choices), machines in one room (least, most).
ROOMS = {"mam_non": (0, 0, 0, 0, 0, 0, 1), "tieu_hoc": (1, 1, 1, 2), "thcs": (1, 2, 2, 3), "thpt": (2, 2, 3, 4),
         "lien_cap": (2, 3, 4), "gdtx": (1, 1, 2), "gdnn_gdtx": (1, 2, 2), "tthtcd": (0, 0, 1), "chuyen_biet": (0, 1)}
MACHINES = {"mam_non": (8, 15), "tieu_hoc": (22, 36), "thcs": (26, 42), "thpt": (30, 46), "tthtcd": (8, 14)}
ENABLED, FAILING = 0.94, 0.012
# Fees per pupil and month (VND) by kind: public nurseries collect meals and care, later years mostly tuition.
FEE = {"mam_non": 900_000, "tieu_hoc": 620_000, "thcs": 560_000, "thpt": 640_000}


def lab_item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One row of the labs inventory. `expected_online` is what the timetable asks for at this hour."""
    code = school.code
    choices = ROOMS.get(school.kind, (1, 2))
    rooms = choices[int(chance(seed, code, "rooms") * len(choices))]
    least, most = MACHINES.get(school.kind, (20, 36))
    machines = sum(least + int(chance(seed, code, "room", n) * (most - least + 1)) for n in range(rooms))
    # Most labs keep 92-100 % of their machines working; a few are half dead.
    luck = chance(seed, code, "lab")
    working = 0.3 + 0.3 * luck / 0.03 if luck < 0.03 else 0.92 + 0.08 * luck
    expected = machines * lab_use(now)
    wobble = 0.97 + 0.06 * chance(seed, code, "labnow", int(now // 120))
    online = min(machines, round(expected * working * wobble))
    projectors = round(school.classes * (0.35 + 0.6 * chance(seed, code, "projectors")))
    return {"school": code, "rooms": rooms, "standard_machines": machines, "machines_online": online,
            "expected_online": round(expected), "projectors": projectors, "as_of": iso(now)}


def payment_item(seed: int, school: School, now: float) -> dict[str, Any]:
    """One row of the payment gateway: today's counters (local day) and the fees of this school year."""
    code, here = school.code, local(now)
    enabled = school.pilot or chance(seed, code, "epayment") < ENABLED
    # Fees fall due at the start of a month.
    month = 1.7 - 1.1 * min(here.day, 20) / 20
    whole_day = school.pupils * 0.05 * month * (0.6 + 0.8 * chance(seed, code, "pay", here.date()))
    made = int(whole_day * paid_share(now)) if enabled else 0
    failing = 0.08 + 0.12 * chance(seed, code, "f") if chance(seed, code, "failing") < FAILING else 0.02
    failed = int(made * failing * chance(seed, code, "fail", here.date()))
    due = school.pupils * FEE.get(school.kind, 480_000)
    share = 0.8 + 0.19 * chance(seed, code, "cashless")
    return {"school": code, "enabled": enabled, "transactions_today": made, "failed_today": failed, "fees_due": due,
            "fees_cashless": int(due * share) if enabled else 0, "as_of": iso(now)}
