"""Giao dịch hôm nay: phụ huynh trường nào đang nộp tiền?

Transactions of the local day so far, failed ones included. A plain fact: what a day should bring depends on the day.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="transactions",
    label=Words("Giao dịch hôm nay", "Transactions today"),
    question=Words("Hôm nay có bao nhiêu giao dịch nộp tiền của phụ huynh?",
                   "How many payments did parents attempt today?"),
    unit="giao dịch", unit_en="transactions", group="epayment", order=3,
    needs=("epayment.transactions_today",),
    value=lambda m: m["epayment.transactions_today"],
    formula=Words("số giao dịch từ 0 giờ hôm nay, kể cả giao dịch lỗi; địa bàn: tổng các trường có báo cáo",
                  "transactions since midnight, failed ones included; area: sum of the schools that report"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
