"""A synthetic territory for screens: invented areas (Voronoi cells in an oval) and schools placed with people.

Nothing here is a real place; only names that try to break a screen are chosen with care.
"""

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

KINDS = {
    "mam_non": "Mầm non", "tieu_hoc": "Tiểu học", "thcs": "THCS", "thpt": "THPT", "lien_cap": "Liên cấp",
    "gdtx": "GDTX", "gdnn_gdtx": "GDNN-GDTX", "tthtcd": "TT học tập cộng đồng", "chuyen_biet": "Chuyên biệt",
    "khac": "Chưa rõ cấp học",
}  # fmt: skip
SHARES = (0.56, 0.21, 0.12, 0.085, 0.01, 0.012, 0.001, 0.001, 0.001, 0.0)
LAYERS = [
    {"key": "connectivity", "label": "Kết nối Internet", "unit": "", "group": "connectivity", "meaning": "Trường nào đang mất mạng?"},
    {"key": "labs", "label": "Máy tính trực tuyến", "unit": "%", "group": "labs", "meaning": "Bao nhiêu máy phòng máy đang bật?"},
    {"key": "epayment", "label": "Thanh toán không tiền mặt", "unit": "%", "group": "payment", "meaning": "Trường nào đã thu không tiền mặt?"},
    {"key": "helpdesk", "label": "Sự cố đang mở", "unit": "", "group": "operations", "meaning": "Trường nào đang có sự cố?"},
]  # fmt: skip
HOSTILE = (
    "<img src=x onerror=window.__x=1>", '"><svg onload=window.__x=1>', "</script><script>window.__x=1</script>",
    "{{7*7}}${7*7}", '" autofocus onfocus=window.__x=1 x="', "&lt;img src=x onerror=window.__x=1&gt;", "__proto__",
)  # fmt: skip
FIRST = ("An", "Bình", "Tân", "Phú", "Long", "Hòa", "Vĩnh", "Mỹ", "Đông", "Thạnh", "Hiệp", "Xuân")
SECOND = ("Lạc", "Phước", "Hưng", "Thuận", "Khánh", "Đức", "Lộc", "Trung", "Sơn", "Thới", "Nghĩa", "Quý")
HEROES = ("Chu Văn An", "Nguyễn Du", "Lê Lợi", "Trần Phú", "Hoa Mai", "Hai Bà Trưng", "Võ Thị Sáu", "Sao Mai", "Lý Tự Trọng", "Ánh Dương")
NONE = 0x7FFFFFFF


@dataclass(frozen=True)
class Province:
    """Everything immutable about the territory: the directory (JSON), the points (binary), the shapes of both trees."""

    directory: dict[str, Any]
    points: bytes
    shapes: dict[str, dict[str, Any]]
    count: int


def _outline(tall: bool) -> Any:
    angle = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    wave = 1 + 0.08 * np.sin(3 * angle + 1) + 0.05 * np.sin(7 * angle) + 0.03 * np.cos(11 * angle)
    lat0, lon0, high, wide = (16.0, 106.5, 7.2, 2.4) if tall else (10.77, 106.69, 0.36, 0.27)
    return shapely.Polygon(np.column_stack([lon0 + wide * wave * np.cos(angle), lat0 + high * wave * np.sin(angle)]))


def _people(rng: np.random.Generator, outline: Any, n: int, spread: float) -> Any:
    """Places where people live: a dense middle, a few towns, a thin rest."""
    west, south, east, north = outline.bounds
    towns = np.column_stack([rng.uniform(west, east, 12), rng.uniform(south, north, 12)])
    towns[0] = [(west + east) / 2, (south + north) / 2]
    weight = np.array([0.42] + [0.58 / 11] * 11)
    found = np.empty((0, 2))
    while len(found) < n:
        town = rng.choice(12, 2 * n, p=weight)
        size = np.where(town == 0, 0.16, 0.09)[:, None] * [east - west, north - south] * spread
        place = towns[town] + rng.normal(0, 1, (2 * n, 2)) * size
        found = np.vstack([found, place[shapely.contains_xy(outline, place)]])
    return found[:n]


def _cells(outline: Any, seeds: Any) -> list[Any]:
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=outline))
    order = shapely.STRtree(cells).query(shapely.points(seeds), predicate="within")
    by_seed = {int(seed): cells[cell] for seed, cell in order.T}
    return [shapely.intersection(by_seed[i], outline) for i in range(len(seeds))]


