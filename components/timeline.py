"""The line of one school in time: 24 hours as segments. Unknown is hollow, never green; announced work is hatched."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from components.school_line import TONES, swatch
from components.school_map import attrs
from domain.school_view import LINES, Line, Segment
from domain.wording import LOCAL, Words, moment, span

SPOKEN = Words("24 giờ qua: {what}", "last 24 hours: {what}")
NOW = Words("bây giờ", "now")


def totals(segments: Sequence[Segment]) -> dict[Line, float]:
    """Seconds of each state of the line."""
    found = dict.fromkeys(LINES, 0.0)
    for segment in segments:
        found[segment.line] += segment.until - segment.since
    return found


def timeline(segments: Sequence[Segment]) -> Component:
    """24 hours, left to right, with the clock under it."""
    if not segments:
        return html.Div(className="timeline skeleton")
    found = totals(segments)
    lasted = (f"{line.words.text} {span(found[line])}" for line in LINES if found[line] >= 1)
    said = SPOKEN.text.format(what=", ".join(lasted))
    parts = [
        html.I(className=f"segment {TONES[s.line]}", style={"flexGrow": round(s.until - s.since, 1)}, title=_tell(s))
        for s in segments
    ]
    return html.Div(
        [html.Div(parts, className="segments", role="img", **attrs(aria_label=said)), _clock(segments)],
        className="timeline",
    )


def figures(segments: Sequence[Segment]) -> Component:
    """How long each state lasted, in words."""
    found = totals(segments)
    return html.Div(
        [html.Span([swatch(line), line.words.text, html.B(span(found[line]), className="num")])
         for line in LINES if found[line] >= 1],
        className="timeline-figures",
    )


def _tell(segment: Segment) -> str:
    words = segment.line.words.text
    since, until = (moment(datetime.fromtimestamp(at, UTC)) for at in (segment.since, segment.until))
    return f"{since} – {until}: {words} ({span(segment.until - segment.since)})"


def _clock(segments: Sequence[Segment]) -> Component:
    first, last = segments[0].since, segments[-1].until
    marks = [datetime.fromtimestamp(first + (last - first) * part / 4, UTC).astimezone(LOCAL) for part in range(4)]
    return html.Div([*(html.Span(f"{at:%H:%M}") for at in marks), html.Span(NOW.text)],
                    className="timeline-clock num", **attrs(aria_hidden="true"))
