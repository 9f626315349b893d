"""Dự án chưa có vốn: dự án nào ở trường nào còn chờ tiền?

A plain sum of approved projects without capital. Figures of the last local midnight: believed for two days.
"""

from domain.further import metric
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.source import minutes
from domain.wording import Words

ITEMS = Words("dự án", "projects")

INDICATOR = Indicator(
    key="unfunded_projects",
    label=Words("Dự án chưa được bố trí vốn", "Projects without capital"),
    question=Words("Trường nào còn dự án chưa được bố trí vốn?", "Which schools have projects without capital?"),
    unit="dự án", unit_en="projects", group="programme", order=5,
    needs=("programme.unfunded_projects",),
    value=lambda m: m["programme.unfunded_projects"],
    formula=Words("số dự án đã duyệt chưa được bố trí vốn", "approved projects without capital"),
    bands=Bands(good=0, watch=1), roll_up=RollUp.SUM, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND; báo cáo Đồng Tháp 01/12/2023",
    legal_basis_en="Decision 3249/QĐ-UBND; Đồng Tháp report of 2023-12-01",
    owner=Words("Phòng Kế hoạch – Tài chính", "Planning and finance office"),
    press=(PressFigure(
        value=3,
        says=Words("6 dự án CNTT: 3 đầu tư công chưa được bố trí vốn, 1 thường xuyên, 2 xã hội hóa",
                   "6 IT projects: 3 public investment without capital, 1 recurrent, 2 socialised"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Số liệu của Đồng Tháp trước khi sáp nhập với Tiền Giang (2025); không so trực tiếp với tỉnh này.",
                    "Đồng Tháp before its merger with Tiền Giang (2025); not comparable with this province."),
    ),),
    further=(
        metric("public", "programme.projects_public", Words("dự án đầu tư công", "public-investment projects"),
               unit=ITEMS),
        metric("recurrent", "programme.projects_recurrent", Words("dự án chi thường xuyên", "recurrent projects"),
               unit=ITEMS),
        metric("socialised", "programme.projects_socialised", Words("dự án xã hội hóa", "socialised projects"),
               unit=ITEMS),
    ),
)
