"""Bombs, links and lies: a hostile file costs a sentence, never the house."""

import io
import json
import stat
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geo.confined import confined
from services.importing import AreaOptions, SchoolOptions, import_areas, import_schools
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import districts

SHEET = ('<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
         '{dimension}<sheetData>{rows}</sheetData></worksheet>')
ROW = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c><c r="B{0}" t="inlineStr"><is><t>{2}</t></is></c></row>'


def book(path: Path, rows: str, *, dimension: str = "", doctype: str = "", before: str = "") -> Path:
    """A small workbook with its sheet replaced by hand."""
    plain = openpyxl.Workbook()
    handle = io.BytesIO()
    plain.save(handle)
    with zipfile.ZipFile(handle) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET.format(rows=rows, dimension=dimension).encode()
            if name == "xl/workbook.xml" and doctype:
                content = content.replace(b"<workbook", doctype.encode() + b"<workbook", 1)
            target.writestr(name, content)
    return path


def refused(db: Database, path: Path, areas: bool = False) -> str:
    started = time.monotonic()
    result = (import_areas(db, [path], AreaOptions(), apply=True) if areas
              else import_schools(db, path, SchoolOptions(), apply=True))
    assert result.exit_code == 2, result.say("en")
    assert time.monotonic() - started < 30
    assert read_registers(db).version == 0
    assert "Traceback" not in result.say() + result.say("en")
    return result.say()


def test_a_million_rows_in_a_quarter_megabyte(db: Database, tmp_path: Path) -> None:
    rows = ROW.format(1, "code", "name") + "<row><c><v>1</v></c></row>" * 400_000
    path = book(tmp_path / "bomb.xlsx", rows)
    assert path.stat().st_size < 300_000
    said = refused(db, path)
    assert "bung ra" in said or "60.000" in said


def test_too_many_rows_below_the_ratio(db: Database, tmp_path: Path) -> None:
    rows = "".join(ROW.format(i, f"A{i * 7919 % 1000003}", f"Trường {i * 104729 % 999983}") for i in range(1, 60_300))
    assert "60.000" in refused(db, book(tmp_path / "many.xlsx", rows))
    lines = ["code,name"] + [f"A{i},Trường {i}" for i in range(60_010)]
    (tmp_path / "many.csv").write_text("\n".join(lines), encoding="utf-8")
    assert "60.000" in refused(db, tmp_path / "many.csv")
    (tmp_path / "wide.csv").write_text("name," + ",".join(f"c{i}" for i in range(250)) + "\n", encoding="utf-8")
    assert "200 cột" in refused(db, tmp_path / "wide.csv")


def test_a_lying_dimension_is_not_believed(db: Database, tmp_path: Path) -> None:
    rows = ROW.format(1, "code", "name") + ROW.format(2, "A1", "Trường THCS Một")
    path = book(tmp_path / "lie.xlsx", rows, dimension='<dimension ref="A1:XFD1048576"/>')
    result = import_schools(db, path, SchoolOptions(), apply=True)
    assert result.counts[0].new == 1, result.say("en")


def test_entities_in_a_workbook(db: Database, tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    rows = ROW.format(1, "code", "name") + ROW.format(2, "A1", "Trường")
    assert "DTD" in refused(db, book(tmp_path / "laugh.xlsx", rows, doctype=laughs))


def archive(path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries:
            target.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../x.geojson", "/etc/x.geojson", "a/../../x.geojson", "..\\x.geojson", "C:/x.geojson"])
def test_paths_that_point_outside(name: str, db: Database, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", (name, districts(tmp_path / "d.geojson").read_bytes()))
    assert "../" in refused(db, path, areas=True)


def test_links_bombs_nested_and_empty_archives(db: Database, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("x.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "symlink" in refused(db, archive(tmp_path / "link.zip", (link, b"/etc/passwd")), areas=True)
    assert "bung ra" in refused(db, archive(tmp_path / "bomb.zip", ("x.geojson", b" " * 30_000_000)), areas=True)
    inner = archive(tmp_path / "in.zip", ("x.geojson", districts(tmp_path / "d.geojson").read_bytes())).read_bytes()
    refused(db, archive(tmp_path / "nested.zip", ("in.zip", inner)), areas=True)
    refused(db, archive(tmp_path / "none.zip", ("readme.txt", b"x")), areas=True)


KML = '<?xml version="1.0"?>{doctype}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>{inside}</name></Document></kml>'


@pytest.mark.parametrize("content", [
    KML.format(doctype='<!DOCTYPE k [<!ENTITY a "b">]>', inside="&a;").encode(),
    KML.format(doctype='<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]>', inside="&a;").encode(),
    KML.format(doctype="", inside="x").encode(), b"<svg/>", b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>',
    b"{" * 200_000, b'{"type": "FeatureCollection", "features": ' + b"[" * 200_000, b'{"type":"FeatureCollection","features":5}',
    b'{"a": ' + b"9" * 5000 + b"}", b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon"}}]}',
    b"\0\0\x27\x0a" + b"x" * 200, b"SQLite format 3\0" + b"x" * 200, b"PK\x03\x04" + b"x" * 200, b"", b"text"])
def test_what_is_no_boundary_file(content: bytes, db: Database, tmp_path: Path) -> None:
    path = tmp_path / "x.shp"
    path.write_bytes(content)
    refused(db, path, areas=True)


def test_larger_than_20_megabytes(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    path.write_bytes(b"code,name\n" + b"x" * (20 * 1024 * 1024))
    assert "20 MB" in refused(db, path)
    assert "20 MB" in refused(db, path, areas=True)


def test_hostile_values_stay_text(db: Database, tmp_path: Path) -> None:
    names = ["<img src=x onerror=window.__x=1>", "'; DROP TABLE schools; --", "{{7*7}}", "\u202etrái", "%s%n{0.__class__}"]
    rows = [{"type": "Feature", "properties": {"code": f"00{i}", "name": name, "level": "district", "parent": "09"},
             "geometry": {"type": "Polygon", "coordinates": [[[106 + i, 10], [106.5 + i, 10], [106.5 + i, 10.5], [106 + i, 10]]]}}
            for i, name in enumerate(names)]
    path = tmp_path / "v.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    assert import_areas(db, [path], AreaOptions(), apply=True).exit_code == 0
    lines = ["code,name", *(f'S{i},"Trường {name}"' for i, name in enumerate(names))]
    (tmp_path / "s.csv").write_text("\n".join(lines), encoding="utf-8")
    assert import_schools(db, tmp_path / "s.csv", SchoolOptions(), apply=True).counts[0].new == 5
    stored = [s.name for s in read_registers(db).schools]
    assert stored[1] == "Trường '; DROP TABLE schools; --"
    assert stored[3] == "Trường trái", "direction marks are dropped"


def explode(request: dict[str, int]) -> int:
    """Runs in the child: takes more memory or time than it may."""
    if request.get("seconds"):
        while True:
            pass
    return len(bytearray(request["bytes"]))


@pytest.mark.parametrize("request_", [{"bytes": 2_000_000_000}, {"seconds": 1}])
def test_the_child_dies_alone(request_: dict[str, int]) -> None:
    from domain.errors import BadInput

    with pytest.raises(BadInput) as caught:
        confined("tests.importing.test_hostile_files:explode", request_, seconds=2)
    assert "Chưa ghi gì" in caught.value.words.vi
