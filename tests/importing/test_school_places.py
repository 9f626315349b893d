"""Every school finds its areas in both trees; one without a point is shown near its area's label, marked approximate."""

from pathlib import Path

from geo.placing import spread
from services.importing import AreaOptions, ImportResult, SchoolOptions, import_areas, import_schools
from store.database import Database
from store.importing import SchoolRow, read_registers
from tests.importing.kit import feature, geojson, kinds, square


def run(db: Database, path: Path, *lines: str, **options: object) -> ImportResult:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_schools(db, path, SchoolOptions(**options), apply=True)  # type: ignore[arg-type]


def stored(db: Database) -> dict[str, SchoolRow]:
    return {s.code: s for s in read_registers(db).schools}


def test_points_decide_except_at_the_border(province: Database, tmp_path: Path) -> None:
    result = run(province, tmp_path / "s.csv", "code,name,lat,lon,ward,district",
                 "A,Trường THCS Giữa,10.72,106.62,00102,002",  # well inside 00101
                 "B,Trường THCS Biên,10.72,106.6498,00102,002",  # 22 m inside 00101: the declared ward may be right
                 "C,Trường THCS Khác,10.72,106.66,,")
    rows = stored(province)
    assert (rows["A"].new_area, rows["A"].old_area) == ("00101", "001")
    assert (rows["B"].new_area, rows["B"].old_area) == ("00102", "002")
    assert (rows["C"].new_area, rows["C"].old_area) == ("00102", "002")
    assert kinds(result)["elsewhere"] == 2
    again = import_schools(province, tmp_path / "s.csv", SchoolOptions(), apply=True)
    assert again.changes == 0


def test_schools_without_points_stand_near_the_label_and_apart(province: Database, tmp_path: Path) -> None:
    lines = [f"S{i},Trường Tiểu học {i},00103" for i in range(40)]
    result = run(province, tmp_path / "s.csv", "code,name,ward", *lines)
    rows = stored(province)
    area = next(a for a in read_registers(province).areas if a.code == "00103")
    assert kinds(result)["approximate"] == 40
    assert all(r.approximate == 1 and r.new_area == "00103" and r.old_area == "003" for r in rows.values())
    assert len({(r.lat, r.lon) for r in rows.values()}) == 40
    assert all(abs((r.lat or 0) - (area.label_lat or 0)) < 0.0037 for r in rows.values()), "within 400 m"
    before = rows["S7"]
    run(province, tmp_path / "t.csv", "code,name,ward", "S99,Trường Tiểu học 99,00103")
    assert stored(province)["S7"] == before, "a newcomer moves nobody"


def test_a_seat_depends_on_the_code_alone_and_stays_in_the_room() -> None:
    assert spread("A", 10.0, 106.0, 1000) == spread("A", 10.0, 106.0, 1000) != spread("B", 10.0, 106.0, 1000)
    assert spread("A", 10.0, 106.0, 0) == (10.0, 106.0)


def test_an_exact_point_replaces_the_approximate_one(province: Database, tmp_path: Path) -> None:
    run(province, tmp_path / "s.csv", "code,name,ward", "A,Trường THCS Một,00103")
    run(province, tmp_path / "s.csv", "code,name,lat,lon", "A,Trường THCS Một,10.71,106.61")
    row = stored(province)["A"]
    assert (row.approximate, row.lat, row.new_area) == (0, 10.71, "00101")
    run(province, tmp_path / "s.csv", "code,name,ward", "A,Trường THCS Một,00103")
    assert stored(province)["A"] == row, "a known point is not given up for an approximate one"


def test_a_new_drawing_of_areas_places_schools_anew(province: Database, tmp_path: Path) -> None:
    run(province, tmp_path / "s.csv", "code,name,lat,lon", "A,Trường THCS Một,10.72,106.64")
    assert stored(province)["A"].new_area == "00101"
    moved = [feature(square(0, 0, 0.5, 1), ward_code="00101", ward_name="Phường Hòa An", province_code="09"),
             feature(square(0.5, 0, 1.5, 1), ward_code="00102", ward_name="Phường Hòa An Đông", province_code="09")]
    result = import_areas(province, [geojson(tmp_path / "w.geojson", moved)], AreaOptions(valid_from="2025-07-01"), apply=True)
    assert stored(province)["A"].new_area == "00102"
    assert stored(province)["A"].old_area == "001"
    assert result.counts[1].changed == 1


def test_area_column_and_tree_are_named(province: Database, tmp_path: Path) -> None:
    run(province, tmp_path / "s.csv", "code,name,Thuộc", "A,Trường THCS Một,Q. Hòa Bình", area="Thuộc", tree="old")
    assert stored(province)["A"].old_area == "002"


def test_probe_addresses_from_column_and_file(province: Database, tmp_path: Path) -> None:
    extra = tmp_path / "probes.csv"
    extra.write_text("code,address\nB,icmp://10.0.0.2\nC,ftp://10.0.0.3\n", encoding="utf-8")
    result = run(province, tmp_path / "s.csv", "code,name,ward,Địa chỉ đo", "A,Trường THCS A,00101,http://10.0.0.1:8080/s?x=1",
                 "B,Trường THCS B,00101,", "C,Trường THCS C,00101,", "D,Trường THCS D,00101,tcp://10.0.0.4",
                 "E,Trường THCS E,00101,http://u:p@10.0.0.5/", probe_file=extra)
    rows = stored(province)
    assert [rows[c].probe for c in "ABCDE"] == ["http://10.0.0.1:8080/s?x=1", "icmp://10.0.0.2", "", "", ""]
    assert (kinds(result)["probe"], kinds(result)["probe_file"]) == (2, 1)
    assert len(rows) == 5, "a bad address loses no school"


def test_simulate_asks_for_addresses_and_keeps_them(province: Database, tmp_path: Path) -> None:
    asked: list[dict[str, object]] = []

    def adopt(schools: list[dict[str, object]]) -> dict[str, str]:
        asked.extend(schools)
        return {str(s["code"]): f"http://127.20.9.{i}:18080/status" for i, s in enumerate(schools, start=1)}

    path = tmp_path / "s.csv"
    path.write_text("code,name,ward\nA,Trường THCS A,00101\n", encoding="utf-8")
    dry = import_schools(province, path, SchoolOptions(simulate=True), apply=False, adopt=adopt)
    assert asked == []
    assert dry.changes == 1
    import_schools(province, path, SchoolOptions(simulate=True), apply=True, adopt=adopt)
    row = stored(province)["A"]
    assert (row.probe, row.simulated) == ("http://127.20.9.1:18080/status", 1)
    assert asked[0]["ward"] == "00101"
    again = import_schools(province, path, SchoolOptions(simulate=True), apply=True, adopt=adopt)
    assert (again.changes, stored(province)["A"]) == (0, row)
