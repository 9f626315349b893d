"""Biểu mẫu điện tử và mã OTP: how long do parents wait for a code now, and how many forms break?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("eform.otp_seconds", "eform.forms_opened", "eform.forms_failed")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the watch over forms: median of the last 20 codes in seconds, forms of the last 24 hours."""
    opened, failed = whole(row, "forms_opened", 1_000_000), whole(row, "forms_failed", 1_000_000)
    if failed > opened:
        raise BadRow("more_failed_than_opened")
    return whole(row, "otp_seconds", 86_400), opened, failed


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Codes that need no time anywhere are not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="eform",
    label=Words("Biểu mẫu điện tử và mã OTP", "E-forms and one-time codes"),
    owner=Words("Văn phòng Sở", "Department's office"),
    every=minutes(1),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
