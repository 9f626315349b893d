"""Số học sinh mỗi máy tính: một máy phải chia cho bao nhiêu học sinh?

Pupils / standard machines of the computer rooms. A school without a machine has no such figure (unknown, not zero);
its pupils are left out of the area's sum, and it is counted among those that do not report. Bands: the house's own
proposal, one machine for half a class in turn; the department decides.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="pupils_per_machine",
    label=Words("Số học sinh mỗi máy tính", "Pupils per machine"),
    question=Words("Một máy tính phải chia cho bao nhiêu học sinh?", "How many pupils share one machine?"),
    unit="học sinh", unit_en="pupils", group="labs", order=5, decimals=1,
    kinds=AFTER_NURSERY,
    needs=("school.pupils", "labs.standard_machines"),
    value=lambda m: m["school.pupils"] / m["labs.standard_machines"],
    weight=lambda m: m["labs.standard_machines"],
    formula=Words("học sinh / máy tính chuẩn, của các trường có máy",
                  "pupils / standard machines, of schools that have any"),
    bands=Bands(good=20, watch=40), roll_up=RollUp.RATIO, stale_after=minutes(24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: 2.052 phòng máy, 12.312 máy tính chuẩn",
    legal_basis_en="Decision 131/QĐ-TTg: 2,052 computer rooms, 12,312 standard machines",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
)
