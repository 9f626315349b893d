"""Kết nối Internet: trường nào đang mất mạng?"""

from domain.indicator import Bands, Indicator, PressFigure, RollUp, Rule, Severity
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
    formula=Words("trường có kết nối / trường có báo cáo; mỗi trường: 1 = nối được, 0 = mất",
                  "schools online / schools that report; one school: 1 = reachable, 0 = not"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.SHARE, stale_after=minutes(3),
    source_class=SourceClass.MEASURED,
    legal_basis="Quyết định 131/QĐ-TTg; Quyết định 3249/QĐ-UBND, mục 12",
    legal_basis_en="Decision 131/QĐ-TTg; Decision 3249/QĐ-UBND, item 12",
    owner=Words("Phòng CNTT, Sở GD-ĐT", "Department IT office"),
    press=(
        PressFigure(
            value=1,
            says=Words("100 % trường có Internet tốc độ cao", "100 % of schools have high-speed Internet"),
            document=Words("TP.HCM, hai năm thực hiện Quyết định 131/QĐ-TTg", "HCMC, two years of Decision 131/QĐ-TTg"),
            doubt=Words("Là số khai báo, không phải số đo; “tốc độ cao” không được định nghĩa.",
                        "Declared, not measured; “high speed” is not defined."),
        ),
    ),
    incident=Rule(
        after=3, clear=2, severity=Severity.HIGH,
        says=Words("{school} mất kết nối từ {since}", "{school} offline since {since}"), silent_after=minutes(10),
    ),
)
