"""Hài lòng về giải quyết hồ sơ: người dân chưa hài lòng với trường nào?

Satisfied / rated, of the dossiers of the last 30 days; without a rating there is no share. Believed for two days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="satisfaction",
    label=Words("Hài lòng về giải quyết hồ sơ", "Satisfaction with dossiers"),
    question=Words("Người dân chưa hài lòng với việc giải quyết hồ sơ ở trường nào?",
                   "Where are people not satisfied with how dossiers are handled?"),
    unit="%", group="services", order=10, decimals=1,
    needs=("onestop.satisfied", "onestop.rated"),
    value=lambda m: m["onestop.satisfied"] / m["onestop.rated"],
    weight=lambda m: m["onestop.rated"],
    formula=Words("lượt đánh giá hài lòng / lượt đánh giá hồ sơ trong 30 ngày",
                  "satisfied ratings / ratings of dossiers in 30 days"),
    bands=Bands(good=0.9, watch=0.8), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Nghị định 118/2025/NĐ-CP (một cửa)",
    legal_basis_en="Decree 118/2025/NĐ-CP (one-stop)",
    owner=Words("Văn phòng Sở", "Department's office"),
)
