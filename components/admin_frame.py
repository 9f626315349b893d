"""What every administration page stands on: its frame, its sheet (a dialog), fields, buttons that ask first, answers.

The browser's side is assets/admin.js. `data-go="person=7"` pushes a step into the URL; the store `said` hears of every
step. `data-act` on a form or a button sends `{act, nonce, fields}` to the store `asked`; the answer carries the nonce.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.ids import Ids
from components.school_map import MapConfig, attrs, feed_config
from domain.wording import Words

Values = Mapping[str, str | int]
TABS = (
    ("/admin/people", Words("Người dùng", "People")),
    ("/admin/screens", Words("Màn hình", "Screens")),
    ("/admin/keys", Words("Khoá API", "API keys")),
    ("/admin/calendar", Words("Lịch năm học", "School calendar")),
    ("/admin/audit", Words("Nhật ký", "Audit log")),
)
TABS_NAME = Words("Các trang quản trị", "Administration pages")
CLOSE = Words("Đóng", "Close")
CANCEL = Words("Để nguyên", "Leave it")
YES = Words("Thực hiện", "Do it")
LATE = Words("Máy chủ chưa trả lời. Hãy tải lại trang để xem việc đã xong chưa, rồi mới làm lại.",
             "No answer yet. Reload to see whether it was done before doing it again.")
LOST = Words("Máy chủ không trả lời; trang đang hiện những gì có trước đó. Hãy thử lại sau ít phút.",
             "No answer; the page shows what it had. Try again in a few minutes.")
ONCE = Words("Chỉ hiện một lần. Hãy chép lại trước khi đóng.", "Shown once. Copy it before you close this.")
COPY, COPIED = Words("Chép", "Copy"), Words("Đã chép", "Copied")
MORE = Words("và {n} dòng khác: hãy tìm hẹp hơn.", "and {n} more: search more narrowly.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Ids of one page: URL state, wishes, answers, what was done last, the list, the sheet."""

    said: str
    asked: str
    told: str
    done: str
    rows: str
    sheet: str


def slots(my: Ids) -> Slots:
    """A page's own."""
    return Slots(said=my("said"), asked=my("asked"), told=my("told"), done=my("done"), rows=my("rows"),
                 sheet=my("sheet"))


def admin_page(ids: Slots, path: str, *, title: Words, about: Words, query: Mapping[str, str],
               keys: Sequence[str], area: str, place: str = "", tools: Sequence[Component] = (),
               before: Sequence[Component] = (), over: Sequence[Component] = (),
               places: Sequence[tuple[str, Words]] = TABS) -> Component:
    """The skeleton. `keys`: what in the URL opens the sheet. `area`: whose directory fields search in. `places`: the
    pages beside this one."""
    tabs = [dcc.Link(words.text, href=href, className="admin-tab here" if href == path else "admin-tab")
            for href, words in places]
    words = attrs(data_said=ids.said, data_asked=ids.asked, data_told=ids.told, data_late=LATE.text,
                  data_lost=LOST.text, data_no=CANCEL.text, data_yes=YES.text)
    return html.Div(
        [
            html.Nav(tabs, className="admin-tabs", hidden=not tabs, **attrs(data_places="", aria_label=TABS_NAME.text)),
            html.Header([html.Div([html.H1(title.text), html.P(about.text, className="quiet")]), *tools],
                        className="admin-head"),
            html.P(className="error admin-failed", role="alert", **attrs(data_failed="")),
            *before,
            html.Div(skeleton(), id=ids.rows, className="admin-slot"),
            sheet(ids, title, keys), *over,
            dcc.Store(id=ids.said, data=dict(query)), dcc.Store(id=ids.asked), dcc.Store(id=ids.done),
        ],
        className="page-body admin-page", **words, **feed_config(MapConfig(area=area, place=place)),
    )


def sheet(ids: Slots, name: Words, keys: Sequence[str]) -> Component:
    """The dialog: what the sheet's callback draws, and below it the answer to what was asked for there."""
    close = html.Button(html.I(className="icon i-close"), type="button", className="button quiet square sheet-close",
                        **attrs(data_press="close", aria_label=CLOSE.text))
    return html.Dialog(
        [close, html.Div(id=ids.sheet, className="admin-slot sheet-slot"),
         html.Div([html.Div(id=ids.told), html.P(className="field-error", role="alert", **attrs(data_late_place=""))],
                  className="sheet-told", role="status")],
        className="admin-sheet", **attrs(data_sheet=" ".join(keys), aria_label=name.text),
    )


