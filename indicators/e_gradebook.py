"""Sổ điểm điện tử: where do classes still work without an e-gradebook?

Classes that wrote into it in 30 days / classes; preschools have none and are not asked. The gradebook system is read
once a day: believed for three days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="e_gradebook",
    label=Words("Sổ điểm điện tử", "E-gradebook"),
    question=Words("Lớp ở trường nào chưa dùng sổ điểm điện tử?",
                   "Where do classes still work without an e-gradebook?"),
    unit="%", group="data", order=9, decimals=1,
    kinds=GRADED,
    needs=("gradebook.classes", "gradebook.classes_on"),
    value=lambda m: m["gradebook.classes_on"] / m["gradebook.classes"],
    weight=lambda m: m["gradebook.classes"],
    formula=Words("lớp ghi sổ điểm điện tử trong 30 ngày / lớp",
                  "classes that wrote the e-gradebook in 30 days / classes"),
    bands=Bands(good=0.98, watch=0.8), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=None,
        says=Words("sổ điểm điện tử từ năm học 2023–2024", "e-gradebooks from 2023–24"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Số liệu của Đồng Tháp trước khi sáp nhập với Tiền Giang (2025); không so trực tiếp với tỉnh này.",
                    "Đồng Tháp before its merger with Tiền Giang (2025); not comparable with this province."),
    ),),
)
