"""Lying bars of parts: health, trouble and absence of one place after another."""

from domain.section import Chart, Series
from reports._chart_parts import SIZE, label, legend, names, said, tint
from reports._letters import SANS, fitted, width
from reports._svg import INK, INK_2, INK_3, box, colour, drawing, fill_of, word

STEP, THICK = 19.0, 13.0


def stack(chart: Chart, wide: float) -> bytes:
    """A part's number stands in it where there is room, else behind the sum: a small part is often what counts."""
    above, top = legend(chart, 0, 8, wide)
    left, y = names(chart, wide), top + 2
    sums = [_sum(chart, at) for at in range(len(chart.places))]
    most = max((value for value in sums if value), default=1)
    tails = [_small(chart, at, (wide - left - 150) / most) for at in range(len(chart.places))]
    texts = [said(value, chart) + "".join(text for text, _ in tail) for value, tail in zip(sums, tails, strict=True)]
    ends = [width(text, SANS) + len(tail) + 1 for text, tail in zip(texts, tails, strict=True)]
    room = wide - left - max(ends, default=2) * SIZE * 1.06 - 10
    found = [above]
    for at, place in enumerate(chart.places):
        middle = y + STEP / 2
        found.append(word(left - 6, middle + SIZE * 0.36, fitted(place, (left - 8) / SIZE), size=SIZE, at="end"))
        x = _row(found, chart, at, left, middle, room / most, {text for text, _ in tails[at]})
        total = said(sums[at], chart)
        found.append(word(x + 4, middle + SIZE * 0.36, total, size=SIZE, bold=600, fill=INK if sums[at] else INK_3))
        x += 4 + width(total, SANS) * SIZE * 1.08 + 5
        for text, series in tails[at]:
            ink = colour(series.status, "text") if series.status else INK_2
            found.append(word(x, middle + SIZE * 0.36, text, size=7, fill=ink))
            x += width(text, SANS) * 7 + 6
        y += STEP
    return drawing(wide, y + 3, *found)


def _sum(chart: Chart, at: int) -> float | None:
    """Of what is known; nothing known is no sum."""
    known = [value for series in chart.series if (value := series.values[at]) is not None]
    return sum(known) if known else None


def _small(chart: Chart, at: int, scale: float) -> list[tuple[str, Series]]:
    """Parts too narrow for their number, in words; a part that is all of its sum is said by the sum."""
    found = []
    for series in chart.series:
        value = series.values[at]
        if value and value != _sum(chart, at) and value * scale <= width(said(value, chart), SANS) * 7 + 8:
            found.append((f"{said(value, chart)} {label(series).lower()}", series))
    return found


def _row(
    found: list[str], chart: Chart, at: int, x: float, middle: float, scale: float, outside: set[str]
) -> float:
    """The parts of one place; where they end."""
    for row, series in enumerate(chart.series):
        value = series.values[at]
        if not value:
            continue
        long, told = scale * max(value, 0), said(value, chart)
        fill = fill_of(series.status, tint(series, row))
        found.append(box(x, middle - THICK / 2, long, THICK, fill, edge="#FFFFFF" if long > 3 else ""))
        if long > width(told, SANS) * 7 + 4 and f"{told} {label(series).lower()}" not in outside:
            found.append(_inside(x, middle, long, told, series))
        x += long
    return x


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
