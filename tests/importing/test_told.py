"""Who changed this school: an import writes what it did into the log, in its own transaction, once."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from domain.person import EVERYTHING, SYSTEM, Actor, ActorKind, Role
from services import audit
from services.acting import act_as
from services.audit import Filters, Row
from services.audit_telling import who_touched
from services.centre import Centre
from services.importing import AreaOptions, SchoolOptions, import_areas, import_schools
from store import audit as store_audit
from store import import_acts
from store.audit import Act, record, record_many
from store.audit_reading import walk
from store.database import Database
from store.importing import Changes, SchoolRow, commit, read_registers
from tests.gate.gatehouse import NO_CACHE
from tests.importing.kit import wards

LAN = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thị Lan", role=Role.ADMINISTRATOR, scope=EVERYTHING)
SCHOOLS = "Mã trường,Tên trường,Vĩ độ,Kinh độ\nA1,Trường Tiểu học Một,10.71,106.61\nA2,Trường THCS Hai,10.72,106.66\n"


def log(db: Database, **asked: Any) -> list[Row]:
    """The log, oldest first; the chain stands."""
    with db.read() as conn:
        assert walk(conn).broken is None
    with TemporaryDirectory() as home:
        centre = Centre.open(home=Path(home), database_url=db.url, redis_url=NO_CACHE)
        try:
            return list(reversed(audit.search(centre, SYSTEM, Filters(**asked), most=1000)))
        finally:
            centre.close()


def imported(db: Database, folder: Path, text: str) -> None:
    file = folder / "schools.csv"
    file.write_text(text, encoding="utf-8")
    result = import_schools(db, file, SchoolOptions(), apply=True)
    assert result.failure is None, result.say("en")


def test_areas_are_told_in_one_row_with_the_areas_touched(province: Database) -> None:
    first, second = log(province)
    assert [(row.act, row.object, row.actor_kind, row.outcome) for row in (first, second)] == [("areas.imported", "areas", "system", "done")] * 2
    assert first.after is not None
    assert first.after["new"] == 5
    assert {"001", "002", "003", "004"} <= set(first.reach)
    assert {"00101", "00102", "00103", "00104"} <= set(second.reach)


def test_few_new_schools_are_told_one_by_one_and_twice_says_nothing(province: Database, tmp_path: Path) -> None:
    before = len(log(province))
    imported(province, tmp_path, SCHOOLS)
    whole, *each = log(province)[before:]
    assert (whole.act, whole.after, set(whole.reach)) == ("schools.imported", {"new": 2, "changed": 0}, {"001", "00101", "002", "00102"})
    assert [(row.act, row.object, row.reach) for row in each] == [("school.created", "school:A1", ("001", "00101")), ("school.created", "school:A2", ("00102", "002"))]
    assert each[0].after is not None
    assert each[0].after["name"] == "Trường Tiểu học Một"
    imported(province, tmp_path, SCHOOLS)
    assert len(log(province)) == before + 3


def test_who_changed_a_school_is_answered(province: Database, tmp_path: Path) -> None:
    imported(province, tmp_path, SCHOOLS)
    with act_as(LAN):
        imported(province, tmp_path, SCHOOLS.replace("THCS Hai", "THCS Hai Bà Trưng"))
    row = log(province, object="school:A2")[-1]
    assert (row.act, row.actor_name, row.before, row.after) == ("school.changed", "Trần Thị Lan", {"name": "Trường THCS Hai"}, {"name": "Trường THCS Hai Bà Trưng"})
    changed = {seen.who: seen.changed for seen in who_touched(log(province, school="A2"))}
    assert changed == {"Trần Thị Lan": 1, "hệ thống": 1}
    assert {seen.who for seen in who_touched(log(province, school="A1"))} == {"hệ thống"}, "his neighbour was not changed"


def test_a_school_that_moves_is_told_to_both_areas(province: Database) -> None:
    version = read_registers(province).version
    there = SchoolRow(code="A1", name="Trường Một", kind="thcs", old_area="001", new_area="00101", probe="http://a/")
    version = commit(province, Changes(schools_new=[there]), version)
    commit(province, Changes(schools_changed=[replace(there, new_area="00104")]), version)
    whole, row = log(province)[-2:]
    assert (whole.act, set(whole.reach)) == ("schools.imported", {"001", "00101", "00104"})
    assert (row.reach, row.before, row.after) == (("001", "00101", "00104"), {"new_area": "00101"}, {"new_area": "00104"})


def test_areas_that_end_are_told_as_gone(province: Database, tmp_path: Path) -> None:
    imported(province, tmp_path, SCHOOLS)
    before = len(log(province))
    result = import_areas(province, [wards(tmp_path / "next.geojson")], AreaOptions(valid_from="2027-01-01"), apply=True)
    assert result.applied
    row = log(province)[before]
    assert row.after is not None
    assert (row.act, row.after["new"], row.after["gone"]) == ("areas.imported", result.counts[0].new, result.counts[0].closed)


def test_the_thousands_of_a_first_register_are_one_row_that_answers(province: Database) -> None:
    many = [SchoolRow(code=f"B{n}", name=f"Trường {n}", kind="thcs", new_area="00101" if n % 2 else "00102") for n in range(import_acts.BULK)]
    before = len(log(province))
    commit(province, Changes(schools_new=many), read_registers(province).version)
    (row,) = log(province)[before:]
    assert (row.act, row.reach, row.after) == ("schools.imported", ("00101", "00102"), {"new": import_acts.BULK, "changed": 0})
    assert [(seen.who, seen.changed) for seen in who_touched(log(province, school="B7"))] == [("hệ thống", 1)]


def test_too_many_areas_are_told_by_those_they_lie_in() -> None:
    parents = {f"{n:05}": "79" for n in range(201)} | {"79": None}
    assert import_acts._reach(set(parents) - {"79"}, parents) == ["79"]
    assert len(import_acts._reach({f"x{n}" for n in range(300)}, {})) == import_acts.MOST_REACH


def test_an_import_that_fails_leaves_no_row(province: Database, tmp_path: Path) -> None:
    before = len(log(province))

    def fail(name: str) -> None:
        if name == "commit":
            raise RuntimeError(name)

    file = tmp_path / "s.csv"
    file.write_text(SCHOOLS, encoding="utf-8")
    with pytest.raises(RuntimeError):
        import_schools(province, file, SchoolOptions(), apply=True, step=fail)
    assert (len(log(province)), read_registers(province).schools) == (before, [])


def test_many_rows_are_the_chain_one_by_one_would_have_made(db: Database) -> None:
    acts = [Act(what="school.changed", object=f"school:{n}", reach=("760",), after={"tên": f"mới {n}"}) for n in range(40)]
    with db.write() as conn:
        assert record(db, conn, LAN, acts[0]) == 1
        assert record_many(db, conn, LAN, acts[1:]) == 40
        assert record_many(db, conn, LAN, []) == 40
        assert record(db, conn, SYSTEM, acts[0]) == 41
    assert [row.object for row in log(db)] == [act.object for act in acts] + ["school:0"]


def test_mutant_rows_that_all_follow_the_same_end_are_caught(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    right = store_audit.digest
    monkeypatch.setattr(store_audit, "digest", lambda row: right(dict(row) | {"previous": store_audit.FIRST}))
    with db.write() as conn:
        record_many(db, conn, LAN, [Act(what="a"), Act(what="b")])
    monkeypatch.undo()
    with db.read() as conn:
        assert walk(conn).broken == 2
