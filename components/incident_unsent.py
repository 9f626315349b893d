"""What a person did and no server has committed yet: the chip in the bar of every page, and its box.

The browser's side is assets/incident_outbox.js (it sends) and assets/incident_unsent.js (it shows).
"""

import json

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.wording import Words

UNSENT = Words("chưa gửi", "not sent")
TITLE = Words("Việc chưa gửi", "Not sent yet")
ABOUT = Words(
    "Máy chủ chưa ghi nhận những việc này. Trang tự gửi lại cho đến khi có câu trả lời; tải lại trang không làm mất.",
    "The server has not committed these. This page keeps trying; a reload loses nothing.")
AGAIN = Words("Gửi lại ngay", "Send again now")
FORGET = Words("Bỏ việc này", "Give it up")
CLOSE = Words("Đóng", "Close")
OLD = Words("từ ca trước, chưa tự gửi", "from an earlier shift, not sent by itself")
SENDING = Words("đang gửi…", "sending…")
WAITS = Words("chưa gửi, đang thử lại", "not sent, trying again")
SEVERAL = Words("{n} sự cố", "{n} incidents")
ONE = Words("Sự cố số {id}", "Incident {id}")
NEW = Words("Sự cố mới báo tay", "A new incident by hand")
REFUSED = Words("Không được ghi nhận: {why}", "Refused: {why}")
VERBS = {
    "acknowledge": Words("Tiếp nhận", "Acknowledge"), "assign": Words("Giao việc", "Assign"),
    "start": Words("Bắt đầu xử lý", "Start"), "note": Words("Ghi chú", "Note"),
    "resolve": Words("Khắc phục xong", "Resolve"), "escalate": Words("Báo lên cấp trên", "Escalate"),
    "reopen": Words("Mở lại", "Reopen"), "close": Words("Đóng", "Close"),
    "severity": Words("Đổi mức độ", "Severity"), "link": Words("Nối nguyên nhân", "Link"),
    "unlink": Words("Bỏ nối", "Unlink"), "split": Words("Tách ra", "Split"), "called": Words("Đã gọi điện", "Called"),
    "postmortem": Words("Rút kinh nghiệm", "Postmortem"), "": Words("Báo sự cố", "Report"),
}


def unsent_chip() -> Component:
    """Shown while something waits; opens the box."""
    return html.Button([html.I(className="icon i-send"), html.B(className="num", **attrs(data_unsent_count="")),
                        html.Span(UNSENT.text)], type="button", hidden=True, className="unsent-chip watch",
                       **attrs(data_unsent=""))


def unsent_box() -> Component:
    """What waits, line by line."""
    said = {"sending": SENDING, "unsent": WAITS, "old": OLD, "one": ONE, "several": SEVERAL, "new": NEW,
            "forget": FORGET, "refused": REFUSED}
    words = {"verbs": {verb: told.text for verb, told in VERBS.items()},
             **{key: told.text for key, told in said.items()}}
    head = html.Div([html.H2(TITLE.text), html.Button(html.I(className="icon i-close"), type="button",
                    className="button quiet square", **attrs(data_press="close", aria_label=CLOSE.text))],
                    className="help-head")
    again = html.Button([html.I(className="icon i-refresh"), AGAIN.text], type="button", className="button primary",
                        **attrs(data_unsent_again=""))
    return html.Dialog(
        [head, html.P(ABOUT.text, className="unsent-about"),
         html.Ul(className="unsent-list", **attrs(data_unsent_list="")), html.Div(again, className="unsent-foot")],
        className="unsent-box",
        **attrs(data_unsent_box="", aria_label=TITLE.text, data_words=json.dumps(words, ensure_ascii=False)),
    )


def told_place() -> Component:
    """Where a sentence stands for some seconds: what was done, what was refused and why."""
    return html.Div(className="told-place", role="status", **attrs(aria_live="polite", data_told=""))