def _nearest(points: Any, seeds: Any) -> Any:
    found = np.empty(len(points), dtype=np.int64)
    for start in range(0, len(points), 2000):
        part = points[start : start + 2000]
        found[start : start + 2000] = ((part[:, None, :] - seeds[None]) ** 2).sum(axis=2).argmin(axis=1)
    return found


def _tree(level: str, shapes: list[Any], base: int, names: list[str], root: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    areas, features = [root], []
    for i, cell in enumerate(shapes):
        code, name = f"{base + i:05d}", names[i]
        west, south, east, north = cell.bounds
        label = cell.representative_point()
        areas.append({"code": code, "name": name, "level": level, "parent": root["code"],
                      "label": [round(label.y, 5), round(label.x, 5)], "bounds": [[south, west], [north, east]]})  # fmt: skip
        geometry = json.loads(shapely.to_geojson(shapely.set_precision(cell, 1e-4)))
        features.append({"type": "Feature", "id": code, "properties": {"code": code, "name": name, "level": level}, "geometry": geometry})
    return areas, {"type": "FeatureCollection", "features": features}


def build(count: int, area: str = "79", seed: int = 7) -> Province:
    """`count` schools; 24 old districts and 102 wards, or 63 and 1,200 when the count is a country's."""
    rng = np.random.default_rng(seed)
    tall = count > 10_000
    outline = _outline(tall)
    districts, wards = (63, 1200) if tall else (24, 102)
    schools = _people(rng, outline, count, 1.0)
    seeds = {"old": _people(rng, outline, districts, 1.6), "new": _people(rng, outline, wards, 1.3)}
    west, south, east, north = outline.bounds
    middle = outline.representative_point()
    root = {"code": area, "name": "Thành phố Mẫu", "level": "province", "parent": None,
            "label": [middle.y, middle.x], "bounds": [[south, west], [north, east]]}  # fmt: skip
    names = [f"{a} {b}" for a in FIRST for b in SECOND]
    ward_names = ["Phường " + names[i % 144] + ("" if i < 144 else f" {i // 144 + 1}") for i in range(wards)]
    district_names = [f"Quận {i + 1}" if i < 12 else "Huyện " + names[(i * 7) % 144] for i in range(districts)]
    old, old_shapes = _tree("district", _cells(outline, seeds["old"]), 760, district_names, root)
    new, new_shapes = _tree("ward", _cells(outline, seeds["new"]), 26734, ward_names, root)
    where = {"old": _nearest(schools, seeds["old"]) + 1, "new": _nearest(schools, seeds["new"]) + 1}
    return _pack(rng, area, schools, where, {"old": old, "new": new}, {"old": old_shapes, "new": new_shapes})


def _pack(rng: np.random.Generator, area: str, schools: Any, where: dict[str, Any], trees: Any, shapes: Any) -> Province:
    count = len(schools)
    kind = rng.choice(len(KINDS), count, p=np.array(SHARES) / sum(SHARES)).astype("u1")
    lat, lon = (np.round(schools[:, 1] * 1e5).astype("<i4"), np.round(schools[:, 0] * 1e5).astype("<i4"))
    for i in range(20, 26):  # six schools in one building
        lat[i], lon[i] = lat[20], lon[20]
    labels = list(KINDS.values())
    hero = rng.integers(0, len(HEROES), count)
    names = [f"Trường {labels[k]} {HEROES[hero[i]]} {i + 1}" for i, k in enumerate(kind)]
    names[: len(HOSTILE)] = HOSTILE
    missing = [10, 11, 12]
    lat[missing] = lon[missing] = NONE
    codes = [f"{area}{i:06d}" for i in range(count)]
    flags = np.zeros(count, "u1")
    flags[30:40] = 1
    parts = (lat, lon, where["old"].astype("<u2"), where["new"].astype("<u2"), kind, flags)
    points = b"PTS1" + struct.pack("<I", count) + b"".join(part.tobytes() for part in parts)
    directory = {"area": area, "count": count, "codes": codes, "names": names, "kinds": list(KINDS), "kind_labels": labels,
                 "trees": trees, "layers": LAYERS, "missing": missing}  # fmt: skip
    directory["hash"] = hashlib.sha256(points + json.dumps(directory).encode()).hexdigest()[:16]
    return Province(directory, points, shapes, count)
