"""The keys page: programs that read with a token of their own."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import button, field, form, go, secret_line, select, submit, text
from components.admin_scope import areas_field, kinds_field, reach_line, reach_rows, school_field
from components.school_map import attrs, mark
from domain.admin_view import KeyBoard, KeyLine
from domain.measurement import Status
from domain.person import Role
from domain.wording import Words, ago, stamp

TITLE = Words("Khoá API", "API keys")
ABOUT = Words("Chương trình nào được đọc số liệu, trong phạm vi nào, đến bao giờ.",
              "Which programs may read, how far, until when.")
NEW = Words("Tạo khoá", "Make a key")
NONE = Words("Chưa có khoá nào. Mỗi chương trình đọc số liệu nên có một khoá riêng.",
             "No keys yet. Give every program a key of its own.")
HEADS = (Words("Khoá", "Key"), Words("Vai trò", "Role"), Words("Phạm vi", "Reach"), Words("Hết hạn", "Expires"),
         Words("Dùng lần cuối", "Last use"), Words("Trạng thái", "State"))
VALID, OVER, GONE = Words("dùng được", "valid"), Words("hết hạn", "expired"), Words("đã thu hồi", "revoked")
SOON = Words("sắp hết hạn", "expires soon")
FOREVER, UNUSED = Words("không hết hạn", "never"), Words("chưa dùng", "never")
NAME, NAME_LIKE = Words("Tên chương trình", "Name"), Words("Kho dữ liệu của Sở", "The department's warehouse")
ROLE, DAYS = Words("Đọc với vai trò", "Reads as"), Words("Dùng được trong", "Valid for")
LASTS = (("30", Words("30 ngày", "30 days")), ("90", Words("90 ngày", "90 days")), ("365", Words("1 năm", "1 year")),
         ("", Words("đến khi thu hồi", "until revoked")))
REACH = Words("Phạm vi", "Reach")
HINT, MAKER, MADE = Words("Đầu khoá", "Begins with"), Words("Người tạo", "Made by"), Words("Tạo lúc", "Made")
REVOKE = Words("Thu hồi khoá", "Revoke")
SURE_REVOKE = Words("Thu hồi khoá “{name}”? Chương trình đang dùng khoá này bị từ chối từ yêu cầu kế tiếp.",
                    "Revoke “{name}”? Its program is refused from the next request on.")
HISTORY = Words("Xem những gì đã thay đổi", "See what changed")
USES = Words("Xem việc khoá này đã làm", "See what it did")
TOKEN, EXAMPLE = Words("Khoá", "Token"), Words("Ví dụ gọi", "Example")
SOON_S = 14 * 86400.0


def key_tools() -> list[Component]:
    """The one button."""
    return [go([html.I(className="icon i-plus"), NEW.text], "new=1", className="button primary")]


def key_board(board: KeyBoard) -> Component:
    """Every key ever made; a revoked one stays to be looked up."""
    if not board.keys:
        return html.P(NONE.text, className="card empty")
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
    rows = html.Tbody([_row(line, board.now) for line in board.keys])
    return html.Div(html.Table([head, rows], className="table admin-table"), className="card table-wrap admin-list")


def _row(line: KeyLine, now: float) -> Component:
    name = html.Div([html.Div(go(line.name, f"key={line.id}", className="row-name"), className="row-title"),
                     html.Code(f"{line.hint}…", className="dim")])
    used = html.Span(ago(now - line.used_at), title=stamp(line.used_at)) if line.used_at else html.Span(
        UNUSED.text, className="dim")
    cells: list[Any] = [name, line.role.words.text, reach_line(line.parts), _end(line), used, _state(line, now)]
    dead = line.revoked_at is not None
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(HEADS, cells, strict=True)],
                   className="row is-disabled" if dead else "row",
                   **attrs(data_go=f"key={line.id}", data_key_row=str(line.id)))


def _end(line: KeyLine) -> str:
    return stamp(line.expires_at) if line.expires_at is not None else FOREVER.text


def _state(line: KeyLine, now: float) -> Component:
    if line.revoked_at is not None:
        tone, words = Status.UNKNOWN, GONE
    elif line.expires_at is not None and line.expires_at <= now:
        tone, words = Status.STALE, OVER
    elif line.expires_at is not None and line.expires_at - now < SOON_S:
        tone, words = Status.WATCH, SOON
    else:
        tone, words = Status.GOOD, VALID
    return html.Span([mark(tone), words.text], className=f"pill {tone}")


def key_sheet(line: KeyLine, now: float) -> Component:
    """One key."""
    head = html.Header([html.H2(line.name, tabIndex=-1), html.Div([_state(line, now), html.Span(
        line.role.words.text, className="dim")], className="pill-row")], className="sheet-head")
    rows = ((HINT, f"{line.hint}…"), (MAKER, line.maker or "–"), (MADE, stamp(line.created_at)),
            (HEADS[3], _end(line)), (HEADS[4], stamp(line.used_at) if line.used_at else UNUSED.text))
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words, value in rows],
                    className="fact-list")
    links = html.P([html.A(HISTORY.text, href=f"/admin/audit?object=key:{line.id}"), " · ",
                    html.A(USES.text, href=f"/admin/audit?person=client-{line.id}")], className="sheet-links")
    left: list[Any] = [facts, links]
    if line.revoked_at is None:
        left.append(html.Div(button("revoke", REVOKE, {"id": line.id}, sure=SURE_REVOKE.text.format(name=line.name),
                                    className="danger-text"), className="acts"))
    right = html.Section([html.H3(REACH.text), reach_rows(line.parts, line.name, None, {})])
    return html.Div([head, html.Div([html.Div(left, className="sheet-side"), html.Div(right, className="sheet-main")],
                                    className="sheet-columns")], className="sheet-body",
                    **attrs(data_enter=str(line.id)))


def new_key(roles: tuple[Role, ...]) -> Component:
    """Name, role, how long and how far."""
    left = html.Div([
        field(NAME, "name", text("name", placeholder=NAME_LIKE.text, first=True)),
        field(ROLE, "role", select("role", [(role.value, role.words.text) for role in roles], Role.OPERATOR.value)),
        field(DAYS, "days", select("days", [(key, words.text) for key, words in LASTS], "365")),
    ], className="sheet-side")
    area = html.Div([areas_field(), kinds_field()], className="field-group",
                    **attrs(data_unless_role=Role.SCHOOL_CONTACT.value))
    school = html.Div(school_field(), className="field-group", hidden=True,
                      **attrs(data_when_role=Role.SCHOOL_CONTACT.value))
    right = html.Div([html.H3(REACH.text), area, school], className="sheet-main")
    inside = [html.Div([left, right], className="sheet-columns"), html.Div(submit(NEW), className="sheet-foot")]
    return html.Div([html.Header(html.H2(NEW.text, tabIndex=-1), className="sheet-head"),
                     form("make", inside, className="role-form")], className="sheet-body", **attrs(data_enter="new"))


def token_lines(token: str, area: str) -> Component:
    """The token and how a program says it; both shown this once."""
    call = f'curl -H "Authorization: Bearer {token}" "{{origin}}/api/v1/live/frame?format=json&area={area}"'
    return html.Div([secret_line(TOKEN, token), secret_line(EXAMPLE, "", origin=call)])
