"""Hồ sơ quá hạn: trường nào đang để người dân chờ quá ngày hẹn?

A plain sum of dossiers in work whose day has passed. Believed for two days.
"""

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="overdue",
    label=Words("Hồ sơ đang quá hạn", "Dossiers overdue"),
    question=Words("Trường nào đang để người dân chờ quá ngày hẹn?",
                   "Where do people wait past the day they were told?"),
    unit="hồ sơ", unit_en="dossiers", group="services", order=4,
    needs=("onestop.overdue",),
    value=lambda m: m["onestop.overdue"],
    formula=Words("số hồ sơ đang giải quyết đã qua ngày hẹn trả", "dossiers in work whose day has passed"),
    bands=Bands(good=0, watch=2), roll_up=RollUp.SUM, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Nghị định 118/2025/NĐ-CP (một cửa)",
    legal_basis_en="Decree 118/2025/NĐ-CP (one-stop)",
    owner=Words("Văn phòng Sở", "Department's office"),
)
