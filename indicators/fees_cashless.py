"""Tỷ lệ thu không dùng tiền mặt: bao nhiêu phần học phí không còn thu tiền mặt?

Tuition of this school year paid without cash / tuition due, in millions of đồng. To have e-payment is not yet to use
it: a school that has none collects 0 %. Nothing due = unknown. Bands: the house's own proposal on the way to 100 %.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="fees_cashless",
    label=Words("Học phí thu không dùng tiền mặt", "Share of fees paid cashless"),
    question=Words("Bao nhiêu phần trăm học phí phải thu đã được nộp không dùng tiền mặt?",
                   "What share of the tuition due has been paid without cash?"),
    unit="%", group="epayment", order=2, decimals=1,
    needs=("epayment.fees_cashless_m", "epayment.fees_due_m"),
    value=lambda m: m["epayment.fees_cashless_m"] / m["epayment.fees_due_m"],
    weight=lambda m: m["epayment.fees_due_m"],
    formula=Words("học phí đã thu không dùng tiền mặt / học phí phải thu trong năm học (triệu đồng)",
                  "tuition paid without cash / tuition due this school year (million VND)"),
    bands=Bands(good=0.9, watch=0.7), roll_up=RollUp.RATIO, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(
        PressFigure(
            value=1,
            says=Words("100 % học phí thu không dùng tiền mặt", "100 % cashless tuition"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là số khai báo; có triển khai chưa phải là thu hết.",
                        "Declared; to have it is not to collect all by it."),
        ),
        PressFigure(
            value=1,
            says=Words("100 % học phí thu không dùng tiền mặt", "100 % cashless tuition"),
            document=Words("Tài liệu của Hà Nội", "A document of Hà Nội"),
            doubt=Words("Tỉnh khác, không rõ ngày và mẫu số.", "Another province; day and denominator are not given."),
        ),
    ),
)
