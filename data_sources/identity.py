"""Định danh tập trung: how many accounts are bound to an identity, how many sign-ins ran and failed today?"""

from collections.abc import Iterator, Mapping
from typing import Any

from data_sources._fields import BadRow, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, minutes
from domain.wording import Words

METRICS = ("identity.accounts", "identity.bound", "identity.sign_ins_24h", "identity.failed_24h")


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One school's accounts, counted; nobody is named. Raises BadRow."""
    accounts, bound = whole(row, "accounts", 100_000), whole(row, "bound", 100_000)
    made, failed = whole(row, "sign_ins", 10_000_000), whole(row, "failed", 10_000_000)
    if bound > accounts:
        raise BadRow("more_bound_than_accounts")
    if failed > made:
        raise BadRow("more_failed_than_sign_ins")
    return accounts, bound, made, failed


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. No account anywhere is not believed, nor that none is bound."""
    return inventory(ask, METRICS, read, never_all_zero=(0, 1))


SOURCE = Source(
    key="identity",
    label=Words("Định danh tập trung của ngành", "Central identity"),
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    every=minutes(5),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
    hourly=False,
)
