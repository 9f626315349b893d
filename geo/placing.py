"""Which area a point lies in, and where a school without a point is shown."""

import hashlib
import math
from collections.abc import Sequence

import numpy as np
import shapely

from geo.outlines import shape_of

COAST_M = 300.0  # outlines leave out mud flats and piers: a point this near still belongs to the nearest area
BORDER_M = 100.0  # light outlines move borders by less than this: so near a border the declared area is believed
SPREAD_M = 400.0
_SLOTS = 1 << 20  # so many that two schools of one area practically never share a seat
_DEGREE_M = 110_574.0


class Placer:
    """Areas of one tree by outline. `outlines`: code -> GeoJSON text; later codes never hide earlier ones."""

    def __init__(self, outlines: dict[str, str]) -> None:
        self.codes = list(outlines)
        self.shapes = np.array([shape_of(text) for text in outlines.values()], dtype=object)
        shapely.prepare(self.shapes)
        self.tree = shapely.STRtree(self.shapes)
        self.index = {code: i for i, code in enumerate(self.codes)}

    def place(self, points: Sequence[tuple[float, float]]) -> list[str | None]:
        """The area of each (lat, lon); None = farther than COAST_M from all of them."""
        found: list[str | None] = [None] * len(points)
        if not points or not self.codes:
            return found
        dots = shapely.points([(lon, lat) for lat, lon in points])
        which, areas = self.tree.query(dots, predicate="intersects")
        for point, area in zip(which[::-1], areas[::-1], strict=True):
            found[int(point)] = self.codes[int(area)]
        lost = [i for i, code in enumerate(found) if code is None]
        if lost:
            near, areas = self.tree.query_nearest(dots[lost], max_distance=COAST_M / _DEGREE_M, all_matches=False)
            for point, area in zip(near, areas, strict=True):
                found[lost[int(point)]] = self.codes[int(area)]
        return found

    def near(self, code: str, lat: float, lon: float) -> bool:
        """Does the point lie in `code` or within BORDER_M of it?"""
        index = self.index.get(code)
        return index is not None and bool(
            shapely.dwithin(self.shapes[index], shapely.points(lon, lat), BORDER_M / _DEGREE_M)
        )

    def room_m(self, code: str, lat: float, lon: float) -> float:
        """How far around a point inside `code` still is `code`, metres; 0 = outside or unknown."""
        index = self.index.get(code)
        if index is None or not shapely.contains_xy(self.shapes[index], lon, lat):
            return 0.0
        edge = shapely.boundary(self.shapes[index])
        return float(shapely.distance(edge, shapely.points(lon, lat))) * _DEGREE_M


def spread(code: str, lat: float, lon: float, room_m: float) -> tuple[float, float]:
    """A place near the label point (lat, lon) for a school whose own point is unknown.

    Many such schools share one label point and would hide each other, so each takes a seat of a sunflower spiral,
    chosen by its code alone: other schools coming or going never move it. The spiral takes half of the free room.
    """
    seat = int.from_bytes(hashlib.blake2b(code.encode(), digest_size=8).digest(), "big") % _SLOTS
    radius = min(SPREAD_M, room_m / 2) * math.sqrt((seat + 0.5) / _SLOTS)
    angle = seat * math.pi * (3 - math.sqrt(5))
    north = radius * math.sin(angle) / _DEGREE_M
    east = radius * math.cos(angle) / (111_320 * math.cos(math.radians(lat)))
    return round(lat + north, 6), round(lon + east, 6)
