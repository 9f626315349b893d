"""Số trường cho mỗi 10.000 trẻ: where are schools few for the children living there?

Public preschools, primary and lower secondary schools have a catchment; the others have none and are not asked. The
register answers daily, its figures are of the term: believed for 30 days.
"""

from domain.indicator import FACT, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import SchoolKind
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="schools_per_10000",
    label=Words("Số trường cho mỗi 10.000 trẻ", "Schools per 10,000 children"),
    question=Words("Nơi nào có ít trường công lập so với số trẻ?",
                   "Where are public schools few for the children living there?"),
    unit="trường", unit_en="schools", group="network", order=10, decimals=1,
    kinds=(SchoolKind.MAM_NON, SchoolKind.TIEU_HOC, SchoolKind.THCS, SchoolKind.LIEN_CAP),
    needs=("network.children",),
    value=lambda m: 10000 / m["network.children"],
    weight=lambda m: m["network.children"] / 10000,
    formula=Words("số trường công lập có tuyến tuyển sinh × 10.000 / số trẻ trong các tuyến đó; một trường: 10.000 "
                  "/ số trẻ trong tuyến",
                  "public schools with a catchment × 10,000 / children of those catchments; one school: 10,000 / "
                  "its children"),
    bands=FACT, roll_up=RollUp.RATIO, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Luật Giáo dục 2019; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Education Law 2019; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
