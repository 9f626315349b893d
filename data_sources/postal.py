"""Liên thông bưu chính: which results of dossiers are on their way, which came to the house, which came late?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("postal.underway", "postal.delivered_30d", "postal.late_30d", "postal.returned_30d")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One school's parcels of the last 30 days, counted. Raises BadRow."""
    underway, delivered = whole(row, "underway", 100_000), whole(row, "delivered", 100_000)
    late, returned = whole(row, "late", 100_000), whole(row, "returned", 100_000)
    if late > delivered:
        raise BadRow("more_late_than_delivered")
    return underway, delivered, late, returned


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. A month in which nothing was delivered to anybody is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(1,))


SOURCE = Source(
    key="postal",
    label=Words("Bưu chính công ích", "Postal link"),
    owner=Words("Văn phòng Sở", "Department's office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
