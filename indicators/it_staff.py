"""Nhân sự CNTT của trường: ai chăm sóc máy móc, chuyên trách hay kiêm nhiệm?

Full-time equivalents: a dedicated person counts 1, one who does it beside lessons or accounts counts 0.5, nobody is 0.
Declared once a term, so a figure is believed for 150 days.
"""

from datetime import timedelta

from domain.further import Fold, Further, metric
from domain.indicator import Bands, Indicator, PressFigure, RollUp
from domain.measurement import SourceClass
from domain.wording import Words

DAYS, PEOPLE = Words("ngày", "days"), Words("người", "people")
REQUESTS = Words("đề nghị", "requests")

INDICATOR = Indicator(
    key="it_staff",
    label=Words("Nhân sự CNTT mỗi trường", "IT staff per school"),
    question=Words("Trường nào không có ai phụ trách CNTT?", "Which schools have nobody for IT?"),
    unit="người (quy đổi)", unit_en="people (full-time)", group="people", order=1, decimals=1,
    needs=("staff.it_dedicated", "staff.it_part_time"),
    value=lambda m: m["staff.it_dedicated"] + 0.5 * m["staff.it_part_time"],
    formula=Words("người chuyên trách + 0,5 × người kiêm nhiệm; tổng / số trường",
                  "dedicated people + 0.5 × part-time ones; sum / schools"),
    bands=Bands(good=1, watch=0.5), roll_up=RollUp.MEAN, stale_after=timedelta(days=150),
    source_class=SourceClass.DECLARED,
    legal_basis="Nghị quyết 08/2020/NQ-HĐND: phụ cấp người làm CNTT (E5)",
    legal_basis_en="Resolution 08/2020/NQ-HĐND: allowance of IT staff (E5)",
    owner=Words("Phòng Tổ chức cán bộ", "Personnel office"),
    press=(PressFigure(
        value=None,
        says=Words("Cán bộ CNTT phần lớn kiêm nhiệm, chưa được đào tạo",
                   "IT staff mostly part-time and untrained"),
        document=Words("Báo cáo Hà Nội", "Report of Hà Nội"),
        doubt=Words("Tài liệu không nêu con số nào; đây là của Hà Nội, không so trực tiếp với tỉnh này.",
                    "The document gives no figure; it speaks of Hà Nội and is not comparable with this province."),
    ),),
    further=(
        metric("account_requests", "staff.account_requests",
               Words("đề nghị cấp tài khoản đang chờ", "account requests waiting"), unit=REQUESTS),
        metric("oldest_request_days", "staff.oldest_request_days",
               Words("đề nghị lâu nhất đã chờ", "oldest request waits"), fold=Fold.MOST, unit=DAYS),
        Further(key="it_trained", words=Words("người phụ trách đã được tập huấn", "IT staff trained"),
                needs=("staff.it_trained", "staff.it_dedicated", "staff.it_part_time"),
                top=lambda m: m["staff.it_trained"],
                bottom=lambda m: m["staff.it_dedicated"] + m["staff.it_part_time"], fold=Fold.SHARE),
        metric("it_dedicated", "staff.it_dedicated", Words("chuyên trách", "dedicated"), unit=PEOPLE),
        metric("it_part_time", "staff.it_part_time", Words("kiêm nhiệm", "part-time"), unit=PEOPLE),
    ),
)
