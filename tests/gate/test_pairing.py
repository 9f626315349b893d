"""A wall screen waits with a code, Hà accepts it, it stays for months and is gone the moment she says so. Mutants beside."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound, TooManyTries
from domain.person import PERSON_ROLES, Actor, ActorKind, Part, Permission, Role
from services import pairing, showing
from services._secrets import digest
from services.pairing import MOST, MOST_FROM, WAITS_S
from services.sessions import SCREEN_S
from services.showing import Told
from store import screens, sessions
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger
from tests.gate.lobby import LOBBY, administrator, paired, waits

DAY = 86400.0


# --- pairing ---


def test_a_wall_enters_by_itself_once_ha_accepted_its_code(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    assert pairing.take(gatehouse.centre, ticket.secret) is None
    assert [one.code for one in pairing.waiting(gatehouse.centre, ha)] == [ticket.code.replace("-", "")]
    screen = pairing.accept(gatehouse.centre, ha, ticket.code, "  Sảnh   tầng 1 ", [Part(area="760")])
    session = pairing.take(gatehouse.centre, ticket.secret, address=LOBBY)
    assert session is not None
    wall = gatehouse.whose(session)
    assert wall is not None
    assert (wall.kind, wall.id, wall.name, wall.role, wall.scope.parts) == (ActorKind.SCREEN, screen, "Sảnh tầng 1", Role.SCREEN, {Part(area="760")})
    assert wall.permissions == {Permission.OPEN, Permission.MAP, Permission.WALL, Permission.BEAT}
    assert not pairing.waiting(gatehouse.centre, ha)
    assert gatehouse.acts()[-2:] == ["screen.paired", "screen.entered"]


def test_the_code_is_typed_as_people_type(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    assert pairing.accept(gatehouse.centre, ha, f"  {ticket.code.lower().replace('-', ' ')} ", "Sảnh", EVERYWHERE)


def test_a_code_has_no_letter_that_looks_like_another(gatehouse: Gatehouse) -> None:
    assert not set("01258BILOSUVZ") & set(pairing.LETTERS)
    code = waits(gatehouse).code
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) - {"-"} <= set(pairing.LETTERS)


def stays(gatehouse: Gatehouse, session: str) -> None:
    """The promise: months and restarts later the wall is still in, untouched."""
    for _ in range(17):
        gatehouse.clock.forward(10 * DAY)
        again = gatehouse.open()
        assert gatehouse.whose(session, again) is not None
        again.close()


def test_a_paired_wall_survives_restarts_and_months_without_a_touch(gatehouse: Gatehouse) -> None:
    _, session = paired(gatehouse, administrator(gatehouse))
    stays(gatehouse, session)
    gatehouse.clock.forward(SCREEN_S - 170 * DAY)
    assert gatehouse.whose(session) is None  # and half a year is the end


def test_mutant_that_lets_a_wall_idle_out_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sessions.insert
    monkeypatch.setattr(sessions, "insert", lambda conn, values: right(conn, {**values, "idle_s": 8 * 3600.0}))
    _, session = paired(gatehouse, administrator(gatehouse))
    with pytest.raises(AssertionError):
        stays(gatehouse, session)


def test_two_screens_at_the_same_moment_do_not_meet(gatehouse: Gatehouse) -> None:
    ha, left, right = administrator(gatehouse), waits(gatehouse), waits(gatehouse)
    assert left.code != right.code
    first = pairing.accept(gatehouse.centre, ha, left.code, "Trái", [Part(area="760")])
    assert pairing.take(gatehouse.centre, right.secret) is None
    second = pairing.accept(gatehouse.centre, ha, right.code, "Phải", [Part(area="764")])
    walls = [gatehouse.whose(pairing.take(gatehouse.centre, one.secret) or "") for one in (right, left)]
    assert [(wall.id, wall.name) for wall in walls if wall] == [(second, "Phải"), (first, "Trái")]


def test_of_two_administrators_one_is_first_and_nothing_is_left_over(gatehouse: Gatehouse) -> None:
    ha, ticket, ready, said = administrator(gatehouse), waits(gatehouse), threading.Barrier(2), []

    def accept(name: str) -> None:
        ready.wait()
        try:
            said.append(pairing.accept(gatehouse.centre, ha, ticket.code, name, EVERYWHERE))
        except NotFound as error:
            said.append(error.code)

    threads = [threading.Thread(target=accept, args=(name,)) for name in ("Sảnh", "Hành lang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, said)) == ["1", "code"] or sorted(map(str, said)) == ["2", "code"]  # a number may be used up
    assert len(gatehouse.rows("SELECT id FROM screens")) == 1
    assert len(gatehouse.rows("SELECT id FROM grants WHERE holder_kind = 'screen'")) == 1
    assert gatehouse.acts().count("screen.paired") == 1


def test_an_answer_lost_on_its_way_is_asked_again_for_a_minute(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    lost = pairing.take(gatehouse.centre, ticket.secret)
    again = pairing.take(gatehouse.centre, ticket.secret)
    assert gatehouse.whose(lost or "") is None
    assert gatehouse.whose(again or "") is not None
    gatehouse.clock.forward(61)
    with pytest.raises(NotFound):
        pairing.take(gatehouse.centre, ticket.secret)
    assert gatehouse.whose(again or "") is not None


# --- time, numbers, guessing ---


def test_a_code_lives_ten_minutes(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    gatehouse.clock.forward(WAITS_S)
    assert not pairing.waiting(gatehouse.centre, ha)
    with pytest.raises(NotFound):
        pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    with pytest.raises(NotFound):
        pairing.take(gatehouse.centre, ticket.secret)
    assert gatehouse.rows("SELECT count(*) FROM screens") == [(0,)]


def test_accepted_in_the_last_second_it_still_has_time_to_come(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    gatehouse.clock.forward(WAITS_S - 1)
    pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    gatehouse.clock.forward(5)
    assert pairing.take(gatehouse.centre, ticket.secret) is not None


def test_few_wait_behind_one_address_few_in_all_and_old_ones_are_forgotten(gatehouse: Gatehouse) -> None:
    for _ in range(MOST_FROM):
        waits(gatehouse)
    with pytest.raises(TooManyTries):
        waits(gatehouse)
    for i in range(MOST - MOST_FROM):
        waits(gatehouse, f"10.9.9.{i}")
    with pytest.raises(TooManyTries):
        waits(gatehouse, "10.8.8.8")
    gatehouse.clock.forward(WAITS_S)
    waits(gatehouse)
    gatehouse.clock.forward(2 * DAY)
    waits(gatehouse)
    assert gatehouse.rows("SELECT count(*) FROM pairings") == [(1,)]


def refused(gatehouse: Gatehouse, secret: str) -> bool:
    try:
        pairing.take(gatehouse.centre, secret)
    except NotFound:
        return True
    return False


def guessed(gatehouse: Gatehouse) -> None:
    """The promise: with the code alone, and whatever else is guessed, nobody gets a session."""
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    chance = random.Random(7)
    for guess in [ticket.code, ticket.code.replace("-", ""), digest(ticket.secret), ticket.secret[:-1], "", "' OR 1=1 --",
                  *("".join(chance.choices(ticket.secret, k=43)) for _ in range(50))]:
        assert refused(gatehouse, guess), guess
    assert gatehouse.rows("SELECT count(*) FROM sessions WHERE kind = 'screen'") == [(0,)]


def test_a_code_seen_by_everybody_opens_nothing(gatehouse: Gatehouse) -> None:
    guessed(gatehouse)


def test_mutant_that_gives_the_session_for_the_code_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(conn: Any, key: str) -> Any:
        return right(conn, conn.exec_driver_sql("SELECT hash FROM pairings").scalar())

    right = screens.pairing
    monkeypatch.setattr(screens, "pairing", careless)
    with pytest.raises(AssertionError):
        guessed(gatehouse)


def test_neither_secret_nor_session_is_stored(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    session = pairing.take(gatehouse.centre, ticket.secret)
    stored = gatehouse.everything_stored()
    assert ticket.secret not in stored
    assert session not in stored


VERBS: dict[str, Callable[[Gatehouse, Actor, int], Any]] = {
    "look who waits": lambda g, a, _: pairing.waiting(g.centre, a),
    "accept": lambda g, a, _: pairing.accept(g.centre, a, waits(g, f"10.7.{a.role}.{a.kind}").code, "Của tôi", EVERYWHERE),
    "list": lambda g, a, _: pairing.listing(g.centre, a),
    "rename": lambda g, a, screen: pairing.rename(g.centre, a, screen, "Của tôi"),
    "reach": lambda g, a, screen: pairing.reach(g.centre, a, screen, EVERYWHERE),
    "send": lambda g, a, screen: pairing.want_page(g.centre, a, screen, "/"),
    "revoke": lambda g, a, screen: pairing.revoke(g.centre, a, screen),
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_an_administrator_has_a_hand_on_screens(gatehouse: Gatehouse, verb: str) -> None:
    screen, session = paired(gatehouse, administrator(gatehouse), "Sảnh", Part(area="760"))
    others = [stranger(role) for role in PERSON_ROLES if role is not Role.ADMINISTRATOR]
    others += [stranger(Role.ADMINISTRATOR, ActorKind.CLIENT), stranger(Role.PUBLIC, ActorKind.NOBODY), stranger(Role.SCREEN, ActorKind.SCREEN)]
    for somebody in others:
        with pytest.raises(NotAllowed):
            VERBS[verb](gatehouse, somebody, screen)
    wall = gatehouse.whose(session)
    assert wall is not None
    assert (wall.name, wall.scope.parts) == ("Sảnh", {Part(area="760")})
    assert gatehouse.rows("SELECT count(*) FROM screens") == [(1,)]


# --- changed and revoked: the next request ---


def gone_after_revoking(gatehouse: Gatehouse) -> None:
    """The promise: after revoking, the wall's very next request finds nobody, in every process."""
    ha = administrator(gatehouse)
    screen, session = paired(gatehouse, ha)
    other, beside = gatehouse.open(), paired(gatehouse, ha, "Hành lang")[1]
    wall = gatehouse.whose(session, other)
    assert wall is not None
    pairing.revoke(gatehouse.centre, ha, screen, "hỏng")
    assert gatehouse.whose(session, other) is None
    assert gatehouse.whose(session) is None
    with pytest.raises(NotFound):
        showing.beat(other, wall, Told(page="/wall"))
    assert gatehouse.whose(beside) is not None
    other.close()


