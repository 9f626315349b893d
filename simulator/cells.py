"""Build the schematic map: Voronoi cells of the gazetteer's points, parted by rivers, clipped by the own outline.

Runs once, its result is kept as GeoJSON under CENTRE_HOME/simulator/. Every vertex lies on a 1e-5 degree grid and every
shared border carries the same vertices on both sides, so wards and districts are gap-free and free of overlaps.
"""
from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from simulator.gazetteer_districts import (
    DISTRICTS,
    DISTRICTS_SINCE,
    NEW_VALID_FROM,
    OLD_VALID_TO,
    PROVINCE_CODE,
    PROVINCE_NAME,
    THU_DUC_SINCE,
)
from simulator.gazetteer_wards import WARDS
from simulator.outline import ANCHORS, CITY, DIVIDERS, ISLET, RIVERS, SEA, Line

GRID = 1e-5
ISLET_WARD = "27676"
# One degree of longitude is shorter than one of latitude here; Voronoi borders must be drawn in true proportion.
SQUEEZE = cos(radians(10.75))
METRES = 111_320.0


def _lonlat(line: Line) -> list[tuple[float, float]]:
    return [(lon, lat) for lat, lon in line]


def _smooth(line: Line, *, closed: bool = False, rounds: int = 2) -> list[tuple[float, float]]:
    """The line as (lon, lat) with its corners cut (Chaikin): rivers and coasts bend, they do not break."""
    points = _lonlat(line)
    for _ in range(rounds):
        pairs = list(zip(points, points[1:] + points[:1], strict=True))[:None if closed else -1]
        cut = [((a * p + c * q), (b * p + d * q)) for (a, b), (c, d) in pairs for p, q in ((0.75, 0.25), (0.25, 0.75))]
        points = cut if closed else [points[0], *cut[1:-1], points[-1]]
    return points


def _scaled(shape: BaseGeometry, factor: float) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: xy * np.array([factor, 1.0]))


def _seeds() -> list[tuple[str, Point]]:
    """Ward code and point (lon, lat) of every seed: the gazetteer's points, then the anchors of the wide communes."""
    rows = [(ward.code, Point(ward.lon, ward.lat)) for ward in WARDS]
    return rows + [(code, Point(xy)) for code, line in ANCHORS.items() for xy in _lonlat(line)]


def _voronoi(piece: BaseGeometry, seeds: list[tuple[str, Point]]) -> list[tuple[str, BaseGeometry]]:
    """Cells of the seeds inside one piece of land, as (ward code, geometry)."""
    if len(seeds) == 1:
        return [(seeds[0][0], piece)]
    points = MultiPoint([_scaled(point, SQUEEZE) for _, point in seeds])
    cells = shapely.voronoi_polygons(points, extend_to=_scaled(piece, SQUEEZE), ordered=True)
    return [(code, _scaled(cell, 1 / SQUEEZE).intersection(piece))
            for (code, _), cell in zip(seeds, cells.geoms, strict=True)]


def _pieces(land: BaseGeometry) -> list[BaseGeometry]:
    """The outline cut along the dividing rivers; a piece without a gazetteer point joins its longest neighbour."""
    lines = unary_union([land.boundary, *(LineString(_smooth(line)) for line in DIVIDERS)])
    parts = [part for part in polygonize(lines) if land.contains(part.representative_point())]
    seeds = [point for _, point in _seeds()]
    homes = [part for part in parts if any(part.contains(point) for point in seeds)]
    for orphan in (part for part in parts if part not in homes):
        best = max(range(len(homes)), key=lambda i: homes[i].intersection(orphan).length)
        homes[best] = homes[best].union(orphan)
    return homes


def ward_shapes() -> dict[str, BaseGeometry]:
    """Ward code -> its cell (lon, lat degrees); the cells tile the outline exactly."""
    land, islet = Polygon(_smooth(CITY, closed=True)), Polygon(_smooth(ISLET, closed=True))
    seeds = [(code, point) for code, point in _seeds() if land.contains(point)]
    rough: list[tuple[str, BaseGeometry]] = []
    for piece in _pieces(land):
        rough += _voronoi(piece, [(code, point) for code, point in seeds if piece.contains(point)])
    # Node all borders together on one grid: then both sides of each border get the very same vertices.
    network = shapely.set_precision(unary_union([cell.boundary for _, cell in rough]), GRID)
    faces: dict[str, list[BaseGeometry]] = {ISLET_WARD: [islet]}
    for face in polygonize(unary_union(network)):
        middle = face.representative_point()
        owner = min(rough, key=lambda row: row[1].distance(middle))[0]
        faces.setdefault(owner, []).append(face)
    return {code: unary_union(parts) for code, parts in faces.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 5)
    return [_rounded(item) for item in value]


def _feature(shape: BaseGeometry, label: tuple[float, float] | None = None, **properties: Any) -> dict[str, Any]:
    # The middle of the widest place: where a label has room.
    lon, lat = shapely.maximum_inscribed_circle(shape, tolerance=0.001).coords[0]
    lat, lon = label or (lat, lon)
    geometry = mapping(shapely.orient_polygons(shape))
    return {
        "type": "Feature", "id": properties["code"],
        "properties": {**properties, "label_lat": round(lat, 5), "label_lon": round(lon, 5), "area_note": "sơ đồ"},
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
    }


def _district_features(wards: dict[str, BaseGeometry]) -> Iterable[dict[str, Any]]:
    for district in DISTRICTS:
        shape = unary_union([wards[ward.code] for ward in WARDS if ward.district == district.code])
        since = THU_DUC_SINCE if district.code == "769" else DISTRICTS_SINCE
        yield _feature(shape, code=district.code, name=district.name, level="district", parent=PROVINCE_CODE,
                       valid_from=since, valid_to=OLD_VALID_TO)


def build_areas() -> dict[str, Any]:
    """FeatureCollection (EPSG:4326): the province, 22 former districts, 102 present wards."""
    wards = ward_shapes()
    city = unary_union(list(wards.values()))
    features = [_feature(city, code=PROVINCE_CODE, name=PROVINCE_NAME, level="province", parent=None,
                         valid_from="1976-07-02", valid_to=None)]
    features += _district_features(wards)
    features += [
        _feature(wards[ward.code], (ward.lat, ward.lon), code=ward.code, name=ward.name, level="ward",
                 parent=PROVINCE_CODE, former_district=ward.district, valid_from=NEW_VALID_FROM, valid_to=None)
        for ward in WARDS
    ]
    return {"type": "FeatureCollection", "name": "areas", "features": features}


def build_water() -> dict[str, Any]:
    """FeatureCollection (EPSG:4326) of rivers and sea as polygons: decoration for the map, no area of the register."""
    land = unary_union([Polygon(_smooth(CITY, closed=True)), Polygon(_smooth(ISLET, closed=True))])
    sea = Polygon(_smooth(SEA, closed=True)).difference(land)
    rows: list[tuple[str, str, BaseGeometry]] = [("Biển Đông", "sea", sea)]
    for name, half_width, line in RIVERS:
        ribbon = _scaled(LineString(_smooth(line)), SQUEEZE).buffer(half_width / METRES, quad_segs=3)
        rows.append((name, "river", _scaled(ribbon, 1 / SQUEEZE)))
    features = []
    for name, kind, shape in rows:
        geometry = mapping(shape)
        features.append({
            "type": "Feature", "properties": {"name": name, "kind": kind, "area_note": "sơ đồ"},
            "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
        })
    return {"type": "FeatureCollection", "name": "water", "features": features}
