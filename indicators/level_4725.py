"""Mức chuyển đổi số: trường đang ở mức 1, 2 hay 3?

The weaker of the two groups decides. Counted by the schools themselves before 31 May, believed until the next
year's are in: 400 days. Provisional while the table of group 2 sums to 90 points and not to 100 (DOMAIN §7).
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.wording import Words


def level(m: Mapping[str, Any]) -> Any:
    """1: a group below 50; 3: both above 75; else 2. Arithmetic only; unknown points stay unknown."""
    one, two = m["index4725.teaching"], m["index4725.governance"]
    weaker = (one + two - abs(one - two)) / 2
    return 1.0 + (weaker >= 50) * 1.0 + (weaker > 75) * 1.0 + weaker * 0


INDICATOR = Indicator(
    key="level_4725",
    label=Words("Mức chuyển đổi số", "Digital transformation level"),
    question=Words("Trường đang ở mức chuyển đổi số nào?", "Which level of digital transformation is a school at?"),
    unit="mức", unit_en="(level)", group="programme", order=7, decimals=1,
    kinds=GRADED,
    needs=("index4725.teaching", "index4725.governance"),
    value=level,
    formula=Words("nhóm thấp điểm hơn: dưới 50 mức 1, đến 75 mức 2, trên 75 mức 3 (tạm tính: nhóm 2 mới có 90 điểm)",
                  "weaker group: below 50 level 1, to 75 level 2, above 3 (provisional: group 2 has 90 points)"),
    bands=Bands(good=3, watch=2), roll_up=RollUp.MEAN, stale_after=timedelta(days=400),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 4725/QĐ-BGDĐT (30/12/2022)",
    legal_basis_en="Decision 4725/QĐ-BGDĐT (2022-12-30)",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
)
