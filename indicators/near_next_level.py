"""Tiêu chí còn thiếu để lên mức: trường nào chỉ còn thiếu một tiêu chí?

Points missing in each group / points of its largest criterion, rounded up, both together: fewer criteria cannot do it.
A school at level 3 misses none. Self-assessed in May: believed for 400 days.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.wording import Words

LARGEST = (15, 12)  # points of the largest criterion of each group


def missing(m: Mapping[str, Any]) -> Any:
    """Criteria missing at least: 50 points in each group make level 2, 76 in each level 3. Arithmetic only."""
    one, two = m["index4725.teaching"], m["index4725.governance"]
    goal = 50.0 + 26.0 * ((one >= 50) * (two >= 50))
    return -(_short(goal, one) * -1.0 // LARGEST[0]) - (_short(goal, two) * -1.0 // LARGEST[1])


def _short(goal: Any, points: Any) -> Any:
    return (goal - points + abs(goal - points)) / 2


INDICATOR = Indicator(
    key="near_next_level",
    label=Words("Tiêu chí còn thiếu để lên mức", "Criteria short of the next level"),
    question=Words("Trường còn thiếu ít nhất mấy tiêu chí để lên mức kế tiếp?",
                   "At least how many criteria is a school short of the next level?"),
    unit="tiêu chí", unit_en="criteria", group="programme", order=8, decimals=1,
    kinds=GRADED,
    needs=("index4725.teaching", "index4725.governance"),
    value=missing,
    formula=Words("mỗi nhóm (dạy học; quản trị): điểm còn thiếu / điểm của tiêu chí lớn nhất (15; 12), làm tròn "
                  "lên; cộng hai nhóm; 0 = đã ở mức 3",
                  "each group (teaching; governance): points missing / points of its largest criterion (15; 12), "
                  "rounded up; both added; 0 = already at level 3"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.MEAN, stale_after=timedelta(days=400),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 4725/QĐ-BGDĐT (30/12/2022)",
    legal_basis_en="Decision 4725/QĐ-BGDĐT (2022-12-30)",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
