"""Nhiệm vụ của đề án: nhiệm vụ nào ở trường nào chưa có minh chứng?

Items with proof / items of the plan that concern the school. All deadlines are past: without proof is never green.
Figures of the last local midnight: believed for two days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="item_states",
    label=Words("Nhiệm vụ đề án có minh chứng", "Programme items proven"),
    question=Words("Trường nào còn nhiệm vụ đề án chưa có minh chứng?",
                   "Which schools still owe proof of the plan's items?"),
    unit="%", group="programme", order=1,
    needs=("programme.items_done", "programme.items"),
    value=lambda m: m["programme.items_done"] / m["programme.items"],
    weight=lambda m: m["programme.items"],
    formula=Words("nhiệm vụ đã có minh chứng / nhiệm vụ đề án giao cho trường",
                  "items with proof / items of the plan that concern the school"),
    bands=Bands(good=0.8, watch=0.5), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, 13 nhiệm vụ",
    legal_basis_en="Decision 3249/QĐ-UBND, 13 items",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
)
