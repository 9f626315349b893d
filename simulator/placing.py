"""Where a school stands: around the lived-in middle of its ward, inside the ward's cell, never in a river."""
from __future__ import annotations

from dataclasses import dataclass
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


def _outer_rings(feature: dict[str, Any]) -> list[Ring]:
    shape = feature["geometry"]
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [part[0] for part in parts]


def _boxes_meet(one: Ring, other: Ring) -> bool:
    return all(min(a[axis] for a in one) <= max(b[axis] for b in other) and
               min(b[axis] for b in other) <= max(a[axis] for a in one) for axis in (0, 1))


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of a ward where its schools stand: its ring, the rivers in it, the spread of its people in degrees."""

    ring: Ring
    rivers: list[Ring]
    spread: float

    def dry(self, lat: float, lon: float) -> bool:
        """Inside the ward and not in a river."""
        return inside(self.ring, lat, lon) and not any(inside(river, lat, lon) for river in self.rivers)


class Placer:
    """Places schools in the cells of the built map (areas and water as FeatureCollections)."""

    def __init__(self, areas: dict[str, Any], water: dict[str, Any], seed: int) -> None:
        self._rng = Random(f"{seed}:places")
        self._cells = {feature["properties"]["code"]: _outer_rings(feature) for feature in areas["features"]
                       if feature["properties"]["level"] == "ward"}
        self._rivers = [ring for feature in water["features"] if feature["properties"]["kind"] == "river"
                        for ring in _outer_rings(feature)]
        self._grounds: dict[str, Ground] = {}
        self._last: dict[str, tuple[float, float]] = {}

    def _ground(self, ward: Ward) -> Ground:
        if ward.code not in self._grounds:
            rings = self._cells[ward.code]
            home = next((ring for ring in rings if inside(ring, ward.lat, ward.lon)), rings[0])
            # A town ward is filled almost to its edge; in a wide commune most schools stay near its middle.
            spread = min(0.03, 0.42 * sqrt(_ring_area(home)))
            self._grounds[ward.code] = Ground(home, [r for r in self._rivers if _boxes_meet(r, home)], spread)
        return self._grounds[ward.code]

    def place(self, ward: Ward) -> tuple[float, float]:
        """Latitude and longitude (degrees, 1e-5) for one more school of this ward."""
        last = self._last.get(ward.code)
        if last and self._rng.random() < SHARED_CAMPUS:
            return last
        ground = self._ground(ward)
        for _ in range(40):
            wide = ground.spread * (2.2 if self._rng.random() < 0.2 else 1.0)
            lat = round(ward.lat + self._rng.gauss(0, wide), 5)
            lon = round(ward.lon + self._rng.gauss(0, wide) / SQUEEZE, 5)
            if ground.dry(lat, lon):
                self._last[ward.code] = (lat, lon)
                return lat, lon
        return ward.lat, ward.lon
