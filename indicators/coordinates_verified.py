"""Tọa độ đã kiểm chứng: which schools have no verified coordinates?

Schools whose point somebody verified on the spot / schools of the register; a school without a point is not verified.
The register answers daily, its figures are of the term: believed for 30 days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="coordinates_verified",
    label=Words("Tọa độ đã kiểm chứng", "Coordinates verified"),
    question=Words("Trường nào chưa có tọa độ được kiểm chứng?", "Which schools have no verified coordinates?"),
    unit="%", group="network", order=12,
    needs=("network.coordinates_verified",),
    value=lambda m: m["network.coordinates_verified"],
    formula=Words("trường có tọa độ đã kiểm chứng tại chỗ / trường trong sổ ngành",
                  "schools whose point was verified on the spot / schools in the register"),
    bands=Bands(good=1, watch=0), roll_up=RollUp.SHARE, stale_after=minutes(30 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 5: cơ sở dữ liệu trường trên bản đồ số",
    legal_basis_en="Decision 3249/QĐ-UBND, item 5: school database on a digital map",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
