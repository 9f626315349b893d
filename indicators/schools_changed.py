"""Trường thành lập, sáp nhập, giải thể: which schools changed this school year?

Three flags of the sector register; a school that merged is counted once. The register answers daily, its figures are
of the term: believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="schools_changed",
    label=Words("Trường thành lập, sáp nhập, giải thể", "Schools opened, merged or closed"),
    question=Words("Năm học này trường nào được thành lập, sáp nhập, giải thể?",
                   "Which schools were opened, merged or closed this school year?"),
    unit="trường", unit_en="schools", group="network", order=11,
    needs=("network.closed", "network.merged", "network.opened"),
    value=lambda m: m["network.opened"] + m["network.merged"] + m["network.closed"],
    formula=Words("trường thành lập + nhận sáp nhập + giải thể trong năm học",
                  "schools opened + merged + closed in this school year"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Nghị định 125/2024/NĐ-CP; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Decree 125/2024/NĐ-CP; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
