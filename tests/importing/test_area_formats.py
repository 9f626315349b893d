"""Chị Hạnh gets boundaries from five offices in five formats: all of them say the same."""

import zipfile
from pathlib import Path

import geopandas
import pytest
import shapely

from services.importing import AreaOptions, import_areas
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import DISTRICTS, districts, feature, geojson, kinds, square

VN2000 = "EPSG:9210"


def _frame(folder: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(districts(folder / "d.geojson"), dtype=str)


def _zip(path: Path, *files: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, f"sub/{file.name}")
    return path


def _made(kind: str, folder: Path) -> Path:
    frame = _frame(folder)
    path = folder / f"given.{kind}"
    if kind == "shp":
        frame.to_file(path, encoding="UTF-8")
    elif kind == "shp.zip":
        frame.to_file(folder / "ranh gioi.shp", encoding="UTF-8")
        return _zip(path, *folder.glob("ranh gioi.*"))
    elif kind == "kmz":
        frame.to_file(folder / "doc.kml", driver="LIBKML")
        return _zip(path, folder / "doc.kml")
    elif kind == "kml":
        frame.to_file(path, driver="KML")
    elif kind == "gpkg":
        frame.to_file(path, layer="ranh")
    elif kind == "3d.gpkg":
        frame.geometry = shapely.force_3d(frame.geometry.values, 4.5)
        frame.to_file(path)
    elif kind == "vn2000.gpkg":
        frame.to_crs(VN2000).to_file(path)
    elif kind == "geojson":
        return districts(path)
    return path


@pytest.mark.parametrize("kind", ["geojson", "shp", "shp.zip", "kml", "kmz", "gpkg", "3d.gpkg", "vn2000.gpkg"])
def test_every_format_says_the_same(kind: str, db: Database, tmp_path: Path) -> None:
    import_areas(db, [districts(tmp_path / "first.geojson")], AreaOptions(), apply=True)
    again = import_areas(db, [_made(kind, tmp_path)], AreaOptions(), apply=False)
    assert again.exit_code == 0, again.say("en")
    assert again.counts[0].same == len(DISTRICTS), again.say("en")
    assert again.changes == 0, again.say("en")


def test_codes_keep_their_zeros_and_outlines_are_light(db: Database, tmp_path: Path) -> None:
    import_areas(db, [_made("gpkg", tmp_path)], AreaOptions(), apply=True)
    areas = {a.code: a for a in read_registers(db).areas}
    assert set(areas) == {"001", "002", "003", "004", "09"}
    assert areas["001"].valid_to == "2025-06-30"
    assert areas["001"].parent == "09"
    assert areas["09"].level == "province"
    assert areas["09"].area_km2 == pytest.approx(sum(areas[c].area_km2 or 0 for c in ("001", "002", "003", "004")), rel=1e-3)


def test_a_numeric_code_column_gets_its_zeros_back_and_that_is_said(db: Database, tmp_path: Path) -> None:
    frame = _frame(tmp_path)
    frame["district_code"] = frame["district_code"].astype(int)
    frame.to_file(tmp_path / "n.gpkg")
    result = import_areas(db, [tmp_path / "n.gpkg"], AreaOptions(), apply=True)
    assert kinds(result)["numeric"] == 1
    assert "001" in {a.code for a in read_registers(db).areas}


def test_metres_without_a_crs_are_refused_and_with_one_are_read(db: Database, tmp_path: Path) -> None:
    frame = _frame(tmp_path).to_crs(VN2000)
    frame.to_file(tmp_path / "m.shp", encoding="UTF-8")
    (tmp_path / "m.prj").unlink()
    refused = import_areas(db, [tmp_path / "m.shp"], AreaOptions(), apply=True)
    assert refused.exit_code == 2
    assert "--crs" in refused.say()
    for crs in (VN2000, "9210"):
        read = import_areas(db, [tmp_path / "m.shp"], AreaOptions(crs=crs), apply=False)
        assert read.counts[0].new == 5, read.say("en")
    assert import_areas(db, [tmp_path / "m.shp"], AreaOptions(crs="EPSG:1"), apply=False).exit_code == 2


def test_swapped_axes_are_put_right_and_said(db: Database, tmp_path: Path) -> None:
    frame = _frame(tmp_path)
    frame.geometry = shapely.transform(frame.geometry.values, lambda xy: xy[:, ::-1])
    frame.to_file(tmp_path / "s.geojson", driver="GeoJSON")
    result = import_areas(db, [tmp_path / "s.geojson"], AreaOptions(), apply=True)
    assert kinds(result)["swapped"] == 4
    assert all(10 < (a.label_lat or 0) < 11 for a in read_registers(db).areas)


@pytest.mark.parametrize("headings", [("Mã quận/huyện", "Tên quận huyện"), ("MAHUYEN", "TENHUYEN"),
                                      ("ma_huyen", "ten_huyen"), ("districtCode", "districtName")])
def test_headings_in_both_languages(headings: tuple[str, str], db: Database, tmp_path: Path) -> None:
    rows = [feature(square(x, y), **{headings[0]: code, headings[1]: name}) for code, name, x, y in DISTRICTS]
    result = import_areas(db, [geojson(tmp_path / "h.geojson", rows)], AreaOptions(parent="79"), apply=True)
    assert result.counts[0].new == 5, result.say("en")
    assert {a.parent for a in read_registers(db).areas if a.level == "district"} == {"79"}


def test_named_columns_win_and_a_missing_one_is_refused(db: Database, tmp_path: Path) -> None:
    rows = [feature(square(x, y), k=code, n=name, other="x") for code, name, x, y in DISTRICTS]
    path = geojson(tmp_path / "o.geojson", rows)
    options = AreaOptions(code="k", name="n", level="district", parent="09", valid_from="2021-01-01", valid_to="30/06/2025")
    result = import_areas(db, [path], options, apply=True)
    assert result.exit_code == 0, result.say("en")
    first = next(a for a in read_registers(db).areas if a.code == "001")
    assert (first.valid_from, first.valid_to) == ("2021-01-01", "2025-06-30")
    wrong = import_areas(db, [path], AreaOptions(code="nope"), apply=True)
    assert wrong.exit_code == 2
    assert "k, n, other" in wrong.say()


def test_the_simulated_register_is_recognised_without_options(db: Database, tmp_path: Path) -> None:
    def unit(code: str, level: str, parent: str | None, x: int, y: int, w: int = 1, **more: object) -> dict[str, object]:
        return feature(square(x, y, w, w), code=code, name=f"Đơn vị {code}", level=level, parent=parent, valid_from=None,
                       label_lat=10.71, label_lon=106.61, area_note="sơ đồ", **more)

    rows = [unit("79", "province", None, 0, 0, 2, valid_to=None), unit("760", "district", "79", 0, 0, valid_to="2025-06-30"),
            unit("26734", "ward", "79", 0, 0, valid_to=None)]
    result = import_areas(db, [geojson(tmp_path / "areas.geojson", rows)], AreaOptions(), apply=True)
    assert result.counts[0].new == 3, result.say("en")
    areas = {a.code: a for a in read_registers(db).areas}
    assert all(a.schematic == 1 for a in areas.values())
    assert (areas["760"].label_lat, areas["760"].label_lon) == (10.71, 106.61)
    assert areas["79"].parent is None
