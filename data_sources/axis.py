"""Trục tích hợp của ngành: when did a school's systems last exchange data, what failed, which modules are joined?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from data_sources._maybe import maybe_whole
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

MODULES = ("pupils", "teachers", "staff", "learning", "timetable", "facilities", "fees")  # the seven of DOMAIN D1
METRICS = ("axis.messages_24h", "axis.failures_24h", "axis.silent_hours", *(f"axis.{name}" for name in MODULES))
FRESH_HOURS = 7 * 24  # a module whose last exchange is older is joined, yet not in step with the sector
_LONG = 100_000


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row. A module: 1 = in step, 0 = joined but silent for over a week, unknown = the school has not joined it.

    `silent_hours` null: no exchange has ever succeeded.
    """
    messages, failures = whole(row, "messages", 10_000_000), whole(row, "failures", 10_000_000)
    if failures > messages:
        raise BadRow("more_failures_than_messages")
    return messages, failures, maybe_whole(row, "silent_hours", _LONG), *(_in_step(row, name) for name in MODULES)


def _in_step(row: Mapping[str, Any], module: str) -> float:
    hours = maybe_whole(row, module, _LONG)
    return (hours <= FRESH_HOURS) + 0 * hours  # NaN stays NaN


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Not one message anywhere in a day is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="axis",
    label=Words("Trục tích hợp dữ liệu của ngành", "Department's integration axis"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(5),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
