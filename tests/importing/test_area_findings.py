"""Anh Tuấn checks a boundary file before it enters: everything doubtful is said with a name and a place."""

from pathlib import Path

import pytest

from geo.names import Names, same_name
from services.importing import AreaOptions, import_areas
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import WARDS, districts, feature, geojson, kinds, square, wards

OLD = AreaOptions(level="district", parent="09")


def test_holes_overlaps_and_invalid_rings_are_reported(db: Database, tmp_path: Path) -> None:
    ring = [feature(square(x, y), code=f"0{y}{x}", name=f"Quận {y}{x}") for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    ring[0]["geometry"] = square(0, 0, 1.01, 1)  # reaches into its neighbour
    bow = square(4, 0)["coordinates"][0]
    bow[1], bow[2] = bow[2], bow[1]
    ring.append(feature({"type": "Polygon", "coordinates": [bow]}, code="099", name="Quận Nơ"))
    result = import_areas(db, [geojson(tmp_path / "bad.geojson", ring)], OLD, apply=True)
    assert kinds(result)["hole"] == 1
    assert kinds(result)["overlap"] >= 1
    assert kinds(result)["repaired"] == 1
    report = result.say()
    for word in ("Khoảng trống", "Chồng lấn", "make_valid", "Quận Nơ"):
        assert word in report
    assert "Holes" in result.say("en")
    assert len(read_registers(db).areas) == 10, "repaired areas are kept"


def test_area_that_differs_from_the_declared_one(db: Database, tmp_path: Path) -> None:
    rows = [feature(square(0, 0), code="001", name="Quận Một", dien_tich="30,2"),
            feature(square(1, 0), code="002", name="Quận Hai", dien_tich="51.3")]
    result = import_areas(db, [geojson(tmp_path / "a.geojson", rows)], OLD, apply=False)
    assert kinds(result)["declared"] == 1
    assert "công bố 51,30 km²" in result.say()
    other = [feature(square(0, 0), code="001", name="Quận Một", s="99")]
    named = import_areas(db, [geojson(tmp_path / "b.geojson", other)], AreaOptions(level="district", parent="09",
                                                                                   declared_area="s"), apply=False)
    assert kinds(named)["declared"] == 1


def test_one_code_twice_takes_the_first_and_says_so(db: Database, tmp_path: Path) -> None:
    rows = [feature(square(0, 0), code="001", name="Quận Một"), feature(square(1, 0), code="001", name="Quận Hai")]
    result = import_areas(db, [geojson(tmp_path / "a.geojson", rows)], OLD, apply=True)
    assert (kinds(result)["double"], result.exit_code) == (1, 1)
    assert result.counts[0].refused == 1
    assert [a.name for a in read_registers(db).areas if a.code == "001"] == ["Quận Một"]


def test_names_without_codes_find_their_code_in_any_spelling(province: Database, tmp_path: Path) -> None:
    spelt = ["P. Hoà An", "phường hoà an đông", "X.Tân Thủy", "Đặc Khu Côn Sơn"]
    rows = [feature(square(x, y), ten=name) for name, (_, _, x, y) in zip(spelt, WARDS, strict=True)]
    rows.append(feature(square(5, 5), ten="Phường Không Có"))
    result = import_areas(province, [geojson(tmp_path / "n.geojson", rows)], AreaOptions(level="ward"), apply=False)
    assert kinds(result)["matched"] == 4, result.say("en")
    assert kinds(result)["unmatched"] == 1
    assert "Phường Không Có" in result.say()


def test_todays_names_are_known_on_an_empty_register(db: Database, tmp_path: Path) -> None:
    rows = [feature(square(0, 0), ten="P. Sài Gòn"), feature(square(1, 0), ten="Phường Tân Định")]
    result = import_areas(db, [geojson(tmp_path / "n.geojson", rows)], AreaOptions(level="ward", parent="79"), apply=True)
    areas = {a.name: a for a in read_registers(db).areas}
    assert areas["P. Sài Gòn"].code == "26740", result.say("en")
    assert areas["P. Sài Gòn"].valid_from == "2025-07-01"
    assert areas["Thành phố Hồ Chí Minh"].level == "province"


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Q.1", "Quận 1", True), ("Q1", "Quận 01", True), ("Q. 1", "Quận 10", False), ("TP Thủ Đức", "Thành phố Thủ Đức", True),
    ("TP. Thủ Đức", "Quận Thủ Đức", False), ("Phường Bình Hưng Hoà", "P.Bình Hưng Hòa", True), ("Xã Xuân", "Phường Xuân", False),
    ("Hóc Môn", "Huyện Hóc Môn", True), ("Thuỷ", "Thủy", True), ("Quang Trung", "Quận Trung", False),
    ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu", True), ("Tân Phú", "Tân Phù", False), ("TX. Sơn Tây", "Thị xã Sơn Tây", True)])
def test_two_spellings_of_one_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_a_name_that_could_be_two_places_is_no_match() -> None:
    names = Names({"1": "Phường Tân Phú", "2": "Xã Tân Phú", "3": "Phường An Đông"})
    assert names.find("Tân Phú") is None
    assert names.find("P. Tân Phú") == "1"
    assert names.find("an dong") == "3"


def test_a_second_era_closes_the_first(province: Database, tmp_path: Path) -> None:
    path = wards(tmp_path / "again.geojson")
    result = import_areas(province, [path], AreaOptions(valid_from="2027-01-01"), apply=True)
    assert (result.counts[0].new, result.counts[0].closed) == (4, 4), result.say("en")
    rows = sorted((a.valid_from, a.valid_to) for a in read_registers(province).areas if a.code == "00101")
    assert rows[0][1] == "2026-12-31"
    assert rows[1] == ("2027-01-01", None)


def test_two_areas_of_one_code_at_one_time_are_refused(province: Database, tmp_path: Path) -> None:
    path = districts(tmp_path / "again.geojson")
    import_areas(province, [path], AreaOptions(valid_from="2003-01-01"), apply=True)
    result = import_areas(province, [path], AreaOptions(valid_from="2001-01-01", valid_to="2005-01-01"), apply=True)
    assert kinds(result)["twice"] == 4
    assert result.exit_code == 1


def test_a_single_corrected_area_leaves_the_others_and_the_province(province: Database, tmp_path: Path) -> None:
    one = [feature(square(0, 0, 0.98, 1), ward_code="00101", ward_name="Phường Hòa An", province_code="09")]
    result = import_areas(province, [geojson(tmp_path / "one.geojson", one)], AreaOptions(), apply=True)
    assert result.counts[0].new == 0
    areas = {a.code: a for a in read_registers(province).areas}
    assert len(areas) == 9
    assert areas["09"].area_km2 == pytest.approx(sum(areas[c].area_km2 or 0 for c, *_ in WARDS), rel=0.01)
