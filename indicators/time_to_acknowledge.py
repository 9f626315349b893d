"""Thời gian tiếp nhận: sự cố của trường nào phải chờ lâu mới có người nhận?

School time from opening to the first acknowledgement, mean of thirty days (docs/clocks.md); an incident of many schools
counts once for each of them. A school without one has no time: unknown, not 0.

Tickets of the helpdesk count by its own book, beside our own incidents. Worked out every minute.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="time_to_acknowledge",
    label=Words("Thời gian tiếp nhận sự cố", "Time to acknowledge"),
    question=Words("Sự cố của trường nào chờ lâu mới có người nhận?",
                   "Whose incidents wait long before somebody takes them?"),
    unit="phút", unit_en="min", group="operations", order=2,
    needs=("operations.acknowledge_minutes", "operations.acknowledged"),
    value=lambda m: m["operations.acknowledge_minutes"] / m["operations.acknowledged"],
    weight=lambda m: m["operations.acknowledged"],
    formula=Words("tổng phút giờ học từ khi mở đến khi tiếp nhận / số sự cố đã tiếp nhận; cả phiếu hỗ trợ, 30 ngày",
                  "school minutes from opening to acknowledgement / incidents acknowledged; tickets too, 30 days"),
    bands=Bands(good=30, watch=60), roll_up=RollUp.RATIO, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
