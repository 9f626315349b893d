"""The small boxes of the list: to whom, what to note, why it is over, and every key."""

from dash import html
from dash.development.base_component import Component

from components.incident_list_words import ASSIGN, CAUSES, NOTE, RESOLVE
from components.school_map import attrs
from domain.wording import Words

CLOSE = Words("Đóng", "Close")
CANCEL = Words("Thôi", "Cancel")
FIND_PERSON = Words("Tìm người theo tên", "Search a person by name")
PEOPLE = Words("Người nhận việc", "People")
NOTE_HINT = Words("Đã gọi ai, họ nói gì, cần để ý điều gì", "Whom you called, what they said, what to watch")
NO_PUPILS = Words("Không ghi họ tên, số điện thoại hay giấy tờ của học sinh.", "No pupil's name, number or papers.")
CAUSE = Words("Nguyên nhân", "Cause")
MORE = Words("Nói thêm (không bắt buộc)", "More (optional)")
SEND = Words("Gửi", "Send")
HELP = Words("Bàn phím trong danh sách sự cố", "Keys of the list of incidents")
SPACE = Words("Cách", "Space")
KEYS: tuple[tuple[tuple[str | Words, ...], Words], ...] = (
    (("J", "K"), Words("Xuống, lên một dòng", "Down, up one line")), (("Enter",), Words("Mở sự cố", "Open it")),
    (("A",), Words("Tiếp nhận", "Acknowledge")), (("E",), Words("Giao cho người hay đơn vị", "Assign to somebody")),
    (("N",), Words("Ghi chú", "Note")), (("R",), Words("Ghi nhận đã khắc phục, kèm nguyên nhân", "Resolve")),
    (("X", SPACE), Words("Chọn dòng, bỏ chọn", "Choose the line")),
    (("Shift A",), Words("Tiếp nhận mọi dòng đã chọn", "Acknowledge all chosen")), (("/",), Words("Tìm", "Search")),
    (("M",), Words("Chỉ việc của tôi", "Mine only")), (("G",), Words("Về dòng đầu", "To the first line")),
    (("Esc",), Words("Đóng hộp, bỏ chọn, bỏ tìm", "Close, choose none, clear the search")),
    (("?",), Words("Mở bảng này", "This list")),
)


def boxes() -> list[Component]:
    """All of them, closed."""
    return [_assign(), _note(), _resolve(), _help()]


def _box(name: str, title: Words, body: list[Component], *, form: bool = True) -> Component:
    head = html.Div([html.H2(title.text), html.Button(html.I(className="icon i-close"), type="button",
                    className="button quiet square", **attrs(data_press="close", aria_label=CLOSE.text))],
                    className="help-head")
    about = [html.P("", className="box-about", **attrs(data_box_about=""))] if form else []
    inside = html.Form([*about, *body], className="box-form", method="dialog") if form else html.Div(body)
    return html.Dialog([head, inside], className="help incident-box",
                       **attrs(data_incident_box=name, aria_label=title.text))


def _foot(words: Words) -> Component:
    return html.Div([html.Button(CANCEL.text, type="button", className="button quiet", **attrs(data_press="close")),
                     html.Button([words.text, html.Kbd("Ctrl Enter")], type="submit", className="button primary")],
                    className="box-foot")


def _assign() -> Component:
    """The field is put in by assets/incidents_boxes.js, as are the people."""
    return _box("assign", ASSIGN, [
        html.Label([html.I(className="icon i-search"),
                    html.Span(**attrs(data_field="find", data_hint=FIND_PERSON.text))],
                   className="search box-search"),
        html.Div(role="listbox", className="box-people", **attrs(data_people="", aria_label=PEOPLE.text)),
    ])


def _note() -> Component:
    return _box("note", NOTE, [
        html.Label(html.Span(**attrs(data_field="text", data_hint=NOTE_HINT.text)), className="box-text"),
        html.P(NO_PUPILS.text, className="box-warn dim"), _foot(SEND),
    ])


def _resolve() -> Component:
    rows = [html.Button([html.Kbd(str(n) if n < 10 else ""), html.Span(cause.words.text)], type="button",
                        className="choice box-cause", **attrs(data_cause=cause.value, aria_pressed="false"))
            for n, cause in enumerate(CAUSES, 1)]
    return _box("resolve", RESOLVE, [
        html.H3(CAUSE.text), html.Div(rows, className="box-causes", role="group", **attrs(aria_label=CAUSE.text)),
        html.Label(html.Span(**attrs(data_field="text", data_hint=MORE.text)), className="box-text"), _foot(RESOLVE),
    ])


def _help() -> Component:
    rows = [html.Div([html.Dt([html.Kbd(key if isinstance(key, str) else key.text) for key in keys]),
                      html.Dd(words.text)]) for keys, words in KEYS]
    return _box("help", HELP, [html.Dl(rows)], form=False)
