"""Trường công lập: which schools are public, which are private?

Public schools / schools of the register. The register answers daily, its figures are of the term: believed for 30
days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="public_schools",
    label=Words("Trường công lập", "Public schools"),
    question=Words("Bao nhiêu phần trăm trường là công lập?", "Which share of the schools is public?"),
    unit="%", group="network", order=2, decimals=1,
    needs=("network.public",),
    value=lambda m: m["network.public"],
    weight=lambda m: m["network.public"] * 0 + 1,
    formula=Words("trường công lập / trường trong sổ ngành; phần còn lại là ngoài công lập",
                  "public schools / schools in the register; the others are private"),
    bands=FACT, roll_up=RollUp.RATIO, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Luật Giáo dục 2019; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Education Law 2019; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