def test_a_revoked_wall_is_nobody_at_its_next_request(gatehouse: Gatehouse) -> None:
    gone_after_revoking(gatehouse)
    assert gatehouse.acts()[-1] == "screen.revoked"


def test_mutant_that_only_strikes_the_name_from_the_list_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "revoke", lambda conn, screen_id, now: screens.change(conn, screen_id, name="(đã ngắt)"))
    monkeypatch.setattr(pairing, "end_screen", lambda *_: 0)
    with pytest.raises(AssertionError):
        gone_after_revoking(gatehouse)


def test_a_revoked_wall_has_nothing_to_come_back_with(gatehouse: Gatehouse) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    screen = pairing.accept(gatehouse.centre, ha, ticket.code, "Sảnh", EVERYWHERE)
    pairing.take(gatehouse.centre, ticket.secret)
    pairing.revoke(gatehouse.centre, ha, screen)
    with pytest.raises(NotFound):
        pairing.take(gatehouse.centre, ticket.secret)
    for late in (lambda: pairing.revoke(gatehouse.centre, ha, screen), lambda: pairing.rename(gatehouse.centre, ha, screen, "x"),
                 lambda: pairing.want_page(gatehouse.centre, ha, screen, "/")):
        with pytest.raises(IllegalMove):
            late()


