"""Lan, Minh and the wall enter; what ends a session ends it at the very next request. Each promise has its mutant."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.person import SYSTEM, Part, Permission, Role
from services import accounts, later, sessions
from services._secrets import digest
from store import grants, people, screens
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, leave

HOUR, DAY = 3600.0, 86400.0


def test_lan_is_who_she_is_with_her_own_reach(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Trần Thị Lan", Role.OFFICER, [Part(area="760")])
    actor = gatehouse.whose(gatehouse.enter(lan))
    assert actor is not None
    assert (actor.id, actor.name, actor.role, actor.half, actor.demo) == (lan, "Trần Thị Lan", Role.OFFICER, False, False)
    assert actor.scope.parts == {Part(area="760")}


def test_only_the_browser_knows_the_id(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Lan"))
    stored = gatehouse.everything_stored()
    assert session not in stored
    assert digest(session) in stored
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.session not in session
    assert gatehouse.whose(actor.session) is None
    assert gatehouse.whose(digest(session)) is None  # who reads the table cannot enter with it


NONSENSE = ["", "x", "x" * 5000, "\0" * 43, "a" * 43, "ăâđ" * 15, "\ud800" * 30, "' OR 1=1 --" * 3]


def test_nonsense_is_nobodys(gatehouse: Gatehouse) -> None:
    assert [gatehouse.whose(one) for one in NONSENSE] == [None] * len(NONSENSE)


# --- what ends a session ---


def ended_by(gatehouse: Gatehouse, act: Callable[[int, str], Any]) -> None:
    """The promise: after `act` the next request finds nobody."""
    minh = gatehouse.person("Minh", Role.MANAGER, EVERYWHERE)
    session = gatehouse.enter(minh)
    assert gatehouse.whose(session) is not None
    act(minh, session)
    assert gatehouse.whose(session) is None


ENDS: dict[str, Callable[[Gatehouse, int, str], Any]] = {
    "leaving": lambda g, _, session: leave(g, session),
    "disabled": lambda g, minh, _: accounts.disable(g.centre, SYSTEM, minh),
    "another role": lambda g, minh, _: accounts.change(g.centre, SYSTEM, minh, role=Role.OPERATOR),
    "another login": lambda g, minh, _: accounts.change(g.centre, SYSTEM, minh, login="minh.moi"),
    "password reset": lambda g, minh, _: accounts.reset(g.centre, SYSTEM, minh),
    "ended by an administrator": lambda g, minh, _: accounts.end_sessions(g.centre, SYSTEM, minh),
    "half an hour of nothing": lambda g, *_: g.clock.forward(30 * 60),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_session_ends_at_the_next_request(gatehouse: Gatehouse, how: str) -> None:
    ended_by(gatehouse, lambda minh, session: ENDS[how](gatehouse, minh, session))


@pytest.mark.parametrize(("how", "forgets"), [("leaving", "revoked_at"), ("ended by an administrator", "revoked_at"), ("half an hour of nothing", "idle_s")])
def test_mutant_who_forgets_to_look_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch, how: str, forgets: str) -> None:
    right = sessions._until
    monkeypatch.setattr(sessions, "_until", lambda centre, session: right(centre, replace(session, **{forgets: None})))
    with pytest.raises(AssertionError):
        ended_by(gatehouse, lambda minh, session: ENDS[how](gatehouse, minh, session))


def test_a_disabled_person_is_nobody_even_if_a_session_was_left_over(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = gatehouse.person("Lan")
    session = gatehouse.enter(lan)
    with gatehouse.centre.db.write() as conn:
        people.change(conn, lan, disabled_at=1.0)
    assert gatehouse.whose(session) is None
    right = sessions._until
    monkeypatch.setattr(sessions, "_until", lambda centre, session: right(centre, replace(session, gone=False)))
    assert gatehouse.whose(session) is not None  # the mutant


def test_another_reach_is_there_at_the_next_request_and_the_session_stays(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan")
    session = gatehouse.enter(lan)
    given = accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=[Part(area="787")])
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.scope.parts == {Part(area="760"), Part(area="787")}
    accounts.take_back(gatehouse.centre, SYSTEM, given)
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.scope.parts == {Part(area="760")}


def test_a_session_here_does_not_end_the_one_there(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan")
    office, home = gatehouse.enter(lan), gatehouse.enter(lan)
    leave(gatehouse, home)
    assert gatehouse.whose(office) is not None
    other = gatehouse.enter(lan)
    kept = gatehouse.whose(office)
    assert kept is not None
    with gatehouse.centre.db.write() as conn:
        assert sessions.end_all(gatehouse.centre, conn, lan, but=kept.session) == 1
    assert gatehouse.whose(office) is not None
    assert gatehouse.whose(other) is None


# --- time ---


@pytest.mark.parametrize(("role", "idle"), [(Role.ADMINISTRATOR, 0.5), (Role.MANAGER, 0.5), (Role.OFFICER, 0.5), (Role.SCHOOL_CONTACT, 0.5), (Role.OPERATOR, 8)])
def test_each_role_may_be_silent_so_long(gatehouse: Gatehouse, role: Role, idle: float) -> None:
    part = {Role.SCHOOL_CONTACT: Part(school="79000001"), Role.OFFICER: Part(area="760")}.get(role, Part())
    session = gatehouse.enter(gatehouse.person("Lan", role, [part]))
    gatehouse.clock.forward(idle * HOUR - 1)
    assert gatehouse.whose(session) is not None
    gatehouse.clock.forward(1)
    assert gatehouse.whose(session) is None


def test_looking_is_not_being_at_work_but_touching_is(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Lan"))
    assert gatehouse.whose(session) is not None
    for _ in range(3):
        gatehouse.clock.forward(20 * 60)
        sessions.touch(gatehouse.centre, session)  # not written yet: this process knows all the same
        assert gatehouse.whose(session) is not None
    later.flush(gatehouse.centre)
    other = gatehouse.open()
    assert gatehouse.whose(session, other) is not None  # and now every process knows
    for _ in range(30):
        gatehouse.clock.forward(60)
        gatehouse.whose(session)
    assert gatehouse.whose(session) is None
    other.close()


def test_nobody_stays_longer_than_twelve_hours(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    for _ in range(12 * 6 - 1):
        gatehouse.clock.forward(600)
        sessions.touch(gatehouse.centre, session)
        assert gatehouse.whose(session) is not None
    gatehouse.clock.forward(600)
    assert gatehouse.whose(session) is None


def test_touching_a_dead_session_does_not_wake_it(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Lan"))
    gatehouse.clock.forward(31 * 60)
    assert gatehouse.whose(session) is None
    sessions.touch(gatehouse.centre, session)
    assert gatehouse.whose(session) is None
    later.flush(gatehouse.centre)
    assert gatehouse.whose(session) is None


def test_a_time_never_goes_back_and_the_person_carries_it_too(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan")
    session = gatehouse.enter(lan)
    assert gatehouse.whose(session) is not None
    sessions.touch(gatehouse.centre, session)
    later.flush(gatehouse.centre)
    at = gatehouse.clock.forward(60)
    sessions.touch(gatehouse.centre, session)
    later.flush(gatehouse.centre)
    gatehouse.clock.forward(-30)
    sessions.touch(gatehouse.centre, session)
    later.flush(gatehouse.centre)
    assert gatehouse.rows("SELECT seen_at FROM sessions") == [(at,)]
    assert gatehouse.rows("SELECT seen_at FROM people WHERE id = :id", id=lan) == [(at,)]


# --- new ids ---


def test_the_second_factor_makes_a_half_session_whole_under_another_id(gatehouse: Gatehouse) -> None:
    half = gatehouse.enter(gatehouse.person("Minh", Role.MANAGER, EVERYWHERE), half=True)
    actor = gatehouse.whose(half)
    assert actor is not None
    assert actor.half
    assert actor.may(Permission.ENTERING)
    assert not actor.may(Permission.MAP)
    with gatehouse.centre.db.write() as conn:
        whole = sessions.rotate(gatehouse.centre, conn, half)
    assert whole is not None
    assert gatehouse.whose(half) is None
    actor = gatehouse.whose(whole)
    assert actor is not None
    assert not actor.half


def test_half_a_session_waits_ten_minutes(gatehouse: Gatehouse) -> None:
    half = gatehouse.enter(gatehouse.person("Minh", Role.MANAGER, EVERYWHERE), half=True)
    for _ in range(9):
        gatehouse.clock.forward(60)
        assert gatehouse.whose(half) is not None
        sessions.touch(gatehouse.centre, half)
    gatehouse.clock.forward(60)
    assert gatehouse.whose(half) is None
    with gatehouse.centre.db.write() as conn:
        assert sessions.rotate(gatehouse.centre, conn, half) is None  # too late for the code as well


def test_a_new_id_does_not_buy_more_hours(gatehouse: Gatehouse) -> None:
    session: str | None = gatehouse.enter(gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    gatehouse.clock.forward(7 * HOUR)
    with gatehouse.centre.db.write() as conn:
        session = sessions.rotate(gatehouse.centre, conn, session or "")
    assert gatehouse.whose(session or "") is not None
    gatehouse.clock.forward(5 * HOUR)
    assert gatehouse.whose(session or "") is None


def test_a_dead_id_cannot_be_made_new(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Lan"))
    leave(gatehouse, session)
    with gatehouse.centre.db.write() as conn:
        assert sessions.rotate(gatehouse.centre, conn, session) is None


def test_two_at_once_make_one_new_id(gatehouse: Gatehouse) -> None:
    session, made = gatehouse.enter(gatehouse.person("Lan")), []

    def turn() -> None:
        with gatehouse.centre.db.write() as conn:
            made.append(sessions.rotate(gatehouse.centre, conn, session))

    threads = [threading.Thread(target=turn) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len([one for one in made if one]) == 1


# --- the simulated province ---


def test_one_click_opens_nothing_outside_the_simulated_province(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    operator = accounts.demo_person(gatehouse.centre, Role.OPERATOR)
    session = gatehouse.enter(operator.id, demo=True)
    actor = gatehouse.whose(session)
    assert actor is not None
    assert actor.demo
    real = gatehouse.open(demo=False)
    assert gatehouse.whose(session, real) is None
    right = sessions._until
    monkeypatch.setattr(sessions, "_until", lambda centre, session: right(centre, replace(session, demo=False)))
    assert gatehouse.whose(session, real) is not None  # the mutant
    real.close()


def test_a_demo_administrators_screen_goes_dark_with_the_simulation(gatehouse: Gatehouse) -> None:
    visitor = accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR)
    with gatehouse.centre.db.write() as conn:
        wall = screens.insert(conn, {"name": "Sảnh", "created_at": 0.0, "created_by": visitor.id})
        grants.insert(conn, "screen", wall, Part(), sessions.today(gatehouse.centre), 0.0)
        session = sessions.open_screen(gatehouse.centre, conn, wall)
    assert gatehouse.whose(session) is not None
    real = gatehouse.open(demo=False)
    assert gatehouse.whose(session, real) is None
    real.close()


# --- wall screens ---


def test_a_wall_stays_for_months_without_a_hand_on_it_until_it_is_revoked(gatehouse: Gatehouse) -> None:
    with gatehouse.centre.db.write() as conn:
        wall = screens.insert(conn, {"name": "Phòng trực", "created_at": 0.0})
        grants.insert(conn, "screen", wall, Part(area="764"), sessions.today(gatehouse.centre), 0.0)
        first, second = (sessions.open_screen(gatehouse.centre, conn, wall) for _ in range(2))
    gatehouse.clock.forward(179 * DAY)
    actor = gatehouse.whose(first)
    assert actor is not None
    assert (actor.name, actor.role, actor.scope.parts) == ("Phòng trực", Role.SCREEN, {Part(area="764")})
    assert not actor.may(Permission.SCHOOL)
    with gatehouse.centre.db.write() as conn:
        assert sessions.end_screen(gatehouse.centre, conn, wall) == 2
    assert gatehouse.whose(first) is None
    with gatehouse.centre.db.write() as conn:
        third = sessions.open_screen(gatehouse.centre, conn, wall)
        screens.revoke(conn, wall, 1.0)
    assert gatehouse.whose(third) is None
    gatehouse.clock.forward(2 * DAY)
    assert gatehouse.whose(second) is None


# --- when somebody was last in ---


def last_in(gatehouse: Gatehouse, person_id: int) -> Any:
    return gatehouse.rows("SELECT seen_at FROM people WHERE id = :id", id=person_id)[0][0]


def test_who_enters_was_in_at_that_moment(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan")
    assert last_in(gatehouse, lan) is None
    gatehouse.enter(lan)
    assert last_in(gatehouse, lan) == gatehouse.clock()


def test_half_way_in_is_not_in(gatehouse: Gatehouse) -> None:
    minh = gatehouse.person("Minh", Role.MANAGER, EVERYWHERE)
    session = gatehouse.enter(minh, half=True)
    assert last_in(gatehouse, minh) is None
    gatehouse.clock.forward(30)
    with gatehouse.centre.db.write() as conn:
        assert sessions.rotate(gatehouse.centre, conn, session) is not None
    assert last_in(gatehouse, minh) == gatehouse.clock()
