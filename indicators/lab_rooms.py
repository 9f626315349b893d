"""Số phòng máy: trường nào có bao nhiêu phòng máy tính?

A plain fact of the labs inventory: nobody has set a number for every kind of school, a preschool may have none. Asked
every minute, changed seldom: believed for a day.
"""

from domain.indicator import FACT, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="lab_rooms",
    label=Words("Phòng máy", "Computer rooms"),
    question=Words("Trường nào có bao nhiêu phòng máy tính?", "How many computer rooms has which school?"),
    unit="phòng", unit_en="rooms", group="labs", order=1,
    needs=("labs.rooms",),
    value=lambda m: m["labs.rooms"],
    formula=Words("số phòng máy của trường; địa bàn: tổng các trường có báo cáo",
                  "computer rooms of the school; area: sum of the schools that report"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: 2.052 phòng máy, 12.312 máy tính chuẩn",
    legal_basis_en="Decision 131/QĐ-TTg: 2,052 computer rooms, 12,312 standard machines",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    press=(
        PressFigure(
            value=2052,
            says=Words("2.052 phòng máy", "2,052 computer rooms"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("12.312 máy / 2.052 phòng đúng bằng 6,0 máy mỗi phòng: khó tin, xem Số máy mỗi phòng máy.",
                        "12,312 machines / 2,052 rooms is exactly 6.0: implausible, see Machines per computer room."),
        ),
        PressFigure(
            value=None,
            says=Words("100 % trường có phòng máy", "100 % of schools have computer rooms"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là số khai báo; không nói tính những cấp học nào.",
                        "Declared; which kinds of school are meant is not said."),
        ),
    ),
)
