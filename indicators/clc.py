"""Trung tâm học tập cộng đồng: người học có hài lòng không, và có hơn trước không?

Learners satisfied after their course / learners asked. Satisfaction before, learners and courses are metrics beside it.
Only community learning centres have it; a centre that asked nobody is unknown. Declared every quarter, so a figure is
believed for 130 days.
"""

from datetime import timedelta

from domain.further import metric, share
from domain.indicator import Bands, Indicator, RollUp
from domain.measurement import SourceClass
from domain.school import SchoolKind
from domain.wording import Words

INDICATOR = Indicator(
    key="clc",
    label=Words("Người học hài lòng ở trung tâm học tập cộng đồng", "Satisfied learners of community learning centres"),
    question=Words("Trung tâm nào có người học chưa hài lòng?", "Which centres have learners who are not content?"),
    unit="%", group="people", order=6, decimals=1,
    kinds=(SchoolKind.TTHTCD,),
    needs=("clc.satisfied_after", "clc.respondents"),
    value=lambda m: m["clc.satisfied_after"] / m["clc.respondents"],
    weight=lambda m: m["clc.respondents"],
    formula=Words("người học hài lòng sau khóa học / người học được hỏi",
                  "learners satisfied after the course / learners asked"),
    bands=Bands(good=0.8, watch=0.65), roll_up=RollUp.RATIO, stale_after=timedelta(days=130),
    source_class=SourceClass.DECLARED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 10",
    legal_basis_en="Decision 3249/QĐ-UBND, item 10",
    owner=Words("Phòng Giáo dục thường xuyên", "Continuing education office"),
    further=(
        share("before", "clc.satisfied_before", "clc.respondents",
              Words("hài lòng trước khóa học", "satisfied before")),
        share("after", "clc.satisfied_after", "clc.respondents", Words("hài lòng sau khóa học", "satisfied after")),
        metric("learners", "clc.learners", Words("người học", "learners"), unit=Words("người", "people")),
        metric("courses", "clc.courses", Words("khóa học", "courses")),
        metric("online_courses", "clc.online_courses", Words("khóa học trực tuyến", "online courses")),
    ),
)
