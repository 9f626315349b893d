"""The small boxes of one incident: to whom, why it is over, how grave, which cause, which schools, what was learnt."""

from dash import html
from dash.development.base_component import Component

from components.incident_list_words import CAUSES, SEVERITIES
from components.incident_story_words import ACTS
from components.school_map import attrs
from domain.wording import Words

CLOSE = Words("Đóng", "Close")
CANCEL = Words("Thôi", "Cancel")
FIND_PERSON = Words("Tìm người hay đơn vị theo tên", "Search a person or a unit")
PEOPLE = Words("Người nhận việc", "People")
CAUSE, SEVERITY = Words("Nguyên nhân", "Cause"), Words("Mức độ", "Severity")
MORE = Words("Nói thêm (không bắt buộc)", "More (optional)")
WHY = Words("Vì sao (không bắt buộc)", "Why (optional)")
WHICH_CAUSE = Words("Sự cố nào gây ra sự cố này?", "Which incident causes this one?")
NUMBER = Words("hoặc số của sự cố", "or its number")
WHICH_SCHOOLS = Words("Trường nào thật ra có sự cố riêng?", "Which schools have an incident of their own?")
LEARNT = Words("Điều gì xảy ra, vì sao, lần sau làm khác thế nào", "What happened, why, what to do next time")
HELP = Words("Bàn phím trong sự cố", "Keys of an incident")
KEYS = (
    (("A",), Words("Tiếp nhận", "Acknowledge")), (("S",), Words("Bắt đầu xử lý", "Start")),
    (("E",), Words("Giao cho người hay đơn vị", "Assign")), (("N",), Words("Viết ghi chú", "Note")),
    (("R",), Words("Ghi nhận đã khắc phục", "Resolve")), (("C",), Words("Danh sách gọi", "Call list")),
    (("Esc",), Words("Đóng hộp; về danh sách", "Close; back to the list")), (("?",), Words("Mở bảng này", "This list")),
)


def story_boxes() -> list[Component]:
    """All of them, closed."""
    return [_assign(), _resolve(), _severity(), _link(), _split(), _text("postmortem", LEARNT, 12),
            _text("escalate", WHY, 3), _text("reopen", WHY, 3), _help()]


def _box(name: str, title: Words, body: list[Component], *, form: bool = True) -> Component:
    head = html.Div([html.H2(title.text), html.Button(html.I(className="icon i-close"), type="button",
                    className="button quiet square", **attrs(data_press="close", aria_label=CLOSE.text))],
                    className="help-head")
    inside = html.Form(body, className="box-form", method="dialog") if form else html.Div(body)
    return html.Dialog([head, inside], className="help incident-box",
                       **attrs(data_story_box=name, aria_label=title.text))


def _foot(words: Words) -> Component:
    return html.Div([html.Button(CANCEL.text, type="button", className="button quiet", **attrs(data_press="close")),
                     html.Button([words.text, html.Kbd("Ctrl Enter")], type="submit", className="button primary")],
                    className="box-foot")


def _field(name: str, hint: Words, *, lines: int = 0) -> Component:
    """Filled with a field of its own by assets/incident_story_boxes.js: nothing typed travels before it is sent."""
    place = html.Span(**attrs(data_story_field=name, data_hint=hint.text, data_lines=str(lines)))
    return html.Label(place, className="box-text" if lines else "search box-search")


def _assign() -> Component:
    return _box("assign", ACTS["assign"], [
        _field("find", FIND_PERSON),
        html.Div(role="listbox", className="box-people", **attrs(data_story_people="", aria_label=PEOPLE.text))])


def _resolve() -> Component:
    rows = [html.Button([html.Kbd(str(n) if n < 10 else ""), html.Span(cause.words.text)], type="button",
                        className="choice box-cause", **attrs(data_story_pick=cause.value, aria_pressed="false"))
            for n, cause in enumerate(CAUSES, 1)]
    return _box("resolve", ACTS["resolve"], [
        html.H3(CAUSE.text), html.Div(rows, className="box-causes", role="group", **attrs(aria_label=CAUSE.text)),
        _field("text", MORE, lines=3), _foot(ACTS["resolve"])])


def _severity() -> Component:
    rows = [html.Button([html.Kbd(str(n)), html.Span([html.I(className="sev-mark"), words.text],
                                                     className=f"sev {severity.value}")],
                        type="button", className="choice box-cause",
                        **attrs(data_story_pick=severity.value, aria_pressed="false"))
            for n, (severity, words) in enumerate(SEVERITIES.items(), 1)]
    return _box("severity", ACTS["severity"], [
        html.Div(rows, className="box-causes", role="group", **attrs(aria_label=SEVERITY.text)),
        _field("text", WHY, lines=3), _foot(ACTS["severity"])])


def _link() -> Component:
    return _box("link", ACTS["link"], [
        html.H3(WHICH_CAUSE.text), html.Div(role="group", className="box-people", **attrs(data_story_causes="")),
        _field("parent", NUMBER), _foot(ACTS["link"])])


def _split() -> Component:
    return _box("split", ACTS["split"], [
        html.H3(WHICH_SCHOOLS.text), html.Div(role="group", className="box-people", **attrs(data_story_members="")),
        _field("text", WHY, lines=3), _foot(ACTS["split"])])


def _text(name: str, hint: Words, lines: int) -> Component:
    return _box(name, ACTS[name], [_field("text", hint, lines=lines), _foot(ACTS[name])])


def _help() -> Component:
    rows = [html.Div([html.Dt([html.Kbd(key) for key in keys]), html.Dd(words.text)]) for keys, words in KEYS]
    return _box("help", HELP, [html.Dl(rows)], form=False)
