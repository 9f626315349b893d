"""The work list of one person, for a thumb first: a frame that assets/work*.js fills and keeps fresh.

`data-work-list="mine"` is the place of one sort of work; what is said when it is empty is said by the script, because
"none" and "not known" are different sentences.
"""

import json

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_list_words import SEVERITIES
from components.incident_story_words import RESULTS
from components.school_map import attrs
from domain.incident import Kind, State
from domain.wording import Words

TITLE = Words("Việc của tôi", "My work")
LOADING = Words("Đang lấy danh sách…", "Loading…")
SORTS = Words("Các loại việc", "Sorts of work")
NEW = Words("Báo sự cố", "Report")
ALL = Words("Mọi sự cố", "All incidents")
LISTS = (
    ("mine", "i-user", Words("Tôi đang giữ", "I hold"), Words("Sự cố bạn đã nhận, gấp nhất trước",
                                                            "Incidents you took on, the most urgent first")),
    ("free", "i-bell", Words("Chưa ai nhận", "Nobody has"), Words("Trong phạm vi của bạn, gấp nhất trước",
                                                               "Within your reach, the most urgent first")),
    ("silent", "i-wifi-off", Words("Trường im lặng", "Silent schools"), Words("Từng có tín hiệu, nay không còn",
                                                                           "Heard of before, not any more")),
    ("due", "i-clock", Words("Số liệu quá hạn", "Overdue figures"), Words("Trường chưa gửi lại số liệu đúng kỳ",
                                                                       "Schools whose figures are past their limit")),
    ("gaps", "i-eye", Words("Lệch với khai báo", "Short of the claim"), Words("Trường khai có, tuần này đo không đúng",
                                                                           "Declared, not borne out this week")),
    ("disputes", "i-note", Words("Trường phản hồi", "Disputes"), Words("Trường không đồng ý với số liệu",
                                                                     "Schools that disagree with a figure")),
)
HINTS = (
    (("J", "K"), Words("đi", "move")), (("Enter",), Words("mở", "open")),
    (("C",), Words("ghi kết quả gọi", "note a call")), (("1", "…", "6"), Words("chọn kết quả", "choose the result")),
    (("A",), Words("nhận việc", "take it")), (("/",), Words("tìm", "search")),
)


def work_frame(*, new: bool) -> Component:
    """`new`: there is a page for reporting by hand. No feed: a telephone on a bad line loads no directory for this."""
    report = [dcc.Link([html.I(className="icon i-plus"), html.Span(NEW.text)], href="/incidents/new",
                       className="button work-new")] if new else []
    head = html.Header(
        [html.Div([html.H1(TITLE.text), html.P(LOADING.text, className="work-sum leased", role="status",
                                               **attrs(data_work_sum="", aria_live="polite"))], className="work-title"),
         dcc.Link([html.I(className="icon i-incident"), html.Span(ALL.text)], href="/incidents",
                  className="button quiet work-all"), *report], className="work-head")
    tabs = html.Nav([_tab(key, words) for key, _, words, _ in LISTS], className="work-tabs",
                    **attrs(aria_label=SORTS.text))
    away = html.P("", hidden=True, className="incident-reach", role="status", **attrs(data_work_away=""))
    return html.Div(
        [head, tabs, away, html.Div([_section(*one) for one in LISTS], className="work-lists"), _hints()],
        className="work-page", **attrs(data_work=_words()))


def _tab(key: str, words: Words) -> Component:
    count = html.B("", className="num", **attrs(data_work_count=key))
    return html.A([html.Span(words.text), count], href=f"#work-{key}", className="work-tab", **attrs(data_work_tab=key))


def _section(key: str, icon: str, words: Words, about: Words) -> Component:
    head = html.Header([html.I(className=f"icon {icon}"), html.H2(words.text),
                        html.B("", className="num work-count", **attrs(data_work_count=key)),
                        html.P(about.text, className="dim")], className="work-section-head")
    return html.Section(
        [head, html.Ul(html.Li(className="skeleton work-bone"), className="work-list", **attrs(data_work_list=key)),
         html.P("", hidden=True, className="work-none", **attrs(data_work_none=key))],
        id=f"work-{key}", className=f"work-section of-{key}", tabIndex=-1, **attrs(aria_label=words.text))


def _hints() -> Component:
    told = [html.Span([*[html.Kbd(key) for key in keys], html.Span(words.text)]) for keys, words in HINTS]
    return html.Footer(told, className="incident-hints work-hints", **attrs(aria_hidden="true"))


def _words() -> str:
    return json.dumps({
        "severities": {severity.value: words.text for severity, words in SEVERITIES.items()},
        "kinds": {kind.value: kind.words.text for kind in Kind}, "states": {s.value: s.words.text for s in State},
        "results": {key: [words.text for words in some] for key, some in RESULTS.items()},
    }, ensure_ascii=False)
