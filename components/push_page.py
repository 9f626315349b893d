"""The page of pushed figures: rows held back with their reasons, who may send, what came lately."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import Values, button, field, form, go, secret_line, select, submit, text
from components.school_map import attrs, mark
from domain.measurement import Status
from domain.push import reason_words
from domain.push_view import BatchLine, HeldGroup, HeldRow, PushBoard, SenderLine
from domain.wording import Words, ago, number, stamp

TITLE = Words("Số liệu gửi đến", "Pushed figures")
ABOUT = Words("Máy đo và hệ thống khác tự gửi số liệu vào. Dòng đọc được thành số liệu trong vài giây; dòng không đọc "
              "được chờ ở đây cùng lý do, không mất dòng nào.",
              "Agents and other systems send figures themselves. What can be read is a figure within seconds; what "
              "cannot waits here with its reason, and no row is lost.")
HELD, SENDERS, LATELY = (Words("Chờ người xem", "Held for a person"), Words("Bên gửi", "Senders"),
                         Words("Các lần gửi gần nhất", "Latest sendings"))
NO_HELD = Words("Không có dòng nào đang bị giữ lại.", "No row is held back.")
NO_SENDER = Words("Chưa có bên gửi nào. Mỗi máy đo hoặc hệ thống nên có một khoá riêng.",
                  "No senders yet. Give every agent or system a key of its own.")
NO_BATCH = Words("Chưa có lần gửi nào.", "Nothing was sent yet.")
NEW = Words("Thêm bên gửi", "Add a sender")
HELD_HEADS = (Words("Lý do", "Reason"), Words("Số dòng", "Rows"), Words("Nguồn", "Source"), Words("Bên gửi", "Sender"),
              Words("Nhận lúc", "Received"))
SENDER_HEADS = (Words("Bên gửi", "Sender"), Words("Nguồn", "Source"), Words("Trường", "School"),
                Words("Gửi lần cuối", "Last sending"), Words("Trạng thái", "State"))
BATCH_HEADS = (Words("Lần gửi", "Sending"), Words("Bên gửi", "Sender"), Words("Nguồn", "Source"), Words("Dòng", "Rows"),
               Words("Kết quả", "Result"))
ANY_SCHOOL, NEVER = Words("mọi trường", "any school"), Words("chưa lần nào", "never")
VALID, REVOKED = Words("đang dùng", "active"), Words("đã thu hồi", "revoked")
WAITS = Words("đang chờ bộ thu thập", "waits for the collector")
RESULT = Words("{taken} nhận · {held} giữ lại", "{taken} taken · {held} held")
WHOLE = Words("nhận đủ {taken} dòng", "all {taken} rows taken")
NAME, NAME_LIKE = Words("Tên bên gửi", "Name"), Words("Máy đo phòng tin học", "Agent of the computer room")
SOURCE, SCHOOL = Words("Gửi cho nguồn", "Sends for"), Words("Chỉ cho trường", "For one school only")
SCHOOL_HINT = Words("Mã trường; bỏ trống = mọi trường", "School code; empty = any school")
REVOKE = Words("Thu hồi", "Revoke")
SURE_REVOKE = Words("Thu hồi “{name}”? Bên gửi này bị từ chối từ lần gửi kế tiếp.",
                    "Revoke “{name}”? It is refused from its next sending on.")
KEY, ID, EXAMPLE = Words("Khoá", "Key"), Words("Số của bên gửi (khi ký)", "Sender's number (to sign)"), Words(
    "Ví dụ gửi", "Example")
MADE, MAKER, HINT = Words("Tạo lúc", "Made"), Words("Người tạo", "Made by"), Words("Đầu khoá", "Begins with")
FIRST = Words("{n} dòng đầu làm bằng chứng", "first {n} rows as evidence")
WHY, WORD, DO = (Words("Lý do quyết định", "Why"), Words("Quyết định", "Decision"), Words("Ghi quyết định", "Decide"))
ROWS = Words("{n} dòng", "{n} rows")
RELEASE, DROP = Words("Cho đọc lại", "Release"), Words("Bỏ các dòng này", "Drop these rows")
DECIDE = Words("Cho đọc lại: bộ thu thập đọc từng dòng thêm một lần; dòng vẫn sai sẽ trở lại đây. Bỏ: dòng ở lại trong "
               "hồ sơ, không thành số liệu.",
               "Release: the collector reads each row once more, and what is still wrong comes back. Drop: the rows "
               "stay on record and never become figures.")
EMPTY_ROW = Words("không còn trường nào được giữ", "no field of it was kept")
DOCUMENT = Words("Tài liệu OpenAPI", "OpenAPI document")


def push_tools(may_act: bool) -> list[Component]:
    """The document, and a new sender for whoever may."""
    made = [go([html.I(className="icon i-plus"), NEW.text], "new=1", className="button primary")] if may_act else []
    return [html.A(DOCUMENT.text, href="/api/v1/ingest/openapi.json", className="button quiet", target="_blank"), *made]


def push_board(board: PushBoard) -> Component:
    """Everything."""
    held = [_held(one, board.now) for one in board.held]
    senders = [_sender(one, board.now) for one in board.senders]
    parts = [_part(HELD, len(board.held), HELD_HEADS, held, NO_HELD),
             _part(SENDERS, len(board.senders), SENDER_HEADS, senders, NO_SENDER)]
    if board.may_act or board.batches:
        parts.append(_part(LATELY, len(board.batches), BATCH_HEADS, [_batch(one, board.now) for one in board.batches],
                           NO_BATCH))
    return html.Div(parts, className="push-board")


def _part(words: Words, count: int, heads: tuple[Words, ...], rows: list[Component], none: Words) -> Component:
    name = html.H2([words.text, html.Span(number(count), className="dim num push-count")])
    if not rows:
        return html.Section([name, html.P(none.text, className="card empty")], className="push-part")
    head = html.Thead(html.Tr([html.Th(one.text, scope="col") for one in heads]))
    table = html.Table([head, html.Tbody(rows)], className="table admin-table")
    return html.Section([name, html.Div(table, className="card table-wrap admin-list")], className="push-part")


def _line(heads: tuple[Words, ...], cells: list[Any], step: str, *, dead: bool = False, **more: str) -> Component:
    name = "row is-disabled" if dead else "row"
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(heads, cells, strict=True)],
                   className=name, **attrs(**({"data_go": step} if step else {}), **more))


def _held(one: HeldGroup, now: float) -> Component:
    step = f"batch={one.batch}&reason={one.reason}"
    says = html.Div([html.Div(go(reason_words(one.reason).text, step, className="row-name"), className="row-title"),
                     html.Code(one.reason, className="dim")])
    return _line(HELD_HEADS, [says, html.B(number(one.count), className="num tone watch"), one.source.text, one.sender,
                              _age(one.received_at, now)], step, data_held=one.reason)


def _sender(one: SenderLine, now: float) -> Component:
    says = html.Div([html.Div(go(one.name, f"sender={one.id}", className="row-name"), className="row-title"),
                     html.Code(f"{one.hint}…", className="dim")])
    used = _age(one.used_at, now) if one.used_at else html.Span(NEVER.text, className="dim")
    dead = one.revoked_at is not None
    return _line(SENDER_HEADS, [says, one.source.text, one.school or html.Span(ANY_SCHOOL.text, className="dim"), used,
                                _state(dead)], f"sender={one.id}", dead=dead, data_sender=str(one.id))


def _batch(one: BatchLine, now: float) -> Component:
    if one.waiting:
        result: Any = html.Span([mark(Status.UNKNOWN), WAITS.text], className="pill unknown")
    elif one.held:
        words = RESULT.text.format(taken=number(one.taken), held=number(one.held))
        result = html.Span([mark(Status.WATCH), words], className="pill watch")
    else:
        result = html.Span([mark(Status.GOOD), WHOLE.text.format(taken=number(one.taken))], className="pill good")
    at = html.Span([html.B(f"{one.id}", className="num"), " · ", _age(one.received_at, now)])
    return _line(BATCH_HEADS, [at, one.sender, one.source.text, html.Span(number(one.rows), className="num"), result],
                 "")


def _state(dead: bool) -> Component:
    tone, words = (Status.UNKNOWN, REVOKED) if dead else (Status.GOOD, VALID)
    return html.Span([mark(tone), words.text], className=f"pill {tone}")


def _age(at: float, now: float) -> Component:
    return html.Span(ago(now - at), title=stamp(at))


def held_sheet(one: HeldGroup, *, may_act: bool) -> Component:
    """Rows of one reason with their evidence, and a person's word on them."""
    count = ROWS.text.format(n=number(one.count))
    under = f"{one.source.text} · {one.sender} · {count} · {stamp(one.received_at)}"
    head = html.Header([html.H2(reason_words(one.reason).text, tabIndex=-1), html.P(under, className="dim")],
                       className="sheet-head")
    rows = html.Ul([_evidence(row) for row in one.rows], className="push-rows")
    body: list[Any] = [html.H3(FIRST.text.format(n=number(len(one.rows)))), rows]
    if may_act:
        told: Values = {"batch": one.batch, "reason": one.reason}
        body.append(form("decide", [
            html.P(DECIDE.text, className="quiet"),
            field(WORD, "word", select("word", [("release", RELEASE.text), ("drop", DROP.text)])),
            field(WHY, "why", text("why")), html.Div(submit(DO), className="acts")], told))
    return html.Div([head, html.Div(body, className="push-sheet")], className="sheet-body",
                    **attrs(data_enter=f"{one.batch}"))


