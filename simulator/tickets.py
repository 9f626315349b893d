"""The helpdesk's tickets of the last thirty days: reported by schools, taken and mostly solved within hours."""
from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from simulator.day import LOCAL, chance, iso
from simulator.world import World

HOUR = 3600
MEMORY_H = 30 * 24
LONGEST_H = 72  # no ticket stays open for longer
REPEATERS, REPEATED = 0.05, 0.3  # this share of the schools calls for that share of the tickets
SLOW = {"critical": 0.2, "high": 0.35, "medium": 0.1, "low": 0.05}  # tickets that somebody takes only much later
TEAM_FROM, TEAM_TO = 7, 17  # local hours in which somebody takes tickets
STRIDE = 7919  # prime: those who call often lie all over the province
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


def _times(key: tuple[object, ...], severity: str, opened: float) -> tuple[float, float]:
    """When a ticket is taken and when it is solved."""
    slow = chance(*key, "slow") < SLOW[severity]
    lag = HOUR * (0.8 + 5 * chance(*key, "lag")) if slow else 60 * (2 + 24 * chance(*key, "lag") ** 1.5)
    taken = _at_work(opened, lag)
    work = HOUR * (0.4 + (44 if slow else 30) * chance(*key, "long") ** (2 if slow else 3))
    return taken, taken + work


def _at_work(since: float, lag: float) -> float:
    """The moment after `lag` seconds of the team's hours."""
    here = datetime.fromtimestamp(since, LOCAL)
    begin = here.replace(hour=TEAM_FROM, minute=0, second=0, microsecond=0)
    end = begin.replace(hour=TEAM_TO)
    if here >= end:
        begin, end = begin + timedelta(days=1), end + timedelta(days=1)
    start = max(here, begin).timestamp()
    left = end.timestamp() - start
    return start + lag if lag <= left else (begin + timedelta(days=1)).timestamp() + lag - left


def _ticket(seed: int, world: World, hour: int, number: int) -> tuple[dict[str, Any], float]:
    """The number-th ticket opened in this hour since the epoch, and when it is solved (epoch seconds)."""
    key = (seed, "ticket", hour, number)
    category, severity, title = TOPICS[int(chance(*key, "topic") * len(TOPICS))]
    luck = chance(*key, "school") * (REPEATERS if chance(*key, "again") < REPEATED else 1)
    school = world.schools[int(luck * len(world.schools)) * STRIDE % len(world.schools)]
    opened = hour * HOUR + chance(*key, "minute") * HOUR
    taken, solved = _times(key, severity, opened)
    return {"id": f"HD-{hour % 100_000:05d}-{number:02d}", "school": school.code, "category": category,
            "opened_at": iso(opened), "title": title, "severity": severity, "_opened": opened, "_taken": taken}, solved


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
    """Tickets that are open, closed within thirty days (as of this minute) or (state "all") both, oldest first."""
    if state == "closed":
        return _closed(seed, world, len(world.schools), now // 60 * 60)
    return _told(seed, world, now, LONGEST_H if state == "open" else MEMORY_H, state)


@lru_cache(maxsize=2)
def _closed(seed: int, world: World, _: int, minute: float) -> list[dict[str, Any]]:
    """A month of a large province is thousands of tickets, and asked page by page."""
    return _told(seed, world, minute, MEMORY_H, "closed")


@lru_cache(maxsize=2 * MEMORY_H)
def _hour(seed: int, world: World, schools: int, hour: int) -> tuple[tuple[dict[str, Any], float], ...]:
    """Every ticket opened in an hour, and when it is solved."""
    awake = 1.6 if 0 <= hour % 24 <= 11 else 0.2  # 7:00-19:00 local
    count = int(schools / SCHOOLS_PER_TICKET * awake + chance(seed, "many", hour))
    return tuple(_ticket(seed, world, hour, number) for number in range(count))


def _told(seed: int, world: World, now: float, hours: int, state: str) -> list[dict[str, Any]]:
    this_hour = int(now // HOUR)
    found = _chronic(seed, world, now) if state != "closed" else []
    for hour in range(this_hour - hours, this_hour + 1):
        for row, solved in _hour(seed, world, len(world.schools), hour):
            is_open = solved > now
            if row["_opened"] <= now and (state == "all" or is_open == (state == "open")):
                found.append(row | _stands(row, solved, now))
    found.sort(key=lambda row: float(row["_opened"]))
    return [{key: value for key, value in row.items() if key not in ("_opened", "_taken")} for row in found]


def _stands(row: dict[str, Any], solved: float, now: float) -> dict[str, str]:
    taken = {"taken_at": iso(row["_taken"])} if row["_taken"] <= now else {}
    return {"state": "open", **taken} if solved > now else {"state": "closed", **taken, "resolved_at": iso(solved)}
