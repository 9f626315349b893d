"""Website trường hoạt động: trang của trường nào không mở được?

Checks that were answered / checks made, of the last 24 hours; a school without a website on the department's list is
unknown, not 0. Asked for every five minutes, believed for twenty.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="portal_uptime",
    label=Words("Website trường hoạt động", "School website uptime"),
    question=Words("Website của trường nào không mở được?", "Which school websites do not open?"),
    unit="%", group="services", order=7, decimals=1,
    needs=("portal.up_24h", "portal.checks_24h"),
    value=lambda m: m["portal.up_24h"] / m["portal.checks_24h"],
    weight=lambda m: m["portal.checks_24h"],
    formula=Words("lượt kiểm tra có trả lời / lượt kiểm tra trong 24 giờ", "checks answered / checks made in 24 hours"),
    bands=Bands(good=0.99, watch=0.95), roll_up=RollUp.RATIO, stale_after=minutes(20),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 12",
    legal_basis_en="Decision 3249/QĐ-UBND, item 12",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
