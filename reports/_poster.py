"""A snapshot as one picture: as many figures as stand well, and its map or its first chart in the room they leave."""

from typing import Any

from domain.section import Chart, Chorograph
from domain.snapshot import Snapshot
from domain.wording import stamp
from reports._chart_svg import chart_svg
from reports._letters import broken, shown
from reports._map_svg import map_svg
from reports._said import scope, when
from reports._told import figure_told
from reports._typeset import poster_png

WIDE, EDGE = 820.0, 36.0
HEAD, CARD, FOOT, SIDE = 62.0, 112.0, 24.0, 252.0


def poster(snapshot: Snapshot, width: int, height: int) -> bytes:
    """PNG of so many pixels."""
    wide = WIDE if width >= height * 1.15 else WIDE * 0.75 if width > height * 0.8 else WIDE * 0.6
    high = wide * height / width
    return poster_png(_told(snapshot, wide, high), 72 * width / wide)


def _told(snapshot: Snapshot, wide: float, high: float) -> dict[str, Any]:
    figures = [figure for section in snapshot.sections for figure in section.figures]
    shape, beside = _shape(snapshot), wide > high * 1.15
    room = high - HEAD - FOOT - EDGE - (20 if snapshot.marks else 0)
    rows = max(1, int(room // CARD))
    if beside:
        chosen, room, across = figures[: 2 * rows], room - 16, wide - EDGE - SIDE - 14
    else:
        rows = 2 if high > 620 and len(figures) > 4 else 1
        chosen, room, across = figures[: 4 * rows], room - (CARD * rows if figures else 0), wide - EDGE
    pictures, caption = [], ""
    if isinstance(shape, Chorograph):
        pictures, caption = [map_svg(shape, across, max(room, 120))], shape.title
    elif isinstance(shape, Chart):
        pictures, caption = [chart_svg(shape, across)], shape.title
    return {
        "wide": wide, "high": high, "beside": beside, "side": SIDE, "id": shown(snapshot.id), "sha": snapshot.sha256,
        "agency": shown(snapshot.agency),
        "title": broken(shown(snapshot.title)),
        "sub": shown(f"{when(snapshot)} · {scope(snapshot)}"),
        "marks": [shown(mark) for mark in snapshot.marks], "made_at": stamp(snapshot.made_at, seconds=True),
        "figures": [figure_told(figure, snapshot) for figure in chosen], "caption": shown(caption),
        "pictures": [{"svg": svg.decode(), "title": shown(caption)} for svg in pictures],
    }


def _shape(snapshot: Snapshot) -> Chorograph | Chart | None:
    """The first map, else the first chart."""
    maps = [shape for section in snapshot.sections for shape in section.maps]
    charts = [chart for section in snapshot.sections for chart in section.charts]
    return maps[0] if maps else charts[0] if charts else None
