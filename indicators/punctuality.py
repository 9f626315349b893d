"""Cập nhật đúng hạn: which schools do not update their figures on time?

Weekly updates that came in time / updates due in the last 12 weeks: the main indicator of compliance. The sector
database is read once a day: believed for three days.
"""

from domain.further import Fold, metric
from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import TAUGHT
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="punctuality",
    label=Words("Cập nhật đúng hạn", "Updates on time"),
    question=Words("Trường nào không cập nhật số liệu đúng hạn?", "Which schools do not update their figures on time?"),
    unit="%", group="data", order=3,
    kinds=TAUGHT,
    needs=("sector.updates_due", "sector.updates_on_time"),
    value=lambda m: m["sector.updates_on_time"] / m["sector.updates_due"],
    weight=lambda m: m["sector.updates_due"],
    formula=Words("lần cập nhật đúng hạn / lần phải cập nhật trong 12 tuần",
                  "updates on time / updates due in 12 weeks"),
    bands=Bands(good=0.95, watch=0.8), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Thông tư 42/2021/TT-BGDĐT; Quyết định 3249/QĐ-UBND, mục 5",
    legal_basis_en="Circular 42/2021/TT-BGDĐT; Decision 3249/QĐ-UBND, item 5",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    further=(  # the seven modules of a school (D1): in step = exchanged within a week; not joined = not told
        metric("axis_pupils", "axis.pupils", Words("học sinh đồng bộ", "pupils in step"), fold=Fold.SHARE),
        metric("axis_teachers", "axis.teachers", Words("giáo viên đồng bộ", "teachers in step"), fold=Fold.SHARE),
        metric("axis_staff", "axis.staff", Words("nhân sự đồng bộ", "staff in step"), fold=Fold.SHARE),
        metric("axis_learning", "axis.learning", Words("học tập đồng bộ", "learning in step"), fold=Fold.SHARE),
        metric("axis_timetable", "axis.timetable", Words("thời khoá biểu đồng bộ", "timetable in step"),
               fold=Fold.SHARE),
        metric("axis_facilities", "axis.facilities", Words("cơ sở vật chất đồng bộ", "facilities in step"),
               fold=Fold.SHARE),
        metric("axis_fees", "axis.fees", Words("học phí đồng bộ", "fees in step"), fold=Fold.SHARE),
        metric("silent_hours", "axis.silent_hours", Words("lần trao đổi cuối, lâu nhất", "last exchange, longest ago"),
               fold=Fold.MOST, unit=Words("giờ", "hours")),
    ),
)
