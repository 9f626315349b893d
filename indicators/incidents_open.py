"""Sự cố chưa khắc phục: trường nào đang cần người xử lý?

Incidents that speak for a school: measured, told by a person, or a helpdesk's tickets; a symptom counts with its cause,
tickets with their incident. While the helpdesk is not heard of, nobody can say that a school has none: unknown.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="incidents_open",
    label=Words("Sự cố chưa khắc phục", "Open incidents"),
    question=Words("Trường nào đang cần người xử lý?", "Which schools need somebody now?"),
    unit="sự cố", unit_en="incidents", group="operations", order=1,
    needs=("helpdesk.open", "incidents.live"),
    value=lambda m: m["incidents.live"] + 0 * m["helpdesk.open"],
    formula=Words("tổng số sự cố đang mở có nói đến mỗi trường",
                  "sum of the open incidents that speak for each school"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
