"""Kiến nghị chưa trả lời: trường nào đã hỏi mà chưa ai đáp?

A plain sum of recommendations without an answer. Figures of the last local midnight: believed for two days.
"""

from domain.further import Fold, metric
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="recommendations",
    label=Words("Kiến nghị chưa được trả lời", "Recommendations unanswered"),
    question=Words("Kiến nghị của trường nào chưa được trả lời?", "Whose recommendations wait for an answer?"),
    unit="kiến nghị", unit_en="recommendations", group="programme", order=6,
    needs=("programme.recommendations",),
    value=lambda m: m["programme.recommendations"],
    formula=Words("số kiến nghị chưa có văn bản trả lời", "recommendations without a written answer"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.SUM, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND; báo cáo Đồng Tháp 01/12/2023",
    legal_basis_en="Decision 3249/QĐ-UBND; Đồng Tháp report of 2023-12-01",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(PressFigure(
        value=None,
        says=Words("ngành kiến nghị bố trí vốn cho 3 dự án đầu tư công",
                   "the sector asks for capital for 3 public-investment projects"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Số liệu của Đồng Tháp trước khi sáp nhập với Tiền Giang (2025); không so trực tiếp với tỉnh này.",
                    "Đồng Tháp before its merger with Tiền Giang (2025); not comparable with this province."),
    ),),
    further=(
        metric("late", "programme.recommendations_late", Words("quá 30 ngày chưa trả lời", "unanswered over 30 days"),
               unit=Words("kiến nghị", "recommendations")),
        metric("oldest_days", "programme.oldest_days", Words("kiến nghị lâu nhất đã chờ", "the oldest waits"),
               fold=Fold.MOST, unit=Words("ngày", "days")),
    ),
)
