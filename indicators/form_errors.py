"""Lỗi biểu mẫu điện tử: biểu mẫu của trường nào đang hỏng?

Forms that ended in an error / forms opened, of the last 24 hours (DOMAIN E3). Believed for five minutes.
"""

from domain.indicator import Bands, Indicator, RollUp, Rule, Severity
from domain.measurement import SourceClass
from domain.school import GRADED, SchoolKind
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="form_errors",
    label=Words("Lỗi biểu mẫu điện tử", "E-form errors"),
    question=Words("Biểu mẫu của trường nào đang hỏng?", "Whose electronic forms break?"),
    unit="%", group="services", order=6, decimals=1,
    kinds=(SchoolKind.MAM_NON, *GRADED),
    needs=("eform.forms_failed", "eform.forms_opened"),
    value=lambda m: m["eform.forms_failed"] / m["eform.forms_opened"],
    weight=lambda m: m["eform.forms_opened"],
    formula=Words("lượt mở biểu mẫu bị lỗi / lượt mở biểu mẫu trong 24 giờ",
                  "forms that failed / forms opened in 24 hours"),
    bands=Bands(good=0.03, watch=0.08), roll_up=RollUp.RATIO, stale_after=minutes(5),
    source_class=SourceClass.MEASURED,
    legal_basis="Nghị định 42/2022/NĐ-CP; báo cáo Hà Nội: lỗi biểu mẫu",
    legal_basis_en="Decree 42/2022/NĐ-CP; Hà Nội report: form errors",
    owner=Words("Văn phòng Sở", "Department's office"),
    incident=Rule(
        after=5, clear=3, severity=Severity.LOW,
        says=Words("{school}: biểu mẫu điện tử lỗi nhiều từ {since}", "{school}: electronic forms break since {since}"),
    ),
)
