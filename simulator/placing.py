"""Where a school stands: clustered around the lived-in middle of its ward, always inside the ward's cell."""
from __future__ import annotations

from math import cos, radians, sqrt
from random import Random
from typing import Any

from simulator.gazetteer_wards import Ward

Ring = list[list[float]]
SQUEEZE = cos(radians(10.75))
# One school in 400 shares the campus, and so the very coordinates, of the one placed before it in its ward.
SHARED_CAMPUS = 1 / 400


def inside(ring: Ring, lat: float, lon: float) -> bool:
    """Even-odd rule on one ring of [lon, lat]."""
    hit = False
    before = ring[-1]
    for here in ring:
        if (here[1] > lat) != (before[1] > lat):
            cross = before[0] + (lat - before[1]) * (here[0] - before[0]) / (here[1] - before[1])
            if lon < cross:
                hit = not hit
        before = here
    return hit


def _ring_area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


class Placer:
    """Places schools in the cells of a built areas FeatureCollection."""

    def __init__(self, areas: dict[str, Any], seed: int) -> None:
        self._rng = Random(f"{seed}:places")
        self._rings: dict[str, list[Ring]] = {}
        self._last: dict[str, tuple[float, float]] = {}
        for feature in areas["features"]:
            if feature["properties"]["level"] == "ward":
                shape = feature["geometry"]
                parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
                self._rings[feature["properties"]["code"]] = [part[0] for part in parts]

    def place(self, ward: Ward) -> tuple[float, float]:
        """Latitude and longitude (degrees, 1e-5) for one more school of this ward."""
        last = self._last.get(ward.code)
        if last and self._rng.random() < SHARED_CAMPUS:
            return last
        rings = self._rings[ward.code]
        home = next((ring for ring in rings if inside(ring, ward.lat, ward.lon)), rings[0])
        # A town ward is filled almost to its edge; in a wide commune most schools stay near its middle.
        spread = min(0.03, 0.42 * sqrt(_ring_area(home)))
        for _ in range(40):
            wide = spread * (2.2 if self._rng.random() < 0.2 else 1.0)
            lat = round(ward.lat + self._rng.gauss(0, wide), 5)
            lon = round(ward.lon + self._rng.gauss(0, wide) / SQUEEZE, 5)
            if inside(home, lat, lon):
                self._last[ward.code] = (lat, lon)
                return lat, lon
        return ward.lat, ward.lon
