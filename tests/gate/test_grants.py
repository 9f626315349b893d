"""What Lan reaches on a day: her own areas, and Hà's while Hà is on leave; never more than Hà has herself."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, NotFound
from domain.person import EVERYTHING, SYSTEM, Part, Role, Scope
from domain.school import SchoolKind
from services import accounts
from store import gate_tables, grants
from tests.gate.gatehouse import EVERYWHERE, Gatehouse

TODAY = date(2026, 9, 9)
DAY = timedelta(days=1)
Q1, GO_VAP, CAN_GIO = Part(area="760"), Part(area="764"), Part(area="787")


def reach(gatehouse: Gatehouse, person: int, day: date = TODAY) -> set[Part]:
    with gatehouse.centre.db.read() as conn:
        return set(grants.read_scope(conn, "person", person, day).parts)


@pytest.fixture
def lan(gatehouse: Gatehouse) -> int:
    return gatehouse.person("Lan", Role.OFFICER, [Q1])


@pytest.fixture
def ha(gatehouse: Gatehouse) -> int:
    return gatehouse.person("Hà", Role.OFFICER, [GO_VAP])


def test_several_grants_are_their_union(gatehouse: Gatehouse, lan: int) -> None:
    primary = Part(area="787", kinds=frozenset({SchoolKind.TIEU_HOC, SchoolKind.MAM_NON}))
    accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=[GO_VAP, primary, Part(school="79000001")])
    assert reach(gatehouse, lan) == {Q1, GO_VAP, primary, Part(school="79000001")}


def test_nobody_without_a_grant_reaches_anything(gatehouse: Gatehouse, lan: int) -> None:
    accounts.take_back(gatehouse.centre, SYSTEM, [1])
    with gatehouse.centre.db.read() as conn:
        assert grants.read_scope(conn, "person", lan, TODAY) == Scope()
        assert grants.read_scope(conn, "screen", lan, TODAY) == Scope()  # another kind of holder with the same number


def test_the_first_and_the_last_day_belong_to_a_grant(gatehouse: Gatehouse, lan: int) -> None:
    accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=[CAN_GIO], since=TODAY + DAY, until=TODAY + 3 * DAY)
    found = [CAN_GIO in reach(gatehouse, lan, TODAY + n * DAY) for n in range(6)]
    assert found == [False, True, True, True, False, False]


@pytest.mark.parametrize(("at", "there"), [("2026-09-09T16:59:59", False), ("2026-09-09T17:00:00", True), ("2026-09-10T16:59:59", True), ("2026-09-10T17:00:00", False)])
def test_a_day_is_a_day_of_ho_chi_minh_city(gatehouse: Gatehouse, lan: int, at: str, there: bool) -> None:
    accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=[CAN_GIO], since=TODAY + DAY, until=TODAY + DAY)
    gatehouse.clock._now = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
    assert (CAN_GIO in gatehouse.actor(lan).scope.parts) is there


# --- leave cover ---


def cover(gatehouse: Gatehouse, ha: int, lan: int, since: date = TODAY, until: date = TODAY + 5 * DAY) -> int:
    return accounts.delegate(gatehouse.centre, SYSTEM, from_id=ha, to_id=lan, since=since, until=until, why="nghỉ phép")


def test_cover_adds_what_ha_reaches_on_its_days_only(gatehouse: Gatehouse, lan: int, ha: int) -> None:
    cover(gatehouse, ha, lan, TODAY + DAY, TODAY + 2 * DAY)
    assert [GO_VAP in reach(gatehouse, lan, TODAY + n * DAY) for n in range(4)] == [False, True, True, False]
    assert reach(gatehouse, ha) == {GO_VAP}


SHRINKS: dict[str, tuple[Callable[[Gatehouse, int], Any], set[Part]]] = {
    "her area is taken back": (lambda g, ha: accounts.take_back(g.centre, SYSTEM, [2]), {Q1}),
    "she is disabled": (lambda g, ha: accounts.disable(g.centre, SYSTEM, ha), {Q1}),
    "another area instead": (lambda g, ha: (accounts.take_back(g.centre, SYSTEM, [2]), accounts.give(g.centre, SYSTEM, holder_id=ha, parts=[CAN_GIO])), {Q1, CAN_GIO}),
    "the cover is taken back": (lambda g, ha: accounts.take_back(g.centre, SYSTEM, [3]), {Q1}),
}


@pytest.mark.parametrize("how", SHRINKS)
def test_cover_is_never_more_than_ha_has_now(gatehouse: Gatehouse, lan: int, ha: int, how: str) -> None:
    assert cover(gatehouse, ha, lan) == 3
    assert reach(gatehouse, lan) == {Q1, GO_VAP}
    act, left = SHRINKS[how]
    act(gatehouse, ha)
    assert reach(gatehouse, lan) == left


def test_what_one_covers_cannot_be_lent_on(gatehouse: Gatehouse, lan: int, ha: int) -> None:
    minh = gatehouse.person("Minh", Role.OFFICER, [CAN_GIO])
    cover(gatehouse, ha, lan)
    cover(gatehouse, lan, minh)
    assert reach(gatehouse, minh) == {CAN_GIO, Q1}  # Lan's own, not Hà's
    cover(gatehouse, minh, ha)  # in a circle
    assert reach(gatehouse, ha) == {GO_VAP, CAN_GIO}


def test_the_columns_of_a_cover_widen_nothing(gatehouse: Gatehouse, lan: int, ha: int) -> None:
    """Its row names no area, and no area means the whole province anywhere else."""
    cover(gatehouse, ha, lan)
    row = gatehouse.rows("SELECT area, school, kinds FROM grants WHERE delegated_by IS NOT NULL")
    assert row == [("", "", "")]
    assert EVERYTHING.parts.isdisjoint(reach(gatehouse, lan))


def test_mutant_who_reads_a_cover_as_a_grant_is_caught(gatehouse: Gatehouse, lan: int, ha: int) -> None:
    cover(gatehouse, ha, lan)
    with gatehouse.centre.db.write() as conn:
        conn.execute(sa.update(gate_tables.grants).values(delegated_by=None))
    with pytest.raises(AssertionError):
        assert EVERYTHING.parts.isdisjoint(reach(gatehouse, lan))


@pytest.mark.parametrize(("days", "told"), [((5, 2), "until"), ((-9, -2), "until"), ((0, 400), "until")])
def test_days_that_make_no_sense_are_refused(gatehouse: Gatehouse, lan: int, ha: int, days: tuple[int, int], told: str) -> None:
    with pytest.raises(BadInput) as error:
        cover(gatehouse, ha, lan, TODAY + days[0] * DAY, TODAY + days[1] * DAY)
    assert error.value.code == told


def test_nobody_covers_for_themselves_or_for_a_shadow(gatehouse: Gatehouse, lan: int) -> None:
    with pytest.raises(BadInput):
        cover(gatehouse, lan, lan)
    with pytest.raises(NotFound):
        cover(gatehouse, 4711, lan)


def test_taking_back_is_all_or_nothing(gatehouse: Gatehouse, lan: int, ha: int) -> None:
    with pytest.raises(NotFound):
        accounts.take_back(gatehouse.centre, SYSTEM, [1, 4711])
    assert reach(gatehouse, lan) == {Q1}
    accounts.take_back(gatehouse.centre, SYSTEM, [1])
    with pytest.raises(NotFound):
        accounts.take_back(gatehouse.centre, SYSTEM, [1])  # once is enough


def test_a_grant_ends_by_the_reader_not_by_a_sweep(gatehouse: Gatehouse, lan: int) -> None:
    """No job has to run for somebody's reach to end."""
    gatehouse.clock._now = datetime(2026, 9, 9, 16, 50, tzinfo=UTC).timestamp()
    session = gatehouse.enter(gatehouse.person("Dũng", Role.OPERATOR, [CAN_GIO]))
    accounts.take_back(gatehouse.centre, SYSTEM, [2])
    accounts.give(gatehouse.centre, SYSTEM, holder_id=2, parts=EVERYWHERE, until=TODAY)
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.scope.everything
    gatehouse.clock._now = datetime(2026, 9, 9, 17, 0, tzinfo=UTC).timestamp()
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.scope == Scope()
