"""Thời gian nhận mã OTP: phụ huynh trường nào chờ mã xác thực quá lâu?

Median of the last 20 codes, asked for every minute (DOMAIN E3). Believed for five minutes.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp, Rule, Severity
from domain.measurement import SourceClass
from domain.school import GRADED, SchoolKind
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="otp_delivery",
    label=Words("Thời gian nhận mã OTP", "OTP delivery time"),
    question=Words("Phụ huynh trường nào chờ mã xác thực quá lâu?", "Where do parents wait too long for a code?"),
    unit="giây", unit_en="s", group="services", order=5,
    kinds=(SchoolKind.MAM_NON, *GRADED),
    needs=("eform.otp_seconds",),
    value=lambda m: m["eform.otp_seconds"],
    formula=Words("trung vị thời gian từ lúc gửi đến lúc nhận của 20 mã gần nhất",
                  "median from sending to receipt of the last 20 codes"),
    bands=Bands(good=30, watch=90), roll_up=RollUp.MEAN, stale_after=minutes(5),
    source_class=SourceClass.MEASURED,
    legal_basis="Nghị định 42/2022/NĐ-CP; báo cáo Hà Nội: không nhận được OTP",
    legal_basis_en="Decree 42/2022/NĐ-CP; Hà Nội report: codes not delivered",
    owner=Words("Văn phòng Sở", "Department's office"),
    press=(PressFigure(
        value=None,
        says=Words("đường truyền không ổn định, biểu mẫu lỗi, không nhận được OTP",
                   "unstable line, form errors, OTP not delivered"),
        document=Words("Hà Nội, báo cáo chuyển đổi số ngành", "Hà Nội, report on the sector's digital transformation"),
        doubt=Words("Báo cáo nêu hiện tượng, không có con số.",
                    "The report names the trouble, not a figure."),
    ),),
    incident=Rule(
        after=5, clear=3, severity=Severity.LOW,
        says=Words("{school}: mã OTP đến chậm từ {since}", "{school}: codes arrive late since {since}"),
    ),
)
