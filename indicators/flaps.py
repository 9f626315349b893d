"""Số lần rớt mạng trong 24 giờ: đường truyền nào chập chờn?

Times a line that was heard was not any more, in the last 24 hours of which we know something; beats of a maintenance,
and what the centre itself could not see, are no drop (services/_derived.py). Bands: the house's own proposal.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="flaps",
    label=Words("Số lần rớt mạng 24 giờ", "Line drops, 24 hours"),
    question=Words("Đường truyền của trường nào chập chờn?", "Whose line comes and goes?"),
    unit="lần", unit_en="times", group="connectivity", order=7, decimals=1,
    needs=("history.drops_24h",),
    value=lambda m: m["history.drops_24h"],
    formula=Words("số lần từ có kết nối sang mất kết nối trong 24 giờ; địa bàn: trung bình các trường",
                  "changes from reachable to not in 24 hours; area: mean of the schools"),
    bands=Bands(good=2, watch=6), roll_up=RollUp.MEAN, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 12; Hà Nội: đường truyền không ổn định (E3)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 12; Hà Nội: an unstable line (E3)",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
