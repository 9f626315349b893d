"""The dry run writes nothing, the second time changes nothing, a killed import leaves nothing or all."""

import os
import signal
from pathlib import Path

import pytest

from services.importing import AreaOptions, SchoolOptions, import_areas, import_schools
from store.database import Database
from store.importing import Changes, RegisterMoved, SchoolRow, commit, read_registers
from tests.importing.kit import districts, wards

SCHOOLS = "Mã trường,Tên trường,Vĩ độ,Kinh độ\nA1,Trường Tiểu học Một,10.71,106.61\nA2,Trường THCS Hai,10.72,106.66\n"


def _killed(db: Database, what: str, file: Path, deadly: int) -> bool:
    """Import in a child that dies, as by `kill -9`, when the step of this number begins; True = it died."""
    child = os.fork()
    if child == 0:
        try:
            _victim(db.url, what, file, deadly)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def _victim(url: str, what: str, file: Path, deadly: int) -> None:
    steps: list[str] = []

    def step(name: str) -> None:
        steps.append(name)
        if len(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    own = Database(url)  # a connection must never be shared across a fork
    if what == "areas":
        done = import_areas(own, [file], AreaOptions(valid_from="2027-01-01"), apply=True, step=step)
    else:
        done = import_schools(own, file, SchoolOptions(), apply=True, step=step)
    os._exit(0 if done.applied else 1)


@pytest.mark.parametrize("what", ["areas", "schools"])
def test_killed_at_each_step_leaves_nothing_or_all(what: str, province: Database, tmp_path: Path) -> None:
    schools = tmp_path / "schools.csv"
    schools.write_text(SCHOOLS, encoding="utf-8")
    file = wards(tmp_path / "next.geojson") if what == "areas" else schools
    before = read_registers(province)
    step = 1
    while _killed(province, what, file, step):
        after = read_registers(province)
        if after != before:  # only the very last step is after the commit
            assert after.version == before.version + 1
            assert len(after.areas) - len(before.areas) == (4 if what == "areas" else 0)
            assert len(after.schools) == (2 if what == "schools" else 0)
            break
        step += 1
    assert step >= 5, "the hook did not see the steps"
    assert read_registers(province).version == before.version + 1


def test_a_dry_run_writes_nothing_and_twice_changes_nothing(db: Database, tmp_path: Path) -> None:
    path = districts(tmp_path / "d.geojson")
    dry = import_areas(db, [path], AreaOptions(), apply=False)
    assert (dry.changes, dry.applied, read_registers(db).version) == (5, False, 0)
    assert "CHẠY THỬ" in dry.say()
    wet = import_areas(db, [path], AreaOptions(), apply=True)
    assert (wet.changes, wet.applied, wet.version) == (5, True, 1)
    assert wet.digest == dry.digest
    again = import_areas(db, [path], AreaOptions(), apply=True)
    assert (again.changes, again.applied, again.version) == (0, False, 1)
    assert "Không có gì thay đổi" in again.say()


def test_an_edited_file_is_noticed(province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(SCHOOLS, encoding="utf-8")
    dry = import_schools(province, path, SchoolOptions(), apply=False)
    assert dry.digest[:8] in dry.say()
    path.write_text(SCHOOLS.replace("Một", "Môt"), encoding="utf-8")
    wet = import_schools(province, path, SchoolOptions(expect=dry.digest[:8]), apply=True)
    assert wet.exit_code == 2
    assert "đã thay đổi sau lần chạy thử" in wet.say()
    assert read_registers(province).schools == []
    areas = districts(tmp_path / "d.geojson")
    assert import_areas(province, [areas], AreaOptions(expect="00000000"), apply=True).exit_code == 2


def test_a_plan_of_yesterday_is_not_written(province: Database) -> None:
    registers = read_registers(province)
    first = Changes(schools_new=[SchoolRow(code="A", name="Trường A", kind="thcs")])
    second = Changes(schools_new=[SchoolRow(code="B", name="Trường B", kind="thcs")])
    assert commit(province, first, registers.version) == registers.version + 1
    with pytest.raises(RegisterMoved):
        commit(province, second, registers.version)
    assert [s.code for s in read_registers(province).schools] == ["A"]


def test_the_import_plans_again_when_someone_was_faster(province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(SCHOOLS, encoding="utf-8")
    seen: list[str] = []

    def meddle(name: str) -> None:
        seen.append(name)

    other = Changes(schools_new=[SchoolRow(code="Z", name="Trường Z", kind="thcs")])
    version = read_registers(province).version

    from store import importing as store_importing
    real = store_importing.read_registers
    calls = []

    def read(db: Database) -> object:
        registers = real(db)
        if not calls:
            calls.append(1)
            commit(db, other, version)
        return registers

    from services import importing
    importing.read_registers, kept = read, importing.read_registers  # type: ignore[assignment]
    try:
        result = import_schools(province, path, SchoolOptions(), apply=True, step=meddle)
    finally:
        importing.read_registers = kept
    assert result.applied
    assert [s.code for s in read_registers(province).schools] == ["Z", "A1", "A2"]


def test_schools_keep_their_place_in_the_directory(province: Database, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(SCHOOLS, encoding="utf-8")
    import_schools(province, path, SchoolOptions(), apply=True)
    turned = SCHOOLS.splitlines()
    path.write_text("\n".join([turned[0], "A0,Trường Mầm non Không,10.71,106.62", turned[2], turned[1]]), encoding="utf-8")
    result = import_schools(province, path, SchoolOptions(), apply=True)
    assert (result.counts[0].new, result.counts[0].changed, result.counts[0].same) == (1, 0, 2)
    assert [s.code for s in read_registers(province).schools] == ["A1", "A2", "A0"]
