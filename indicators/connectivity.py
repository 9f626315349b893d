"""Kết nối Internet: trường nào đang mất mạng?"""

from domain.indicator import Bands, Indicator, RollUp, Rule, Severity
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="connectivity",
    label=Words("Kết nối Internet", "Internet connectivity"),
    question=Words("Trường nào đang mất kết nối?", "Which schools are offline now?"),
    unit="%", group="connectivity", order=1,
    needs=("connectivity.reachable",),
    value=lambda m: m["connectivity.reachable"],
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.SHARE, stale_after=minutes(3),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND, mục 12",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND, item 12",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    incident=Rule(
        after=3, clear=2, severity=Severity.HIGH,
        says=Words("{school} mất kết nối từ {since}", "{school} offline since {since}"), silent_after=minutes(10),
    ),
)
