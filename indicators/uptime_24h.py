"""Thời gian kết nối 24 giờ: trường nào hay rớt mạng?

Uptime = good beats / known beats of the last 24 hours; unknown beats and those of a maintenance are in neither
(DOMAIN §9, docs/clocks.md).
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="uptime_24h",
    label=Words("Thời gian kết nối 24 giờ", "Uptime, 24 hours"),
    question=Words("Trong 24 giờ qua, trường nào mất kết nối lâu?",
                   "Which schools were offline for long in the last 24 hours?"),
    unit="%", group="connectivity", order=2, decimals=1,
    needs=("connectivity.uptime_24h",),
    value=lambda m: m["connectivity.uptime_24h"],
    formula=Words("lượt đo có kết nối / lượt đo biết kết quả trong 24 giờ, không tính lúc bảo trì; trang của từng "
                  "trường có cả 30 ngày",
                  "probes answered / probes with a known result in 24 hours, maintenance left out; a school's page "
                  "has 30 days too"),
    bands=Bands(good=0.99, watch=0.95), roll_up=RollUp.MEAN, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 12",
    legal_basis_en="Decision 3249/QĐ-UBND, item 12",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
