"""Giáo viên đã xác thực: which schools have teacher records not matched with the population database?

Records verified / records held; counts only, no record enters the centre. The sector database is read once a day:
believed for three days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="teachers_verified",
    label=Words("Giáo viên đã xác thực", "Teacher records verified"),
    question=Words("Trường nào còn hồ sơ giáo viên chưa khớp CSDL quốc gia về dân cư?",
                   "Which schools have teacher records not matched with the national population database?"),
    unit="%", group="data", order=2, decimals=1,
    kinds=TAUGHT,
    needs=("sector.teacher_records", "sector.teachers_verified"),
    value=lambda m: m["sector.teachers_verified"] / m["sector.teacher_records"],
    weight=lambda m: m["sector.teacher_records"],
    formula=Words("hồ sơ giáo viên đã xác thực / hồ sơ giáo viên", "teacher records verified / teacher records"),
    bands=Bands(good=0.95, watch=0.9), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Thông tư 42/2021/TT-BGDĐT",
    legal_basis_en="Decision 131/QĐ-TTg; Circular 42/2021/TT-BGDĐT",
    owner=Words("Phòng Tổ chức cán bộ", "Personnel office"),
    press=(PressFigure(
        value=0.95,
        says=Words("trên 95 % hồ sơ giáo viên đã xác thực", "more than 95 % of teacher records verified"),
        document=Words("TP.HCM: hai năm thực hiện Quyết định 131/QĐ-TTg", "HCMC: two years of Decision 131/QĐ-TTg"),
        doubt=Words("Tài liệu chỉ ghi cận dưới, không nêu tử số, mẫu số và ngày chốt.",
                    "The document gives a lower bound only: no numerator, no denominator, no closing date."),
    ),),
)
