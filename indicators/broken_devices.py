"""Thiết bị hỏng: trường nào có nhiều thiết bị chờ sửa?

Devices waiting for repair / IT devices of the school (machines, projectors, office computers). Bands: the house's own
proposal. From the labs inventory: believed for a day.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="broken_devices",
    label=Words("Thiết bị hỏng chờ sửa", "Broken devices"),
    question=Words("Trường nào có nhiều thiết bị chờ sửa?", "Where do many devices wait for repair?"),
    unit="%", group="labs", order=9, decimals=1,
    needs=("labs.devices_broken", "labs.devices"),
    value=lambda m: m["labs.devices_broken"] / m["labs.devices"],
    weight=lambda m: m["labs.devices"],
    formula=Words("thiết bị hỏng chờ sửa / thiết bị CNTT của trường",
                  "devices waiting for repair / IT devices of the school"),
    bands=Bands(good=0.05, watch=0.1), roll_up=RollUp.RATIO, stale_after=minutes(24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 7: hạ tầng, thiết bị",
    legal_basis_en="Decision 3249/QĐ-UBND, item 7: infrastructure, devices",
    owner=Words("Phòng Cơ sở vật chất", "Facilities office"),
)
