"""How far somebody reaches, and what stays theirs when areas are split, merged, renamed or given new codes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa

from domain.person import EVERYTHING, NOTHING, Part, Scope
from domain.school import SchoolKind
from store import importing, scoping
from store.importing import Changes
from tests.gate.moving import FIRST, TODAY, Province


@pytest.fixture
def province(database_url: str) -> Iterator[Province]:
    opened = Province(database_url)
    yield opened
    opened.db.close()


# --- what a part is ---


def test_everything_is_everything_and_nothing_is_nothing(province: Province) -> None:
    province.open("s1")
    assert province.reach(*EVERYTHING.parts) == "s1"
    assert province.reach(*NOTHING.parts) == ""
    assert province.of("79") == "s1", "a school without any area is still the province's"


def test_an_officer_reaches_the_schools_of_a_former_district_or_of_a_present_ward(province: Province) -> None:
    province.area("760", "district", since="0001-01-01")
    province.end("760", "2025-06-30")
    province.area("A")
    province.area("B")
    for code, new, old in (("s1", "A", "760"), ("s2", "B", "760"), ("s3", "B", "761")):
        province.open(code, new, old)
    assert province.of("760") == "s1 s2"
    assert province.of("B") == "s2 s3"
    assert province.of("760", "B") == "s1 s2 s3"
    assert province.of("99") == ""


def test_kinds_narrow_a_part_and_only_that_part(province: Province) -> None:
    province.area("A")
    province.area("B")
    for code, new, kind in (("s1", "A", "thpt"), ("s2", "A", "thcs"), ("s3", "B", "thpt"), ("s4", "B", "thcs")):
        province.open(code, new, kind=kind)
    high = frozenset({SchoolKind.THPT})
    assert province.reach(Part(area="A", kinds=high)) == "s1"
    assert province.reach(Part(kinds=high)) == "s1 s3"
    assert province.reach(Part(area="A", kinds=high), Part(area="B", kinds=frozenset({SchoolKind.THCS}))) == "s1 s4"
    assert province.reach(Part(area="79", kinds=high)) == "s1 s3"


def test_a_school_contact_reaches_one_school(province: Province) -> None:
    province.area("A")
    province.open("s1", "A")
    province.open("s2", "A")
    assert province.reach(Part(school="s2")) == "s2"
    assert province.reach(Part(school="s2", area="A")) == "s2"
    assert province.reach(Part(school="s2", area="B")) == ""
    assert province.reach(Part(school="s9")) == ""


def test_an_area_between_means_all_areas_under_it(province: Province) -> None:
    province.area("74", "province", since="0001-01-01")
    province.end("74", "2025-06-30")  # merged into 79
    province.area("718", "district", since="0001-01-01", parent="74")
    province.end("718", "2025-06-30")
    province.area("A")
    province.area("B")
    province.open("s1", "A", "718")
    province.open("s2", "B", "760")
    assert province.of("74") == "s1"
    assert province.of("79") == "s1 s2", "the one living province is everything"


def test_two_living_provinces_are_not_everything(province: Province) -> None:
    province.area("74", "province")
    province.area("A", parent="79")
    province.area("B", parent="74")
    province.open("s1", "A")
    province.open("s2", "B")
    province.open("s3")
    assert province.of("79") == "s1"
    assert province.of("74") == "s2"


def test_a_hostile_code_is_only_a_code(province: Province) -> None:
    province.open("s1", "A")
    assert province.of("' OR 1=1 --") == ""
    assert province.reach(Part(school="%")) == ""


# --- what ends, and what follows ---


def test_split_its_officer_keeps_every_part(province: Province) -> None:
    for code in ("A", "X"):
        province.area(code)
    province.open("s1", "A")
    province.open("s2", "A")
    province.open("x1", "X")
    province.end("A")
    for code in ("B", "C"):
        province.area(code, since=FIRST)
    province.move("s1", "B")
    province.move("s2", "C")
    assert province.of("A") == "s1 s2"
    assert province.of("B") == "s1"
    province.open("s3", "C", day="2026-09-01")
    assert province.of("A") == "s1 s2 s3", "C came wholly from A: its new schools follow"


def test_merged_each_officer_keeps_only_their_own(province: Province) -> None:
    for code in ("A", "B"):
        province.area(code)
    province.open("s1", "A")
    province.open("s2", "B")
    for code in ("A", "B"):
        province.end(code)
    province.area("C", since=FIRST)
    province.move("s1", "C")
    province.move("s2", "C")
    province.open("s3", "C", day="2026-09-01")
    assert province.of("A") == "s1"
    assert province.of("B") == "s2"
    assert province.of("C") == "s1 s2 s3"
    assert province.of("A", "B") == "s1 s2 s3", "whoever had both has what became of both"


def test_merged_into_one_that_stood_before(province: Province) -> None:
    for code in ("A", "B"):
        province.area(code)
    province.open("s1", "A")
    province.open("s2", "B")
    province.end("A")
    province.move("s1", "B")
    province.open("s3", "B", day="2026-09-01")
    assert province.of("A") == "s1"
    assert province.of("B") == "s1 s2 s3"


def test_renamed_under_its_code_nothing_changes(province: Province) -> None:
    province.area("A")
    province.open("s1", "A")
    province.end("A")
    province.area("A", name="Phường Mới", since=FIRST)
    province.open("s2", "A", day="2026-09-01")
    assert province.of("A") == "s1 s2"


def test_a_new_code_is_followed_and_what_it_becomes_later_too(province: Province) -> None:
    province.area("A")
    province.area("X")
    province.open("s1", "A")
    province.end("A")
    province.area("A2", since=FIRST)
    province.move("s1", "A2")
    province.open("s2", "A2", day="2026-08-01")
    assert province.of("A") == "s1 s2"
    province.end("A2", "2026-09-30")
    for code in ("B", "C"):
        province.area(code, since="2026-10-01")
    province.move("s1", "B", day="2026-10-01")
    province.move("s2", "C", day="2026-10-01")
    province.open("s3", "B", day="2026-10-05")
    assert province.of("A") == "s1 s2 s3"
    assert province.of("A2") == "s1 s2 s3"
    assert province.of("X") == ""


def test_a_correction_takes_the_school_away(province: Province) -> None:
    """s2 never lay in A: the register was wrong. The officer of A loses it, while A lives and after A has ended."""
    for code in ("A", "X"):
        province.area(code)
    province.open("s1", "A")
    province.open("s2", "A")
    province.move("s2", "X", day="2026-01-10")
    assert province.of("A") == "s1"
    province.end("A")
    province.area("B", since=FIRST)
    province.move("s1", "B")
    assert province.of("A") == "s1"
    assert province.of("X") == "s2"


def test_until_the_last_day_the_area_lives(province: Province) -> None:
    province.area("A")
    province.open("s1", "A")
    province.end("A", TODAY)
    province.area("B", since="2026-11-23")
    province.move("s1", "B", day=TODAY)
    assert province.of("A", today=TODAY) == "", "the register moved the school before the day"
    assert province.of("A", today="2026-11-23") == "s1"


def test_a_split_that_also_took_from_a_neighbour_gives_no_new_schools(province: Province) -> None:
    for code in ("A", "X"):
        province.area(code)
    province.open("s1", "A")
    province.open("x1", "X")
    province.end("A")
    province.area("B", since=FIRST)
    province.move("s1", "B")
    province.move("x1", "B")
    province.open("s2", "B", day="2026-09-01")
    assert province.of("A") == "s1", "X lives on, yet part of B was X's"
    assert province.of("X") == ""


def test_a_district_that_ended_with_all_districts_keeps_wards_that_were_wholly_its_own(province: Province) -> None:
    for code in ("760", "764"):
        province.area(code, "district", since="0001-01-01")
        province.end(code, "2025-06-30")
    for code in ("A", "B"):
        province.area(code)
    for code, new, old in (("s1", "A", "760"), ("s2", "A", "760"), ("s3", "B", "760"), ("s4", "B", "764")):
        province.open(code, new, old)
    province.open("n1", "A")  # opened after the districts: it has none
    province.open("n2", "B")
    assert province.of("760") == "s1 s2 s3 n1"
    assert province.of("764") == "s4"
    assert province.of("760", "764") == "s1 s2 s3 s4 n1 n2"


def test_a_later_change_of_the_former_district_is_a_correction(province: Province) -> None:
    for code in ("760", "764"):
        province.area(code, "district", since="0001-01-01")
        province.end(code, "2025-06-30")
    province.open("s1", "", "760")
    province.move("s1", old="764", day="2026-03-01")
    assert province.of("760") == ""
    assert province.of("764") == "s1"


def test_a_district_that_ended_earlier_is_followed_in_its_own_tree(province: Province) -> None:
    """2021: Quận 2, Quận 9 and Quận Thủ Đức became thành phố Thủ Đức."""
    for code in ("769", "763", "762"):
        province.area(code, "district", since="0001-01-01")
    for code, old in (("s2", "769"), ("s9", "763"), ("st", "762")):
        province.open(code, "", old, day="2020-01-01")
    for code in ("763", "762"):
        province.end(code, "2020-12-31")
        province.move({"763": "s9", "762": "st"}[code], old="769", day="2021-01-04")
    assert province.of("763", today="2022-01-01") == "s9"
    assert province.of("769", today="2022-01-01") == "s2 s9 st"


def test_moves_are_written_with_the_change_or_not_at_all(province: Province) -> None:
    province.area("A")
    province.open("s1", "A")

    def fail(name: str) -> None:
        if name == "version":
            raise RuntimeError(name)

    moved = replace(province.schools["s1"], new_area="B")
    with pytest.raises(RuntimeError):
        importing.commit(province.db, Changes(schools_changed=[moved]), province.version, fail)
    with province.db.read() as conn:
        assert conn.execute(sa.text("SELECT count(*) FROM school_moves")).scalar_one() == 0
    importing.commit(province.db, Changes(schools_changed=[replace(moved, name="Trường B")]), province.version)
    with province.db.read() as conn:
        rows = conn.execute(sa.text("SELECT area, until FROM school_moves")).all()
        today = scoping.local_day(province.db.clock(conn))
    assert [tuple(row) for row in rows] == [("A", today)]


def test_what_only_gets_another_name_leaves_no_move(province: Province) -> None:
    province.area("A")
    province.open("s1", "A")
    importing.commit(province.db, Changes(schools_changed=[replace(province.schools["s1"], name="Tên mới")]), province.version)
    with province.db.read() as conn:
        assert conn.execute(sa.text("SELECT count(*) FROM school_moves")).scalar_one() == 0


@pytest.mark.parametrize("scope", [None, "all", frozenset({Part()}), Part()])
def test_no_scope_is_refused(scope: object) -> None:
    with pytest.raises(TypeError, match="no Scope"):
        scoping.within(scope, sa.column("id"), TODAY)  # type: ignore[arg-type]


def test_a_limited_scope_without_a_day_is_refused() -> None:
    with pytest.raises(TypeError, match="dated"):
        scoping.within(Scope(parts=frozenset({Part(area="A")})), sa.column("id"), None)


# --- each clause of the rule taken away: its story must notice ---

MUTANTS = {
    "kinds are forgotten": ("s.kind.in_(sorted(kinds)) if kinds else sa.true()", "sa.true()", test_kinds_narrow_a_part_and_only_that_part),
    "an earlier correction is followed": ("m.until >= ends.c.until, ", "", test_a_correction_takes_the_school_away),
    "an heir of two is anybody's": ("where(heir.c.area.in_(ours), ~shared)", "where(heir.c.area.in_(ours))", test_merged_each_officer_keeps_only_their_own),
    "an heir may have stood before": ("begins.c.since > ends.c.until, ~_with", "~_with", test_merged_into_one_that_stood_before),
    "what an heir becomes is forgotten": ("line.c.code == heir.c.area", "sa.false()", test_a_new_code_is_followed_and_what_it_becomes_later_too),
    "a ward of two districts is either's": ("begins.c.since > ends.c.until, ~foreign", "begins.c.since > ends.c.until",
                                           test_a_district_that_ended_with_all_districts_keeps_wards_that_were_wholly_its_own),
    "a former district is followed": (", ~_with_its_level(ends))", ")", test_a_later_change_of_the_former_district_is_a_correction),
    "every province is the province": ("alone, sa.exists(", "sa.exists(", test_two_living_provinces_are_not_everything),
    "nothing lies under an area": ("child.c.parent == under.c.code", "sa.false()", test_an_area_between_means_all_areas_under_it),
}


@pytest.mark.parametrize("name", list(MUTANTS))
def test_mutant(name: str, province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after, story = MUTANTS[name]
    text = Path(scoping.__file__).read_text("utf-8")
    assert before in text, "the rule reads otherwise now"
    changed = ModuleType("changed_scoping")
    exec(compile(text.replace(before, after), "changed_scoping", "exec"), changed.__dict__)  # noqa: S102
    monkeypatch.setattr(scoping, "school_ids", changed.school_ids)
    with pytest.raises(AssertionError):
        story(province)
