"""Quá hạn mà chưa ai nhận: trường nào đang bị bỏ quên?

Living incidents nobody has acknowledged though their target has run out (school time, docs/clocks.md); what is only
recorded, or a symptom of another one, does not count. Worked out every minute; 0 is known from our own register.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="unacknowledged_late",
    label=Words("Sự cố quá hạn chưa tiếp nhận", "Unacknowledged past target"),
    question=Words("Trường nào có sự cố quá hạn mà chưa ai nhận?",
                   "Which schools wait past the target with nobody on it?"),
    unit="sự cố", unit_en="incidents", group="operations", order=5,
    needs=("operations.unacknowledged_late",),
    value=lambda m: m["operations.unacknowledged_late"],
    formula=Words("tổng số sự cố quá hạn chưa tiếp nhận của các trường",
                  "sum of the schools' incidents past target that nobody has"),
    bands=Bands(good=0, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
