"""The screens page: who waits at the door with which code, and the sheet of one wall that was let in."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.admin_frame import button, field, form, go, select, submit, text
from components.admin_scope import areas_field, kinds_field, reach_rows
from components.school_map import attrs, mark
from domain.admin_view import ScreenBoard, ScreenLine, WaitingScreen
from domain.measurement import Status
from domain.wording import Words, span, stamp

TITLE = Words("Màn hình lớn", "Wall screens")
ABOUT = Words("Màn hình nào được phép chiếu số liệu, chiếu gì và còn sống không.",
              "Which screens may show figures, what they show, and whether they live.")
WAITING = Words("Đang chờ ghép", "Waiting at the door")
NO_WAITING = Words("Không có màn hình nào đang chờ. Trên máy của màn hình, mở trang /pair để lấy mã.",
                   "No screen waits. Open /pair on the screen's own machine to get a code.")
ACCEPT = Words("Nhận màn hình", "Accept the screen")
FROM = Words("từ {address}, chờ {span}", "from {address}, for {span}")
CODE = Words("Mã trên màn hình", "Code on the screen")
CODE_LIKE = Words("ABCD-EFGH", "ABCD-EFGH")
NAME, NAME_LIKE = Words("Tên màn hình", "Name"), Words("Phòng trực, tường phía đông", "Duty room, east wall")
LIVE, SILENT = Words("đang chiếu", "lives"), Words("im lặng", "silent")
NEW, GONE = Words("chưa có nhịp", "no beat yet"), Words("đã ngắt", "revoked")
REVOKE = Words("Ngắt màn hình", "Revoke")
SURE_REVOKE = Words("Ngắt màn hình “{name}”? Trong vài giây màn hình mất số liệu và phải ghép lại từ đầu.",
                    "Revoke “{name}”? It loses its figures within seconds.")
RENAME = Words("Đổi tên", "Rename")
SEND = Words("Chuyển trang", "Send")
SEND_TO = Words("Trang phải chiếu", "Page to show")
AS_IT_IS = Words("để màn hình tự chọn", "as it is")
REACH = Words("Phạm vi", "Reach")
NEW_REACH = Words("Đổi phạm vi", "Another reach")
SURE_REACH = Words("Thay phạm vi của “{name}”? Màn hình chỉ còn chiếu phạm vi mới.",
                   "Replace the reach of “{name}”?")
VERSION, SINCE = Words("Phiên bản", "Version"), Words("Ghép lúc", "Paired")
BEAT, PAGE = Words("Nhịp cuối", "Last beat"), Words("Đang chiếu", "Shows")
HISTORY = Words("Xem những gì đã thay đổi", "See what changed")
ARRANGE = Words("Sắp xếp cảnh", "Arrange its scenes")
SILENT_S = 60.0  # a wall beats every few seconds


def screen_board(board: ScreenBoard) -> Component:
    """Those that wait: somebody stands in front of them. Those that are in: components.screens_overview."""
    waiting = [_waiting(one, board.now) for one in board.waiting] or [html.P(NO_WAITING.text, className="quiet")]
    return html.Div(html.Section([html.H2(WAITING.text), html.Div(waiting, className="at-door")]),
                    className="admin-list")


def _waiting(one: WaitingScreen, now: float) -> Component:
    about = FROM.text.format(address=one.address or "?", span=span(now - one.created_at))
    return html.Div([html.Code(one.code, className="pair-code"), html.Span(about, className="dim"),
                     go(ACCEPT.text, f"accept={one.code}", className="button primary")], className="card door-screen")


def _state(line: ScreenLine, now: float) -> Component:
    if line.revoked_at is not None:
        tone, words = Status.UNKNOWN, GONE
    elif line.seen_at is None:
        tone, words = Status.UNKNOWN, NEW
    else:
        alive = now - line.seen_at <= SILENT_S
        tone, words = (Status.GOOD, LIVE) if alive else (Status.BAD, SILENT)
    return html.Span([mark(tone), words.text], className=f"pill {tone}")


def accept_sheet(code: str) -> Component:
    """Name and reach for the screen that shows this code."""
    left = html.Div([field(CODE, "code", text("code", code, placeholder=CODE_LIKE.text)),
                     field(NAME, "name", text("name", placeholder=NAME_LIKE.text, first=True))], className="sheet-side")
    right = html.Div([html.H3(REACH.text), areas_field([""]), kinds_field()], className="sheet-main")
    inside = [html.Div([left, right], className="sheet-columns"),
              html.Div(submit(ACCEPT), className="sheet-foot")]
    return html.Div([html.Header(html.H2(ACCEPT.text, tabIndex=-1), className="sheet-head"), form("accept", inside)],
                    className="sheet-body", **attrs(data_enter=f"accept-{code}"))


def screen_sheet(line: ScreenLine, pages: tuple[tuple[str, str], ...], wanted: str, now: float) -> Component:
    """One screen: what it is, and the few things that can be done with it."""
    head = html.Header([html.H2(line.name, tabIndex=-1), html.Div(_state(line, now), className="pill-row")],
                       className="sheet-head")
    rows = ((BEAT, stamp(line.seen_at)), (PAGE, line.page), (VERSION, line.version or "–"),
            (SINCE, stamp(line.created_at)))
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words, value in rows],
                    className="fact-list")
    arrange: list[Any] = []
    if line.revoked_at is None:
        arrange = [dcc.Link(ARRANGE.text, href=f"/admin/screens/{line.id}"), " · "]
    link = html.P([*arrange, html.A(HISTORY.text, href=f"/admin/audit?object=screen:{line.id}")],
                  className="sheet-links")
    right: list[Any] = [html.Section([html.H3(REACH.text), reach_rows(line.parts, line.name, None, {})])]
    left: list[Any] = [facts, link]
    if line.revoked_at is None:
        who: dict[str, str | int] = {"id": line.id}
        left += [
            form("rename", [field(NAME, "name", text("name", line.name)), submit(RENAME, "")], who),
            form("send", [field(SEND_TO, "page", select("page", [("", AS_IT_IS.text), *pages], wanted)),
                          submit(SEND, "")], who),
            html.Div(button("revoke", REVOKE, who, sure=SURE_REVOKE.text.format(name=line.name),
                            className="danger-text"), className="acts"),
        ]
        right.append(form("reach", [areas_field(), kinds_field(), submit(NEW_REACH, "")], who, verb=NEW_REACH,
                          sure=SURE_REACH.text.format(name=line.name)))
    return html.Div([head, html.Div([html.Div(left, className="sheet-side"), html.Div(right, className="sheet-main")],
                                    className="sheet-columns")], className="sheet-body",
                    **attrs(data_enter=str(line.id)))
