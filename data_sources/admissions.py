"""Tuyển sinh đầu cấp: who has confirmed a place in grades 1, 6 and 10, who changes schools and who waits for it?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, told, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

_FIELDS = ("quota", "expected", "confirmed", "transfers_in", "transfers_out", "transfers_waiting")
METRICS = tuple(f"admissions.{name}" for name in (*_FIELDS, "hours_left"))
_SEASON_H = 2_400
_MOST_OVER = 1.5  # a school may fill more than its quota, not many times over


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row. `expected`: confirmations the plan wants by today; transfers: of this school year, and waiting now.

    `hours_left` of the campaign, 0 = closed; a system need not tell it.
    """
    values = {name: whole(row, name, 20_000) for name in _FIELDS}
    if values["expected"] > values["quota"]:
        raise BadRow("more_expected_than_quota")
    if values["confirmed"] > _MOST_OVER * values["quota"]:
        raise BadRow("more_confirmed_than_possible")
    return *values.values(), told(row, "hours_left", _SEASON_H)


def collect(ask: Ask) -> Iterator[Column]:
    """A row for each school that admits pupils to grades 1, 6 or 10. No quota anywhere is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="admissions",
    label=Words("Hệ thống tuyển sinh đầu cấp", "Admission system"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
