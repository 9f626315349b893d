"""What the story of one incident says: words for the browser's side, which writes every line itself."""

import json

from components.incident_list_words import SEVERITIES
from domain.incident import Category, Cause, Kind, State
from domain.wording import Words

EVENTS = {
    "opened": Words("mở sự cố", "opened it"), "joined": Words("thêm {n} trường", "{n} more schools"),
    "left": Words("bớt {n} trường", "{n} schools left"), "turned": Words("đánh giá lại: {now}", "sees it as {now}"),
    "quiet": Words("thôi báo động: ngoài giờ học, tạm ngưng hoặc bảo trì", "quiet now"),
    "loud": Words("báo động trở lại", "speaks again"), "acknowledged": Words("tiếp nhận", "acknowledged"),
    "recalled": Words("hết hạn tiếp nhận, đưa trở lại", "acknowledgement ran out"),
    "assigned": Words("giao cho {owner}", "assigned to {owner}"), "unassigned": Words("bỏ giao", "assigned to nobody"),
    "started": Words("bắt đầu xử lý", "started"), "noted": Words("ghi chú", "noted"),
    "severity": Words("đổi mức độ: {severity}", "severity: {severity}"),
    "escalated": Words("báo lên cấp trên, bước {level}", "escalated, step {level}"),
    "linked": Words("nối với nguyên nhân: sự cố số {parent}", "linked to {parent}"),
    "unlinked": Words("bỏ nối nguyên nhân", "unlinked"),
    "resolved": Words("ghi nhận khắc phục: {cause}", "resolved: {cause}"), "reopened": Words("mở lại", "reopened"),
    "closed": Words("đóng sự cố", "closed"), "ticket": Words("phiếu hỗ trợ gộp vào", "a helpdesk ticket"),
    "called": Words("gọi điện", "called"),
    "postmortem": Words("rút kinh nghiệm", "postmortem"), "split": Words("tách {n} trường", "split {n} schools"),
}
ACTS = {
    "acknowledge": Words("Tiếp nhận", "Acknowledge"), "start": Words("Bắt đầu xử lý", "Start"),
    "assign": Words("Giao việc", "Assign"), "note": Words("Ghi chú", "Note"),
    "resolve": Words("Khắc phục xong", "Resolve"), "escalate": Words("Báo lên cấp trên", "Escalate"),
    "severity": Words("Đổi mức độ", "Severity"), "link": Words("Nối nguyên nhân", "Link a cause"),
    "unlink": Words("Bỏ nối nguyên nhân", "Unlink"), "split": Words("Tách trường ra", "Split"),
    "reopen": Words("Mở lại", "Reopen"), "close": Words("Đóng sự cố", "Close"),
    "postmortem": Words("Rút kinh nghiệm", "Postmortem"), "silence": Words("Tạm ngưng báo", "Silence"),
    "calls": Words("Danh sách gọi", "Call list"), "more": Words("Việc khác", "More"),
}
SAID = {
    "since": Words("từ {time}", "since {time}"), "lasted": Words("kéo dài {span}", "lasted {span}"),
    "nobody": Words("chưa giao ai", "nobody's"), "centre": Words("Trung tâm", "The centre"),
    "schools": Words("{n} trường", "{n} schools"), "sure": Words("độ tin cậy {p}", "confidence {p}"),
    "reopened": Words("mở lại {n} lần", "reopened {n} times"), "escalated": Words("đã báo lên {n} bước", "step {n}"),
    "quiet": Words("không báo động", "quiet"), "by": Words("{who} tiếp nhận lúc {time}", "{who} at {time}"),
    "acknowledged_until": Words("đến {time} thì trở lại nếu chưa xong", "comes back at {time}"),
    "partial": Words("Sự cố này gồm cả trường ngoài địa bàn của bạn: bạn ghi chú và gọi điện được, "
                     "việc khác do trung tâm làm.", "It also speaks for schools out of your reach."),
    "cause": Words("Nguyên nhân", "Cause"), "symptoms": Words("Hệ quả", "Symptoms"),
    "others": Words("và {n} trường khác", "and {n} more"), "no_phone": Words("chưa có số", "no number"),
    "noted": Words("Đã ghi chú.", "Noted."), "done": Words("Đã ghi nhận: {act}.", "Done: {act}."),
    "sending": Words("đang gửi…", "sending…"), "unsent": Words("chưa gửi, đang thử lại", "not sent, trying again"),
    "picture": Words("Ảnh kèm ghi chú, {w} × {h}", "Picture, {w} × {h}"), "to_me": Words("Giao cho tôi", "To me"),
    "not_now": Words("Bây giờ sự cố không cho làm việc này.", "Not possible now."),
    "nobody_found": Words("Không tìm thấy ai", "Nobody found"),
    "people_away": Words("Chưa lấy được danh sách người trực.", "The list of people did not come."),
    "away": Words("Không nối được máy chủ: trang đang hiện những gì biết lúc {time}.", "Shown as of {time}."),
    "none_near": Words("Quanh đây không có sự cố nào khác.", "Nothing else is down near it."),
    "no_schools": Words("Sự cố này không gắn với trường nào.", "It speaks for no school."),
    "no_told": Words("Chưa gửi tin cho ai.", "Nobody was told."), "large": Words("Ảnh lớn hơn 5 MB.", "Over 5 MB."),
    "unreadable": Words("Trình duyệt không đọc được ảnh này.", "The browser cannot read this picture."),
    "never_called": Words("chưa gọi", "not called"), "carrier_desk": Words("tổng đài nhà mạng", "carrier's desk"),
    "more_calls": Words("Xem thêm ({n})", "More ({n})"),
    "try": Words("lần thử {n}", "try {n}"), "choose": Words("Hãy chọn ít nhất một dòng.", "Choose at least one."),
}


RESULTS = {  # what came of a call; pressed, they are the event's words
    "school": (Words("Đã gọi được", "Reached"), Words("Không nghe máy", "No answer"),
               Words("Đã có điện", "Power is back"),
               Words("Đã có mạng", "The line is back"), Words("Hẹn gọi lại", "Call again"),
               Words("Số không đúng", "Wrong number")),
    "carrier": (Words("Đã báo hỏng", "Fault reported"), Words("Đang xử lý", "They work on it"),
                Words("Hẹn giờ khắc phục", "A time was promised"), Words("Không nghe máy", "No answer")),
}


def story_words() -> str:
    """JSON for `data-story-words`: every group of words the scripts write with."""
    return json.dumps({
        "severities": {severity.value: words.text for severity, words in SEVERITIES.items()},
        "kinds": {kind.value: kind.words.text for kind in Kind}, "states": {s.value: s.words.text for s in State},
        "causes": {cause.value: cause.words.text for cause in Cause},
        "categories": {category.value: category.words.text for category in Category},
        "events": {key: words.text for key, words in EVENTS.items()},
        "acts": {key: words.text for key, words in ACTS.items()},
        "said": {key: words.text for key, words in SAID.items()},
        "results": {key: [words.text for words in some] for key, some in RESULTS.items()},
    }, ensure_ascii=False)
