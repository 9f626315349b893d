"""Học trực tuyến trong 7 ngày: trường nào có nền tảng mà không dùng?

Pupils who used the learning platform in the last seven days / all pupils. Nurseries and community learning centres have
no classes there: unknown. Counted once a day, so a figure is believed for three days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="lms_active",
    label=Words("Học sinh dùng nền tảng học trực tuyến", "Pupils active on the learning platform"),
    question=Words("Trường nào có ít học sinh dùng nền tảng học trực tuyến trong 7 ngày qua?",
                   "Where do few pupils use the learning platform within 7 days?"),
    unit="%", group="people", order=4, decimals=1,
    kinds=AFTER_NURSERY,
    needs=("lms.active_pupils_7d", "lms.pupils"),
    value=lambda m: m["lms.active_pupils_7d"] / m["lms.pupils"],
    weight=lambda m: m["lms.pupils"],
    formula=Words("học sinh có hoạt động trong 7 ngày / tất cả học sinh", "pupils active within 7 days / all pupils"),
    bands=Bands(good=0.6, watch=0.3), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 9; chương trình 2021–2025 của Sở (D3)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 9; the department's programme 2021–2025 (D3)",
    owner=Words("Phòng Giáo dục phổ thông", "General education office"),
)