def test_another_reach_and_name_count_from_the_next_request_on(gatehouse: Gatehouse) -> None:
    ha = administrator(gatehouse)
    screen, session = paired(gatehouse, ha, "Sảnh", Part(area="760"))
    pairing.reach(gatehouse.centre, ha, screen, [Part(area="764"), Part(area="787")])
    pairing.rename(gatehouse.centre, ha, screen, "Phòng họp")
    wall = gatehouse.whose(session)
    assert wall is not None
    assert (wall.name, wall.scope.parts) == ("Phòng họp", {Part(area="764"), Part(area="787")})
    assert gatehouse.acts()[-2:] == ["screen.changed", "screen.changed"]


@pytest.mark.parametrize(("name", "parts"), [("", EVERYWHERE), ("\u202e", EVERYWHERE), ("x" * 200, EVERYWHERE), ("Sảnh", ()), ("Sảnh", (Part(area="999"),))])
def test_a_wall_without_a_name_or_a_reach_is_not_accepted_and_waits_on(gatehouse: Gatehouse, name: str, parts: tuple[Part, ...]) -> None:
    ha, ticket = administrator(gatehouse), waits(gatehouse)
    with pytest.raises(BadInput):
        pairing.accept(gatehouse.centre, ha, ticket.code, name, parts)
    assert gatehouse.rows("SELECT count(*) FROM screens") == [(0,)]
    assert len(pairing.waiting(gatehouse.centre, ha)) == 1
