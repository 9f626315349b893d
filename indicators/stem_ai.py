"""STEM và AI: trường nào chưa dạy?

Of two subjects, STEM lessons and AI or coding, how many a school teaches: both, one, neither. Asked from primary school
to THPT; other schools are unknown. Declared once a year, so a figure is believed for 400 days.
"""

from datetime import timedelta

from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import GENERAL, SchoolKind
from domain.wording import Words

INDICATOR = Indicator(
    key="stem_ai",
    label=Words("Dạy STEM và AI", "STEM and AI taught"),
    question=Words("Trường nào chưa dạy STEM, AI?", "Which schools do not teach STEM or AI yet?"),
    unit="%", group="people", order=5,
    kinds=(*GENERAL, SchoolKind.CHUYEN_BIET),
    needs=("steam.stem", "steam.ai"),
    value=lambda m: (m["steam.stem"] + m["steam.ai"]) / 2,
    formula=Words("số nội dung đang dạy trong hai nội dung (STEM; AI – lập trình) / 2; trung bình các trường",
                  "subjects taught of two (STEM; AI – coding) / 2; mean of schools"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.MEAN, stale_after=timedelta(days=400),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 11 và 13; báo cáo Đồng Tháp 01/12/2023 (B2)",
    legal_basis_en="Decision 3249/QĐ-UBND, items 11 and 13; Đồng Tháp report of 2023-12-01 (B2)",
    owner=Words("Phòng Giáo dục phổ thông", "General education office"),
    press=(PressFigure(
        value=None,
        says=Words("STEM: 100 % từ tiểu học đến THPT",
                   "STEM: 100 % from primary school to THPT"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Báo cáo chỉ đếm STEM; chỉ số này đếm STEM và AI, nên 100 % STEM mà không có AI là 50 % ở đây.",
                    "The report counts STEM only; here STEM and AI count, so 100 % STEM without AI is 50 %."),
    ), PressFigure(
        value=None,
        says=Words("AI, lập trình, blockchain: 8 trường phổ thông; mỗi địa phương cấp huyện 1 trường THCS",
                   "AI, coding, blockchain: 8 general schools; 1 THCS in each district"),
        document=Words("Kế hoạch 2023–2025 của TP.HCM, mục 11", "HCMC plan 2023–2025, item 11"),
        doubt=Words("Cấp huyện đã hết từ 01/7/2025: 22 địa phương cũ, không phải 168 phường xã hiện nay.",
                    "Districts ended on 2025-07-01: the 22 former ones, not the 168 wards and communes of today."),
    )),
)
