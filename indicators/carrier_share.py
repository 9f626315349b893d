"""Mức tập trung nhà mạng: một nhà mạng đứt cáp thì bao nhiêu trường cùng phường mất mạng theo?

Schools of the same ward on the same carrier / schools of the ward whose carrier is known. The mean of a ward is the
sum of the squares of its carriers' shares (Herfindahl): how likely two of its schools go dark together. Fewer than
three schools say nothing. Bands: the house's own proposal. From the register, worked out every hour.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="carrier_share",
    label=Words("Mức tập trung nhà mạng trong phường, xã", "Carrier concentration in the ward"),
    question=Words("Nếu nhà mạng của trường đứt cáp, bao nhiêu phần trăm trường trong phường, xã mất mạng?",
                   "If the school's carrier is cut, what share of its ward's schools goes dark?"),
    unit="%", group="connectivity", order=10, decimals=0,
    needs=("school.carrier_share",),
    value=lambda m: m["school.carrier_share"],
    formula=Words("số trường trong phường, xã dùng nhà mạng của trường, kể cả trường đó / số trường đã biết nhà "
                  "mạng; dưới 3 trường không tính",
                  "schools of the ward on this school's carrier, itself included / schools with a known carrier; "
                  "not told below 3 schools"),
    bands=Bands(good=0.5, watch=0.75), roll_up=RollUp.MEAN, stale_after=minutes(3 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 12: hạ tầng mạng hoàn chỉnh",
    legal_basis_en="Decision 3249/QĐ-UBND, item 12: the network complete",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
