"""Mất gói: tiếng và hình của lớp trực tuyến có bị đứt quãng?

Packets lost / packets sent in the last test of the school's agent. Bands: speech suffers from 1 %, breaks from 3 %. A
test is made every quarter of an hour: believed for three of them. Beats that get no answer at all are connectivity's.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="loss",
    label=Words("Tỷ lệ mất gói", "Packet loss"),
    question=Words("Đường truyền của trường nào dễ làm lớp trực tuyến đứt quãng?",
                   "Whose line is likely to break up live lessons?"),
    unit="%", group="connectivity", order=6, decimals=2,
    needs=("netspeed.loss_pct",),
    value=lambda m: m["netspeed.loss_pct"] / 100,
    formula=Words("số gói dữ liệu bị mất / số gói đã gửi, lần đo gần nhất của máy đo tại trường; địa bàn: trung "
                  "bình các trường có báo cáo",
                  "packets lost / packets sent, last test of the school's agent; area: mean of the schools that "
                  "report"),
    bands=Bands(good=0.01, watch=0.03), roll_up=RollUp.MEAN, stale_after=minutes(45),
    source_class=SourceClass.MEASURED,
    legal_basis="Chương trình 2021–2025 của Sở (D2); Hà Nội: đường truyền một cửa không ổn định (E3)",
    legal_basis_en="The department's programme 2021–2025 (D2); Hà Nội: an unstable one-stop line (E3)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