def skeleton(rows: int = 6) -> Component:
    """Grey bars until the first answer."""
    return html.Div([html.Div(className="skeleton row-skeleton") for _ in range(rows)], className="card skeletons")


def field(words: Words, name: str, control: Any, *, hint: Words | None = None, className: str = "") -> Component:
    """A label, its control, and the place where a refusal of this field is said."""
    under = [html.Span(hint.text, className="field-hint")] if hint else []
    error = html.Span(className="field-error", role="alert", **attrs(data_error_for=name))
    return html.Label([html.Span(words.text, className="field-label"), control, *under, error],
                      className=f"field {className}".strip())


def text(name: str, value: str = "", *, placeholder: str = "", first: bool = False, **more: Any) -> Component:
    """A line of text. `first`: takes the focus when its sheet opens."""
    box = dcc.Input(name=name, value=value, type="text", placeholder=placeholder, autoComplete="off", **more)
    return html.Span(box, className="field-box", **attrs(data_first="") if first else {})


def select(name: str, options: Sequence[tuple[str, str]], value: str = "") -> Component:
    """One of (value, text)."""
    shown = [html.Option(label, value=key, selected=key == value) for key, label in options]
    return html.Span(html.Select(shown, name=name, className="select"), className="select-box")


def hidden(values: Values) -> dict[str, Any]:
    """What a form or a button says besides what is typed."""
    return attrs(data_fields=json.dumps(dict(values)))


def button(act: str, words: Words, values: Values, *, sure: str = "", className: str = "",
           icon: str = "") -> Component:
    """One act on one thing. `sure`: the question that is asked first."""
    asks = attrs(data_confirm=sure, data_verb=words.text) if sure else {}
    face: list[Any] = [html.I(className=f"icon {icon}")] if icon else []
    return html.Button([*face, words.text], type="button", className=f"button {className}".strip(),
                       **attrs(data_act=act),
                       **asks, **hidden(values))


def go(face: Any, step: str, *, className: str = "button") -> Component:
    """A link that pushes a step; a new tab opens the same."""
    return html.A(face, href=f"?{step}", className=className, **attrs(data_go=step))


def submit(words: Words, className: str = "primary") -> Component:
    """The button that Enter presses."""
    return html.Button(words.text, type="submit", className=f"button {className}")


def form(act: str, children: Sequence[Any], values: Values = MappingProxyType({}), *, className: str = "",
         sure: str = "", verb: Words = YES) -> Component:
    """What is typed goes to the server as one wish."""
    asks = attrs(data_confirm=sure, data_verb=verb.text) if sure else {}
    return html.Form(list(children), className=f"admin-form {className}".strip(), noValidate=True,
                     **attrs(data_act=act), **asks, **hidden(values))


def told(nonce: str, words: Words, *, then: str = "", secret: Component | None = None) -> Component:
    """It is done. `then`: the step that shows it. `secret`: what is shown this once."""
    body: list[Any] = [html.I(className="icon i-check"), html.Div([html.P(words.text), *([secret] if secret else [])])]
    return html.Div(body, className="answer done", tabIndex=-1, **attrs(data_answer=nonce, data_then=then))


def refused(nonce: str, words: Words, field: str = "") -> Component:
    """It is not done, and why. `field`: what to change."""
    return html.Div(html.P(words.text), className="answer error", tabIndex=-1, role="alert",
                    **attrs(data_answer=nonce, data_field=field))


def secret_line(words: Words, content: str, *, origin: str = "") -> Component:
    """A secret with its copy button. `origin`: text in which the browser puts its own address for {origin}."""
    line = html.Code(content or None, className="secret", **attrs(data_secret_text="", data_origin=origin))
    copy = html.Button([html.Span(COPY.text, className="copy"), html.Span(COPIED.text, className="copied")],
                       type="button",
                       className="button", **attrs(data_copy=""))
    return html.Div([html.Span(words.text, className="field-label"), html.Div([line, copy], className="secret-row")],
                    className="secret-line")
