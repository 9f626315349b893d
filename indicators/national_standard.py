"""Đạt chuẩn quốc gia: which schools do not meet the national standard?

Schools with a recognition in force / schools of the levels that can be recognised (preschool to upper secondary). The
register answers daily, its figures are of the term: believed for 30 days. Not to have it is worth watching, no alarm.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import GENERAL, SchoolKind
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="national_standard",
    label=Words("Đạt chuẩn quốc gia", "National standard"),
    question=Words("Trường nào chưa đạt chuẩn quốc gia?", "Which schools do not meet the national standard?"),
    unit="%", group="network", order=7,
    kinds=(SchoolKind.MAM_NON, *GENERAL),
    needs=("network.national_standard",),
    value=lambda m: m["network.national_standard"],
    formula=Words("trường có quyết định đạt chuẩn còn hiệu lực / trường thuộc diện xét",
                  "schools recognised and not expired / schools that can be recognised"),
    bands=Bands(good=1, watch=0), roll_up=RollUp.SHARE, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Thông tư 17, 18, 19/2018/TT-BGDĐT",
    legal_basis_en="Circulars 17, 18, 19/2018/TT-BGDĐT",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
