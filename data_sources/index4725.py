"""Mức độ chuyển đổi số theo Quyết định 4725: how many points did a school count itself in both groups?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("index4725.teaching", "index4725.governance", "index4725.governance_most")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """Points of both groups, and what the governance table sums to: 90 in the only source of it, not yet 100."""
    teaching, governance = whole(row, "teaching", 100), whole(row, "governance", 100)
    if teaching > whole(row, "teaching_most", 100):
        raise BadRow("more_teaching_than_possible")
    most = whole(row, "governance_most", 100)
    if governance > most:
        raise BadRow("more_governance_than_possible")
    return teaching, governance, most


def collect(ask: Ask) -> Iterator[Column]:
    """A row for each general or adult school that has handed in; each as old as its own day. Never all zero."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1, 2))


SOURCE = Source(
    key="index4725",
    label=Words("Tự đánh giá chuyển đổi số (QĐ 4725)", "Digital-transformation self-assessment (4725)"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
