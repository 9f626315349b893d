"""Files for other programs: CSV without a formula, every table reachable; GeoJSON with figures at their places."""

import csv
import io
import json

import pytest

from domain.cells import plain_cell
from reports._rows import every_table, heads
from reports._said import clean
from reports.csv import PAPER, render
from reports.geojson import render as places
from tests.rig.papers import HOSTILE, made_elsewhere, struck
from tests.rig.snapshots import sample


def read(document: bytes) -> list[list[str]]:
    assert document.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")))


def test_the_annex_is_told_row_by_row_with_its_source() -> None:
    snapshot = sample(schools=120, marks=("NGUỒN QUÁ HẠN",))
    annex = snapshot.sections[2].tables[0]
    lines = read(render(snapshot))
    assert lines[0] == heads(annex)
    assert len(lines) == 121
    for line, row in zip(lines[1:], annex.rows, strict=True):
        assert (line[0], line[1]) == row[:2]
        assert line[4] == ("" if row[4] is None else str(row[4]).removesuffix(".0"))
        assert line[5] == ("" if row[5] is None else repr(row[5]))
        assert line[6].endswith("+07:00")
        assert line[-3:] == [snapshot.id, "2026-11-22T14:00:00+07:00", "DỮ LIỆU MÔ PHỎNG · NGUỒN QUÁ HẠN"]


def test_every_table_can_be_had_by_its_number() -> None:
    snapshot = sample(schools=20)
    every = every_table(snapshot)
    assert [table.key for table in every] == ["figures", "areas", "none", "schools"]
    for n, table in enumerate(every, 1):
        assert read(render(snapshot, table=n))[0] == heads(table)
    with pytest.raises(ValueError, match="4 tables"):
        render(snapshot, table=5)
    assert PAPER.options == (("table", 0, 0, 99),)


def test_the_figures_are_a_table_too() -> None:
    snapshot = sample(schools=20)
    lines = read(render(snapshot, table=1))
    bad = str(snapshot.sections[0].figures[1].value)
    assert [line[3] for line in lines[1:]] == ["0.9132", bad, "7", "", "754", "1", "0.825"]


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(payload: str) -> None:
    snapshot = struck(sample(areas=3, schools=4), payload)
    for n in range(1, 5):
        for line in read(render(snapshot, table=n)):
            for cell in line:
                assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n", "＝")), cell
                assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit()
    names = [plain_cell(line[1]) for line in read(render(snapshot))[1:]]
    assert names == [clean(str(row[1])) for row in snapshot.sections[2].tables[0].rows]
    names = [one["properties"]["name"] for one in json.loads(places(snapshot))["features"]]
    assert names == [clean(one.name) for one in (*snapshot.sections[0].maps[0].areas, *snapshot.sections[0].maps[0].schools)]


def test_every_area_and_school_stands_at_its_place_with_its_figures() -> None:
    snapshot = sample(schools=50)
    told = json.loads(places(snapshot))
    assert told["type"] == "FeatureCollection"
    assert (told["snapshot"]["id"], told["snapshot"]["sha256"]) == (snapshot.id, snapshot.sha256)
    assert [(f["key"], f["value"]) for f in told["snapshot"]["figures"]] == [(f.key, f.value) for f in snapshot.sections[0].figures]
    areas = [f for f in told["features"] if f["properties"]["what"] == "area"]
    schools = [f for f in told["features"] if f["properties"]["what"] == "school"]
    assert (len(areas), len(schools)) == (22, 50)
    table, annex = snapshot.sections[1].tables[0], snapshot.sections[2].tables[0]
    for area, row in zip(areas, table.rows, strict=True):
        assert [area["properties"][f"areas.{key}"] for key in ("schools", "share", "bad", "status")] == list(row[1:])
    for school, row in zip(schools, annex.rows, strict=True):
        assert school["properties"]["schools.mbps"] == row[4]
        assert school["geometry"]["type"] == "Point"


def test_rings_turn_as_the_standard_says_and_holes_have_a_home() -> None:
    from domain.section import AreaShape
    from reports._places import _area

    square, hole = ((0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0)), ((1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0))
    island = ((9.0, 9.0), (10.0, 9.0), (10.0, 10.0), (9.0, 9.0))
    found = _area(AreaShape(code="1", name="Quận 1", rings=(square, hole, island), value=None, text="–", status="unknown"))
    assert found is not None
    outer, island_ = found["coordinates"]
    assert outer[0] == [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    assert outer[1] == [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
    assert len(island_) == 1


@pytest.mark.parametrize("key", ["xlsx", "pptx", "docx", "csv", "geojson"])
def test_the_same_snapshot_is_the_same_file_wherever_and_whenever_it_is_made(key: str) -> None:
    snapshot = sample(areas=5, schools=40)
    first = made_elsewhere(key, snapshot, TZ="UTC", PYTHONHASHSEED="1")
    assert made_elsewhere(key, snapshot, TZ="America/New_York", PYTHONHASHSEED="77", LANG="C") == first
    assert len(first) > 1000


@pytest.mark.parametrize("key", ["xlsx", "pptx", "docx", "csv", "geojson"])
def test_what_is_no_snapshot_makes_no_paper(key: str) -> None:
    import subprocess

    with pytest.raises(subprocess.CalledProcessError):
        made_elsewhere(key, _Nothing())  # type: ignore[arg-type]


class _Nothing:
    body = b'{"id": 1}'
