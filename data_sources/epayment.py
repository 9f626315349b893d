"""Thanh toán không dùng tiền mặt: who has it, how many payments ran today, how many failed, what share of fees?"""

from collections.abc import Iterator, Mapping
from math import nan
from typing import Any

from data_sources._fields import BadRow, flag, told, whole
from data_sources._inventory import inventory
from domain.measurement import Column
from domain.source import Ask, Source, seconds
from domain.wording import Words

METRICS = ("epayment.enabled", "epayment.transactions_today", "epayment.failed_today", "epayment.share_cashless",
           "epayment.fees_due_m", "epayment.fees_cashless_m", "epayment.transactions_30d",
           "epayment.reconciliation_lag_h", "epayment.channels", "epayment.parents_asked", "epayment.parents_enrolled")
_MOST_VND = 10**13
_MILLION = 1e6  # fees are kept in millions of đồng: a float32 holds them


def read(row: Mapping[str, Any]) -> tuple[float, ...]:
    """One row of the payment gateway. A school with nothing due has no cashless share: unknown, not zero."""
    made, failed = whole(row, "transactions_today", 1_000_000), whole(row, "failed_today", 1_000_000)
    due, cashless = whole(row, "fees_due", _MOST_VND), whole(row, "fees_cashless", _MOST_VND)
    if failed > made:
        raise BadRow("more_failed_than_made")
    if cashless > due:
        raise BadRow("more_paid_than_due")
    return (float(flag(row, "enabled")), made, failed, cashless / due if due else nan, due / _MILLION,
            cashless / _MILLION, *_use(row, made))


def _use(row: Mapping[str, Any], today: float) -> tuple[float, ...]:
    """How it is used; unknown where it is switched off."""
    month, lag = told(row, "transactions_30d", 30_000_000), told(row, "reconciliation_lag_h", 100_000)
    asked, enrolled = told(row, "parents_asked", 100_000), told(row, "parents_enrolled", 100_000)
    if today > month:
        raise BadRow("more_today_than_in_30_days")
    if enrolled > asked:
        raise BadRow("more_enrolled_than_asked")
    return month, lag, told(row, "channels", 100), asked, enrolled


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
