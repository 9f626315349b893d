"""Tra cứu tình trạng hồ sơ: can a citizen see where a dossier stands, and does what they see lag behind?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("dossiers.tracked", "dossiers.lagging", "dossiers.queries_24h", "dossiers.unanswered_24h")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One school: dossiers that can be looked up, those whose status is older than a day, queries of the day."""
    tracked, lagging = whole(row, "tracked", 100_000), whole(row, "lagging", 100_000)
    queries, unanswered = whole(row, "queries", 10_000_000), whole(row, "unanswered", 10_000_000)
    if lagging > tracked:
        raise BadRow("more_lagging_than_tracked")
    if unanswered > queries:
        raise BadRow("more_unanswered_than_queries")
    return tracked, lagging, queries, unanswered


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. That nothing at all can be looked up is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="dossiers",
    label=Words("Tra cứu tình trạng hồ sơ", "Dossier status"),
    owner=Words("Văn phòng Sở", "Department's office"),
    every=minutes(5),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
