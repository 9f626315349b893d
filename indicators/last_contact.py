"""Lần liên lạc gần nhất: đã bao lâu không nghe được trường nào?

Hours since anything was last heard over the school's line, in steps of six minutes, downwards. Never heard of =
unknown. While the centre itself is blind it measures nobody's silence. The mean of an area is dominated by lines that
are dead for long: read it with the number of schools at each status.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="last_contact",
    label=Words("Thời gian từ lần liên lạc gần nhất", "Time since last contact"),
    question=Words("Đường truyền của trường nào đã lâu không trả lời trung tâm?",
                   "Whose line has not answered the centre for long?"),
    unit="giờ", unit_en="h", group="connectivity", order=12, decimals=1,
    needs=("history.contact_hours",),
    value=lambda m: m["history.contact_hours"],
    formula=Words("số giờ từ lần trả lời gần nhất đến bây giờ; địa bàn: trung bình các trường từng liên lạc được",
                  "hours from the last answer to now; area: mean of the schools ever heard of"),
    bands=Bands(good=0.5, watch=24), roll_up=RollUp.MEAN, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6 và 12",
    legal_basis_en="Decision 3249/QĐ-UBND, items 6 and 12",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
)
