"""Trường theo cấp học: how many schools of each level are at work?

One per school whose level the sector register states and which it has not closed; the filter of levels cuts it. The
register answers daily, its figures are of the term: believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="schools_by_level",
    label=Words("Trường theo cấp học", "Schools by level"),
    question=Words("Mỗi cấp học có bao nhiêu trường đang hoạt động?", "How many schools of each level are at work?"),
    unit="trường", unit_en="schools", group="network", order=1,
    needs=("network.closed", "network.level"),
    value=lambda m: 1 - m["network.closed"] + 0 * m["network.level"],
    formula=Words("số trường có cấp học trong sổ ngành và chưa giải thể; lọc theo cấp học để xem từng cấp",
                  "schools with a level in the sector register and not closed; filter by level for each"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Luật Giáo dục 2019; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Education Law 2019; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
