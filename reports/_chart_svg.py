"""Charts for papers: bars, stacks and lines with their numbers written on, so that they read without a screen."""

import math

from domain.section import Chart, Series, Shape
from domain.wording import number, percent
from reports import _ink
from reports._letters import SANS, fitted, width
from reports._said import status_word
from reports._svg import INK, INK_2, INK_3, LINE, LINE_2, box, colour, drawing, fill_of, line, marks, n, word

SIZE = 7.6
ROW, BAR = 14.5, 9.0


def chart_svg(chart: Chart, wide: float = 468) -> bytes:
    """The chart as a picture so wide; as high as its rows need."""
    return {Shape.BAR: _bars, Shape.STACK: _stack, Shape.LINE: _line}[chart.shape](chart, wide)


def said(value: float | None, chart: Chart) -> str:
    """A value of a chart as it is read."""
    if value is None:
        return "–"
    return percent(value, 1, "vi") if chart.unit == "%" else number(value, 0 if value == int(value) else 1, "vi")


def tint(series: Series, at: int) -> str:
    """A series' colour: its status', or the next of the plain ones."""
    return colour(series.status) if series.status else f"#{_ink.SERIES[at % len(_ink.SERIES)]}"


def label(series: Series) -> str:
    """A series' name; a status' key is said in words."""
    return status_word(series.label)


def _legend(chart: Chart, x: float, y: float, wide: float) -> tuple[str, float]:
    """Names of the series over the drawing, and how high they are."""
    if len(chart.series) < 2:
        return "", 0
    found, at = [], x
    for place, series in enumerate(chart.series):
        name = label(series)
        room = 16 + width(name, SANS) * SIZE + 12
        if at > x and at + room > x + wide:
            at, y = x, y + 12
        found.append(box(at, y - 6.5, 9, 7, fill_of(series.status, tint(series, place)), edge=tint(series, place)))
        found.append(word(at + 13, y, name, size=SIZE, fill=INK_2))
        at += room
    return "".join(found), y + 6


def _names(chart: Chart, wide: float) -> float:
    """Room for the places at the left."""
    longest = max((width(place, SANS) for place in chart.places), default=0) * SIZE
    return min(longest + 10, wide * 0.36)


def _bars(chart: Chart, wide: float) -> bytes:
    """Lying bars, one for every place and series, each with its number."""
    legend, top = _legend(chart, 0, 8, wide)
    left, many = _names(chart, wide), max(1, len(chart.series))
    most = max((v for s in chart.series for v in s.values if v is not None), default=0) or 1
    longest = max((width(said(v, chart), SANS) for s in chart.series for v in s.values), default=2) * SIZE
    room, step = wide - left - longest - 8, max(ROW if len(chart.places) < 16 else 12.2, many * (BAR - 1.5) + 4)
    found, y = [legend, line(left, top, left, top + step * len(chart.places), LINE_2)], top
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


def _stack(chart: Chart, wide: float) -> bytes:
    """Lying bars of parts; a part's number stands in it where there is room, the sum behind."""
    legend, top = _legend(chart, 0, 8, wide)
    left, y, step, thick = _names(chart, wide), top + 2, 19.0, 13.0
    sums = [sum(s.values[at] or 0 for s in chart.series) for at in range(len(chart.places))]
    most = max(sums, default=0) or 1
    room = wide - left - max((width(said(v, chart), SANS) for v in sums), default=2) * SIZE - 8
    found = [legend]
    for at, place in enumerate(chart.places):
        x, middle = left, y + step / 2
        found.append(word(left - 6, middle + SIZE * 0.36, fitted(place, (left - 8) / SIZE), size=SIZE, at="end"))
        for row, series in enumerate(chart.series):
            value = series.values[at]
            long = room * max(value or 0, 0) / most
            if not value:
                continue
            found.append(
                box(x, middle - thick / 2, long, thick, fill_of(series.status, tint(series, row)), edge="#FFFFFF")
            )
            if long > width(said(value, chart), SANS) * 7 + 8:
                found.append(_inside(x, middle, long, said(value, chart), series))
            x += long
        found.append(
            word(
                x + 4, middle + SIZE * 0.36, said(sums[at], chart), size=SIZE, bold=600, fill=INK if sums[at] else INK_3
            )
        )
        y += step
    return drawing(wide, y + 3, *found)


def _inside(x: float, y: float, long: float, told: str, series: Series) -> str:
    """A number within its part; over a texture it gets a white ground."""
    if series.status not in ("stale", "unknown"):
        return word(
            x + long / 2,
            y + 2.6,
            told,
            size=7,
            fill="#FFFFFF" if series.status != "watch" else "#1C1403",
            bold=600,
            at="middle",
        )
    half = width(told, SANS) * 3.7 + 2.5
    return box(x + long / 2 - half, y - 4.6, half * 2, 9.2, "#FFFFFF", round_=2) + word(
        x + long / 2, y + 2.6, told, size=7, fill=colour(series.status, "text"), bold=600, at="middle"
    )


def _ticks(low: float, high: float) -> list[float]:
    """Four to six round steps from below `low` to above `high`."""
    rough = (high - low) / 4 or 1
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999)
    first = math.floor(low / step + 1e-9)
    return [round((first + k) * step, 10) for k in range(int(math.ceil(high / step - 1e-9) - first) + 1)]


def _line(chart: Chart, wide: float) -> bytes:
    """Lines over time; what is not known is a gap with a hatched ground, never a drop."""
    legend, top = _legend(chart, 0, 8, wide)
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
    found = [legend, *_gaps(chart, xs, top, high_px)]
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
