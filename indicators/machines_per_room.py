"""Số máy mỗi phòng máy: phòng máy có đủ máy cho một lớp?

Press figure to compare with: 12,312 machines / 2,052 rooms is exactly 6.0, which is implausible (DOMAIN A2).
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="machines_per_room",
    label=Words("Số máy mỗi phòng máy", "Machines per computer room"),
    question=Words("Mỗi phòng máy có bình quân bao nhiêu máy?", "How many machines has a computer room on average?"),
    unit="máy", unit_en="machines", group="labs", order=4, decimals=1,
    kinds=AFTER_NURSERY,
    needs=("labs.standard_machines", "labs.rooms"),
    value=lambda m: m["labs.standard_machines"] / m["labs.rooms"],
    weight=lambda m: m["labs.rooms"],
    formula=Words("tổng số máy tính chuẩn / tổng số phòng máy", "standard machines / computer rooms"),
    bands=Bands(good=20, watch=12), roll_up=RollUp.RATIO, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: 2.052 phòng máy, 12.312 máy tính chuẩn",
    legal_basis_en="Decision 131/QĐ-TTg: 2,052 computer rooms, 12,312 standard machines",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    press=(
        PressFigure(
            value=6,
            says=Words("12.312 máy tính chuẩn / 2.052 phòng máy", "12,312 standard machines / 2,052 computer rooms"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg", "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Đúng 6,0 máy mỗi phòng: khó tin, phòng máy cho cả lớp có từ 20 máy trở lên.",
                        "Exactly 6.0 machines per room: implausible, a room for a whole class has 20 or more."),
        ),
    ),
)
