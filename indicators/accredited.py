"""Kiểm định chất lượng: which schools are not accredited?

Schools with a certificate of quality in force / schools that can be accredited. The register answers daily, its
figures are of the term: believed for 30 days. Not to have it is worth watching, no alarm.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="accredited",
    label=Words("Kiểm định chất lượng", "Accredited"),
    question=Words("Trường nào chưa được kiểm định chất lượng?", "Which schools are not accredited?"),
    unit="%", group="network", order=8,
    kinds=TAUGHT,
    needs=("network.accredited",),
    value=lambda m: m["network.accredited"],
    formula=Words("trường có giấy chứng nhận kiểm định còn hiệu lực / trường thuộc diện kiểm định",
                  "schools with a certificate in force / schools that can be accredited"),
    bands=Bands(good=1, watch=0), roll_up=RollUp.SHARE, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Thông tư 17, 18, 19/2018/TT-BGDĐT",
    legal_basis_en="Circulars 17, 18, 19/2018/TT-BGDĐT",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
