"""Boundary files in, plain features out: GeoJSON, Shapefile, KML/KMZ, GeoPackage, also zipped, in WGS 84 degrees."""

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from domain.errors import BadInput
from geo.confined import confined
from geo.limits import read_once

_SIBLINGS = (".shp", ".dbf", ".shx", ".prj", ".cpg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One record: `place` = "file:number", `id` = the GeoJSON id, `shape` = its 2-D polygons, None = no usable one.

    `swapped`: latitude stood where longitude belongs, and was put right.
    """

    place: str
    id: str | None
    properties: dict[str, Any]
    shape: Any
    swapped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What a set of boundary files says. `crs`: how it was declared; `digest`: fingerprint of the bytes read."""

    features: list[Feature]
    columns: list[str]
    crs: list[str]
    formats: list[str]
    digest: str
    ignored: int


def read_layer(files: Sequence[Path], crs: str | None = None) -> Layer:
    """Read every file; `crs` ("EPSG:9210", "9210") overrides what they declare. Raises BadInput."""
    digest = hashlib.blake2b(digest_size=16)
    features: list[Feature] = []
    crs_said: list[str] = []
    formats: list[str] = []
    ignored = 0
    for path in files:
        with tempfile.TemporaryDirectory(prefix="centre-import-") as room:
            copies = _copy(path, Path(room), digest)
            answer = confined("geo.parsing:parse", {"files": copies, "room": room, "crs": crs or ""})
        crs_said.append(answer["crs"])
        formats.append(answer["format"])
        ignored += answer["ignored"]
        features += _features(path.name, answer["features"])
    if not features:
        raise BadInput("Tệp không có ranh giới dạng vùng nào.", "The file holds no polygon.")
    columns = list(dict.fromkeys(name for feature in features for name in feature.properties))
    return Layer(
        features=features, columns=columns, crs=crs_said, formats=formats, digest=digest.hexdigest(), ignored=ignored
    )


def _copy(path: Path, room: Path, digest: Any) -> list[str]:
    """Private copies with our own names: the bytes that were fingerprinted are the bytes that are parsed."""
    suffix = path.suffix.lower()
    parts = [path]
    if suffix == ".shp":
        parts += [p for p in (path.with_suffix(s) for e in _SIBLINGS[1:] for s in (e, e.upper())) if p.is_file()]
    copies = []
    for part in parts:
        content = read_once(part)
        digest.update(len(content).to_bytes(8, "big") + content)
        copy = room / f"given{part.suffix.lower()}"
        copy.write_bytes(content)
        copies.append(str(copy))
    return copies


def _features(name: str, rows: list[dict[str, Any]]) -> list[Feature]:
    shapes = shapely.from_wkb([bytes.fromhex(row["shape"]) if row["shape"] else None for row in rows])
    # 0.1 m: finer than any survey, and what a detour through another CRS or format does not disturb.
    shapes = shapely.transform(shapely.force_2d(shapes), lambda xy: np.round(xy, 6))
    features = []
    for number, (row, shape) in enumerate(zip(rows, shapes, strict=True), start=1):
        swapped = shape is not None and _swapped(shape)
        if swapped:
            shape = shapely.transform(shape, lambda xy: xy[:, ::-1])
        features.append(
            Feature(place=f"{name}:{number}", id=row["id"], properties=row["properties"], shape=shape, swapped=swapped)
        )
    return features


def _swapped(shape: Any) -> bool:
    """Việt Nam lies in longitude 101–118 and latitude 5–24: the two ranges never meet, so a swap is certain."""
    west, south, east, north = shapely.bounds(shape)
    return bool(5 <= west <= east <= 24 and 101 <= south <= north <= 118)
