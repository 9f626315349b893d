"""Chữ ký số: how many were asked for, how many were issued, how long do the others wait?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("signatures.requested", "signatures.issued", "signatures.oldest_wait_days")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the signature service."""
    asked, issued = whole(row, "requested", 10_000), whole(row, "issued", 10_000)
    if issued > asked:
        raise BadRow("more_issued_than_requested")
    return asked, issued, whole(row, "oldest_wait_days", 3650)


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No signature anywhere at once is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(1,))


SOURCE = Source(
    key="signatures",
    label=Words("Dịch vụ chữ ký số", "Digital signature service"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(15),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
