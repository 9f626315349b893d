"""The helpdesk's tickets: reported by schools over the last three days, most of them solved within hours."""
from __future__ import annotations

from typing import Any

from simulator.day import chance, iso
from simulator.world import World

HOUR = 3600
MEMORY_H = 72
# One new ticket per this many schools and hour, around the clock (nights are thinned out below).
SCHOOLS_PER_TICKET = 2600
# category, severity, title
TOPICS = (
    ("network", "high", "Mất kết nối Internet toàn trường"),
    ("network", "medium", "Mạng chập chờn vào giờ học"),
    ("network", "low", "Wi-Fi phòng giáo viên yếu"),
    ("labs", "medium", "Phòng máy có máy không khởi động"),
    ("labs", "low", "Máy chiếu phòng học bị mờ"),
    ("labs", "medium", "Phần mềm phòng máy hết hạn"),
    ("epayment", "medium", "Phụ huynh không thanh toán được học phí"),
    ("epayment", "low", "Đối soát học phí lệch một giao dịch"),
    ("software", "low", "Không đăng nhập được sổ điểm điện tử"),
    ("software", "medium", "Học bạ điện tử không ký số được"),
    ("account", "low", "Xin cấp lại mật khẩu tài khoản giáo viên"),
    ("account", "medium", "Không nhận được mã OTP"),
)


def _ticket(seed: int, world: World, hour: int, number: int) -> tuple[dict[str, Any], float]:
    """The number-th ticket opened in this hour since the epoch, and when it is solved (epoch seconds)."""
    key = (seed, "ticket", hour, number)
    category, severity, title = TOPICS[int(chance(*key, "topic") * len(TOPICS))]
    school = world.schools[int(chance(*key, "school") * len(world.schools))]
    opened = hour * HOUR + chance(*key, "minute") * HOUR
    solved = opened + HOUR * (0.5 + 30 * chance(*key, "long") ** 3)
    return {"id": f"HD-{hour % 100_000:05d}-{number:02d}", "school": school.code, "category": category,
            "opened_at": iso(opened), "title": title, "severity": severity, "_opened": opened}, solved


def dead_since(seed: int, code: str, now: float) -> float:
    """When the line of a school that is offline for long went dead."""
    return (now // 86_400 - 2 - int(18 * chance(seed, code, "since"))) * 86_400 + 2 * HOUR


def _chronic(seed: int, world: World, now: float) -> list[dict[str, Any]]:
    """Schools offline for long have reported it, and nobody has closed it."""
    rows = []
    for slot, mode in world.chronic.items():
        if mode == "down":
            code = world.schools[slot].code
            opened = dead_since(seed, code, now)
            rows.append({"id": f"HD-{code}", "school": code, "category": "network", "opened_at": iso(opened),
                         "title": "Mất kết nối Internet kéo dài", "severity": "high", "state": "open",
                         "_opened": opened})
    return rows


def tickets(seed: int, world: World, now: float, state: str) -> list[dict[str, Any]]:
    """Tickets that are open, closed or (state "all") both, oldest first."""
    this_hour = int(now // HOUR)
    mean = len(world.schools) / SCHOOLS_PER_TICKET
    found = _chronic(seed, world, now) if state != "closed" else []
    for hour in range(this_hour - MEMORY_H, this_hour + 1):
        awake = 1.6 if 0 <= hour % 24 <= 11 else 0.2  # 7:00-19:00 local
        for number in range(int(mean * awake + chance(seed, "many", hour))):
            row, solved = _ticket(seed, world, hour, number)
            is_open = solved > now
            if row["_opened"] <= now and (state == "all" or is_open == (state == "open")):
                found.append(row | {"state": "open" if is_open else "closed"})
    found.sort(key=lambda row: float(row["_opened"]))
    return [{key: value for key, value in row.items() if key != "_opened"} for row in found]
