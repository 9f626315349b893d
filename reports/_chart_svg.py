"""Charts for papers: bars, stacks and lines with their numbers written on, so that they read without a screen."""

import math

from domain.section import Chart, Series, Shape
from domain.wording import percent
from reports._chart_parts import SIZE, legend, names, said, tint
from reports._chart_stack import stack
from reports._letters import SANS, fitted, width
from reports._svg import INK, INK_2, INK_3, LINE, LINE_2, box, colour, drawing, fill_of, line, marks, n, word

ROW, BAR = 14.5, 9.0


def chart_svg(chart: Chart, wide: float = 468) -> bytes:
    """The chart as a picture so wide; as high as its rows need."""
    return {Shape.BAR: _bars, Shape.STACK: stack, Shape.LINE: _line}[chart.shape](chart, wide)


def _bars(chart: Chart, wide: float) -> bytes:
    """Lying bars, one for every place and series, each with its number."""
    above, top = legend(chart, 0, 8, wide)
    left, many = names(chart, wide), max(1, len(chart.series))
    most = max((v for s in chart.series for v in s.values if v is not None), default=0) or 1
    longest = max((width(said(v, chart), SANS) for s in chart.series for v in s.values), default=2) * SIZE
    room, step = wide - left - longest - 8, max(ROW if len(chart.places) < 16 else 12.2, many * (BAR - 1.5) + 4)
    found, y = [above, line(left, top, left, top + step * len(chart.places), LINE_2)], top
    thick = BAR if many == 1 else BAR - 2.5
    for at, place in enumerate(chart.places):
        found.append(
            word(left - 6, y + step / 2 + SIZE * 0.36, fitted(place, (left - 8) / SIZE), size=SIZE, fill=INK, at="end")
        )
        for row, series in enumerate(chart.series):
            value, low = series.values[at], y + (step - thick * many) / 2 + row * thick
            long = room * max(value or 0, 0) / most
            if value:
                found.append(box(left, low, max(long, 0.8), thick - 1, fill_of(series.status, tint(series, row))))
            found.append(
                word(
                    left + long + 4,
                    low + thick / 2 + SIZE * 0.3,
                    said(value, chart),
                    size=SIZE,
                    fill=INK_3 if not value else INK,
                    bold=600 if value else 400,
                )
            )
        y += step
    return drawing(wide, y + 3, *found)


def _ticks(low: float, high: float) -> list[float]:
    """Four to six round steps from below `low` to above `high`."""
    rough = (high - low) / 4 or 1
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    return [round((first + k) * step, 10) for k in range(int(math.ceil(high / step - 1e-9) - first) + 1)]


def _line(chart: Chart, wide: float) -> bytes:
    """Lines over time; what is not known is a gap with a hatched ground, never a drop."""
    above, top = legend(chart, 0, 8, wide)
    values = [v for s in chart.series for v in s.values if v is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if chart.unit != "%" or low < 0.3:
        low = min(low, 0.0)
    marks_y = _ticks(low, high if high > low else low + (0.1 if chart.unit == "%" else 1))
    told = [
        percent(v, 0 if abs(v * 100 - round(v * 100)) < 1e-6 else 1, "vi") if chart.unit == "%" else said(v, chart)
        for v in marks_y
    ]
    left = max(width(t, SANS) for t in told) * SIZE + 8
    right, top, high_px = wide - 34, top + 8, 118.0
    many = max(2, len(chart.places))
    xs = [left + 6 + (right - left - 12) * at / (many - 1) for at in range(len(chart.places))]
    at_y = {v: top + high_px * (1 - (v - marks_y[0]) / (marks_y[-1] - marks_y[0])) for v in {*values, *marks_y}}
    found = [above, *_gaps(chart, xs, top, high_px)]
    for value, text in zip(marks_y, told, strict=True):
        found += [
            line(left, at_y[value], right, at_y[value], LINE_2 if value == marks_y[0] else LINE),
            word(left - 5, at_y[value] + SIZE * 0.36, text, size=SIZE, fill=INK_3, at="end"),
        ]
    every = math.ceil(len(xs) * 30 / (right - left))
    every = max(
        every,
        math.ceil(max((width(p, SANS) for p in chart.places), default=1) * SIZE * 1.4 / max((xs[-1] - xs[0]) / many, 1))
        if xs
        else 1,
    )
    found += [
        word(x, top + high_px + 12, chart.places[at], size=SIZE, fill=INK_3, at="middle")
        for at, x in enumerate(xs)
        if at % every == 0
    ]
    for row, series in enumerate(chart.series):
        found.append(_path(series, row, xs, at_y, chart))
    return drawing(wide, top + high_px + 18, *found)


def _gaps(chart: Chart, xs: list[float], top: float, high: float) -> list[str]:
    """Places where nothing is known of any series."""
    half = (xs[1] - xs[0]) / 2 if len(xs) > 1 else 6
    return [
        box(x - half, top, half * 2, high, "url(#unknown)")
        for at, x in enumerate(xs)
        if all(s.values[at] is None for s in chart.series)
    ]


def _path(series: Series, row: int, xs: list[float], at_y: dict[float, float], chart: Chart) -> str:
    """One line with its gaps, its last value written at the end; a lone value is a dot."""
    ink, path, fresh, dots = tint(series, row), [], True, []
    for at, (x, value) in enumerate(zip(xs, series.values, strict=True)):
        if value is None:
            fresh = True
            continue
        path.append(f"{'M' if fresh else 'L'}{n(x)} {n(at_y[value])}")
        alone = fresh and (at + 1 >= len(xs) or series.values[at + 1] is None)
        dots += [(x, at_y[value])] if alone else []
        fresh = False
    dash = ("", ' stroke-dasharray="5 2"', ' stroke-dasharray="1.5 2"', ' stroke-dasharray="7 2 1.5 2"')[row % 4]
    last = [(x, v) for x, v in zip(xs, series.values, strict=True) if v is not None][-1:]
    drawn = (
        f'<path d="{"".join(path)}" fill="none" stroke="{ink}" stroke-width="1.5" stroke-linejoin="round"{dash}/>'
        if path
        else ""
    )
    for x, value in last:
        drawn += f'<circle cx="{n(x)}" cy="{n(at_y[value])}" r="2.2" fill="{ink}"/>'
        drawn += word(
            x + 5,
            at_y[value] + SIZE * 0.36,
            said(value, chart),
            size=SIZE,
            bold=600,
            fill=INK_2 if not series.status else colour(series.status, "text"),
        )
    return drawn + "".join(marks(series.status or "good", [dot], 2.4) for dot in dots)
