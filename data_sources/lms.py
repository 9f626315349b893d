"""Nền tảng học trực tuyến: who really used it in the last seven days, and what does its repository hold?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "lms.classes", "lms.active_classes_7d", "lms.teachers", "lms.active_teachers_7d", "lms.pupils",
    "lms.active_pupils_7d", "lms.repository_items", "lms.shared_items",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the learning platform: nobody is active who is not there."""
    pairs = (("classes", "active_classes_7d"), ("teachers", "active_teachers_7d"), ("pupils", "active_pupils_7d"),
             ("repository_items", "shared_items"))
    values: list[float] = []
    for all_of, some in pairs:
        many, few = whole(row, all_of, 1_000_000), whole(row, some, 1_000_000)
        if few > many:
            raise BadRow(f"more_{some}_than_{all_of}")
        values += [many, few]
    return tuple(values)


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. A platform that nobody at all used for a week is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(5,))


SOURCE = Source(
    key="lms",
    label=Words("Nền tảng học trực tuyến và kho học liệu", "Learning platform and repository"),
    owner=Words("Phòng Giáo dục phổ thông", "General education office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
