"""What is wrong with a set of boundaries: invalid rings, holes, overlaps. Everything said in square kilometres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.outlines import area_km2, equal_area

LEAST_KM2 = 0.0005  # 500 m²: below this a hole or overlap is a rounding of the survey, not a mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """`kind`: "hole" | "overlap"; `members`: indices of the areas concerned; a point to look at."""

    kind: str
    members: tuple[int, ...]
    km2: float
    lat: float
    lon: float


def repair(shapes: Sequence[Any]) -> tuple[list[Any], list[int], list[int]]:
    """(polygons all valid, indices that were repaired, indices of which nothing is left)."""
    given = np.array(list(shapes), dtype=object)
    bad = [int(i) for i in np.flatnonzero(~shapely.is_valid(given))]
    fixed = list(given)
    for index in bad:
        fixed[index] = shapely.make_valid(given[index], method="structure", keep_collapsed=False)
    empty = [i for i, shape in enumerate(fixed) if shape is None or shapely.is_empty(shape) or shapely.area(shape) == 0]
    return fixed, [i for i in bad if i not in empty], empty


def defects(shapes: Sequence[Any]) -> list[Defect]:
    """Overlaps between areas and holes enclosed by them, largest first."""
    plane = shapely.transform(np.array(list(shapes), dtype=object), equal_area)
    found = _overlaps(plane, shapes) + _holes(plane, shapes)
    return sorted(found, key=lambda defect: -defect.km2)


def _overlaps(plane: Any, shapes: Sequence[Any]) -> list[Defect]:
    first, second = shapely.STRtree(plane).query(plane, predicate="intersects")
    pairs = [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b]
    if not pairs:
        return []
    common = shapely.area(shapely.intersection(plane[[a for a, _ in pairs]], plane[[b for _, b in pairs]]))
    found = []
    for (a, b), km2 in zip(pairs, common, strict=True):
        if km2 >= LEAST_KM2:
            where = shapely.point_on_surface(shapely.intersection(shapes[a], shapes[b]))
            found.append(_defect("overlap", (a, b), float(km2), where))
    return found


def _holes(plane: Any, shapes: Sequence[Any]) -> list[Defect]:
    union = shapely.union_all(np.array(list(shapes), dtype=object))
    found = []
    for part in shapely.get_parts(union):
        for ring in shapely.get_rings(part)[1:]:
            hole = shapely.polygons(ring)
            km2 = area_km2(hole)
            if km2 >= LEAST_KM2:
                near = shapely.transform(hole, equal_area)
                around = shapely.STRtree(plane).query(near, predicate="dwithin", distance=0.001)
                found.append(
                    _defect("hole", tuple(sorted(int(i) for i in around)), km2, shapely.point_on_surface(hole))
                )
    return found


def _defect(kind: str, members: tuple[int, ...], km2: float, where: Any) -> Defect:
    return Defect(kind=kind, members=members, km2=km2, lat=float(shapely.get_y(where)), lon=float(shapely.get_x(where)))
