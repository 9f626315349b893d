"""Trường lặp lại sự cố: nơi nào hỏng đi hỏng lại?

Three incidents or more within thirty days, without what was announced, a false alarm, only recorded, or a symptom of
another one. A school is 1 or 0, an area counts its schools. Worked out every minute.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="repeat_schools",
    label=Words("Trường lặp lại sự cố", "Schools with repeated incidents"),
    question=Words("Trường nào có từ ba sự cố trong 30 ngày?", "Which schools had three incidents or more in 30 days?"),
    unit="trường", unit_en="schools", group="operations", order=6,
    needs=("operations.incidents_30d",),
    value=lambda m: (m["operations.incidents_30d"] >= 3) * 1.0 + 0 * m["operations.incidents_30d"],
    formula=Words("số trường có từ 3 sự cố trở lên trong 30 ngày", "schools with 3 incidents or more in 30 days"),
    bands=Bands(good=0, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
