"""The page of silences and maintenances: what is hushed now, what is planned, what was."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.admin_frame import button, go
from components.calendar import weekday_names
from components.school_map import attrs, mark
from domain.measurement import Status
from domain.silence import Phase, SilenceKind
from domain.silence_view import SilenceBoard, SilenceLine
from domain.wording import Words, ago, number, span, stamp

TITLE = Words("Tạm ngưng và bảo trì", "Silences and maintenance")
ABOUT = Words("Tạm ngưng chỉ giấu tiếng ồn: sự cố vẫn được ghi đủ, và hết hạn mà chưa khắc phục thì báo ngay. "
              "Bảo trì là việc đã báo trước: có dấu riêng trên bản đồ, không tính vào đồng hồ xử lý.",
              "A silence hides noise only: incidents are recorded, and told at once when it ends. Maintenance is "
              "announced, has its own look on the map, and no clock counts it.")
NEW = Words("Tạm ngưng", "Silence")
NEW_MAINTENANCE = Words("Báo trước bảo trì", "Announce maintenance")
NOW, AHEAD, PAST = Words("Đang có hiệu lực", "Active now"), Words("Sắp tới", "Ahead"), Words("Đã qua", "Over")
NOTHING = Words("Không có gì đang bị tạm ngưng: mọi sự cố trong giờ học đều được báo.",
                "Nothing is silenced: every incident in school hours speaks.")
HEADS = (Words("Loại", "Kind"), Words("Với", "For"), Words("Khi nào", "When"), Words("Lý do", "Reason"),
         Words("Còn lại", "Left"))
SCHOOLS = Words("{n} trường", "{n} schools")
EVERY_DAY = Words("mỗi ngày", "every day")
ALL_DAY = Words("cả ngày", "all day")
TO = Words("đến {at}", "until {at}")
ENDS, TURNS = Words("hết sau {t}", "ends in {t}"), Words("tạm hết sau {t}", "pauses in {t}")
BEGINS = Words("bắt đầu sau {t}", "begins in {t}")
ENDED = Words("hết {t}", "ended {t}")
HIDDEN = Words("Lý do do trung tâm giữ", "The centre keeps the reason")
BY = Words("{name}, {at}", "{name}, {at}")
REVOKE = Words("Bỏ ngay", "End it now")
SURE = Words("Bỏ “{what}” với {target}? Sự cố nào chưa khắc phục sẽ được báo trong vòng một phút.",
             "End the {what} of {target}? What still is down is told within a minute.")
FACTS = (Words("Với", "For"), Words("Từ", "From"), Words("Đến", "Until"), Words("Lặp lại", "Recurs"),
         Words("Lý do", "Reason"), Words("Người đặt", "Made by"), Words("Trường", "Schools"))
OPEN_TARGET = Words("Xem", "See")
_TONES = {Phase.ACTIVE: Status.WATCH, Phase.BETWEEN: Status.STALE, Phase.PLANNED: Status.STALE,
          Phase.OVER: Status.UNKNOWN, Phase.REVOKED: Status.UNKNOWN}
_ICONS = {SilenceKind.SILENCE: "i-bell-off", SilenceKind.MAINTENANCE: "i-plug"}


def silence_tools(may: bool) -> list[Component]:
    """The two buttons of whoever may answer incidents."""
    return [go([html.I(className="icon i-plug"), NEW_MAINTENANCE.text], "new=maintenance"),
            go([html.I(className="icon i-bell-off"), NEW.text], "new=silence",
               className="button primary")] if may else []


def silence_board(board: SilenceBoard) -> Component:
    """Three tables: now, ahead, over."""
    now = [line for line in board.lines if line.phase is Phase.ACTIVE]
    ahead = [line for line in board.lines if line.phase in {Phase.BETWEEN, Phase.PLANNED}]
    past = [line for line in board.lines if line.phase in {Phase.OVER, Phase.REVOKED}]
    empty = html.P([html.I(className="icon i-bell"), NOTHING.text], className="card silence-none")
    parts = [html.Section([_head(NOW, now), _table(now, board.now) if now else empty])]
    parts += [html.Section([_head(words, lines), _table(lines, board.now)]) for words, lines in
              ((AHEAD, ahead), (PAST, past)) if lines]
    return html.Div(parts, className="admin-list")


def _head(words: Words, lines: Sequence[SilenceLine]) -> Component:
    return html.H2([words.text, " ", html.Span(number(len(lines)), className="dim num")])


def _table(lines: Sequence[SilenceLine], now: float) -> Component:
    head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
    rows = html.Tbody([_row(line, now) for line in lines])
    return html.Div(html.Table([head, rows], className="table admin-table silence-table"), className="card table-wrap")


def _row(line: SilenceLine, now: float) -> Component:
    told = [html.B(line.reason), html.Span(line.actor_name, className="dim")] if line.reason else [
        html.Span(HIDDEN.text, className="dim")]
    when = [html.Span(_days(line), className="num")]
    if recurring := recurring_words(line):
        when.append(html.Span(recurring, className="dim num"))
    cells: tuple[Any, ...] = (
        _kind(line), html.Div([go(line.target, f"silence={line.id}", className="row-name"),
                               html.Span(_whom(line), className="dim")], className="two-lines"),
        html.Div(when, className="two-lines"), html.Div(told, className="two-lines silence-why"),
        html.Span(_left(line, now), className="num"))
    over = line.phase in {Phase.OVER, Phase.REVOKED}
    return html.Tr([html.Td(cell, **attrs(data_label=words.text)) for words, cell in zip(HEADS, cells, strict=True)],
                   className="row is-disabled" if over else "row", **attrs(data_go=f"silence={line.id}"))


def _kind(line: SilenceLine) -> Component:
    return html.Span([html.I(className=f"icon {_ICONS[line.what]}"), line.what.words.text],
                     className=f"silence-kind is-{line.what}")


def _whom(line: SilenceLine) -> str:
    kinds = [", ".join(kind.words.text for kind in line.kinds)] if line.kinds else []
    count = [SCHOOLS.text.format(n=number(line.schools))] if not line.school and line.schools else []
    return " · ".join([*kinds, *count])


def _days(line: SilenceLine) -> str:
    first, last = stamp(line.since), stamp(line.until)
    return f"{first[-5:]}–{last[-5:]} {first[:10]}" if first[:10] == last[:10] else f"{first} – {last}"


def recurring_words(line: SilenceLine) -> str:
    """"T2–T6 22:00–05:00", "" = all the time."""
    if not line.weekdays and line.start is None:
        return ""
    hours = f"{line.start:%H:%M}–{line.stop:%H:%M}" if line.start and line.stop else ALL_DAY.text
    return f"{weekday_names(line.weekdays) if line.weekdays else EVERY_DAY.text} {hours}"


def _left(line: SilenceLine, now: float) -> str:
    if line.phase in {Phase.OVER, Phase.REVOKED}:
        return ENDED.text.format(t=ago(now - min(line.until, line.revoked_at or line.until)))
    if line.next is None:
        return TO.text.format(at=stamp(line.until))
    words = BEGINS if line.phase is not Phase.ACTIVE else ENDS if line.next >= line.until else TURNS
    return words.text.format(t=span(line.next - now))


def silence_sheet(line: SilenceLine, now: float) -> Component:
    """One of them, with its end."""
    pill = html.Span([mark(_TONES[line.phase]), line.phase.words.text], className=f"pill {_TONES[line.phase]}")
    head = html.Header([html.H2(line.target, tabIndex=-1),
                        html.Div([_kind(line), pill, html.Span(_left(line, now), className="dim")],
                                 className="pill-row")], className="sheet-head")
    values = (line.target, stamp(line.since), stamp(line.until), recurring_words(line) or "–",
              line.reason or HIDDEN.text, BY.text.format(name=line.actor_name or "–", at=stamp(line.created_at)),
              number(line.schools) if line.schools else "–")
    facts = html.Dl([html.Div([html.Dt(words.text), html.Dd(value)]) for words,
                     value in zip(FACTS, values, strict=True)],
                    className="fact-list silence-facts")
    foot: list[Any] = [html.A([html.I(className="icon i-external"), OPEN_TARGET.text], href=line.link,
                              className="button")] if line.link else []
    if line.can_revoke:
        foot.append(button("revoke", REVOKE, {"id": line.id}, className="danger-text", sure=SURE.text.format(
            what=line.what.words.text.lower(), target=line.target)))
    return html.Div([head, html.Div(facts, className="sheet-side silence-one"),
                     html.Div(foot, className="sheet-foot silence-foot")],
                    className="sheet-body", **attrs(data_enter=str(line.id)))
