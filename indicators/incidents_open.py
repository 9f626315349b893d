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
    question=Words("Trường nào đang có sự cố chưa khắc phục?", "Which schools have incidents not yet resolved?"),
    unit="sự cố", unit_en="incidents", group="operations", order=1,
    needs=("helpdesk.open", "incidents.live"),
    value=lambda m: m["incidents.live"] + 0 * m["helpdesk.open"],
    formula=Words("số sự cố đang mở của trường, kể cả phiếu hỗ trợ kỹ thuật; địa bàn: tổng các trường, sự cố chung "
                  "tính cho từng trường",
                  "the school's open incidents, helpdesk tickets too; area: sum of the schools, a shared incident "
                  "counts for each"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
