"""Không giao dịch 30 ngày: trường nào có mà không dùng?

1 = e-payment is switched on and nothing was paid by it in 30 days: enabled on paper only. Unknown where it is switched
off. Area: how many such schools.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="no_transactions_30d",
    label=Words("Trường không có giao dịch 30 ngày", "Schools without payment for 30 days"),
    question=Words("Trường nào đã triển khai mà 30 ngày không có giao dịch?",
                   "Which schools have e-payment and no payment in 30 days?"),
    unit="trường", unit_en="schools", group="epayment", order=8,
    needs=("epayment.transactions_30d",),
    value=lambda m: (m["epayment.transactions_30d"] == 0) * 1.0 + 0 * m["epayment.transactions_30d"],
    formula=Words("1 nếu không có giao dịch nào trong 30 ngày; địa bàn: số trường như vậy",
                  "1 if there was no payment in 30 days; area: how many such schools"),
    bands=Bands(good=0, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
