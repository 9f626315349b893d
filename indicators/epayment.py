"""Thanh toán không dùng tiền mặt: trường nào chưa triển khai?"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="epayment",
    label=Words("Thanh toán không dùng tiền mặt", "E-payment enabled"),
    question=Words("Trường nào chưa thu học phí không dùng tiền mặt?", "Which schools do not take e-payment yet?"),
    unit="%", group="epayment", order=1,
    needs=("epayment.enabled",),
    value=lambda m: m["epayment.enabled"],
    formula=Words("trường đã triển khai / trường có báo cáo", "schools that have it / schools that report"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.SHARE, stale_after=minutes(60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(
        PressFigure(
            value=465 / 595,
            says=Words("465/595 trường, hơn 78 %", "465/595 schools, more than 78 %"),
            document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
            doubt=Words("Bằng 78,15 %; Đồng Tháp trước khi sáp nhập với Tiền Giang (2025), là tỉnh khác.",
                        "Equals 78.15 %; Đồng Tháp before its merger with Tiền Giang (2025), another province."),
        ),
        PressFigure(
            value=1,
            says=Words("100 % trường thu học phí không dùng tiền mặt", "100 % of schools take tuition without cash"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg", "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là số khai báo; có triển khai chưa phải là có giao dịch.",
                        "Declared; to have it is not yet to use it."),
        ),
        PressFigure(
            value=1,
            says=Words("100 % trường thu học phí không dùng tiền mặt", "100 % of schools take tuition without cash"),
            document=Words("Tài liệu của Hà Nội", "A document of Hà Nội"),
            doubt=Words("Tỉnh khác, không rõ ngày và mẫu số.", "Another province; day and denominator are not given."),
        ),
    ),
)
