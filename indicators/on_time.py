"""Hồ sơ đúng hạn: trường nào trả kết quả trễ?

Settled in time / settled, of the last 30 days; a school that settled nothing has no share. Believed for two days.
"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="on_time",
    label=Words("Hồ sơ giải quyết đúng hạn", "Dossiers settled on time"),
    question=Words("Trường nào trả kết quả hồ sơ trễ hạn?", "Which schools answer late?"),
    unit="%", group="services", order=3, decimals=1,
    needs=("onestop.on_time", "onestop.settled"),
    value=lambda m: m["onestop.on_time"] / m["onestop.settled"],
    weight=lambda m: m["onestop.settled"],
    formula=Words("hồ sơ trả đúng hạn / hồ sơ đã giải quyết trong 30 ngày",
                  "dossiers settled on time / dossiers settled in 30 days"),
    bands=Bands(good=0.95, watch=0.85), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Nghị định 118/2025/NĐ-CP (một cửa)",
    legal_basis_en="Decree 118/2025/NĐ-CP (one-stop)",
    owner=Words("Văn phòng Sở", "Department's office"),
    press=(PressFigure(
        value=1.0,
        says=Words("100 % hồ sơ giải quyết trực tuyến",
                   "100 % of dossiers settled online"),
        document=Words("Hà Nội, báo cáo chuyển đổi số ngành", "Hà Nội, report on the sector's digital transformation"),
        doubt=Words("Bản báo cáo không nói bao nhiêu hồ sơ trong đó đúng hạn.",
                    "The report does not say how many of them were on time."),
    ),),
)
