"""Nhân sự CNTT: who looks after the machines, who was trained, which accounts are still waited for?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "staff.it_dedicated", "staff.it_part_time", "staff.it_trained", "staff.teachers", "staff.teachers_trained",
    "staff.account_requests", "staff.oldest_request_days",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the staff register: whoever was trained is one of those who are there."""
    dedicated, part_time, trained = whole(row, "it_dedicated", 200), whole(row, "it_part_time", 200), whole(
        row, "it_trained", 400)
    teachers, taught = whole(row, "teachers", 10_000), whole(row, "teachers_trained", 10_000)
    asked, waits = whole(row, "account_requests", 10_000), whole(row, "oldest_request_days", 3650)
    if trained > dedicated + part_time or taught > teachers:
        raise BadRow("more_trained_than_staff")
    if not asked and waits:
        raise BadRow("waits_for_nothing")
    return dedicated, part_time, trained, teachers, taught, asked, waits


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. A province without a single teacher is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(3,))


SOURCE = Source(
    key="staff",
    label=Words("Sổ nhân sự công nghệ thông tin", "IT staff register"),
    owner=Words("Phòng Tổ chức cán bộ", "Personnel office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
