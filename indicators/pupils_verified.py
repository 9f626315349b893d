"""Học sinh đã xác thực: which schools have pupil records not matched with the population database?

Records verified / records held; counts only, no record enters the centre. The sector database is read once a day:
believed for three days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="pupils_verified",
    label=Words("Học sinh đã xác thực", "Pupil records verified"),
    question=Words("Trường nào còn hồ sơ học sinh chưa khớp CSDL quốc gia về dân cư?",
                   "Which schools have pupil records not matched with the national population database?"),
    unit="%", group="data", order=1, decimals=1,
    kinds=TAUGHT,
    needs=("sector.pupil_records", "sector.pupils_verified"),
    value=lambda m: m["sector.pupils_verified"] / m["sector.pupil_records"],
    weight=lambda m: m["sector.pupil_records"],
    formula=Words("hồ sơ học sinh đã xác thực / hồ sơ học sinh", "pupil records verified / pupil records"),
    bands=Bands(good=0.99, watch=0.97), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Thông tư 42/2021/TT-BGDĐT",
    legal_basis_en="Decision 131/QĐ-TTg; Circular 42/2021/TT-BGDĐT",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=0.99,
        says=Words("trên 99 % hồ sơ học sinh đã xác thực", "more than 99 % of pupil records verified"),
        document=Words("TP.HCM: hai năm thực hiện Quyết định 131/QĐ-TTg", "HCMC: two years of Decision 131/QĐ-TTg"),
        doubt=Words("Tài liệu chỉ ghi cận dưới, không nêu tử số, mẫu số và ngày chốt.",
                    "The document gives a lower bound only: no numerator, no denominator, no closing date."),
    ),),
)
