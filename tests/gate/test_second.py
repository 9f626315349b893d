"""The second factor: Minh leads, so his telephone is asked; what it shows works once, and his seed is nobody's to read."""

import stat
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from domain.errors import CentreError, IllegalMove, NoEntry
from domain.person import SYSTEM, Actor, Part, Permission, Role
from services import accounts, later, second, sessions
from services.entering import Caller
from store import people
from tests.gate.doorstep import STRANGER, back_with, browser, enter, fails, login_of
from tests.gate.gatehouse import EVERYWHERE, HASHED, PASSWORD, Gatehouse

STEP = second.STEP_S


def half(gatehouse: Gatehouse, login: str, caller: Caller = STRANGER) -> tuple[Actor, Caller]:
    """Entered by password; the second factor is still missing."""
    entered = enter(gatehouse, login, caller=caller)
    assert entered is not None
    assert entered.half
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    assert actor.half
    return actor, back_with(caller, entered)


def leader(gatehouse: Gatehouse, role: Role = Role.MANAGER) -> str:
    return login_of(gatehouse, gatehouse.person("Minh", role, [Part(area="760")] if role is Role.OFFICER else EVERYWHERE))


def telephone(gatehouse: Gatehouse, seed: str, steps: int = 0) -> str:
    """What the app shows, `steps` half minutes from now."""
    return pyotp.TOTP(seed).at(int(gatehouse.clock() + steps * STEP))


def enrolled(gatehouse: Gatehouse) -> tuple[str, str]:
    """(login, seed) of Minh, who turned it on and left again; a minute later."""
    login = leader(gatehouse)
    actor, caller = half(gatehouse, login)
    seed = second.offer(gatehouse.centre, actor, caller).secret
    second.enrol(gatehouse.centre, actor, telephone(gatehouse, seed), caller)
    gatehouse.clock.forward(4 * STEP)
    return login, seed


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER])
def test_who_leads_turns_it_on_before_anything_else(gatehouse: Gatehouse, role: Role) -> None:
    actor, caller = half(gatehouse, leader(gatehouse, role))
    assert not caller.device  # the place is not known before the telephone was
    assert actor.permissions == {Permission.OPEN, Permission.ENTERING}
    offer = second.offer(gatehouse.centre, actor, caller)
    assert offer.otpauth.startswith("otpauth://totp/")
    assert offer.qr.startswith("data:image/svg+xml")
    entered = second.enrol(gatehouse.centre, actor, telephone(gatehouse, offer.secret), caller)
    whole = gatehouse.whose(entered.session)
    assert whole is not None
    assert not whole.half
    assert whole.may(Permission.MAP)
    assert gatehouse.whose(caller.session) is None  # the half session's id is dead
    assert entered.device
    assert "second.enrolled" in gatehouse.acts()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OFFICER])
def test_who_does_not_lead_is_not_asked(gatehouse: Gatehouse, role: Role) -> None:
    entered = enter(gatehouse, leader(gatehouse, role))
    assert entered is not None
    assert not entered.half


def test_who_comes_to_lead_is_asked_next_time(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan", Role.OPERATOR, EVERYWHERE)
    accounts.change(gatehouse.centre, SYSTEM, lan, role=Role.MANAGER)
    half(gatehouse, login_of(gatehouse, lan))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_telephone_may_be_half_a_minute_off(gatehouse: Gatehouse, steps: int) -> None:
    login, seed = enrolled(gatehouse)
    actor, caller = half(gatehouse, login)
    entered = second.prove(gatehouse.centre, actor, telephone(gatehouse, seed, steps), caller)
    assert gatehouse.whose(entered.session) is not None


WRONG_CODES: dict[str, Callable[[Gatehouse, str], str]] = {
    "two steps early": lambda g, seed: telephone(g, seed, 2), "two steps late": lambda g, seed: telephone(g, seed, -2),
    "of another seed": lambda g, _: telephone(g, pyotp.random_base32()), "empty": lambda *_: "", "short": lambda g, seed: telephone(g, seed)[:5],
    "long": lambda g, seed: telephone(g, seed) + "0", "arabic figures": lambda g, seed: telephone(g, seed).translate({ord("0") + n: 0x660 + n for n in range(10)}),
    "half a letter": lambda *_: "\ud800", "the seed itself": lambda _, seed: seed,
}


@pytest.mark.parametrize("cause", WRONG_CODES)
def test_a_wrong_code_leaves_him_half(gatehouse: Gatehouse, cause: str) -> None:
    login, seed = enrolled(gatehouse)
    actor, caller = half(gatehouse, login)
    with pytest.raises(NoEntry):
        second.prove(gatehouse.centre, actor, WRONG_CODES[cause](gatehouse, seed), caller)
    held = gatehouse.whose(caller.session)
    assert held is not None
    assert held.half


# --- no code works twice ---


def once(gatehouse: Gatehouse) -> None:
    """The promise: who looked over Minh's shoulder and knows his password comes too late."""
    login, seed = enrolled(gatehouse)
    code = telephone(gatehouse, seed)
    (minh, his), (thief, theirs) = half(gatehouse, login), half(gatehouse, login, Caller(address="198.51.100.1"))
    second.prove(gatehouse.centre, minh, code, his)
    for stale in (code, telephone(gatehouse, seed, -1)):  # nor one that was never used, but is older
        with pytest.raises(NoEntry):
            second.prove(gatehouse.centre, thief, stale, theirs)
    gatehouse.clock.forward(STEP)
    assert second.prove(gatehouse.centre, thief, telephone(gatehouse, seed), theirs).session


def test_no_code_works_twice(gatehouse: Gatehouse) -> None:
    once(gatehouse)


def test_a_code_that_works_twice_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "use_step", lambda *_: True)
    with pytest.raises(pytest.fail.Exception):
        once(gatehouse)


