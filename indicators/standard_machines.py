"""Máy tính chuẩn: phòng máy của trường có bao nhiêu máy?

A plain fact of the labs inventory. Asked every minute, changed seldom: believed for a day.
"""

from domain.indicator import FACT, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="standard_machines",
    label=Words("Máy tính chuẩn", "Standard machines"),
    question=Words("Phòng máy của trường có bao nhiêu máy đạt chuẩn?", "How many standard machines has which school?"),
    unit="máy", unit_en="machines", group="labs", order=2,
    needs=("labs.standard_machines",),
    value=lambda m: m["labs.standard_machines"],
    formula=Words("số máy tính chuẩn của phòng máy; địa bàn: tổng các trường có báo cáo",
                  "standard machines in computer rooms; area: sum of the schools that report"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: 2.052 phòng máy, 12.312 máy tính chuẩn",
    legal_basis_en="Decision 131/QĐ-TTg: 2,052 computer rooms, 12,312 standard machines",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    press=(
        PressFigure(
            value=12312,
            says=Words("12.312 máy tính chuẩn", "12,312 standard machines"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg",
                           "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("12.312 máy / 2.052 phòng đúng bằng 6,0 máy mỗi phòng: khó tin, xem Số máy mỗi phòng máy.",
                        "12,312 machines / 2,052 rooms is exactly 6.0: implausible, see Machines per computer room."),
        ),
    ),
)
