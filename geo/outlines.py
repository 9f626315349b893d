"""Light outlines for the map: edges shared by neighbours stay shared, label points, bounds, true areas."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

TOLERANCE_M = 30.0  # half a screen pixel where a whole province fills a wall; survey borders differ by about as much
DIGITS = 5  # decimal places of degrees, about one metre
_WGS84_A, _WGS84_E = 6378.137, math.sqrt(0.00669437999014)  # km; first eccentricity


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One area as the map shows it. `outline`: GeoJSON geometry text; `bounds`: south, west, north, east."""

    outline: str
    label_lat: float
    label_lon: float
    bounds: tuple[float, float, float, float]
    km2: float


def draw(shapes: Sequence[Any], labels: Sequence[tuple[float, float] | None], *, simplify: bool = True) -> list[Drawn]:
    """Draw polygons of one level together. `labels`: (lat, lon) given by the file, used where it lies inside.

    `simplify=False` keeps every corner: drawings of ours are light already.
    """
    if not shapes:
        return []
    whole = shapely.normalize(_areals(shapes))  # the same borders in another file give the same text
    light = _simplified(whole) if simplify else whole
    light = shapely.orient_polygons(shapely.normalize(_areals(shapely.make_valid(_rounded(light)))))
    centres = _centres(light)
    drawn = []
    for shape, thin, given, centre in zip(whole, light, labels, centres, strict=True):
        if shapely.is_empty(thin):  # smaller than the tolerance: an islet keeps its own corners
            thin = _areal(shapely.make_valid(_rounded(np.array([shape]))[0]))
        lat, lon = centre
        if given is not None and shapely.contains_xy(thin, given[1], given[0]):
            lat, lon = given
        west, south, east, north = (round(float(v), DIGITS) for v in shapely.bounds(thin))
        drawn.append(
            Drawn(
                outline=shapely.to_geojson(thin),
                label_lat=round(lat, DIGITS),
                label_lon=round(lon, DIGITS),
                bounds=(south, west, north, east),
                km2=round(area_km2(shape), 4),
            )
        )
    return drawn


def dissolve(outlines: Sequence[str]) -> Drawn | None:
    """The union of outlines that share edges, drawn as one area; None when there is nothing to unite."""
    shapes = [shape_of(text) for text in outlines]
    shapes = [shape for shape in shapes if shape is not None]
    if not shapes:
        return None
    union = shapely.union_all(np.array(shapes, dtype=object), grid_size=10.0**-DIGITS)
    return draw([_without_slivers(union)], [None], simplify=False)[0]


def inside(outline: str, lat: float | None, lon: float | None) -> bool:
    """Does a point lie in an outline?"""
    return lat is not None and lon is not None and bool(shapely.contains_xy(shape_of(outline), lon, lat))


def shape_of(outline: str | None) -> Any:
    """The geometry of an outline text, None = none."""
    return shapely.from_geojson(outline) if outline else None


def area_km2(shape: Any) -> float:
    """True area on the WGS 84 ellipsoid (cylindrical equal-area projection, Snyder 1987, formulas 3-12 and 10-15)."""
    return float(shapely.area(shapely.transform(shape, equal_area)))


def equal_area(lonlat: Any) -> Any:
    """Degrees (lon, lat) to kilometres on a plane where areas are true."""
    sine = np.sin(np.radians(lonlat[:, 1]))
    e = _WGS84_E
    q = (1 - e * e) * (sine / (1 - (e * sine) ** 2) - np.log((1 - e * sine) / (1 + e * sine)) / (2 * e))
    return np.column_stack([np.radians(lonlat[:, 0]) * _WGS84_A, q * _WGS84_A / 2])


def _simplified(shapes: Any) -> Any:
    """Shared edges are simplified once. `tolerance` is the root of the smallest kept corner's area (GEOS)."""
    lat0 = float(np.mean(shapely.total_bounds(shapes)[[1, 3]]))
    east, north = 111_320 * math.cos(math.radians(lat0)), 110_574
    metres = shapely.transform(shapes, lambda xy: xy * (east, north))
    thin = shapely.coverage_simplify(metres, tolerance=TOLERANCE_M)
    return shapely.transform(thin, lambda xy: xy / (east, north))


def _rounded(shapes: Any) -> Any:
    """Every vertex on the same grid: neighbours that shared a vertex still share it."""
    return shapely.transform(shapes, lambda xy: np.round(xy, DIGITS))


def _centres(shapes: Any) -> list[tuple[float, float]]:
    """(lat, lon) of the point farthest from the edge of each area: where a label sits best, always inside."""
    found = []
    for shape in shapes:
        if shapely.is_empty(shape):
            found.append((0.0, 0.0))
            continue
        parts = shapely.get_parts(shape)
        largest = parts[int(np.argmax(shapely.area(parts)))]
        size = math.sqrt(float(shapely.area(largest)))
        point = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=size / 100), 0)
        found.append((float(shapely.get_y(point)), float(shapely.get_x(point))))
    return found


def _areals(shapes: Any) -> Any:
    return np.array([_areal(shape) for shape in shapes], dtype=object)


def _areal(shape: Any) -> Any:
    """Only the polygons of a geometry: make_valid leaves stray lines and points."""
    if shapely.get_type_id(shape) == 3:
        return shape
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) in (3, 6)]
    if len(parts) == 1:
        return _areal(parts[0])
    if shapely.get_type_id(shape) == 6:
        return shape
    return shapely.union_all(np.array(parts, dtype=object)) if parts else shapely.from_wkt("POLYGON EMPTY")


def _without_slivers(shape: Any) -> Any:
    """Drop gaps of less than a hectare, left where two drawings of one border do not meet."""
    least = 1e-6 * 0.82  # about a hectare, in square degrees near 10° N
    kept = []
    for part in shapely.get_parts(shape):
        rings = [ring for ring in shapely.get_rings(part)[1:] if shapely.area(shapely.polygons(ring)) > least]
        kept.append(shapely.polygons(shapely.get_exterior_ring(part), rings or None))
    return shapely.multipolygons(kept) if len(kept) > 1 else kept[0]