def test_the_code_that_turned_it_on_is_used(gatehouse: Gatehouse) -> None:
    login = leader(gatehouse)
    actor, caller = half(gatehouse, login)
    seed = second.offer(gatehouse.centre, actor, caller).secret
    code = telephone(gatehouse, seed)
    second.enrol(gatehouse.centre, actor, code, caller)
    again, there = half(gatehouse, login)
    with pytest.raises(NoEntry):
        second.prove(gatehouse.centre, again, code, there)


def both(work: Callable[[int], Any]) -> int:
    """How many of two at once got through."""
    def one(number: int) -> bool:
        try:
            work(number)
        except CentreError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(one, range(2)))


def test_one_code_typed_at_two_places_at_once_opens_one(gatehouse: Gatehouse) -> None:
    login, seed = enrolled(gatehouse)
    for _ in range(5):
        gatehouse.clock.forward(2 * STEP)
        places = [half(gatehouse, login, Caller(address=f"198.51.100.{n}")) for n in range(2)]
        code = telephone(gatehouse, seed)
        assert both(lambda n, places=places, code=code: second.prove(gatehouse.centre, places[n][0], code, places[n][1])) == 1  # type: ignore[misc]


# --- turning it on ---


def test_two_half_sessions_are_offered_different_seeds_and_one_turns_it_on(gatehouse: Gatehouse) -> None:
    """Who saw the picture in one session cannot enrol another; who enrols first has it, the other asks the administrator."""
    login = leader(gatehouse)
    places = [half(gatehouse, login, Caller(address=f"198.51.100.{n}")) for n in range(2)]
    seeds = [second.offer(gatehouse.centre, *place).secret for place in places]
    assert seeds[0] != seeds[1]
    assert second.offer(gatehouse.centre, *places[0]).secret == seeds[0]  # asking changes nothing
    with pytest.raises(NoEntry):
        second.enrol(gatehouse.centre, places[1][0], telephone(gatehouse, seeds[0]), places[1][1])
    assert both(lambda n: second.enrol(gatehouse.centre, places[n][0], telephone(gatehouse, seeds[n], n), places[n][1])) == 1


def test_once_on_it_is_offered_no_more(gatehouse: Gatehouse) -> None:
    login, _ = enrolled(gatehouse)
    actor, caller = half(gatehouse, login)
    for verb in (lambda: second.offer(gatehouse.centre, actor, caller), lambda: second.enrol(gatehouse.centre, actor, "000000", caller)):
        with pytest.raises(IllegalMove):
            verb()
    whole = replace(actor, half=False)
    with pytest.raises(NoEntry):
        second.offer(gatehouse.centre, whole, caller)


def test_a_lost_telephone_is_the_administrators_to_reset(gatehouse: Gatehouse) -> None:
    login, _ = enrolled(gatehouse)
    minh = gatehouse.rows("SELECT id FROM people WHERE login = :login", login=login)[0][0]
    accounts.reset(gatehouse.centre, SYSTEM, minh)
    with gatehouse.centre.db.write() as conn:
        people.change(conn, minh, password_hash=HASHED)
    actor, caller = half(gatehouse, login)
    assert second.offer(gatehouse.centre, actor, caller).secret


# --- the seed ---


