"""Small lines without a library: an SVG path as a CSS mask, so that the line takes the colour of the theme."""

from itertools import pairwise
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.school_map import attrs
from domain.indicator import Indicator, RollUp
from domain.measurement import Status
from domain.school_view import Answer, Series
from domain.wording import Words, quantity

ZONES = (Status.BAD, Status.WATCH, Status.GOOD)
LEAST = 4  # quarters of an hour: less is a dot, not a line
WIDTH, HEIGHT, EDGE = 240.0, 40.0, 3.0
NO_LINE = Words("chưa đủ số liệu", "not enough data")
SPOKEN = Words("24 giờ qua: thấp nhất {low}, cao nhất {high}", "last 24 hours: lowest {low}, highest {high}")


def spark(answer: Answer) -> Component:
    """The last 24 hours of an indicator; where nothing is known there is no line."""
    known = [value for _, value in answer.series if value is not None]
    if len(known) < LEAST:
        return html.Span(NO_LINE.text, className="spark-none")
    low, high = min(known), max(known)
    i = answer.indicator
    least, most = (quantity(value, i.unit_text, i.decimals) for value in (low, high))
    spoken = SPOKEN.text.format(low=least, high=most)
    line = html.Span(className="spark-line", style=_mask(path(answer.series, low, high)))
    return html.Span(line, className="spark", role="img", title=spoken, **attrs(aria_label=spoken))


def scale(indicator: Indicator, value: float | None, status: Status) -> Component | None:
    """Where the value lies among its bands: bad, watch, good from left to right, however the figure counts. None for
    what is only yes or no, and for a plain fact."""
    if not indicator.judged or (indicator.roll_up is RollUp.SHARE and indicator.bands.good == 1):
        return None
    needle = [html.I(style={"--at": f"{place(indicator, value):.3f}"}, className=f"needle {status}")] if (
        value is not None) else []
    return html.Span([*(html.I(className=f"zone {zone}") for zone in ZONES), *needle], className="scale",
                     **attrs(aria_hidden="true"))


def place(indicator: Indicator, value: float) -> float:
    """0..1 along the scale; each band is a third of it."""
    good, watch = indicator.bands.good, indicator.bands.watch
    if good >= watch:
        end = 1.0 if indicator.unit == "%" and good < 1 else max(1.5 * good, good + 1)
        steps = ((0.0, 0.0), (watch, 1 / 3), (good, 2 / 3), (end, 1.0))
    else:
        steps = ((0.0, 1.0), (good, 2 / 3), (watch, 1 / 3), (2 * watch, 0.0))
    for (low, left), (high, right) in pairwise(steps):
        if value <= high:
            part = (value - low) / (high - low) if high > low else 1.0
            return left + max(0.0, part) * (right - left)
    return steps[-1][1]


def path(series: Series, low: float, high: float) -> str:
    """SVG path of a series over WIDTH x HEIGHT: steps between known values, a break where nothing is known."""
    span = high - low
    steps, broken = [], True
    for n, (_, value) in enumerate(series):
        if value is None:
            broken = True
            continue
        x = n / max(1, len(series) - 1) * WIDTH
        y = HEIGHT / 2 if not span else EDGE + (high - value) / span * (HEIGHT - 2 * EDGE)
        steps.append(f"M{x:.1f} {y:.1f}" if broken else f"L{x:.1f} {y:.1f}")
        if broken:
            steps.append(f"h{WIDTH / max(1, len(series)):.1f}")
        broken = False
    return "".join(steps)


def _mask(line: str) -> dict[str, str]:
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:.0f} {HEIGHT:.0f}' preserveAspectRatio='none'>"
        f"<path d='{line}' fill='none' stroke='#000' stroke-width='1.5' vector-effect='non-scaling-stroke' "
        "stroke-linejoin='round' stroke-linecap='round'/></svg>"
    )
    image = f'url("data:image/svg+xml,{quote(svg)}")'
    return {"maskImage": image, "WebkitMaskImage": image}
