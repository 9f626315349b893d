"""Máy tính đang hoạt động: phòng máy có dùng được trong giờ học?

Machines that answer / standard machines of the school's computer rooms.
"""

from domain.indicator import Bands, Indicator, RollUp, Rule, Severity
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="labs",
    label=Words("Máy tính phòng máy đang hoạt động", "Lab machines online"),
    question=Words("Trong giờ học, phòng máy của trường nào có quá ít máy đang bật?",
                   "In school hours, whose computer rooms have too few machines on?"),
    unit="%", group="labs", order=3,
    kinds=AFTER_NURSERY,
    needs=("labs.machines_online", "labs.standard_machines"),
    value=lambda m: m["labs.machines_online"] / m["labs.standard_machines"],
    formula=Words("số máy đang bật / số máy tính chuẩn trong các phòng máy của trường; địa bàn: trung bình các trường",
                  "machines on / standard machines in the school's computer rooms; area: mean of the schools"),
    bands=Bands(good=0.6, watch=0.3), roll_up=RollUp.MEAN, stale_after=minutes(10),
    school_hours_only=True,
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: 2.052 phòng máy, 12.312 máy tính chuẩn",
    legal_basis_en="Decision 131/QĐ-TTg: 2,052 computer rooms, 12,312 standard machines",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
    incident=Rule(  # a room that stands empty is no incident; one that is no longer heard of is
        after=0, clear=2, severity=Severity.LOW, silent_after=minutes(60),
        says=Words("{school}: phòng máy báo động từ {since}", "{school}: computer rooms bad since {since}"),
    ),
)
