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
    question=Words("Sự cố của trường nào hay bị tiếp nhận hoặc khắc phục quá hạn?",
                   "Whose incidents are acknowledged or resolved too late?"),
    unit="%", group="operations", order=4, decimals=1,
    needs=("operations.met", "operations.judged"),
    value=lambda m: m["operations.met"] / m["operations.judged"],
    weight=lambda m: m["operations.judged"],
    formula=Words("số lần tiếp nhận, khắc phục đúng hạn / số lần đã xét (mỗi sự cố có hai hạn); 30 ngày, kể cả "
                  "phiếu hỗ trợ kỹ thuật",
                  "acknowledgements and resolutions in time / those judged (two targets per incident); 30 days, "
                  "helpdesk tickets too"),
    bands=Bands(good=0.9, watch=0.75), roll_up=RollUp.RATIO, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
