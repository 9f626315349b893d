"""Phản ánh của người dân: what is still unanswered, and since when?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = (
    "feedback.open", "feedback.overdue", "feedback.oldest_days", "feedback.received_30d", "feedback.answered_30d",
)


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the feedback line: what is overdue is open, and what is open has an age."""
    waits, overdue, oldest = whole(row, "open", 100_000), whole(row, "overdue", 100_000), whole(
        row, "oldest_days", 3650)
    if overdue > waits:
        raise BadRow("more_overdue_than_open")
    if not waits and oldest:
        raise BadRow("waits_for_nothing")
    return waits, overdue, oldest, whole(row, "received_30d", 100_000), whole(row, "answered_30d", 100_000)


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. A month without a single message from anybody is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(3,))


SOURCE = Source(
    key="feedback",
    label=Words("Hệ thống tiếp nhận phản ánh", "Citizens' feedback line"),
    owner=Words("Văn phòng Sở", "Department office"),
    every=minutes(5),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
