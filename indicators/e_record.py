"""Học bạ số: which schools have not signed all e-transcripts?

E-transcripts signed / due for the last school year; preschools have none and are not asked. The gradebook system is
read once a day: believed for three days.
"""

from domain.further import Fold, metric
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.source import minutes
from domain.wording import Words

INDICATOR = Indicator(
    key="e_record",
    label=Words("Học bạ số", "E-transcripts"),
    question=Words("Trường nào chưa ký số đủ học bạ của học sinh?", "Which schools have not signed all e-transcripts?"),
    unit="%", group="data", order=8, decimals=1,
    kinds=GRADED,
    needs=("gradebook.transcripts_due", "gradebook.transcripts_signed"),
    value=lambda m: m["gradebook.transcripts_signed"] / m["gradebook.transcripts_due"],
    weight=lambda m: m["gradebook.transcripts_due"],
    formula=Words("học bạ số đã ký / học bạ phải có của năm học trước",
                  "e-transcripts signed / transcripts due for the last school year"),
    bands=Bands(good=0.95, watch=0.7), roll_up=RollUp.RATIO, stale_after=minutes(3 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 3249/QĐ-UBND, mục 1",
    legal_basis_en="Decision 3249/QĐ-UBND, item 1",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=None,
        says=Words("hồ sơ điện tử, học bạ số, sổ điểm điện tử từ năm học 2023–2024",
                   "e-records, e-transcripts, e-gradebooks from 2023–24"),
        document=Words("Đồng Tháp, 01/12/2023", "Đồng Tháp, 2023-12-01"),
        doubt=Words("Số liệu của Đồng Tháp trước khi sáp nhập với Tiền Giang (2025); không so trực tiếp với tỉnh này.",
                    "Đồng Tháp before its merger with Tiền Giang (2025); not comparable with this province."),
    ),),
    further=(  # three flags of the roll-out (B4), of the present school year
        metric("records_on", "gradebook.records_on", Words("trường dùng hồ sơ điện tử năm học này",
               "schools with e-records this school year"), fold=Fold.SHARE),
        metric("transcripts_on", "gradebook.transcripts_on", Words("trường dùng học bạ số năm học này",
               "schools with e-transcripts this school year"), fold=Fold.SHARE),
        metric("gradebook_on", "gradebook.gradebook_on", Words("trường dùng sổ điểm điện tử năm học này",
               "schools with e-gradebooks this school year"), fold=Fold.SHARE),
    ),
)
