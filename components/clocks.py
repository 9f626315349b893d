"""The page of clocks: how soon incidents were acknowledged and resolved, against what was promised."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.report_button import report_button
from components.school_map import attrs
from domain.clock_view import OUTSIDE, ClockBoard, Figure, Group, Verdict
from domain.service_level import school_span
from domain.snapshot import Template
from domain.wording import Words, number, percent, span, stamp

TITLE = Words("Thời gian xử lý", "Clocks")
ABOUT = Words("Bao lâu thì sự cố được tiếp nhận và khắc phục, tính theo giờ học, so với thời hạn.",
              "How soon incidents were acknowledged and resolved, in school time, against the targets.")
PERIOD = Words("Khoảng thời gian", "Period")
DAYS = Words("{n} ngày", "{n} days")
SINCE = Words("{n} sự cố mở từ {since} đến {now}", "{n} incidents opened from {since} to {now}")
FILE = Words("Tải CSV", "CSV")
TAKE, END = Words("Tiếp nhận", "Acknowledged"), Words("Khắc phục", "Resolved")
IN_TIME, MEDIAN, P90 = Words("Đúng hạn", "In time"), Words("Trung vị", "Median"), Words("P90", "P90")
WAITING = Words("Chưa xét", "Not judged yet")
LEFT_OUT = Words("Ngoài mẫu số", "Left out")
WAITS = Words("tiếp nhận {take}, khắc phục {end}", "{take} to acknowledge, {end} to resolve")
TARGET = Words("Thời hạn", "Target")
WALL = Words("{t} theo đồng hồ treo tường", "{t} by the clock on the wall")
OF = Words("{met} / {judged}", "{met} / {judged}")
NONE = Words("Chưa có sự cố nào trong khoảng này.", "No incidents in this period.")
NOTE = Words("Mẫu số là những đồng hồ đã đúng hạn hoặc quá hạn; sự cố đang mở tính là quá hạn từ lúc vượt thời hạn. "
             "Chưa xét là đồng hồ còn chạy trong hạn, hoặc sự cố tự hết trong hạn: đếm riêng. Bảo trì, báo nhầm, "
             "không rõ và ngoài giờ học đứng ngoài mẫu số, đếm ở cột cuối.",
             "The denominator is what was in time or late. What may still go either way is counted apart; maintenance, "
             "false alarms, what is unknown and what is out of hours are left out and counted in the last column.")
SECTIONS = (("severities", Words("Theo mức", "By severity")), ("areas", Words("Theo địa bàn", "By area")),
            ("carriers", Words("Theo nhà mạng", "By carrier")), ("people", Words("Theo người", "By person")))
NAMES = {"severities": Words("Mức", "Severity"), "areas": Words("Địa bàn", "Area"),
         "carriers": Words("Nhà mạng", "Carrier"), "people": Words("Người", "Person")}
GOOD, FAIR = 0.9, 0.7
MOST = 25  # rows of one table; the file holds all


def clock_tools(days: int, periods: Sequence[int]) -> list[Component]:
    """The periods and the file."""
    choices = [html.A(DAYS.text.format(n=one), href=f"?days={one}", className="choice", **attrs(
        data_go=f"days={one}", **({"aria_current": "true"} if one == days else {}))) for one in periods]
    return [html.Div(choices, className="choices clock-periods", role="group", **attrs(aria_label=PERIOD.text)),
            html.A([html.I(className="icon i-download"), FILE.text], href=f"/api/v1/clocks.csv?days={days}",
                   className="button", download=""), report_button(Template.INCIDENTS)]


def clock_board(board: ClockBoard, periods: Sequence[int]) -> Component:
    """Two figures for everything, then the tables."""
    n = board.total.resolve.n
    told = SINCE.text.format(n=number(n), since=stamp(board.since), now=stamp(board.now))
    head = html.Div([html.P(told, className="dim num"), html.Div(clock_tools(board.days, periods), className="acts")],
                    className="clock-head")
    if not n:
        return html.Div([head, html.P(NONE.text, className="card empty")], className="clock-board")
    cards = html.Div([_card(TAKE, board.total.acknowledge), _card(END, board.total.resolve)], className="clock-cards")
    tables = [_section(words, NAMES[name], getattr(board, name)) for name, words in SECTIONS if getattr(board, name)]
    return html.Div([head, cards, *tables, html.P(NOTE.text, className="quiet clock-note")], className="clock-board")


def _card(words: Words, figure: Figure) -> Component:
    waits = _waits(figure)
    facts = [(MEDIAN, _time(figure.median)), (P90, _time(figure.p90)), (WAITING, number(waits)),
             (LEFT_OUT, number(figure.outside - waits))]
    wall = [html.P(WALL.text.format(t=span(figure.wall)), className="dim")] if figure.wall is not None else []
    big = html.Div([html.B(percent(figure.met, 0), className="num"), html.Span(IN_TIME.text.lower()),
                    html.Span(_of(figure), className="dim num")], className=f"clock-big {tone(figure)}")
    rows = html.Dl([html.Div([html.Dt(name.text), html.Dd(value, className="num")]) for name, value in facts])
    return html.Section([html.H2(words.text), big, _bar(figure), rows, *wall,
                         html.P(_outside(figure), className="dim")],
                        className="card clock-card")


def _section(words: Words, name: Words, groups: Sequence[Group]) -> Component:
    targets = any(group.target.text for group in groups)
    called = f"{name.text}, {TARGET.text.lower()}" if targets else name.text
    top = html.Tr([html.Th(called, rowSpan=2, scope="col"),
                   html.Th(TAKE.text, colSpan=3, scope="colgroup"), html.Th(END.text, colSpan=3, scope="colgroup"),
                   html.Th(WAITING.text, rowSpan=2, scope="col"), html.Th(LEFT_OUT.text, rowSpan=2, scope="col")])
    second = html.Tr([html.Th(one.text, scope="col", className="num" if i % 3 else "") for i, one in
                      enumerate((IN_TIME, MEDIAN, P90) * 2)])
    rows = [_row(group, name) for group in groups[:MOST]]
    table = html.Table([html.Thead([top, second]), html.Tbody(rows)], className="table clock-table")
    return html.Section([html.H2(words.text), html.Div(table, className="card table-wrap")])


def _row(group: Group, name: Words) -> Component:
    called: list[Component] = [html.B(group.label.text)]
    if group.target.text:
        called.append(html.Span(group.target.text, className="dim num"))
    cells: list[tuple[str, Any, str]] = [(name.text, called, "clock-name two-lines")]
    for words, figure in ((TAKE, group.acknowledge), (END, group.resolve)):
        cells += [(f"{words.text}: {IN_TIME.text.lower()}", _share(figure), "clock-share"),
                  (f"{words.text}: {MEDIAN.text.lower()}", _time(figure.median), "num"),
                  (f"{words.text}: {P90.text}", _time(figure.p90), "num")]
    whole = group.resolve if group.resolve.n >= group.acknowledge.n else group.acknowledge
    take, end = _waits(group.acknowledge), _waits(group.resolve)
    cells += [(WAITING.text, WAITS.text.format(take=number(take), end=number(end)) if take or end else "–",
               "dim clock-waits"), (LEFT_OUT.text, _outside(whole), "dim clock-out")]
    return html.Tr([html.Td(value, className=kind, **attrs(data_label=label)) for label, value, kind in cells])


def _share(figure: Figure) -> Component:
    return html.Div([html.Span(percent(figure.met, 0), className=f"num clock-met {tone(figure)}"), _bar(figure),
                     html.Span(_of(figure), className="dim num")], className="clock-line")


def _bar(figure: Figure) -> Component:
    """In time, late, left out: as wide as they are many."""
    met, missed = (100 * figure.counts.get(one, 0) / (figure.n or 1) for one in (Verdict.MET, Verdict.MISSED))
    return html.Span(className="clock-bar", style={"--met": f"{met:.1f}%", "--judged": f"{met + missed:.1f}%"},
                     **attrs(aria_hidden="true"))


def tone(figure: Figure) -> str:
    """The class of its colour."""
    met = figure.met
    return "" if met is None else "good" if met >= GOOD else "watch" if met >= FAIR else "bad"


def _time(seconds: float | None) -> str:
    return "–" if seconds is None else school_span(seconds)


def _of(figure: Figure) -> str:
    return OF.text.format(met=number(figure.counts.get(Verdict.MET, 0)), judged=number(figure.judged))


def _waits(figure: Figure) -> int:
    return figure.counts.get(Verdict.WAITS, 0)


def _outside(figure: Figure) -> str:
    """What is left out for good: what is not judged yet stands apart."""
    told = [f"{number(figure.counts[one])} {one.words.text}" for one in OUTSIDE
            if one is not Verdict.WAITS and figure.counts.get(one)]
    return ", ".join(told) or "–"
