"""The sources page: every source with its state, its polls and its error in words; the centre's own parts; the gaps."""

from datetime import UTC, datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.school_map import MapConfig, attrs, feed_config, live, mark
from domain.measurement import Status
from domain.source import SourceStatus
from domain.source_view import CentrePart, GapLine, PollBar, SourceBoard, SourceLine
from domain.wording import ABSENT, Words, ago, moment, number, span

TITLE = Words("Nguồn dữ liệu", "Sources")
ABOUT = Words("Số liệu đến từ đâu, đến lúc nào, và điều gì đang vắng.",
              "Where figures come from, when they came, and what is missing.")
PARTS = Words("Các phần của trung tâm", "The centre itself")
GAPS = Words("Khoảng trống trong lịch sử", "Gaps in history")
NO_GAP = Words("Chưa ghi nhận khoảng trống nào.", "No gap on record.")
NOT_ASKED = Words("Cơ sở dữ liệu không trả lời nên chưa đọc được lịch sử.", "The database is away: no history.")
NOBODY = Words("Chưa có nguồn nào báo về: bộ thu thập chưa chạy lần nào. Hãy chạy ./run.sh collect.",
               "No source has reported: the collector has never run. Run ./run.sh collect.")
SCREEN = Words("Màn hình này", "This screen")
SCREEN_SAYS = Words("khung số liệu gần nhất", "newest frame")
LAST, NEXT = Words("Thành công gần nhất", "Last success"), Words("Lượt kế tiếp", "Next poll")
EVERY, TOOK = Words("Chu kỳ", "Interval"), Words("Thời gian một lượt", "One poll takes")
ROWS, REJECTED = Words("Số dòng", "Rows"), Words("Dòng bị loại", "Rejected rows")
BATCH = Words("Số dòng của đợt gần nhất", "Rows of the last batch")
STREAM = Words("liên tục", "continuous")
EACH = Words("mỗi {span}", "every {span}")
AT = Words("khoảng {time}", "about {time}")
NEVER = Words("chưa lần nào", "never")
FAILING = Words("lỗi từ {time}, đã {span}", "failing since {time}, for {span}")
CODE = Words("mã {code}", "code {code}")
CONFIGURE = Words("Chưa cấu hình hoặc đã tắt. Quản trị viên đặt ở trang cấu hình của nguồn; hoặc bằng biến môi trường:",
                  "Not configured or switched off. An administrator sets it on the source's page; or the environment:")
SET_UP = Words("Cấu hình, hỏi thử", "Settings and test")
SPOKEN = Words("{n} lượt gần nhất: {good} lượt có số liệu, {missed} lượt không",
               "newest {n} polls: {good} brought data, {missed} did not")
BAR = Words("{time}: {rows} dòng", "{time}: {rows} rows")
NO_BAR = Words("{time}: không có số liệu", "{time}: nothing came")
NO_POLLS = Words("hỏi liên tục, không chia thành lượt", "asked all the time, not in polls")
FIRST_POLL = Words("chưa có lượt nào trọn vẹn", "no whole poll yet")
SUMMARY = Words("{n} nguồn", "{n} sources")
HEADS = (Words("Từ", "From"), Words("Đến", "Until"), Words("Kéo dài", "Lasted"), Words("Vì sao", "Why"))
SHOWN = 12  # polls of one card: thirty sources are drawn anew every five seconds
TROUBLE = (SourceStatus.FAILING, SourceStatus.LATE, SourceStatus.WAITING, SourceStatus.OK, SourceStatus.OFF)


def source_frame(*, slot: str, tick: str, area: str) -> Component:
    """The skeleton: a slot that one callback fills every five seconds. `area`: whose feed tells this screen's age."""
    head = html.Header([html.H1(TITLE.text), html.P(ABOUT.text, className="quiet")], className="sources-head")
    waiting = html.Div([html.Div(className="skeleton card source-card") for _ in range(4)], className="source-cards")
    return html.Div([head, html.Div(waiting, id=slot, className="sources-slot"), dcc.Interval(id=tick, interval=5000)],
                    className="page-body sources-page", **feed_config(MapConfig(area=area)))


def source_list(board: SourceBoard, *, may_set: bool = False) -> Component:
    """Everything of the board; trouble first, what nobody asks last. `may_set`: the reader may change a source."""
    lines = sorted(board.sources, key=lambda line: TROUBLE.index(line.status))
    cards = [_card(line, board.now, may_set) for line in lines] or [html.P(NOBODY.text, className="note")]
    return html.Div(
        [
            _summary(lines),
            html.Div(cards, className="source-cards leased"),
            html.Div([_parts(board), _gaps(board)], className="sources-below leased"),
        ],
        className="sources-told",
    )


def _summary(lines: list[SourceLine]) -> Component:
    counts = [(status, sum(line.status is status for line in lines)) for status in TROUBLE]
    pills = [html.Span([mark(status.tone), f"{number(n)} {status.words.text}"], className=f"pill {status.tone}")
             for status, n in counts if n]
    return html.Div([html.Span(SUMMARY.text.format(n=number(len(lines))), className="dim"), *pills],
                    className="pill-row leased")


