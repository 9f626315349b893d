"""The book of shifts: what is open now, the words for the next shift, and every entry before, to be read or printed."""

import json
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.incident_list_words import SEVERITIES
from components.school_map import MapConfig, attrs, feed_config
from domain.handover import Book, Handover, OpenLine
from domain.incident import State
from domain.indicator import Severity
from domain.wording import Words, number, span, stamp

TITLE = Words("Sổ giao ca", "Hand-over book")
OPEN_NOW = Words("Sự cố đang mở, được chép vào sổ khi giao ca", "Open incidents, copied into the book")
CALM = Words("Không có sự cố nào đang mở.", "No open incident.")
WATCH = Words("Ca sau cần để ý điều gì? (bắt buộc)", "What must the next shift watch? (required)")
EXAMPLE = Words("Ví dụ: nhà mạng hẹn hàn cáp xong lúc 21 giờ; trường nào chưa có điện thì gọi lại lúc 19 giờ.",
                "For example: the carrier promised the cable for 21:00; call again at 19:00 where power is out.")
TAKER = Words("Người nhận ca", "Who takes over")
NOBODY = Words("Chưa chọn", "Not chosen")
NO_PUPILS = Words("Không ghi họ tên, số điện thoại hay giấy tờ của học sinh.", "No pupil's name, number or papers.")
GIVE = Words("Giao ca", "Hand over")
PAST = Words("Các lần giao ca", "Earlier hand-overs")
NONE_PAST = Words("Chưa có lần giao ca nào.", "None yet.")
NO_TAKER = Words("chưa ghi người nhận", "nobody named")
FREE = Words("chưa giao ai", "nobody's")
AS_OF = Words("Sự cố đang mở lúc giao ca", "Open when the shift was given")
PRINT = Words("In", "Print")
NEW = Words("Giao ca mới", "A new hand-over")
QUIET = Words("không báo động", "quiet")
ENTRY = Words("Giao ca số {id}", "Hand-over {id}")
COUNT = Words("{n} trường", "{n} schools")


def handover_page(book: Book, now: float, area: str) -> Component:
    """The whole page. `area`: whose feed tells the time."""
    main = _entry(book.shown) if book.shown else _writing(book, now)
    tools: list[Component] = [
        html.Button([html.I(className="icon i-print"), html.Span(PRINT.text)], type="button", className="button",
                    **attrs(data_press="print"))]
    if book.shown and book.may:
        tools.insert(0, dcc.Link(NEW.text, href="/handover", className="button"))
    return html.Div(
        [html.Header([html.H1(TITLE.text), html.Div(tools, className="calls-tools")], className="calls-head"),
         html.Div([main, _past(book)], className="story-body handover-body")],
        className="story-page handover-page", **feed_config(MapConfig(area=area)))


def _writing(book: Book, now: float) -> Component:
    lines = html.Section([html.H2(OPEN_NOW.text), _lines(book.now, now)], className="card story-card")
    if not book.may:
        return html.Div(lines, className="story-main")
    choices = [html.Option(NOBODY.text, value="")] + [html.Option(name, value=ref) for ref, name in book.people]
    form = html.Form(
        [html.H2(WATCH.text), html.Div(className="story-draft", **attrs(data_handover_draft="",
                                                                        data_hint=EXAMPLE.text)),
         html.P(NO_PUPILS.text, className="dim box-warn"),
         html.P("", hidden=True, className="field-error", role="alert", **attrs(data_handover_wrong="")),
         html.Div([html.Label([html.Span(TAKER.text), html.Span(className="handover-people",
                   **attrs(data_handover_taker=TAKER.text))], className="handover-taker"),
                   html.Div(className="grow"),
                   html.Button([html.I(className="icon i-book"), GIVE.text], type="submit",
                               className="button primary")], className="story-send"),
         html.Datalist(choices, hidden=True, **attrs(data_handover_people=""))],
        className="card story-card story-compose", **attrs(data_handover=""))
    return html.Div([form, lines], className="story-main")


def _entry(entry: Handover) -> Component:
    head = [html.H2(ENTRY.text.format(id=entry.id)),
            html.P([html.B(stamp(entry.at), className="num"), " · ", entry.author, " → ",
                    entry.taker or NO_TAKER.text]),
            html.P(entry.text, className="story-text handover-text")]
    return html.Div([html.Section(head, className="card story-card"),
                     html.Section([html.H2(AS_OF.text), _lines(entry.lines, entry.at)], className="card story-card")],
                    className="story-main", **attrs(data_handover_entry=str(entry.id)))


def _lines(lines: tuple[OpenLine, ...], at: float) -> Component:
    """One component however many lines: Dash is slow with thousands. assets/handover.js writes them."""
    if not lines:
        return html.P(CALM.text, className="quiet")
    told = json.dumps([_line(line, at) for line in lines], ensure_ascii=False)
    return html.Ul(className="handover-lines", **attrs(data_handover_lines=told))


def _line(line: OpenLine, at: float) -> dict[str, Any]:
    about = [State(line.state).words.text, span(at - line.started_at), line.owner or FREE.text]
    if line.schools > 1:
        about.append(COUNT.text.format(n=number(line.schools)))
    if line.quiet:
        about.append(QUIET.text)
    return {"id": line.id, "severity": line.severity, "grave": SEVERITIES[Severity(line.severity)].text,
            "says": line.says.text, "about": " · ".join(about)}


def _past(book: Book) -> Component:
    rows = [html.Li(dcc.Link(
        [html.Span([html.B(stamp(one.at), className="num"), f" {one.author} → {one.taker or NO_TAKER.text}"]),
         html.Span(one.text.partition("\n")[0], className="dim handover-first")], href=f"/handover?id={one.id}",
        className="handover-row here" if book.shown and book.shown.id == one.id else "handover-row"))
        for one in book.past]
    inside = html.Ul(rows, className="handover-past") if rows else html.P(NONE_PAST.text, className="quiet")
    return html.Aside(html.Section([html.H2(PAST.text), inside], className="card story-card"), className="story-side")
