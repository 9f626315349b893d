"""Trường mất tín hiệu: nơi nào đã từng nghe được mà nay không biết gì?

A school whose line was heard of and has not been for longer than ten minutes, while the centre sees and the source
answers. Never heard of: unknown. While the centre is blind the figure ages.
A school is 1 or 0, an area counts its schools.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="silent_schools",
    label=Words("Trường mất tín hiệu", "Silent schools"),
    question=Words("Trường nào đã mất tín hiệu?", "Which schools have fallen silent?"),
    unit="trường", unit_en="schools", group="operations", order=7,
    needs=("operations.silent",),
    value=lambda m: m["operations.silent"],
    formula=Words("số trường mất tín hiệu đường truyền quá 10 phút",
                  "schools whose line has not been heard of for 10 minutes"),
    bands=Bands(good=0, watch=0.5), roll_up=RollUp.SUM, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6; cập nhật thường xuyên về trung tâm (E6)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6; regular updates to the centre (E6)",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
