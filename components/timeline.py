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
    parts = [
        html.I(className=f"segment {TONES[s.line]}", style={"flexGrow": round(s.until - s.since, 1)}, title=tell(s))
        for s in segments
    ]
    clock = html.Div([html.Span(said) for said in hours(segments)], className="timeline-clock num",
                     **attrs(aria_hidden="true"))
    return html.Div(
        [html.Div(parts, className="segments", role="img", **attrs(aria_label=spoken(segments))), clock],
        className="timeline",
    )


def spoken(segments: Sequence[Segment]) -> str:
    """The whole line in one sentence."""
    return SPOKEN.text.format(what=", ".join(f"{line.words.text} {lasted}" for line, lasted in lengths(segments)))


def lengths(segments: Sequence[Segment]) -> list[tuple[Line, str]]:
    """How long each state lasted, of those that did."""
    found = totals(segments)
    return [(line, span(found[line])) for line in LINES if found[line] >= 1]


def figures(segments: Sequence[Segment]) -> Component:
    """How long each state lasted, in words."""
    return html.Div(
        [html.Span([swatch(line), line.words.text, html.B(lasted, className="num")])
         for line, lasted in lengths(segments)],
        className="timeline-figures",
    )


def tell(segment: Segment) -> str:
    """From when until when the line was what."""
    words = segment.line.words.text
    since, until = (moment(datetime.fromtimestamp(at, UTC)) for at in (segment.since, segment.until))
    return f"{since} – {until}: {words} ({span(segment.until - segment.since)})"


def hours(segments: Sequence[Segment]) -> list[str]:
    """The clock under the line, the last of it being now."""
    first, last = segments[0].since, segments[-1].until
    marks = [datetime.fromtimestamp(first + (last - first) * part / 4, UTC).astimezone(LOCAL) for part in range(4)]
    return [*(f"{at:%H:%M}" for at in marks), NOW.text]
