"""Tiến độ xác nhận nhập học: trường nào còn chậm so với kế hoạch?

Confirmed / what the plan wants by today (grades 1, 6 and 10); out of season it is the finished season against its
quota. Figures of the last local midnight: believed for two days.
"""

from domain.further import Fold, metric, share
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.school import GRADED
from domain.source import minutes
from domain.wording import Words

HOURS = Words("giờ", "hours")

INDICATOR = Indicator(
    key="admissions",
    label=Words("Tiến độ tuyển sinh đầu cấp", "Admissions progress"),
    question=Words("Trường nào xác nhận nhập học chậm hơn kế hoạch?", "Where are confirmations behind the plan?"),
    unit="%", group="services", order=8, decimals=1,
    kinds=GRADED,
    needs=("admissions.confirmed", "admissions.expected"),
    value=lambda m: m["admissions.confirmed"] / m["admissions.expected"],
    weight=lambda m: m["admissions.expected"],
    formula=Words("học sinh đã xác nhận / học sinh cần xác nhận đến hôm nay theo kế hoạch",
                  "pupils confirmed / pupils the plan wants by today"),
    bands=Bands(good=0.9, watch=0.75), roll_up=RollUp.RATIO, stale_after=minutes(2 * 24 * 60),
    source_class=SourceClass.COLLECTED,
    legal_basis="Quyết định 131/QĐ-TTg: tuyển sinh trực tuyến",
    legal_basis_en="Decision 131/QĐ-TTg: online admission",
    owner=Words("Phòng Khảo thí – Công nghệ thông tin", "Examinations and IT office"),
    press=(PressFigure(
        value=1.0,
        says=Words("71.545 học sinh xác nhận nhập học lớp 10 trực tuyến = 100 %",
                   "71,545 pupils confirmed grade 10 online = 100 %"),
        document=Words("Hà Nội, báo cáo chuyển đổi số ngành", "Hà Nội, report on the sector's digital transformation"),
        doubt=Words("Tỷ lệ trên số đã xác nhận, không phải trên chỉ tiêu; chỉ lớp 10, của Hà Nội.",
                    "A share of those who confirmed, not of the quota; grade 10 only, Hà Nội."),
    ), PressFigure(
        value=1.0,
        says=Words("102.095 thí sinh đăng ký dự thi tốt nghiệp trực tuyến = 100 %",
                   "102,095 candidates registered for graduation online = 100 %"),
        document=Words("Hà Nội, báo cáo chuyển đổi số ngành", "Hà Nội, report on the sector's digital transformation"),
        doubt=Words("Đây là đăng ký dự thi, không phải nhập học; số của ta ở nguồn đăng ký dự thi.",
                    "Registrations for the examination, not admissions; ours are in that source."),
    ),),
    further=(
        share("of_quota", "admissions.confirmed", "admissions.quota",
              Words("đã xác nhận so với chỉ tiêu", "confirmed, of the quota")),
        metric("admission_hours", "admissions.hours_left",
               Words("giờ còn lại của đợt nhập học (0 = đã đóng)", "hours left of the admissions (0 = closed)"),
               fold=Fold.MOST, unit=HOURS),
        share("registered", "exams.registered", "exams.expected",
              Words("đăng ký dự thi tốt nghiệp so với học sinh lớp 12", "graduation registrations, of grade 12")),
        share("by_plan", "exams.registered", "exams.planned",
              Words("đăng ký dự thi so với tiến độ dự kiến", "registrations against the expected curve")),
        metric("exam_hours", "exams.hours_left",
               Words("giờ còn lại của đợt đăng ký thi (0 = đã đóng)", "hours left to register (0 = closed)"),
               fold=Fold.MOST, unit=HOURS),
    ),
)
