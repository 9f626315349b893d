"""Phòng có Internet: bao nhiêu phòng của trường nối được mạng?

Rooms where the school's agent sees the Internet / rooms of the school. Wiring changes slowly: believed for a week,
also when the line is cut meanwhile.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="rooms_online",
    label=Words("Phòng có Internet", "Rooms with Internet"),
    question=Words("Trường nào còn nhiều phòng chưa có Internet?",
                   "Which schools still have many rooms without the Internet?"),
    unit="%", group="connectivity", order=11, decimals=1,
    needs=("netspeed.rooms_online", "netspeed.rooms"),
    value=lambda m: m["netspeed.rooms_online"] / m["netspeed.rooms"],
    weight=lambda m: m["netspeed.rooms"],
    formula=Words("số phòng có Internet / tổng số phòng của trường",
                  "rooms with the Internet / all rooms of the school"),
    bands=Bands(good=0.95, watch=0.8), roll_up=RollUp.RATIO, stale_after=minutes(7 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 4725/QĐ-BGDĐT: phòng học có máy chiếu và Internet",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 4725/QĐ-BGDĐT: rooms with projector and Internet",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
