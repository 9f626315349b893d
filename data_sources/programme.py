"""Theo dõi đề án: what is proven, which pilots run, where does the money go, what still waits for an answer?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, told, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

_FIELDS = ("items", "items_done", "items_overdue", "items_without_proof", "pilot_places", "pilots_running",
           "allocated_million", "disbursed_million", "unfunded_projects", "recommendations", "recommendations_late",
           "oldest_days")
# A tracker need not keep them: money of earlier years and of this one, projects by where their capital comes from.
_MORE = ("allocated_before_million", "allocated_year_million", "projects_public", "projects_recurrent",
         "projects_socialised")
METRICS = tuple(f"programme.{name}" for name in (*_FIELDS, *_MORE))
_PARTS = (("pilots_running", "pilot_places"), ("disbursed_million", "allocated_million"),
          ("recommendations_late", "recommendations"))


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the tracker: items of the plan that concern this school, its pilot places, money in million VND."""
    values = {name: whole(row, name, 10_000_000) for name in _FIELDS}
    if values["items_done"] + values["items_overdue"] + values["items_without_proof"] != values["items"]:
        raise BadRow("states_are_not_the_items")
    for part, of in _PARTS:
        if values[part] > values[of]:
            raise BadRow(f"more_{part}_than_{of}")
    return *values.values(), *(told(row, name, 10_000_000) for name in _MORE)


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. A plan that concerns nobody, or without any money, is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 6))


SOURCE = Source(
    key="programme",
    label=Words("Theo dõi đề án giáo dục thông minh", "Smart-education programme tracker"),
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
