"""Thanh toán không dùng tiền mặt: who has it, how many payments ran today, how many failed, what share of fees?"""

from collections.abc import Iterator, Mapping
from math import nan
from typing import Any

from data_sources._fields import BadRow, flag, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("epayment.enabled", "epayment.transactions_today", "epayment.failed_today", "epayment.share_cashless")
_MOST_VND = 10**13


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the payment gateway. A school with nothing due has no cashless share: unknown, not zero."""
    made, failed = whole(row, "transactions_today", 1_000_000), whole(row, "failed_today", 1_000_000)
    due, cashless = whole(row, "fees_due", _MOST_VND), whole(row, "fees_cashless", _MOST_VND)
    if failed > made:
        raise BadRow("more_failed_than_made")
    if cashless > due:
        raise BadRow("more_paid_than_due")
    return float(flag(row, "enabled")), made, failed, cashless / due if due else nan


def collect(ask: Ask) -> Iterator[Column]:
    """Every school's row, once. Cashless payment switched off everywhere at once is not believed."""
    return inventory(ask, METRICS, read, never_all_zero=(0,))


SOURCE = Source(
    key="epayment",
    label=Words("Cổng thanh toán học phí", "Tuition payment gateway"),
    every=seconds(60),
    needs=("url", "token"),
    collect=collect,
    metrics=METRICS,
)
