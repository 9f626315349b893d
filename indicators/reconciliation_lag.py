"""Độ trễ đối soát: tiền nộp bao lâu rồi chưa khớp với sổ của trường?

Hours since gateway and school's books were last reconciled. It is done every night: more than a day is late, three
days is trouble. Unknown where e-payment is switched off.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="reconciliation_lag",
    label=Words("Độ trễ đối soát", "Reconciliation lag"),
    question=Words("Trường nào lâu chưa đối soát tiền nộp?", "Which schools have not reconciled payments for long?"),
    unit="giờ", unit_en="h", group="epayment", order=5, decimals=1,
    needs=("epayment.reconciliation_lag_h",),
    value=lambda m: m["epayment.reconciliation_lag_h"],
    formula=Words("bây giờ − lần đối soát gần nhất; địa bàn: trung bình các trường có triển khai",
                  "now − last reconciliation; area: mean of the schools that have e-payment"),
    bands=Bands(good=24, watch=72), roll_up=RollUp.MEAN, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
