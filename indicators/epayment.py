"""Thanh toán không dùng tiền mặt: trường nào chưa triển khai?"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="epayment",
    label=Words("Thanh toán không dùng tiền mặt", "E-payment enabled"),
    question=Words("Trường nào chưa thu học phí không dùng tiền mặt?", "Which schools do not take e-payment yet?"),
    unit="%", group="epayment", order=7,
    needs=("epayment.enabled",),
    value=lambda m: m["epayment.enabled"],
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.SHARE, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
