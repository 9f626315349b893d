"""Số lớp: how many classes does a school have?

Classes and groups of infants as the sector register counts them. The register answers daily, its figures are of the
term: believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="classes",
    label=Words("Số lớp", "Classes"),
    question=Words("Trường có bao nhiêu lớp?", "How many classes are there?"),
    unit="lớp", unit_en="classes", group="network", order=3,
    kinds=TAUGHT,
    needs=("network.classes",),
    value=lambda m: m["network.classes"],
    formula=Words("tổng số lớp (nhóm trẻ) theo sổ ngành", "sum of classes (groups of infants) in the sector register"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Luật Giáo dục 2019; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Education Law 2019; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
