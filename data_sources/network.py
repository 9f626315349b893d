"""Sổ trường của ngành: what does the sector's register say of each school – level, rooms, standards, changes?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from data_sources._maybe import maybe_flag, maybe_whole
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "network.level", "network.public", "network.classes", "network.rooms", "network.pupils",
    "network.two_session_pupils", "network.satellites", "network.national_standard", "network.accredited",
    "network.children", "network.opened", "network.merged", "network.closed", "network.coordinates_verified",
)
LEVELS = 9  # mầm non 1, tiểu học 2, THCS 3, THPT 4, liên cấp 5, GDTX 6, GDNN-GDTX 7, TTHTCĐ 8, chuyên biệt 9


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the register; null where the level is not asked. Raises BadRow."""
    pupils, twice = maybe_whole(row, "pupils", 20_000), maybe_whole(row, "two_session_pupils", 20_000)
    if twice > pupils:
        raise BadRow("more_in_two_sessions_than_pupils")
    if row.get("children") == 0:
        raise BadRow("bad_children")
    return (
        maybe_whole(row, "level", LEVELS), float(flag(row, "public")), maybe_whole(row, "classes", 1_000),
        whole(row, "rooms", 2_000), pupils, twice, maybe_whole(row, "satellites", 50),
        maybe_flag(row, "national_standard"), maybe_flag(row, "accredited"), maybe_whole(row, "children", 1_000_000),
        float(flag(row, "opened")), float(flag(row, "merged")), float(flag(row, "closed")),
        float(flag(row, "coordinates_verified")),
    )


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Classes, rooms or pupils that are zero everywhere are not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(2, 3, 4))


SOURCE = Source(
    key="network",
    label=Words("Sổ trường của ngành", "School register of the sector"),
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
