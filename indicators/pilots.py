"""Điểm thí điểm: nơi nào được chọn mà chưa vận hành?

Pilots that run / pilot places given by the quotas of items 2, 3, 4, 10, 11 and 13; a school without a place is unknown,
not 0. Figures of the last local midnight: believed for two days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import GENERAL, SchoolKind
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="pilots",
    label=Words("Điểm thí điểm đã vận hành", "Pilots running"),
    question=Words("Điểm thí điểm nào chưa vận hành?", "Which pilots do not run yet?"),
    unit="%", group="programme", order=2,
    kinds=(*GENERAL, SchoolKind.TTHTCD),
    needs=("programme.pilots_running", "programme.pilot_places"),
    value=lambda m: m["programme.pilots_running"] / m["programme.pilot_places"],
    weight=lambda m: m["programme.pilot_places"],
    formula=Words("điểm thí điểm đang vận hành / điểm thí điểm được giao", "pilots that run / pilot places given"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, nhiệm vụ 2, 3, 4, 10, 11, 13",
    legal_basis_en="Decision 3249/QĐ-UBND, items 2, 3, 4, 10, 11, 13",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(PressFigure(
        value=None,
        says=Words("Nhiệm vụ 13: 54 đơn vị; cùng văn bản ghi 277 THCS + 27 THPT",
                   "Item 13: 54 units; the same document says 277 THCS + 27 THPT"),
        document=Words("TP.HCM, kế hoạch 2023–2025 theo Quyết định 3249/QĐ-UBND",
                       "HCMC, plan 2023–2025 under Decision 3249/QĐ-UBND"),
        doubt=Words("277 + 27 = 304, không phải 54; 27 + 27 = 54, nên 277 có lẽ là lỗi gõ của 27. Giữ cả hai.",
                    "277 + 27 = 304, not 54; 27 + 27 = 54, so 277 is probably a typo for 27. Both are kept."),
    ),),
)
