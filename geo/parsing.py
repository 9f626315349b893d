"""The child's side of reading boundary files (see geo.confined): bytes to features, whatever the format."""

import json
import zipfile
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from geo.limits import check_archive, check_table

_WORTH = (".gpkg", ".shp", ".kml", ".geojson", ".json")


def parse(request: dict[str, Any]) -> dict[str, Any]:
    """{"files", "room", "crs"} -> {"features": [{id, properties, shape}], "crs", "format", "ignored"}."""
    main = Path(request["files"][0])
    format_, layers = _open(main, Path(request["room"]))
    features: list[dict[str, Any]] = []
    said, ignored = "", 0
    for rows, crs in layers:
        kept = [row for row in rows if row["shape"] is not None and row["shape"].geom_type in _AREAL]
        ignored += len(rows) - len(kept)
        said = request["crs"] or crs or said
        _to_degrees(kept, request["crs"] or crs)
        features += kept
    check_table(len(features), max((len(row["properties"]) for row in features), default=0))
    for row in features:
        row["shape"] = row["shape"].wkb.hex()
    return {"features": features, "crs": _short(said), "format": format_, "ignored": ignored}


_AREAL = ("Polygon", "MultiPolygon", "GeometryCollection")
_Rows = list[dict[str, Any]]


def _open(path: Path, room: Path, nested: bool = False) -> tuple[str, list[tuple[_Rows, str]]]:
    content = path.read_bytes()
    if content[:4] == b"PK\x03\x04" and not nested:
        return _unzip(path, room)
    if content[:16] == b"SQLite format 3\0":
        return "GeoPackage", _gdal(path.rename(path.with_suffix(".gpkg")))
    if content[:4] == b"\0\0\x27\x0a":
        return "Shapefile", _gdal(path)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head == b"<":
        return "KML", _kml(path, content)
    if head == b"{":
        return "GeoJSON", [_geojson(content)]
    raise BadInput(
        "Không nhận ra định dạng; hãy dùng GeoJSON, Shapefile, KML hoặc GeoPackage (có thể nén .zip).",
        "Unknown format; use GeoJSON, Shapefile, KML or GeoPackage (may be zipped).",
    )


def _unzip(path: Path, room: Path) -> tuple[str, list[tuple[_Rows, str]]]:
    inside = room / "inside"
    inside.mkdir()
    with zipfile.ZipFile(path) as archive:
        wanted: list[tuple[str, str, Path]] = []
        for number, entry in enumerate(check_archive(archive)):
            name = Path(entry.filename.replace("\\", "/"))
            if entry.is_dir() or name.name.startswith((".", "__MACOSX")) or "__MACOSX" in name.parts:
                continue
            # Names inside the archive are never used as paths; only stem numbers and known suffixes are.
            stem = wanted_stem(wanted, str(name.with_suffix("")), number)
            target = inside / f"{stem}{name.suffix.lower()}"
            wanted.append((str(name.with_suffix("")), stem, target))
            with archive.open(entry) as source:
                target.write_bytes(source.read(entry.file_size))
    mains = [target for _, _, target in wanted if target.suffix in _WORTH]
    if not mains:
        raise BadInput(
            "Tệp nén không chứa tệp ranh giới nào (GeoJSON, SHP, KML, GPKG).",
            "The archive holds no boundary file (GeoJSON, SHP, KML, GPKG).",
        )
    opened = [_open(main, room, nested=True) for main in mains]
    return "zip/" + "+".join(dict.fromkeys(name for name, _ in opened)), [x for _, layers in opened for x in layers]


def wanted_stem(seen: list[tuple[str, str, Path]], name: str, number: int) -> str:
    """Files of one Shapefile keep one stem."""
    return next((stem for known, stem, _ in seen if known == name), f"part{number}")


def _geojson(content: bytes) -> tuple[_Rows, str]:
    import shapely

    data = json.loads(content.decode("utf-8-sig"))
    given = data.get("features") if data.get("type") == "FeatureCollection" else [data]
    if not isinstance(given, list):
        raise BadInput("GeoJSON không có danh sách features.", "The GeoJSON has no list of features.")
    check_table(len(given), 0)
    crs = str(((data.get("crs") or {}).get("properties") or {}).get("name") or "EPSG:4326")
    rows = []
    for feature in given:
        geometry = feature.get("geometry")
        shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
        identity = feature.get("id")
        rows.append(
            {
                "id": None if identity is None else str(identity),
                "properties": _plain(feature.get("properties") or {}),
                "shape": shape,
            }
        )
    return rows, crs


