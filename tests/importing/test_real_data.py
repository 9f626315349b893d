"""The real boundaries and schools of ../shared/data: never committed, tried wherever the folder is there."""

from pathlib import Path

import pytest

from services.importing import AreaOptions, SchoolOptions, import_areas, import_schools
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import kinds
from tests.rig.product import ROOT

DATA = ROOT.parent / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not there: real boundaries and schools not tried")


def test_ho_chi_minh_city_both_trees_and_its_schools(db: Database, tmp_path: Path) -> None:
    districts, wards, schools = (DATA / n for n in ("hcm_districts.geojson", "hcm_wards_2025.geojson", "hcm_schools_osm.csv"))
    for path, options in ((districts, AreaOptions(valid_to="2025-06-30")), (wards, AreaOptions(valid_from="2025-07-01"))):
        assert import_areas(db, [path], options, apply=True).exit_code == 0
    result = import_schools(db, schools, SchoolOptions(home=tmp_path), apply=True)
    assert (result.exit_code, result.counts[0].new) == (0, 1132), result.say("en")
    registers = read_registers(db)
    levels = [a.level for a in registers.areas]
    assert (levels.count("district"), levels.count("ward"), levels.count("province")) == (22, 168, 1)
    assert all(s.new_area and s.old_area and s.approximate and s.lat for s in registers.schools)
    assert sum(s.kind == "mam_non" for s in registers.schools) == 202
    for path, options in ((districts, AreaOptions(valid_to="2025-06-30")), (wards, AreaOptions(valid_from="2025-07-01"))):
        assert import_areas(db, [path], options, apply=True).changes == 0
    assert import_schools(db, schools, SchoolOptions(), apply=True).changes == 0
    assert read_registers(db) == registers


@pytest.mark.parametrize(("name", "options", "areas"), [
    ("hanoi_districts.geojson", AreaOptions(), 30), ("hanoi_wards_2025.geojson", AreaOptions(), 126),
    ("dongthap_districts.geojson", AreaOptions(), 12), ("provinces_2025.geojson", AreaOptions(), 3),
    ("provinces_pre2025.geojson", AreaOptions(), 3),
    ("hcm_wards_pre2020_coarse.geojson", AreaOptions(level="ward", valid_to="2020-12-31"), 322)])
def test_the_other_files(name: str, options: AreaOptions, areas: int, db: Database) -> None:
    result = import_areas(db, [DATA / name], options, apply=True)
    assert result.exit_code == 0, result.say("en")
    leaves = [a for a in read_registers(db).areas if not (a.level == "province" and "provinces" not in name)]
    assert len(leaves) == areas
    if "coarse" in name:
        assert kinds(result)["overlap"] > 100, "its known defect is reported"
    assert import_areas(db, [DATA / name], options, apply=True).changes == 0
