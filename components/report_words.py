"""What the pages of reports say beside figures: templates, kinds, papers; written once, as JSON for scripts."""

import json
from collections.abc import Iterable

from domain.measurement import Status
from domain.paper import Paper
from domain.school import KINDS
from domain.snapshot import Template
from domain.wording import Words

ABOUT = {
    Template.DAILY: Words("Kết nối, phòng máy, thanh toán, sự cố và nguồn dữ liệu trên một bản: dùng cho giao ban.",
                          "Lines, labs, payments, incidents and sources on one paper: for the morning meeting."),
    Template.INCIDENTS: Words("Sự cố mở, xong và còn lại trong kỳ; tiếp nhận và xử lý có kịp hạn không.",
                              "Opened, ended and left in the period; whether they were taken on and ended in time."),
    Template.CONNECTIVITY: Words("Trường nào mất mạng, từ bao giờ, ở đâu, của nhà mạng nào.",
                                 "Which schools are offline, since when, where, on which carrier."),
    Template.LABS: Words("Máy tính của các phòng máy: bao nhiêu máy hoạt động, trường nào chưa báo.",
                         "Computers of the labs: how many work, which schools have not reported."),
    Template.PAYMENTS: Words("Trường đã thu không dùng tiền mặt, trường còn vướng.",
                             "Schools with e-payment, schools where it does not work."),
    Template.PROGRAMME: Words("Từng chỉ tiêu của kế hoạch: đạt bao nhiêu, minh chứng ở đâu, chỗ nào chưa có.",
                              "Each target of the programme: how far, what proves it, where proof is missing."),
    Template.AREA: Words("Mọi chỉ số của một địa bàn, kèm danh sách trường.",
                         "Every figure of one area, with its schools."),
    Template.SCHOOL: Words("Mọi điều biết được về một trường, kèm 30 ngày đường truyền.",
                           "All that is known of one school, with thirty days of its line."),
    Template.MINISTRY: Words("Số liệu theo biểu mẫu gửi Bộ Giáo dục và Đào tạo.",
                             "Figures in the form the Ministry asks for."),
}
ICONS = {Template.DAILY: "i-clock", Template.INCIDENTS: "i-incident", Template.CONNECTIVITY: "i-wifi",
         Template.LABS: "i-lab", Template.PAYMENTS: "i-payment", Template.PROGRAMME: "i-up", Template.AREA: "i-area",
         Template.SCHOOL: "i-school", Template.MINISTRY: "i-book"}
PERIODS = frozenset({Template.INCIDENTS})  # what is asked for a stretch of time, unless somebody says otherwise
STATUSES = {Status.GOOD: Words("bình thường", "normal"), Status.WATCH: Words("cần chú ý", "needs attention"),
            Status.BAD: Words("báo động", "alarm"), Status.STALE: Words("dữ liệu cũ", "stale"),
            Status.UNKNOWN: Words("chưa có dữ liệu", "no data")}


def browser_words(papers: Iterable[Paper], *, plans: bool, simulated: bool) -> str:
    """For the attribute that assets/report*.js read. `plans`: may say what makes itself."""
    return json.dumps({
        "templates": [{"key": one.value, "label": one.words.text, "about": ABOUT[one].text, "icon": ICONS[one],
                       "period": one in PERIODS} for one in Template],
        "kinds": [{"key": kind.value, "label": kind.words.text} for kind in KINDS],
        "statuses": {status.value: words.text for status, words in STATUSES.items()},
        "papers": [{"key": paper.key, "label": paper.label.text, "what": paper.what.text,
                    "options": [list(option) for option in paper.options]}
                   for paper in sorted(papers, key=lambda paper: paper.order)],
        "plans": plans, "simulated": simulated,
    }, ensure_ascii=False)
