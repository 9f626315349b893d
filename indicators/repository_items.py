"""Học liệu số trong kho: trường nào chưa đóng góp?

Items of the learning repository; a plain fact, nobody set a number per school. How many of them other schools may use
is the metric lms.shared_items. Counted once a day, so a figure is believed for three days.
"""

from domain.indicator import FACT, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import AFTER_NURSERY
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="repository_items",
    label=Words("Học liệu số trong kho", "Digital items in the repository"),
    question=Words("Trường có bao nhiêu học liệu số trong kho?",
                   "How many digital items has a school in the repository?"),
    unit="học liệu", unit_en="items", group="people", order=3,
    kinds=AFTER_NURSERY,
    needs=("lms.repository_items",),
    value=lambda m: m["lms.repository_items"],
    formula=Words("số học liệu số của trường trong kho, kể cả học liệu chưa dùng chung; địa bàn: tổng các trường có "
                  "báo cáo",
                  "the school's items in the repository, those not shared included; area: sum of the schools that "
                  "report"),
    bands=FACT, roll_up=RollUp.SUM, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 9; báo cáo Đồng Tháp 01/12/2023 (B2)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 9; Đồng Tháp report of 2023-12-01 (B2)",
    owner=Words("Phòng Giáo dục phổ thông", "General education office"),
    press=(PressFigure(
        value=None,
        says=Words("Kho học liệu mở trên 70 %",
                   "Open learning repository above 70 %"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Tài liệu không nói 70 % của cái gì (trường, môn hay học liệu): không so được với số đếm.",
                    "It does not say 70 % of what (schools, subjects or items): not comparable with a count."),
    ),),
)
