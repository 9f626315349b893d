"""Phòng máy: which school has computer rooms, how many machines are on right now, what else is there to teach with?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, told, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("labs.rooms", "labs.standard_machines", "labs.machines_online", "labs.projectors", "labs.classrooms",
           "labs.projector_rooms", "labs.devices", "labs.devices_broken", "labs.smart_rooms", "labs.modern_labs",
           "labs.technology_labs", "labs.ar_labs", "labs.vr_labs", "labs.ai_labs")
_MOST = 2_000  # rooms of one school


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the labs inventory. Raises BadRow."""
    rooms, machines = whole(row, "rooms", 500), whole(row, "standard_machines", 20_000)
    online, projectors = whole(row, "machines_online", 20_000), whole(row, "projectors", 2_000)
    if online > machines:
        raise BadRow("more_online_than_machines")
    return rooms, machines, online, projectors, *_equipment(row), *_modern(row)


def _equipment(row: Mapping[str, Any]) -> tuple[float, ...]:
    """Classrooms, those with a projector, devices, broken ones."""
    classrooms, shown = told(row, "classrooms", _MOST), told(row, "projector_rooms", _MOST)
    devices, broken = told(row, "devices", 50_000), told(row, "devices_broken", 50_000)
    if shown > classrooms:
        raise BadRow("more_projector_rooms_than_rooms")
    if broken > devices:
        raise BadRow("more_broken_than_devices")
    return classrooms, shown, devices, broken


def _modern(row: Mapping[str, Any]) -> tuple[float, ...]:
    """Smart classrooms, modern labs, those with AR, VR or AI at all, and of each; nobody asks a preschool."""
    smart, modern = told(row, "smart_rooms", _MOST), told(row, "modern_labs", _MOST)
    some = told(row, "technology_labs", _MOST)
    each = [told(row, f"{name}_labs", _MOST) for name in ("ar", "vr", "ai")]
    if some > modern or any(one > some for one in each) or some > sum(each):
        raise BadRow("labs_do_not_add_up")
    return smart, modern, some, *each


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
