"""Học sinh mỗi lớp: where are classes too full?

Pupils / classes. Up to 35 fits the limit of every level, up to 45 only that of secondary schools (hence watch), above
45 that of none. The register answers daily, its figures are of the term: believed for 30 days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="pupils_per_class",
    label=Words("Học sinh mỗi lớp", "Pupils per class"),
    question=Words("Trường nào có sĩ số bình quân mỗi lớp quá đông?", "Where are classes too full on average?"),
    unit="học sinh", unit_en="pupils", group="network", order=5, decimals=1,
    kinds=TAUGHT,
    needs=("network.classes", "network.pupils"),
    value=lambda m: m["network.pupils"] / m["network.classes"],
    weight=lambda m: m["network.classes"],
    formula=Words("số học sinh / số lớp; quy định: tiểu học không quá 35, THCS và THPT không quá 45; ngưỡng màu "
                  "chung cho mọi cấp",
                  "pupils / classes; rule: at most 35 in primary, 45 in secondary schools; the bands are the same "
                  "for all levels"),
    bands=Bands(good=35, watch=45), roll_up=RollUp.RATIO, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Thông tư 28/2020/TT-BGDĐT (tiểu học ≤ 35); Thông tư 32/2020/TT-BGDĐT (THCS, THPT ≤ 45)",
    legal_basis_en="Circulars 28/2020/TT-BGDĐT (primary ≤ 35), 32/2020/TT-BGDĐT (secondary ≤ 45)",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
