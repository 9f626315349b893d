"""Thirty days of one school's line at a glance: a column a day, midnight on top, a quarter of an hour the finest step.

Every state has a width and a texture of its own besides its colour: up is a thin thread, flapping a striped band, down
a full block, unknown a hollow frame, maintenance a hatched one. One mask per state, whatever happened.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.measurement import Status
from domain.school_view import LINES, SLOTS, Day, Line
from domain.wording import LOCAL, NBSP, Words, number, percent, span, speaking

TONES = {Line.UP: "good", Line.WATCH: "watch", Line.DOWN: "bad", Line.UNKNOWN: "unknown", Line.MAINTENANCE: "work"}
WIDTHS = {Line.UP: 2.2, Line.WATCH: 6.0, Line.DOWN: 9.0, Line.UNKNOWN: 9.0, Line.MAINTENANCE: 9.0}
STEP = 10.0  # of the drawing, one day
HOURS = (0, 6, 12, 18, 24)
NO_DAY = Words("không có số liệu", "no data")
SPOKEN = Words("30 ngày qua: {known} ngày có số liệu; {what}", "last 30 days: {known} days with data; {what}")
UPTIME = Words("có kết nối", "up")
OF_BEATS = Words("của {beats} lượt đo", "of {beats} beats")
OUTSIDE = Words("ngoài mẫu số: {what}", "outside the denominator: {what}")
WORK_BEATS = Words("bảo trì {span} ({beats} lượt đo)", "maintenance {span} ({beats} beats)")
UNKNOWN_TIME = Words("không rõ {span}", "unknown {span}")
WORST = Words("Ngày kém nhất", "Worst days")
HOUR = Words("{hour} giờ", "{hour}:00")


def month(days: Sequence[Day]) -> Component:
    """The drawing, its hours on the left, its dates below; every column says its day in words."""
    known = sum(day.share is not None for day in days)
    said = SPOKEN.text.format(known=known, what=_spoken(_sums(days)))
    layers = [html.I(className=f"month-layer {TONES[line]}", style=_mask(_path(days, code, WIDTHS[line])))
              for code, line in enumerate(LINES)]
    columns = html.Div([_column(day) for day in days], className="month-days")
    plot = html.Div([*layers, columns], className="month-plot", role="img", **attrs(aria_label=said))
    hours = html.Div([html.Span(HOUR.text.format(hour=hour)) for hour in HOURS], className="month-hours num",
                     **attrs(aria_hidden="true"))
    dates = html.Div([html.Span(_date(day)) for day in days[4::5]],
                     className="month-dates num", **attrs(aria_hidden="true"))
    return html.Div([hours, plot, dates], className="month")


def month_figures(days: Sequence[Day]) -> Component:
    """The share with its denominator, what lies outside of it, and how long each state lasted."""
    beats, good = sum(day.beats for day in days), sum(day.good for day in days)
    sums = _sums(days)
    share = [html.B(percent(good / beats if beats else None, 2), className="num"), html.Span(UPTIME.text)]
    if beats:
        share.append(html.Span(OF_BEATS.text.format(beats=number(beats)), className="dim"))
    out = outside(sum(day.left_out for day in days), sums[Line.MAINTENANCE], sums[Line.UNKNOWN])
    keys = [html.Span([swatch(line), line.words.text, html.B(span(sums[line]), className="num")])
            for line in LINES if sums[line] >= 1]
    head = html.P([*share, *([html.Span(out, className="dim")] if out else [])], className="month-share")
    return html.Div([head, html.Div(keys, className="timeline-figures")])


def outside(left_out: int, work_s: float, unknown_s: float = 0.0) -> str:
    """What no share of uptime counts, in words; "" = nothing."""
    parts = [WORK_BEATS.text.format(span=span(work_s), beats=number(left_out))] if left_out or work_s >= 1 else []
    parts += [UNKNOWN_TIME.text.format(span=span(unknown_s))] if unknown_s >= 60 else []
    return OUTSIDE.text.format(what=", ".join(parts)) if parts else ""


def worst_days(days: Sequence[Day], most: int = 3) -> Component | None:
    """The days with the most time down or flapping, worst first; None = there was none."""
    bad = sorted((day for day in days if _trouble(day) >= 60), key=lambda day: -_trouble(day))[:most]
    if not bad:
        return None
    rows = [html.Span(day_words(day)) for day in bad]
    return html.P([html.B(WORST.text), *rows], className="month-worst num")


def swatch(line: Line) -> Component:
    """The state's own texture beside its word."""
    return html.I(className=f"swatch {TONES[line]}", **attrs(aria_hidden="true"))


def day_words(day: Day) -> str:
    """"T2 16/11: 98,2 % · mất kết nối 25 phút"."""
    sums = dict(zip(LINES, day.seconds, strict=True))
    parts = [f"{line.words.text} {span(sums[line])}" for line in LINES if line is not Line.UP and sums[line] >= 60]
    share = [percent(day.share)] if day.share is not None else [] if parts else [NO_DAY.text]
    return f"{_date(day, named=True)}: " + " · ".join(part.replace(" ", NBSP) for part in (*share, *parts))


def day_status(day: Day) -> Status:
    """One word for the day: by the share of what is known."""
    if day.share is None:
        return Status.UNKNOWN
    return Status.GOOD if day.share >= 0.99 else Status.WATCH if day.share >= 0.95 else Status.BAD


def _column(day: Day) -> Component:
    status = day_status(day)
    work = day.share is None and day.seconds[LINES.index(Line.MAINTENANCE)] >= 1
    mark = html.I(className="mark work" if work else f"mark {status}")
    return html.Span(mark, className=f"day {status}", title=day_words(day))


def _path(days: Sequence[Day], code: int, width: float) -> str:
    """Rectangles of one state: a column a day, runs of equal quarters joined."""
    edge = (STEP - width) / 2
    return "".join(
        f"M{n * STEP + edge:.1f} {start}h{width:.1f}v{stop - start}h-{width:.1f}z"
        for n, day in enumerate(days) for start, stop in _runs(day.slots, code))


def _runs(slots: bytes, code: int) -> Iterator[tuple[int, int]]:
    start = None
    for at, slot in enumerate([*slots, 254]):
        if slot == code and start is None:
            start = at
        elif slot != code and start is not None:
            yield start, at
            start = None


def _mask(path: str) -> dict[str, str]:
    box = f"0 0 {30 * STEP:.0f} {SLOTS}"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{box}' preserveAspectRatio='none'><path d='{path}'/></svg>"
    image = f'url("data:image/svg+xml,{quote(svg)}")'
    return {"maskImage": image, "WebkitMaskImage": image}


def _sums(days: Sequence[Day]) -> dict[Line, float]:
    return {line: sum(day.seconds[n] for day in days) for n, line in enumerate(LINES)}


def _spoken(sums: dict[Line, float]) -> str:
    return ", ".join(f"{line.words.text} {span(sums[line])}" for line in LINES if sums[line] >= 1)


def _trouble(day: Day) -> float:
    return day.seconds[LINES.index(Line.DOWN)] + day.seconds[LINES.index(Line.WATCH)]


def _date(day: Day, *, named: bool = False) -> str:
    at = datetime.fromtimestamp(day.start, UTC).astimezone(LOCAL)
    vi = speaking() == "vi"
    date = f"{at:%d/%m}" if vi else f"{at:%d %b}"
    weekday = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")[at.weekday()] if vi else f"{at:%a}"
    return f"{weekday} {date}" if named else date
