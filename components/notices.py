"""The page of one's own notices: by which ways, how loud, when not."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.admin_frame import (
    CANCEL,
    LATE,
    LOST,
    YES,
    Slots,
    button,
    field,
    form,
    go,
    select,
    sheet,
    skeleton,
    submit,
    text,
)
from components.school_map import attrs, mark
from domain.measurement import Status
from domain.notice import DIGESTS, MOST, NEVER, Channel, Wants
from domain.notice_view import NoticeBoard, WayLine
from domain.wording import Words, stamp

SIDE = "sheet-side notice-side"
TITLE = Words("Kênh nhận tin", "My notices")
ABOUT = Words("Trung tâm báo cho bạn về sự cố trong phạm vi của bạn bằng cách nào, khi nào.",
              "How and when the centre tells you of incidents within your reach.")
NEW, ADD = Words("Thêm kênh", "Add a way"), Words("Thêm", "Add")
NONE = Words("Chưa có kênh nào: bạn chỉ thấy sự cố khi mở trang này.", "No way yet: you see incidents on screen only.")
CLOSED = Words("Trung tâm chưa mở kênh gửi tin nào. Quản trị mở bằng cài đặt: NOTICE_HOSTS cho webhook (không cần máy "
               "chủ thư), SMTP_HOST cho e-mail, TELEGRAM_TOKEN hoặc ZALO_TOKEN cho bot.",
               "The centre has no channel set up. The administrator sets NOTICE_HOSTS for webhooks (no mail server "
               "needed), SMTP_HOST for e-mail, TELEGRAM_TOKEN or ZALO_TOKEN for a bot.")
HEADS = (Words("Kênh", "Way"), Words("Địa chỉ", "Target"), Words("Thứ tự", "Order"), Words("Tình trạng", "State"))
PROVED, UNPROVED = Words("đã gửi thử", "tried"), Words("chưa gửi thử", "not tried")
SHUT = Words("trung tâm đã tắt", "switched off")
FIRST, THEN = Words("Thử trước", "First"), Words("Dự phòng {n}", "Fallback {n}")
CHANNEL, TARGET = Words("Kênh", "Channel"), Words("Địa chỉ hoặc mã chat", "Address or chat id")
HINTS = {
    Channel.EMAIL: Words("E-mail: địa chỉ thư của bạn.", "E-mail: your address."),
    Channel.TELEGRAM: Words("Telegram: nhắn /start cho bot của trung tâm, rồi gõ số chat bot trả lời.",
                            "Telegram: write /start to the centre's bot, then type the chat number."),
    Channel.ZALO: Words("Zalo: nhắn cho bot của trung tâm trước, rồi gõ mã chat.",
                        "Zalo: write to the centre's bot first, then type the chat id."),
    Channel.WEBHOOK: Words("Webhook: https://… trên máy được phép: {hosts}.", "Webhook: https://… on {hosts}."),
}
SEALED = Words("Địa chỉ được niêm phong; trang này chỉ hiện một phần.", "Sealed; only a part is ever shown.")
TRY, RAISE, REMOVE = Words("Gửi thử", "Send a trial"), Words("Thử trước tiên", "Try first"), Words("Gỡ kênh", "Remove")
SURE_REMOVE = Words("Gỡ kênh {name}? Tin không đến đó nữa.", "Remove {name}?")
ADDED, TRIED = Words("Thêm lúc", "Added"), Words("Gửi thử lúc", "Tried")
HOW, CHANGE, SAVE = Words("Báo thế nào", "How"), Words("Đổi", "Change"), Words("Lưu", "Save")
LEAST = Words("Báo từ mức", "From severity")
LEASTS = (("low", Words("thấp trở lên", "low")), ("medium", Words("trung bình trở lên", "medium")),
          ("high", Words("cao trở lên", "high")), ("critical", Words("chỉ nghiêm trọng", "critical only")),
          (NEVER, Words("không báo gì", "nothing")))
QUIET, UNTIL = Words("Giờ yên tĩnh từ", "Quiet from"), Words("đến", "to")
QUIET_HINT = Words("Sự cố nghiêm trọng vẫn báo ngay; việc khác đợi đến hết giờ yên tĩnh.",
                   "What is critical comes at once; the rest waits.")
DIGEST = Words("Gộp tin", "Gather")
AT_ONCE, EACH = Words("không gộp, báo ngay", "at once"), Words("mỗi {n} phút một tin", "each {n} minutes")
NO_QUIET = Words("không có", "none")
LIMIT = Words(f"Không ai nhận quá {MOST} tin trong 10 phút: nhiều hơn thì gộp lại.",
              f"Nobody gets more than {MOST} messages in ten minutes: more are gathered.")


def notices_page(ids: Slots, query: Mapping[str, str]) -> Component:
    """The skeleton."""
    words = attrs(data_said=ids.said, data_asked=ids.asked, data_told=ids.told, data_late=LATE.text,
                  data_lost=LOST.text, data_no=CANCEL.text, data_yes=YES.text)
    head = html.Header([html.Div([html.H1(TITLE.text), html.P(ABOUT.text, className="quiet")]),
                        go([html.I(className="icon i-plus"), NEW.text], "new=1", className="button primary")],
                       className="admin-head")
    return html.Div(
        [head, html.P(className="error admin-failed", role="alert", **attrs(data_failed="")),
         html.Div(skeleton(3), id=ids.rows, className="admin-slot"), sheet(ids, TITLE, ("way", "new", "wants")),
         dcc.Store(id=ids.said, data=dict(query)), dcc.Store(id=ids.asked), dcc.Store(id=ids.done)],
        className="page-body admin-page notices-page", **words)


def notice_board(board: NoticeBoard) -> Component:
    """The ways in the order they are tried, and below them what is wanted."""
    if board.ways:
        head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
        body = html.Tbody([_row(line) for line in board.ways])
        ways: Component = html.Div(html.Table([head, body], className="table admin-table"),
                                   className="card table-wrap admin-list")
    else:
        ways = html.P((NONE if board.channels else CLOSED).text, className="card empty")
    rows = ((LEAST, dict(LEASTS)[board.wants.least].text), (QUIET, _quiet(board.wants)),
            (DIGEST, _digest(board.wants.digest_min)))
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value)]) for words, value in rows], className="fact-list")
    how = html.Section([html.H2(HOW.text), html.Div([facts, html.Div(go(CHANGE.text, "wants=1"), className="acts"),
                                                   html.P(LIMIT.text,
                                                          className="dim")], className="card notice-wants")])
    return html.Div([ways, how], className="notice-board")


def _row(line: WayLine) -> Component:
    order = FIRST.text if line.rank == 1 else THEN.text.format(n=line.rank - 1)
    name = html.Div(go(line.channel.words.text, f"way={line.id}", className="row-name"), className="row-title")
    cells: list[Any] = [name, html.Code(line.hint), order, _state(line)]
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(HEADS, cells, strict=True)],
                   className="row", **attrs(data_go=f"way={line.id}", data_way_row=str(line.id)))


def _state(line: WayLine) -> Component:
    if not line.open:
        tone, words = Status.BAD, SHUT
    else:
        tone, words = (Status.GOOD, PROVED) if line.proved_at is not None else (Status.WATCH, UNPROVED)
    return html.Span([mark(tone), words.text], className=f"pill {tone}")


def way_sheet(line: WayLine) -> Component:
    """One way, and what can be done with it."""
    name = f"{line.channel.words.text} {line.hint}"
    head = html.Header([html.H2(name, tabIndex=-1), html.Div(_state(line), className="pill-row")],
                       className="sheet-head")
    rows = ((ADDED, stamp(line.created_at)), (TRIED, stamp(line.proved_at)))
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words, value in rows],
                    className="fact-list")
    who: dict[str, str | int] = {"id": line.id}
    acts = [button("try", TRY, who, className="primary")] if line.open else []
    acts += [button("first", RAISE, who)] if line.rank > 1 else []
    acts.append(button("remove", REMOVE, who, sure=SURE_REMOVE.text.format(name=name), className="danger-text"))
    inside = html.Div([facts, html.P(SEALED.text, className="dim"), html.Div(acts, className="acts")], className=SIDE)
    return html.Div([head, inside], className="sheet-body", **attrs(data_enter=str(line.id)))


def new_way(board: NoticeBoard) -> Component:
    """Channel and target."""
    if not board.channels:
        inside: list[Any] = [html.P(CLOSED.text, className=f"quiet {SIDE}")]
    else:
        options = [(channel.value, channel.words.text) for channel in board.channels]
        hints = [html.Li(HINTS[channel].text.format(hosts=", ".join(board.hosts))) for channel in board.channels]
        asked = html.Div([field(CHANNEL, "channel", select("channel", options, options[0][0])),
                          field(TARGET, "target", text("target", first=True), hint=SEALED),
                          html.Ul(hints, className="dim notice-hints")], className=SIDE)
        inside = [form("add", [asked, html.Div(submit(ADD), className="sheet-foot")])]
    return html.Div([html.Header(html.H2(NEW.text, tabIndex=-1), className="sheet-head"), *inside],
                    className="sheet-body", **attrs(data_enter="new"))


def wants_form(wants: Wants) -> Component:
    """How loud, when not, gathered or at once."""
    digests = [(str(minutes), _digest(minutes)) for minutes in DIGESTS]
    asked = html.Div([
        field(LEAST, "least", select("least", [(key, words.text) for key, words in LEASTS], wants.least)),
        html.Div([field(QUIET, "quiet_from", text("quiet_from", wants.quiet_from, placeholder="22:00")),
                  field(UNTIL, "quiet_to", text("quiet_to", wants.quiet_to, placeholder="06:30"))],
                 className="notice-hours"),
        html.P(QUIET_HINT.text, className="dim"),
        field(DIGEST, "digest_min", select("digest_min", digests, str(wants.digest_min))),
    ], className=SIDE)
    return html.Div([html.Header(html.H2(HOW.text, tabIndex=-1), className="sheet-head"),
                     form("wants", [asked, html.Div(submit(SAVE), className="sheet-foot")])],
                    className="sheet-body", **attrs(data_enter="wants"))


def _digest(minutes: int) -> str:
    return EACH.text.format(n=minutes) if minutes else AT_ONCE.text


def _quiet(wants: Wants) -> str:
    return f"{wants.quiet_from} {UNTIL.text} {wants.quiet_to}" if wants.quiet_from else NO_QUIET.text
