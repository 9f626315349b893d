"""Phòng máy: which school has computer rooms, and how many of its machines are on right now?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("labs.rooms", "labs.standard_machines", "labs.machines_online", "labs.projectors")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the labs inventory. Raises BadRow."""
    rooms, machines = whole(row, "rooms", 500), whole(row, "standard_machines", 20_000)
    online, projectors = whole(row, "machines_online", 20_000), whole(row, "projectors", 2_000)
    if online > machines:
        raise BadRow("more_online_than_machines")
    return rooms, machines, online, projectors


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Rooms or machines that are zero everywhere are not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1))


SOURCE = Source(
    key="labs",
    label=Words("Kiểm kê phòng máy", "Computer labs inventory"),
    every=seconds(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
