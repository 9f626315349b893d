"""Giáo viên đã tập huấn CNTT: trường nào còn nhiều người chưa được tập huấn?

Teachers trained in IT / all teachers. Declared once a term, so a figure is believed for 150 days.
"""

from datetime import timedelta

from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.wording import Words

INDICATOR = Indicator(
    key="teachers_trained",
    label=Words("Giáo viên đã tập huấn CNTT", "Teachers trained in IT"),
    question=Words("Trường nào còn nhiều giáo viên chưa tập huấn?", "Where do many teachers still lack training?"),
    unit="%", group="people", order=2, decimals=1,
    needs=("staff.teachers_trained", "staff.teachers"),
    value=lambda m: m["staff.teachers_trained"] / m["staff.teachers"],
    weight=lambda m: m["staff.teachers"],
    formula=Words("giáo viên đã tập huấn / tất cả giáo viên", "teachers trained / all teachers"),
    bands=Bands(good=0.8, watch=0.5), roll_up=RollUp.RATIO, stale_after=timedelta(days=150),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 9; Nghị quyết 08/2020/NQ-HĐND (E5)",
    legal_basis_en="Decision 3249/QĐ-UBND, item 9; Resolution 08/2020/NQ-HĐND (E5)",
    owner=Words("Phòng Tổ chức cán bộ", "Personnel office"),
)
