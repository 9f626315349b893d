"""Mã định danh trùng: which schools have pupils sharing one id?

Ids on more than one record, counted where the later record lies; counts only, no id enters the centre. The sector
database is read once a day: believed for three days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="duplicates",
    label=Words("Mã định danh trùng", "Duplicate pupil ids"),
    question=Words("Trường nào có học sinh trùng mã định danh?", "Which schools have pupils sharing one id?"),
    unit="mã", unit_en="ids", group="data", order=5,
    kinds=TAUGHT,
    needs=("sector.duplicate_ids",),
    value=lambda m: m["sector.duplicate_ids"],
    formula=Words("tổng số mã định danh gắn với hơn một hồ sơ", "sum of ids that stand on more than one record"),
    bands=Bands(good=0, watch=3), roll_up=RollUp.SUM, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Thông tư 42/2021/TT-BGDĐT; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Circular 42/2021/TT-BGDĐT; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=0,
        says=Words("100 % học sinh có một mã định danh duy nhất", "100 % of pupils have one unique id"),
        document=Words("Hà Nội: báo cáo của ngành", "Hà Nội: report of the sector"),
        doubt=Words("Số liệu của Hà Nội, không nêu mẫu số; không so trực tiếp với tỉnh này.",
                    "A figure of Hà Nội without a denominator; not comparable with this province."),
    ),),
)