def _kml(path: Path, content: bytes) -> list[tuple[_Rows, str]]:
    from defusedxml import ElementTree

    root = ElementTree.fromstring(content, forbid_dtd=True)
    if not str(root.tag).endswith("}kml") and root.tag != "kml":
        raise BadInput("Tệp XML này không phải KML.", "This XML is not KML.")
    return _gdal(path.rename(path.with_suffix(".kml")))


def _gdal(path: Path) -> list[tuple[_Rows, str]]:
    import pyogrio
    import pyogrio.raw
    import shapely

    layers = []
    for name, kind in pyogrio.list_layers(path):
        if kind is None:
            continue
        info = pyogrio.read_info(path, layer=name)
        check_table(max(0, info["features"]), len(info["fields"]))
        meta, _, shapes, fields = _read(pyogrio.raw.read, path, name)
        rows: _Rows = []
        for number, shape in enumerate(shapely.from_wkb(shapes) if shapes is not None else []):
            values = {str(meta["fields"][i]): column[number] for i, column in enumerate(fields)}
            rows.append({"id": None, "properties": _plain(values), "shape": shape})
        layers.append((rows, str(meta["crs"] or "")))
    return layers


def _read(read: Any, path: Path, layer: str) -> Any:
    """Old Shapefiles rarely say their encoding: UTF-8 first, then the Vietnamese code page."""
    if path.suffix != ".shp" or path.with_suffix(".cpg").is_file():
        return read(path, layer=layer)
    for encoding in ("UTF-8", "CP1258"):
        try:
            return read(path, layer=layer, encoding=encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(
        "Không đọc được chữ trong tệp DBF; hãy xuất lại bằng UTF-8.", "DBF text is neither UTF-8 nor CP1258."
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON can carry them: text stays text (leading zeros!), NaN is nothing."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if hasattr(value, "item"):
            value = value.item()
        if isinstance(value, float) and value != value:
            value = None
        if value is not None and not isinstance(value, str | int | float | bool):
            value = str(value)
        plain[str(name)] = value
    return plain


def _to_degrees(rows: _Rows, crs: str) -> None:
    """Into WGS 84 longitude, latitude. Degrees without any declaration are taken as WGS 84; metres are not guessed."""
    import shapely

    if not rows:
        return
    west, south, east, north = shapely.total_bounds([row["shape"] for row in rows])
    degrees = -180 <= west <= east <= 180 and -180 <= south <= north <= 180
    if not crs and not degrees:
        raise BadInput(
            "Tệp dùng toạ độ mét nhưng không khai hệ toạ độ; hãy thêm --crs (ví dụ EPSG:9210 cho TP.HCM).",
            "Coordinates are metres and no CRS is declared; add --crs (for example EPSG:9210).",
        )
    if not crs or crs.upper() in _WGS84:
        return
    import pyproj

    try:
        source = pyproj.CRS.from_user_input(f"EPSG:{crs}" if crs.isdecimal() else crs)
    except pyproj.exceptions.CRSError:
        raise BadInput(f"Không hiểu hệ toạ độ {crs[:60]!r}.", f"Unknown CRS {crs[:60]!r}.") from None
    if source.is_geographic and source.to_epsg() == 4326:
        return
    turn = pyproj.Transformer.from_crs(source, "EPSG:4326", always_xy=True)
    for row in rows:
        row["shape"] = shapely.transform(row["shape"], lambda x, y: turn.transform(x, y), interleaved=False)


_WGS84 = ("EPSG:4326", "4326", "URN:OGC:DEF:CRS:OGC:1.3:CRS84", "OGC:CRS84", "URN:OGC:DEF:CRS:EPSG::4326")


def _short(crs: str) -> str:
    if len(crs) <= 40:
        return crs
    return crs.split('"')[1][:60] if '"' in crs else crs[:60]
