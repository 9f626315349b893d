"""The line of one school in time: 24 hours as segments, 30 days as bars. Unknown is hollow, never green."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.measurement import Status
from domain.school_view import Day, Segment
from domain.wording import LOCAL, Words, moment, percent, span

UP, DOWN = Words("có kết nối", "up"), Words("mất kết nối", "down")
WEAK, UNKNOWN = Words("chập chờn", "flapping"), Words("không rõ", "unknown")
STATES = {Status.GOOD: UP, Status.WATCH: WEAK, Status.BAD: DOWN}
SPOKEN = Words("24 giờ qua: có kết nối {up}, mất kết nối {down}, không rõ {unknown}",
               "last 24 hours: up {up}, down {down}, unknown {unknown}")
NO_DAY = Words("không có số liệu", "no data")
DAYS_SPOKEN = Words("30 ngày qua: {known} ngày có số liệu", "last 30 days: {known} days with data")
NOW = Words("bây giờ", "now")


def totals(segments: Sequence[Segment]) -> dict[str, float]:
    """Seconds up, down and unknown; a weak line is up."""
    kinds = {Status.GOOD: "up", Status.WATCH: "up", Status.BAD: "down"}
    found = {"up": 0.0, "down": 0.0, "unknown": 0.0}
    for segment in segments:
        found[kinds.get(segment.status, "unknown")] += segment.until - segment.since
    return found


def timeline(segments: Sequence[Segment]) -> Component:
    """24 hours, left to right, with the clock under it."""
    if not segments:
        return html.Div(className="timeline skeleton")
    said = SPOKEN.text.format(**{key: span(seconds) for key, seconds in totals(segments).items()})
    parts = [
        html.I(className=f"segment {s.status}", style={"flexGrow": round(s.until - s.since, 1)}, title=_tell(s))
        for s in segments
    ]
    return html.Div(
        [html.Div(parts, className="segments", role="img", **attrs(aria_label=said)), _clock(segments)],
        className="timeline",
    )


def figures(segments: Sequence[Segment]) -> Component:
    """How long up, down, unknown, in words."""
    rows = ((Status.GOOD, UP, "up"), (Status.BAD, DOWN, "down"), (Status.UNKNOWN, UNKNOWN, "unknown"))
    found = totals(segments)
    return html.Div(
        [
            html.Span([html.I(className=f"swatch {status}"), words.text, html.B(span(found[key]), className="num")])
            for status, words, key in rows if found[key] >= 1
        ],
        className="timeline-figures",
    )


def thirty_days(days: Sequence[Day]) -> Component:
    """One bar a day; its height is the share of known beats that were good."""
    known = sum(day.share is not None for day in days)
    bars = [html.Span(html.I(style={"height": f"{_height(day.share):.0f}%"}), className=f"day {_tone(day.share)}",
                      title=_tell_day(day)) for day in days]
    return html.Div(bars, className="days", role="img", **attrs(aria_label=DAYS_SPOKEN.text.format(known=known)))


def _height(share: float | None) -> float:
    """A day of 90 % must look worse than one of 99 %: the axis begins at 80 %."""
    return 100 if share is None else max(6.0, min(100.0, (share - 0.8) / 0.2 * 100))


def _tone(share: float | None) -> Status:
    if share is None:
        return Status.UNKNOWN
    return Status.GOOD if share >= 0.99 else Status.WATCH if share >= 0.95 else Status.BAD


def _tell_day(day: Day) -> str:
    date = datetime.fromtimestamp(day.start, UTC).astimezone(LOCAL)
    return f"{date:%d/%m}: {NO_DAY.text if day.share is None else percent(day.share)}"


def _tell(segment: Segment) -> str:
    words = STATES.get(segment.status, UNKNOWN).text
    since, until = (moment(datetime.fromtimestamp(at, UTC)) for at in (segment.since, segment.until))
    return f"{since} – {until}: {words} ({span(segment.until - segment.since)})"


def _clock(segments: Sequence[Segment]) -> Component:
    first, last = segments[0].since, segments[-1].until
    marks = [datetime.fromtimestamp(first + (last - first) * part / 4, UTC).astimezone(LOCAL) for part in range(4)]
    return html.Div([*(html.Span(f"{at:%H:%M}") for at in marks), html.Span(NOW.text)],
                    className="timeline-clock num", **attrs(aria_hidden="true"))
