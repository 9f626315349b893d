"""Thời gian khắc phục: sự cố của trường nào kéo dài?

School time from the first bad reading to the end, mean of thirty days (docs/clocks.md); an incident of many schools
counts once for each of them. A school without one has no time: unknown, not 0.

Tickets of the helpdesk count by its own book, beside our own incidents. Worked out every minute.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="time_to_resolve",
    label=Words("Thời gian khắc phục sự cố", "Time to resolve"),
    question=Words("Sự cố của trường nào kéo dài?", "Whose incidents last long?"),
    unit="phút", unit_en="min", group="operations", order=3,
    needs=("operations.resolve_minutes", "operations.resolved"),
    value=lambda m: m["operations.resolve_minutes"] / m["operations.resolved"],
    weight=lambda m: m["operations.resolved"],
    formula=Words("tổng phút giờ học từ lượt đo xấu đầu tiên đến khi khắc phục / số sự cố đã khắc phục; "
                  "cả phiếu hỗ trợ, 30 ngày",
                  "school minutes from the first bad reading to the end / incidents resolved; "
                  "helpdesk tickets too, 30 days"),
    bands=Bands(good=240, watch=480), roll_up=RollUp.RATIO, stale_after=minutes(10),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
