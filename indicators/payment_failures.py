"""Giao dịch lỗi hôm nay: phụ huynh trường nào đang không nộp được tiền?

Failed / all transactions of the day; a school without a transaction has no share (unknown, not zero).
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="payment_failures",
    label=Words("Giao dịch lỗi hôm nay", "Failed payments today"),
    question=Words("Phụ huynh trường nào đang không nộp được tiền?", "Where do parents' payments fail?"),
    unit="%", group="epayment", order=4, decimals=1,
    needs=("epayment.failed_today", "epayment.transactions_today"),
    value=lambda m: m["epayment.failed_today"] / m["epayment.transactions_today"],
    weight=lambda m: m["epayment.transactions_today"],
    formula=Words("giao dịch lỗi / giao dịch trong ngày", "failed / all transactions of the day"),
    bands=Bands(good=0.03, watch=0.10), roll_up=RollUp.RATIO, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
