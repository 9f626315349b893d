"""Điểm trường lẻ: which schools still teach at satellite sites?

Sites beside the main one; levels that have none by rule are not asked. The register answers daily, its figures are of
the term: believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="satellites",
    label=Words("Điểm trường lẻ", "Satellite sites"),
    question=Words("Trường nào còn điểm trường lẻ?", "Which schools still teach at satellite sites?"),
    unit="điểm", unit_en="sites", group="network", order=6,
    kinds=TAUGHT,
    needs=("network.satellites",),
    value=lambda m: m["network.satellites"],
    formula=Words("tổng số điểm trường ngoài điểm chính", "sum of sites beside the main one"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Thông tư 52/2020/TT-BGDĐT; Thông tư 28/2020/TT-BGDĐT",
    legal_basis_en="Circulars 52/2020/TT-BGDĐT, 28/2020/TT-BGDĐT",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
