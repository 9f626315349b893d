"""Pictures every paper shares: charts and maps as SVG, or as PNG of so many pixels. Same input, same bytes."""

from domain.section import Chart, Chorograph
from reports._chart_svg import chart_svg
from reports._map_svg import map_svg
from reports._typeset import png

DESIGNED = 640.0  # points wide: type keeps its size against the picture, whatever its pixels

__all__ = ["chart_png", "chart_svg", "map_png", "map_svg"]


def map_png(chorograph: Chorograph, width: int, height: int, wide: float = DESIGNED) -> bytes:
    """The map with its legend, without its title, on white. `wide`: the less, the larger its letters."""
    high = wide * height / width
    return png(map_svg(chorograph, wide, high), wide, high, 72 * width / wide)


def chart_png(chart: Chart, width: int) -> bytes:
    """The chart so many pixels wide, as high as its rows need, on white."""
    svg = chart_svg(chart, DESIGNED)
    high = float(svg.split(b'height="', 1)[1].split(b'"', 1)[0])
    return png(svg, DESIGNED, high, 72 * width / DESIGNED)
