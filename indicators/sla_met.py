"""Đúng hạn xử lý: sự cố của trường nào hay quá hạn?

Clocks that met their target / clocks judged, both clocks of each incident of thirty days (docs/clocks.md): what still
runs within its target, lay out of school hours, or was announced work is in neither.

Tickets of the helpdesk count by its own book, beside our own incidents. Worked out every minute.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="sla_met",
    label=Words("Xử lý sự cố đúng hạn", "Incidents answered in time"),
    question=Words("Sự cố của trường nào hay quá hạn?", "Whose incidents are answered too late?"),
    unit="%", group="operations", order=4, decimals=1,
    needs=("operations.met", "operations.judged"),
    value=lambda m: m["operations.met"] / m["operations.judged"],
    weight=lambda m: m["operations.judged"],
    formula=Words("đồng hồ đạt hạn (tiếp nhận, khắc phục) / đồng hồ đã phán định; cả phiếu hỗ trợ, 30 ngày",
                  "clocks within target (acknowledge, resolve) / clocks judged; helpdesk tickets too, 30 days"),
    bands=Bands(good=0.9, watch=0.75), roll_up=RollUp.RATIO, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
