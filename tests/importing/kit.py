"""A made-up province of four square areas in two trees, as files."""

import json
from pathlib import Path
from typing import Any

from services.importing import ImportResult

WEST, SOUTH, STEP = 106.6, 10.7, 0.05


def square(column: float, row: float, width: float = 1, height: float = 1) -> dict[str, Any]:
    """A cell of the made-up province, as GeoJSON geometry with shared corners."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    east, north = west + width * STEP, south + height * STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}


def feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(path: Path, features: list[dict[str, Any]], **more: Any) -> Path:
    """Write a FeatureCollection."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
    return path


DISTRICTS = [("001", "Quận Một", 0, 0), ("002", "Quận Hoà Bình", 1, 0), ("003", "Huyện Ba", 0, 1), ("004", "Thị xã Tư", 1, 1)]
WARDS = [("00101", "Phường Hòa An", 0, 0), ("00102", "Phường Hòa An Đông", 1, 0), ("00103", "Xã Tân Thuỷ", 0, 1),
         ("00104", "Đặc khu Côn Sơn", 1, 1)]


def districts(path: Path, **more: Any) -> Path:
    """Four former districts, valid until 2025-06-30."""
    return geojson(path, [feature(square(x, y), district_code=code, district_name=name, province_code="09",
                                  province_name="Tỉnh Mẫu", **more) for code, name, x, y in DISTRICTS])


def wards(path: Path, **more: Any) -> Path:
    """Four present wards."""
    return geojson(path, [feature(square(x, y), ward_code=code, ward_name=name, province_code="09",
                                  province_name="Tỉnh Mẫu", **more) for code, name, x, y in WARDS])


def kinds(result: ImportResult) -> dict[str, int]:
    """How many findings of each kind."""
    found: dict[str, int] = {}
    for finding in result.findings:
        found[finding.kind] = found.get(finding.kind, 0) + 1
    return found
