"""Thông tin bắt buộc đã điền: which schools leave required fields empty?

Fields filled / fields due of everybody enrolled: a pupil without a record counts with all fields empty. The sector
database is read once a day: believed for three days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="completeness",
    label=Words("Thông tin bắt buộc đã điền", "Required fields filled"),
    question=Words("Trường nào để trống thông tin bắt buộc?", "Which schools leave required fields empty?"),
    unit="%", group="data", order=4, decimals=1,
    kinds=TAUGHT,
    needs=("sector.fields_due", "sector.fields_filled"),
    value=lambda m: m["sector.fields_filled"] / m["sector.fields_due"],
    weight=lambda m: m["sector.fields_due"],
    formula=Words("số ô bắt buộc đã điền / số ô bắt buộc của mọi học sinh đang học và giáo viên đang dạy; chưa có "
                  "hồ sơ tính là để trống",
                  "required fields filled / required fields of all enrolled pupils and teachers; no record counts "
                  "as all empty"),
    bands=Bands(good=0.98, watch=0.95), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Thông tư 42/2021/TT-BGDĐT; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Circular 42/2021/TT-BGDĐT; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=None,
        says=Words("100 % học sinh có hồ sơ", "100 % of pupils have a record"),
        document=Words("Hà Nội: báo cáo của ngành", "Hà Nội: report of the sector"),
        doubt=Words("Hà Nội đếm hồ sơ, ở đây đếm ô thông tin trong hồ sơ; tài liệu không nêu mẫu số.",
                    "Hà Nội counts records, here their fields are counted; the document gives no denominator."),
    ),),
)
