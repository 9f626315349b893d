"""What bars, stacks and lines share: a value as it is read, colours of series, their legend, room for names."""

from domain.section import Chart, Series
from domain.wording import number, percent
from reports import _ink
from reports._letters import SANS, width
from reports._said import status_word
from reports._svg import INK_2, box, colour, fill_of, word

SIZE = 7.6


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


def legend(chart: Chart, x: float, y: float, wide: float) -> tuple[str, float]:
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


def names(chart: Chart, wide: float) -> float:
    """Room for the places at the left."""
    longest = max((width(place, SANS) for place in chart.places), default=0) * SIZE
    return min(longest + 10, wide * 0.36)