def _card(line: SourceLine, now: float, may_set: bool) -> Component:
    tone = line.status.tone
    state = html.Span([mark(tone), line.status.words.text], className=f"pill {tone}")
    body: list[Component] = [html.Div([html.H2(line.name.text), state], className="source-title")]
    if line.error is not None:
        body.append(_error(line, now))
    if line.status is SourceStatus.OFF:
        body.append(html.Div([html.P(CONFIGURE.text), html.Pre("\n".join(f"{s}=…" for s in line.settings))],
                             className="note source-off"))
    else:
        body += [_polls(line), _facts(line, now)]
    if may_set:
        body.append(dcc.Link([html.I(className="icon i-sources"), SET_UP.text], href=f"/sources/{line.key}",
                             className="source-configure"))
    return html.Article(body, className=f"card source-card {tone}",
                        **attrs(data_source=line.key, aria_label=line.name.text))


def _error(line: SourceLine, now: float) -> Component:
    since = line.failing_since or now
    told = FAILING.text.format(time=_clock(since), span=span(now - since))
    code = f" · {CODE.text.format(code=line.error_code)}" if line.error_code else ""
    says = line.error.text if line.error else ""
    return html.Div([html.I(className="icon i-alert"), html.Div([html.B(says), html.Span(told + code)])],
                    className="error source-error", role="alert")


def _polls(line: SourceLine) -> Component:
    """Each poll a bar as high as its rows; an empty slot is hollow, never a zero."""
    if not line.bars:
        words = NO_POLLS if line.every_s is None else FIRST_POLL
        return html.P(words.text, className="poll-none quiet")
    bars = line.bars[-SHOWN:]
    good = sum(bar.came or bar.rows is not None for bar in bars)
    said = SPOKEN.text.format(n=number(len(bars)), good=number(good), missed=number(len(bars) - good))
    return html.Div([_bar(bar) for bar in bars], className="poll-bars", role="img", title=said,
                    **attrs(aria_label=said))


def _bar(bar: PollBar) -> Component:
    if bar.rows is None and bar.came:
        return html.I(className="poll-bar", style={"height": "100%"}, title=_clock(bar.at))
    if bar.rows is None:
        return html.I(className="poll-bar missed", title=NO_BAR.text.format(time=_clock(bar.at)))
    return html.I(className="poll-bar", style={"height": f"{18 + 82 * bar.share:.0f}%"},
                  title=BAR.text.format(time=_clock(bar.at), rows=number(bar.rows)))


def _facts(line: SourceLine, now: float) -> Component:
    every = STREAM.text if line.every_s is None else EACH.text.format(span=span(line.every_s))
    timed = [] if line.every_s is None else [
        (NEXT, AT.text.format(time=_clock(line.next_at, seconds=True).split()[-1]) if line.next_at else "–"),
        (TOOK, f"{number(line.took_s, 2)} s" if line.took_s is not None else "–"),
    ]
    rows = [
        (LAST, _age(line.last_success_at, now) if line.last_success_at else NEVER.text), (EVERY, every), *timed,
        (ROWS if line.every_s else BATCH, number(line.rows) if line.last_success_at else ABSENT.text),
        (REJECTED, html.Span(number(line.rejected), className="tone watch" if line.rejected else "")),
    ]
    return html.Dl([html.Div([html.Dt(words.text), html.Dd(value, className="num")]) for words, value in rows],
                   className="fact-list source-facts")


def _parts(board: SourceBoard) -> Component:
    rows = [_part(part, board.now) for part in board.parts]
    screen = html.Li([mark(Status.GOOD), mark(Status.BAD), html.B(SCREEN.text),
                      html.Span([SCREEN_SAYS.text, " ", live("data.age")], className="part-says")],
                     className="part-row part-screen", **attrs(data_part="screen"))
    return html.Section([html.H2(PARTS.text), html.Ul([*rows, screen], className="part-list")],
                        className="card page-card")


def _part(part: CentrePart, now: float) -> Component:
    age: list[Any] = [" · ", _age(part.since, now)] if part.since else []
    says = html.Span([html.Span(part.says.text, className=f"tone {part.status}"), *age], className="part-says")
    facts = html.Span(" · ".join(part.facts), className="reading-meta part-facts")
    return html.Li([mark(part.status), html.B(part.name.text), says, facts], className="part-row",
                   **attrs(data_part=part.key))


def _gaps(board: SourceBoard) -> Component:
    if not board.past_known:
        body: Component = html.P(NOT_ASKED.text, className="quiet")
    elif not board.gaps:
        body = html.P(NO_GAP.text, className="quiet")
    else:
        head = html.Thead(html.Tr([html.Th(words.text, scope="col") for words in HEADS]))
        body = html.Div(html.Table([head, html.Tbody([_gap(gap) for gap in board.gaps])], className="table"),
                        className="table-wrap")
    return html.Section([html.H2(GAPS.text), body], className="card page-card")


def _gap(gap: GapLine) -> Component:
    return html.Tr([html.Td(_clock(gap.since)), html.Td(_clock(gap.until)), html.Td(span(gap.until - gap.since)),
                    html.Td(gap.why.text)])


def _age(at: float, now: float) -> Component:
    """assets/pages.js lets it grow between two answers."""
    return html.Span(ago(now - at), className="age", **attrs(data_since=f"{at:.1f}"))


def _clock(at: float, *, seconds: bool = False) -> str:
    return moment(datetime.fromtimestamp(at, UTC), seconds=seconds)
