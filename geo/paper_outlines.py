"""Outlines as a sheet of paper needs them: fewer corners, edges shared by neighbours stay shared, plain rings."""

import math
from collections.abc import Mapping

import numpy as np
import shapely

from geo.outlines import shape_of

DIGITS = 4  # decimal places of degrees, about eleven metres
STEPS = 1200  # a sheet shows no more than so many steps from edge to edge
LEAST_M = 12.0
Ring = tuple[tuple[float, float], ...]


def rings(outlines: Mapping[str, str]) -> dict[str, tuple[Ring, ...]]:
    """code -> closed rings of (longitude, latitude), outer ones and holes; nothing for what has no surface.

    `outlines`: code -> GeoJSON geometry, of one level, so that shared borders are simplified once.
    """
    shapes = {code: shape for code, text in sorted(outlines.items()) if _surface(shape := shape_of(text))}
    if not shapes:
        return {}
    thin = _thinner(np.array(list(shapes.values()), dtype=object))
    found = {code: _rings(light) or _rings(shape)
             for (code, shape), light in zip(shapes.items(), thin, strict=True)}
    return {code: drawn for code, drawn in found.items() if drawn}


def _surface(shape: object) -> bool:
    return shape is not None and shapely.get_type_id(shape) in (3, 6) and not shapely.is_empty(shape)


def _thinner(shapes: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes))
    scale = (111_320 * math.cos(math.radians((south + north) / 2)), 110_574.0)
    whole = max((east - west) * scale[0], (north - south) * scale[1])
    metres = shapely.transform(shapes, lambda xy: xy * scale)
    if not shapely.coverage_is_valid(metres):
        light = shapely.simplify(metres, max(LEAST_M, whole / STEPS), preserve_topology=True)
    else:
        light = shapely.coverage_simplify(metres, max(LEAST_M, whole / STEPS))
    drawn: np.ndarray[tuple[int], np.dtype[np.object_]] = shapely.transform(light, lambda xy: xy / scale)
    return drawn


def _rings(shape: object) -> tuple[Ring, ...]:
    """Rings that still have a surface once rounded."""
    found = []
    for part in shapely.get_parts(shape):
        for line in shapely.get_rings(part):
            ring = _closed(np.round(shapely.get_coordinates(line), DIGITS))
            if len(set(ring)) >= 3:
                found.append(ring)
    return tuple(found)


def _closed(corners: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Ring:
    """Without corners that rounding made one."""
    kept: list[tuple[float, float]] = []
    for lon, lat in corners.tolist():
        if not kept or kept[-1] != (lon, lat):
            kept.append((lon, lat))
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return tuple(kept)