def test_the_seed_is_sealed_and_its_key_is_the_owners_alone(gatehouse: Gatehouse) -> None:
    _, seed = enrolled(gatehouse)
    later.flush(gatehouse.centre)
    assert seed not in gatehouse.everything_stored()
    key = gatehouse.home / "gate.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_bytes()) == 32


def test_with_another_key_nobody_is_let_in_and_the_sentence_says_why(gatehouse: Gatehouse) -> None:
    login, seed = enrolled(gatehouse)
    (gatehouse.home / "gate.key").write_bytes(b"x" * 32)
    actor, caller = half(gatehouse, login)
    with pytest.raises(NoEntry, match="gate.key"):
        second.prove(gatehouse.centre, actor, telephone(gatehouse, seed), caller)


# --- guessing ---


def ten_codes(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The promise: of six figures at most ten are compared in 15 minutes, however many half sessions ask."""
    login, seed = enrolled(gatehouse)
    compared: list[str] = []
    real = second._step

    def step(centre: Any, held: str, code: str) -> int | None:
        compared.append(code)
        return real(centre, held, code)

    monkeypatch.setattr(second, "_step", step)
    places = [half(gatehouse, login, Caller(address=f"198.51.100.{n}")) for n in range(5)]
    right = {telephone(gatehouse, seed, steps) for steps in (-1, 0, 1)}
    for number in range(200):
        if f"{number:06}" not in right:
            with pytest.raises(NoEntry):
                second.prove(gatehouse.centre, places[number % 5][0], f"{number:06}", places[number % 5][1])
    assert len(compared) <= 10


def test_six_figures_are_not_guessed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    ten_codes(gatehouse, monkeypatch)


def test_endless_guessing_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    from services import _lockout

    monkeypatch.setattr(_lockout, "ACCOUNT", 10**9)
    monkeypatch.setattr(_lockout, "SOURCE", 10**9)
    assert fails(lambda: ten_codes(gatehouse, monkeypatch))


def test_half_a_session_does_not_last(gatehouse: Gatehouse) -> None:
    _, caller = half(gatehouse, leader(gatehouse))
    gatehouse.clock.forward(sessions.HALF_S + 1)
    assert gatehouse.whose(caller.session) is None


# --- over the socket ---


def test_half_inside_every_page_leads_to_the_second_factor(gatehouse: Gatehouse) -> None:
    login = leader(gatehouse)
    with browser(gatehouse.centre) as minh:
        answer = minh.post("/api/v1/enter", json={"login": login, "password": PASSWORD, "next": "/wall"})
        assert answer.json() == {"next": "/second?next=/wall"}
        assert "centre_device" not in minh.cookies
        assert minh.get("/api/v1/me").status_code == 401
        assert minh.get("/login").headers["location"] == "/second"
        assert "/api/v1/enter/enrol" in minh.get("/second?next=/wall").text
        offer = minh.get("/api/v1/enter/enrol").json()
        assert set(offer) == {"otpauth", "qr", "secret"}
        refused = minh.post("/api/v1/enter/enrol", json={"code": "000000"})
        assert (refused.status_code, refused.json()["code"]) == (401, "no_entry")
        done = minh.post("/api/v1/enter/enrol", json={"code": telephone(gatehouse, offer["secret"]), "next": "/wall"})
        assert done.json() == {"next": "/wall"}
        assert minh.get("/api/v1/me").json()["role"] == "manager"
        assert minh.get("/second?next=/wall").headers["location"] == "/wall"
        assert minh.get("/api/v1/enter/enrol").status_code == 401  # nothing is owed any more


def test_nobody_is_led_to_sign_in(gatehouse: Gatehouse) -> None:
    with browser(gatehouse.centre) as anybody:
        assert anybody.get("/second").headers["location"] == "/login"
        for path in ("/api/v1/enter/second", "/api/v1/enter/enrol", "/api/v1/leave", "/api/v1/me/active", "/api/v1/me/password"):
            assert anybody.post(path, json={"code": "000000"}).status_code == 401


def test_he_may_leave_half_way(gatehouse: Gatehouse) -> None:
    login = leader(gatehouse)
    with browser(gatehouse.centre) as minh:
        minh.post("/api/v1/enter", json={"login": login, "password": PASSWORD})
        assert minh.post("/api/v1/leave", json={}).status_code == 200
        assert minh.get("/second").headers["location"] == "/login"


def test_the_real_clock_is_the_telephones() -> None:
    """One look at real time: our steps are the app's steps."""
    seed, now = pyotp.random_base32(), time.time()
    assert pyotp.TOTP(seed).at(int(now)) == pyotp.TOTP(seed).generate_otp(int(now // STEP))
