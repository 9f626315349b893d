"""Cổng thông tin các trường: which websites answer, how fast, how long are their certificates good?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from data_sources._maybe import maybe_whole
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("portal.checks_24h", "portal.up_24h", "portal.response_ms", "portal.certificate_days")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One website of the last 24 hours; null: a site that never answered has no speed, one without https no days."""
    checks, up = whole(row, "checks", 100_000), whole(row, "up", 100_000)
    if up > checks:
        raise BadRow("more_up_than_checks")
    return checks, up, maybe_whole(row, "response_ms", 600_000), maybe_whole(row, "certificate_days", 5_000)


def collect(ask: Ask) -> Iterator[Column]:
    """Every website's row, once. That nobody looked, or none answered, is a fault of the watch, not of the schools."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1))


SOURCE = Source(
    key="portal",
    label=Words("Cổng thông tin các trường", "School websites"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(5),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