def _evidence(row: HeldRow) -> Component:
    told = [html.Span([html.Span(name, className="dim"), " ", html.B(value)], className="push-field")
            for name, value in row.told] or [html.Span(EMPTY_ROW.text, className="dim")]
    return html.Li([html.Code(row.school or "–"), *told])


def sender_sheet(one: SenderLine, *, may_act: bool) -> Component:
    """One sender."""
    head = html.Header([html.H2(one.name, tabIndex=-1), html.Div([_state(one.revoked_at is not None), html.Span(
        one.source.text, className="dim")], className="pill-row")], className="sheet-head")
    rows = ((ID, str(one.id)), (SENDER_HEADS[2], one.school or ANY_SCHOOL.text), (HINT, f"{one.hint}…"),
            (MAKER, one.created_by or "–"), (MADE, stamp(one.created_at)),
            (SENDER_HEADS[3], stamp(one.used_at) if one.used_at else NEVER.text))
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words, value in rows],
                    className="fact-list")
    acts = [html.Div(button("revoke", REVOKE, {"id": one.id}, sure=SURE_REVOKE.text.format(name=one.name),
                            className="danger-text"), className="acts")] if may_act and one.revoked_at is None else []
    return html.Div([head, html.Div([facts, *acts], className="push-sheet")], className="sheet-body",
                    **attrs(data_enter=str(one.id)))


def new_sender(sources: list[tuple[str, Words]]) -> Component:
    """Name, source, and perhaps one school."""
    fields = [field(NAME, "name", text("name", placeholder=NAME_LIKE.text, first=True)),
              field(SOURCE, "source", select("source", [(key, f"{words.text} · {key}") for key, words in sources])),
              field(SCHOOL, "school", text("school"), hint=SCHOOL_HINT)]
    inside = [html.Div(fields, className="push-sheet"), html.Div(submit(NEW), className="sheet-foot")]
    return html.Div([html.Header(html.H2(NEW.text, tabIndex=-1), className="sheet-head"), form("make", inside)],
                    className="sheet-body", **attrs(data_enter="new"))


def token_lines(sender: int, source: str, token: str) -> Component:
    """The key and how a program sends with it; shown this once."""
    call = (f'curl -H "Authorization: Bearer {token}" -H "Content-Type: application/json" '
            f'-d \'{{"rows": [{{"school": "…"}}]}}\' "{{origin}}/api/v1/ingest/{source}"')
    return html.Div([secret_line(KEY, token), secret_line(ID, str(sender)), secret_line(EXAMPLE, "", origin=call)])
