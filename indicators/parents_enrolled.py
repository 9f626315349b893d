"""Phụ huynh đã đăng ký: bao nhiêu phụ huynh đã nộp được không dùng tiền mặt?

Parents who registered an account or a card with the gateway / parents asked (one for each pupil). Unknown where
e-payment is switched off. Bands: the house's own proposal.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="parents_enrolled",
    label=Words("Phụ huynh đã đăng ký thanh toán", "Parents enrolled"),
    question=Words("Phụ huynh trường nào chưa đăng ký thanh toán?", "Where have parents not enrolled for e-payment?"),
    unit="%", group="epayment", order=7, decimals=1,
    needs=("epayment.parents_enrolled", "epayment.parents_asked"),
    value=lambda m: m["epayment.parents_enrolled"] / m["epayment.parents_asked"],
    weight=lambda m: m["epayment.parents_asked"],
    formula=Words("phụ huynh đã đăng ký / phụ huynh được mời (mỗi học sinh một)",
                  "parents enrolled / parents asked (one for each pupil)"),
    bands=Bands(good=0.8, watch=0.5), roll_up=RollUp.RATIO, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
