"""Who enters a centre that knows nobody: the first administrator by a printed code, and the roles of one click."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.person import EVERYTHING, SYSTEM, Actor, Part, Role
from services import accounts, keys, sessions
from services._secrets import code_digest
from store import people
from tests.gate.gatehouse import EVERYWHERE, Gatehouse


def take(gatehouse: Gatehouse, code: str | None) -> bool:
    with gatehouse.centre.db.write() as conn:
        return people.take_code(conn, "first", code_digest(code or ""), gatehouse.clock())[0]


def test_an_empty_house_prints_a_code_that_works_once_within_half_an_hour(gatehouse: Gatehouse) -> None:
    code = accounts.first_code(gatehouse.centre)
    assert code is not None
    assert len(code) == 14
    assert accounts.first_waits(gatehouse.centre)
    assert code not in gatehouse.everything_stored()
    gatehouse.clock.forward(1799)
    assert take(gatehouse, code)
    assert not take(gatehouse, code)
    late = accounts.first_code(gatehouse.centre)
    gatehouse.clock.forward(1800)
    assert not take(gatehouse, late)
    assert not accounts.first_waits(gatehouse.centre)


def test_the_next_code_kills_the_one_before(gatehouse: Gatehouse) -> None:
    old, new = accounts.first_code(gatehouse.centre), accounts.first_code(gatehouse.centre)
    assert not take(gatehouse, old)
    assert take(gatehouse, new)


def test_no_code_while_a_real_administrator_can_enter(gatehouse: Gatehouse) -> None:
    accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR)  # one click is not a real one
    accounts.create(gatehouse.centre, SYSTEM, login="mai", name="Mai", role=Role.ADMINISTRATOR, parts=EVERYWHERE)  # she has no password yet
    assert accounts.first_code(gatehouse.centre)
    ha = gatehouse.person("Hà", Role.ADMINISTRATOR, EVERYWHERE)
    assert accounts.first_code(gatehouse.centre) is None
    assert not accounts.first_waits(gatehouse.centre)  # the code from before opens nothing any more
    with gatehouse.centre.db.write() as conn:
        people.change(conn, ha, disabled_at=1.0)
    assert accounts.first_code(gatehouse.centre)


@pytest.mark.parametrize(("role", "parts"), [
    (Role.OPERATOR, EVERYTHING.parts), (Role.MANAGER, EVERYTHING.parts), (Role.ADMINISTRATOR, EVERYTHING.parts),
    (Role.OFFICER, {Part(area="787")}),  # Huyện Cần Giờ comes before Quận 1 and Quận Gò Vấp
])
def test_each_role_of_one_click_has_its_reach_and_no_password(gatehouse: Gatehouse, role: Role, parts: set[Part]) -> None:
    first, again = (accounts.demo_person(gatehouse.centre, role) for _ in range(2))
    assert first == again
    assert (first.role, first.demo, first.password_hash) == (role, 1, None)
    actor = gatehouse.actor(first.id)
    assert actor.demo
    assert actor.scope.parts == parts


def test_six_who_click_at_once_are_the_same_person(gatehouse: Gatehouse) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(accounts.demo_person(gatehouse.centre, Role.MANAGER).id)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(gatehouse.rows("SELECT * FROM grants")) == 1


def test_no_role_of_one_click_outside_the_simulated_province(gatehouse: Gatehouse) -> None:
    real = gatehouse.open(demo=False)
    for role in Role:
        with pytest.raises(NotAllowed):
            accounts.demo_person(real, role)
    assert gatehouse.rows("SELECT * FROM people") == []
    real.close()
    for role in (Role.SCHOOL_CONTACT, Role.SCREEN, Role.PUBLIC):
        with pytest.raises(BadInput):
            accounts.demo_person(gatehouse.centre, role)


def test_the_database_itself_refuses_a_password_for_one_click(gatehouse: Gatehouse) -> None:
    visitor = accounts.demo_person(gatehouse.centre, Role.MANAGER)
    with pytest.raises(Exception, match="(?i)check"), gatehouse.centre.db.write() as conn:
        people.change(conn, visitor.id, password_hash="$argon2id$")


# --- what a visitor of one click may touch ---


@pytest.fixture
def visitor(gatehouse: Gatehouse) -> Actor:
    """An administrator by one click, in a house that has a real one: Hà, 1."""
    assert gatehouse.person("Hà", Role.ADMINISTRATOR, EVERYWHERE) == 1
    return gatehouse.actor(accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR).id)


TOUCHES: dict[str, Callable[[Gatehouse, Actor], Any]] = {
    "look": lambda g, v: accounts.person(g.centre, v, 1),
    "rename": lambda g, v: accounts.change(g.centre, v, 1, name="X"),
    "demote": lambda g, v: accounts.change(g.centre, v, 1, role=Role.OFFICER),
    "disable": lambda g, v: accounts.disable(g.centre, v, 1),
    "reset": lambda g, v: accounts.reset(g.centre, v, 1),
    "end sessions": lambda g, v: accounts.end_sessions(g.centre, v, 1),
    "give": lambda g, v: accounts.give(g.centre, v, holder_id=1, parts=EVERYWHERE),
    "take back": lambda g, v: accounts.take_back(g.centre, v, [1]),
    "lend": lambda g, v: accounts.delegate(g.centre, v, from_id=1, to_id=3, since=sessions.today(g.centre), until=sessions.today(g.centre)),
}


@pytest.mark.parametrize("how", TOUCHES)
def test_real_people_are_not_there_for_a_visitor(gatehouse: Gatehouse, visitor: Actor, how: str) -> None:
    accounts.create(gatehouse.centre, visitor, login="thu", name="Thử", role=Role.OFFICER, parts=[Part(area="760")])
    before = gatehouse.rows("SELECT * FROM people"), gatehouse.rows("SELECT * FROM grants"), gatehouse.acts()
    with pytest.raises(NotFound):
        TOUCHES[how](gatehouse, visitor)
    assert (gatehouse.rows("SELECT * FROM people"), gatehouse.rows("SELECT * FROM grants"), gatehouse.acts()) == before
    assert "Hà" not in str(accounts.listing(gatehouse.centre, visitor))


def test_whom_a_visitor_makes_is_nobody_outside_the_simulated_province(gatehouse: Gatehouse, visitor: Actor) -> None:
    backdoor = gatehouse.person("Cửa Sau", Role.ADMINISTRATOR, EVERYWHERE, actor=visitor)
    session = gatehouse.enter(backdoor)
    made = keys.make(gatehouse.centre, visitor, name="cửa sau", role=Role.ADMINISTRATOR, parts=EVERYWHERE)
    assert gatehouse.whose(session) is not None
    assert keys.find_key(gatehouse.centre, made.token) is not None
    deeper = gatehouse.person("Sâu Hơn", Role.ADMINISTRATOR, EVERYWHERE, actor=gatehouse.actor(backdoor))
    real = gatehouse.open(demo=False)
    for one in (session, gatehouse.enter(backdoor), gatehouse.enter(deeper)):
        assert gatehouse.whose(one, real) is None
    assert keys.find_key(real, made.token) is None
    accounts.disable(gatehouse.centre, SYSTEM, backdoor)
    with pytest.raises(IllegalMove):
        accounts.disable(gatehouse.centre, SYSTEM, 1)  # and they never count as an administrator that is left
    real.close()


def test_the_roles_of_one_click_stay_as_they_are_for_the_next_visitor(gatehouse: Gatehouse, visitor: Actor) -> None:
    operator = accounts.demo_person(gatehouse.centre, Role.OPERATOR)
    for actor in (visitor, SYSTEM):
        with pytest.raises(IllegalMove):
            accounts.disable(gatehouse.centre, actor, operator.id)
        with pytest.raises(IllegalMove):
            accounts.give(gatehouse.centre, actor, holder_id=operator.id, parts=EVERYWHERE)
    assert "Cán bộ trực" in str(accounts.listing(gatehouse.centre, visitor))
