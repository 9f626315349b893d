"""Màn hình lớn còn sống: trường này có hiện trên màn hình nào không?

Is at least one living wall showing the school: paired, heard of within 30 seconds, drawing fresh figures. A school no
paired wall shows is 0, which is known from our own register: nobody watches it on a wall. Worked out every minute.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="wall_health",
    label=Words("Trường có trên màn hình lớn", "Schools on a working wall"),
    question=Words("Trường nào không thuộc màn hình lớn nào đang hoạt động?", "Which schools are on no working wall?"),
    unit="%", group="operations", order=9,
    needs=("operations.walls_live",),
    value=lambda m: (m["operations.walls_live"] > 0) * 1.0 + 0 * m["operations.walls_live"],
    formula=Words("trường thuộc phạm vi của ít nhất một màn hình lớn đang hoạt động / số trường",
                  "schools within reach of at least one working wall / schools"),
    bands=Bands(good=1, watch=0), roll_up=RollUp.SHARE, stale_after=minutes(10),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 6",
    legal_basis_en="Decision 3249/QĐ-UBND, item 6",
    owner=Words("Trung tâm điều hành", "Operations centre"),
)
