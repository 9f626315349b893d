"""Phòng học thông minh: trường nào chưa có phòng nào?

Target of the department: each school at least one (A8). Preschools and community learning centres are not asked:
unknown, not zero. Declared with the labs inventory: believed for a day.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="smart_rooms",
    label=Words("Phòng học thông minh", "Smart classrooms"),
    question=Words("Trường nào chưa có phòng học thông minh?", "Which schools have no smart classroom yet?"),
    unit="phòng", unit_en="rooms", group="labs", order=6,
    kinds=AFTER_NURSERY,
    needs=("labs.smart_rooms",),
    value=lambda m: m["labs.smart_rooms"],
    formula=Words("số phòng học thông minh của trường; đạt: từ 1 phòng; địa bàn: tổng",
                  "smart classrooms of the school; reached: 1 or more; area: sum"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 131/QĐ-TTg: mỗi trường ít nhất 1 phòng học thông minh, 1 phòng thí nghiệm hiện đại (A8)",
    legal_basis_en="Decision 131/QĐ-TTg: each school at least one smart classroom and one modern lab (A8)",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    press=(
        PressFigure(
            value=None,
            says=Words("Mỗi trường ít nhất 1 phòng học thông minh", "Each school at least 1 smart classroom"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là chỉ tiêu, chưa phải kết quả; không nói tính những cấp học nào.",
                        "A target, not a result; which kinds of school are meant is not said."),
        ),
    ),
)
