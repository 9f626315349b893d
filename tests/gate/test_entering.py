"""Lan enters, changes her password and leaves; whoever is not Lan learns nothing, not even that she exists."""

import re
import statistics
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, CentreError, NoEntry, NotAllowed
from domain.person import SYSTEM, Role
from services import accounts, entering
from services._own_path import own_path
from services.entering import Caller
from store import people
from tests.gate.doorstep import STRANGER, WRONG, Looks, back_with, enter, fails, login_of
from tests.gate.gatehouse import EVERYWHERE, PASSWORD, Gatehouse

NEW = "chín con rồng bay về đêm"


def test_lan_enters_with_her_name_and_password(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Trần Thị Lan")
    entered = enter(gatehouse, login_of(gatehouse, lan))
    assert entered is not None
    assert not entered.half
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    assert actor.id == lan
    assert gatehouse.rows("SELECT act, actor_id, object FROM audit ORDER BY seq DESC LIMIT 1") == [("login.done", lan, f"person:{lan}")]


@pytest.mark.parametrize("typed", [str.upper, lambda s: f"  {s} ", str.title])
def test_a_login_is_read_as_people_type(gatehouse: Gatehouse, looks: Looks, typed: Callable[[str], str]) -> None:
    assert enter(gatehouse, typed(login_of(gatehouse, gatehouse.person("Lan")))) is not None


def test_a_password_is_the_same_from_every_keyboard(gatehouse: Gatehouse) -> None:
    lan = login_of(gatehouse, gatehouse.person("Lan"))
    assert unicodedata.normalize("NFD", PASSWORD) != PASSWORD
    assert enter(gatehouse, lan, unicodedata.normalize("NFD", PASSWORD)) is not None


def test_the_session_a_browser_had_before_is_dead(gatehouse: Gatehouse) -> None:
    """Fixation: whoever planted a session in Lan's browser does not share hers (H6)."""
    minh = gatehouse.enter(gatehouse.person("Minh"))
    entered = enter(gatehouse, login_of(gatehouse, gatehouse.person("Lan")), caller=replace(STRANGER, session=minh))
    assert entered is not None
    assert entered.session != minh
    assert gatehouse.whose(minh) is None


# --- one sentence for every cause ---


def causes(gatehouse: Gatehouse) -> dict[str, tuple[str, str]]:
    """cause -> what is typed."""
    there = {cause: gatehouse.person(cause.title()) for cause in ("wrong", "disabled", "linked", "waiting", "locked", "fine")}
    accounts.disable(gatehouse.centre, SYSTEM, there["disabled"])
    with gatehouse.centre.db.write() as conn:
        people.change(conn, there["linked"], password_hash=None, oidc_subject="https://sso.example 7")
        people.change(conn, there["waiting"], password_hash=None)
    for number in range(10):
        enter(gatehouse, login_of(gatehouse, there["locked"]), WRONG, Caller(address=f"198.51.100.{number}"))
    accounts.demo_person(gatehouse.centre, Role.OPERATOR)
    logins = {cause: login_of(gatehouse, person) for cause, person in there.items() if cause != "fine"}
    typed = {cause: (login, PASSWORD) for cause, login in logins.items()} | {"wrong": (logins["wrong"], WRONG)}
    return {**typed, "unknown": ("khong.co.ai", PASSWORD), "demo": ("demo.operator", PASSWORD), "empty": ("", ""),
            "hostile": ("' OR '1'='1' --", PASSWORD), "nul": ("a\0b", "\0"), "half a letter": ("\ud800", "\ud800"),
            "long": ("x" * 100_000, "y" * 100_000)}


def test_every_cause_reads_the_same(gatehouse: Gatehouse, looks: Looks) -> None:
    said = {}
    for cause, (login, password) in causes(gatehouse).items():
        with pytest.raises(NoEntry) as refused:
            entering.enter(gatehouse.centre, login, password, STRANGER)
        said[cause] = (refused.value.code, refused.value.words)
    assert len(set(said.values())) == 1, said


def same_work(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The promise behind the clock: each cause looks at one password and sends the same statements, in the same order."""
    done: dict[str, list[str]] = {}
    typed = causes(gatehouse)
    looked: list[str] = []
    real = entering.verify

    def verify(stored: str | None, password: str) -> bool:
        looked.append("a password is looked at")
        return real(stored, password)

    monkeypatch.setattr(entering, "verify", verify)
    steps: list[str] = []
    sa.event.listen(gatehouse.centre.db.engine, "before_cursor_execute", lambda *a: steps.append(re.sub(r"\s+", " ", a[2])))
    for cause in ("unknown", "wrong", "disabled", "linked", "waiting", "demo"):
        gatehouse.clock.forward(20 * 60)
        steps.clear()
        looked.clear()
        assert enter(gatehouse, *typed[cause]) is None
        done[cause] = steps + looked
    assert {tuple(work) for work in done.values()} == {tuple(done["wrong"])}, done
    assert "a password is looked at" in done["wrong"]


def test_every_cause_is_the_same_work(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    same_work(gatehouse, monkeypatch)


def test_a_name_that_is_answered_without_looking_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = entering._lockout.begin

    def hasty(centre: Any, account: str, person_id: int, caller: Any) -> Any:
        if not person_id:
            raise entering.refusal()
        return begun(centre, account, person_id, caller)

    monkeypatch.setattr(entering._lockout, "begin", hasty)
    assert fails(lambda: same_work(gatehouse, monkeypatch))


def test_time_tells_nothing(gatehouse: Gatehouse) -> None:
    """H7: medians of names that exist and names that do not, taken in turn, so that a busy machine slows both alike."""
    lan = login_of(gatehouse, gatehouse.person("Lan"))
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(80):
        gatehouse.clock.forward(100)
        for exists in (number % 2 == 0, number % 2 == 1):
            begun = time.perf_counter()
            assert enter(gatehouse, lan if exists else f"nguoi.{number}", WRONG) is None
            took[exists].append(time.perf_counter() - begun)
    there, absent = statistics.median(took[True]), statistics.median(took[False])
    assert abs(there - absent) < max(0.005, 0.25 * absent), f"{there * 1000:.1f} ms, {absent * 1000:.1f} ms"


def test_who_is_disabled_while_the_password_is_looked_at_stays_outside(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    lan = gatehouse.person("Lan")

    def verify(*_: Any) -> bool:
        accounts.disable(gatehouse.centre, SYSTEM, lan)
        return True

    monkeypatch.setattr(entering, "verify", verify)
    login = login_of(gatehouse, lan)
    assert enter(gatehouse, login) is None


# --- another password, leaving ---


def at_two_places(gatehouse: Gatehouse) -> tuple[int, Caller, Caller]:
    lan = gatehouse.person("Trần Thị Lan", Role.OPERATOR, EVERYWHERE)
    here, there = Caller(address="192.0.2.1"), Caller(address="192.0.2.2")
    entered = [enter(gatehouse, login_of(gatehouse, lan), caller=one) for one in (here, there)]
    assert all(entered)
    return lan, back_with(here, entered[0]), back_with(there, entered[1])  # type: ignore[arg-type]


def test_another_password_ends_every_other_session_and_renews_this_one(gatehouse: Gatehouse) -> None:
    lan, here, there = at_two_places(gatehouse)
    actor = gatehouse.whose(here.session)
    assert actor is not None
    entered = entering.change_password(gatehouse.centre, actor, PASSWORD, NEW, here)
    assert gatehouse.whose(there.session) is None
    assert gatehouse.whose(here.session) is None
    assert gatehouse.whose(entered.session) is not None
    login = login_of(gatehouse, lan)
    assert enter(gatehouse, login) is None
    assert enter(gatehouse, login, NEW) is not None
    assert "password.changed" in gatehouse.acts()


@pytest.mark.parametrize(("old", "new", "field"), [
    (WRONG, NEW, "old"), (PASSWORD, PASSWORD, "new"), (PASSWORD, "ngắn", "new"), (PASSWORD, "trần thị lan 2026", "new"),
    (PASSWORD, "x" * 500, "new"),
])
def test_a_password_that_will_not_do_is_said_beside_its_field(gatehouse: Gatehouse, old: str, new: str, field: str) -> None:
    _, here, _ = at_two_places(gatehouse)
    actor = gatehouse.whose(here.session)
    assert actor is not None
    with pytest.raises(BadInput) as refused:
        entering.change_password(gatehouse.centre, actor, old, new, here)
    assert refused.value.code == field
    assert gatehouse.whose(here.session) is not None


def test_ten_wrong_old_passwords_and_no_more_are_looked_at(gatehouse: Gatehouse, looks: Looks) -> None:
    _, here, _ = at_two_places(gatehouse)
    actor = gatehouse.whose(here.session)
    assert actor is not None
    looks.count = 0
    for _ in range(30):
        with pytest.raises(CentreError):
            entering.change_password(gatehouse.centre, actor, WRONG, NEW, here)
    assert looks.count == 10


def test_a_one_click_role_has_no_password_to_change(gatehouse: Gatehouse) -> None:
    entered = entering.demo(gatehouse.centre, "manager", STRANGER)
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    with pytest.raises(NotAllowed):
        entering.change_password(gatehouse.centre, actor, "", NEW, back_with(STRANGER, entered))


def test_leaving_here_leaves_the_other_place_alone_and_everywhere_does_not(gatehouse: Gatehouse) -> None:
    _, here, there = at_two_places(gatehouse)
    actor = gatehouse.whose(here.session)
    assert actor is not None
    entering.leave(gatehouse.centre, actor, here.session)
    assert gatehouse.whose(here.session) is None
    assert gatehouse.whose(there.session) is not None
    entering.leave(gatehouse.centre, actor, here.session, everywhere=True)
    assert gatehouse.whose(there.session) is None
    assert gatehouse.acts().count("logout") == 2


# --- a code from the administrator ---


def test_a_new_person_chooses_their_own_password_once(gatehouse: Gatehouse) -> None:
    minh = gatehouse.person("Minh")
    code = accounts.reset(gatehouse.centre, SYSTEM, minh).code
    with pytest.raises(BadInput):
        entering.welcome(gatehouse.centre, code, "ngắn", STRANGER)  # the code lives on
    entered = entering.welcome(gatehouse.centre, code.lower().replace("-", " "), NEW, STRANGER)
    assert gatehouse.whose(entered.session) is not None
    with pytest.raises(NoEntry):
        entering.welcome(gatehouse.centre, code, PASSWORD, STRANGER)
    assert enter(gatehouse, login_of(gatehouse, minh), NEW) is not None


def test_a_code_dies_with_time_with_its_person_and_with_the_next_code(gatehouse: Gatehouse) -> None:
    minh = gatehouse.person("Minh")
    old = accounts.reset(gatehouse.centre, SYSTEM, minh).code
    new = accounts.reset(gatehouse.centre, SYSTEM, minh).code
    late = accounts.reset(gatehouse.centre, SYSTEM, gatehouse.person("Lan")).code
    accounts.disable(gatehouse.centre, SYSTEM, minh)
    gatehouse.clock.forward(accounts.WELCOME_S + 1)
    for code in (old, new, late, "", "\0", "\ud800", "x" * 9999):
        with pytest.raises(NoEntry):
            entering.welcome(gatehouse.centre, code, NEW, STRANGER)


# --- where it leads ---


@pytest.mark.parametrize("path", ["/", "/wall", "/sources?x=1", "/school/79000001", "/?area=760&layer=labs#top"])
def test_a_page_of_this_house_is_gone_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("path", [
    "", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "wall", "/\t/evil.example", "/%0d%0aSet-Cookie:x\r\n",
    "/..//evil.example", "/login?next=/login", "/second", "/api/v1/leave", "/_dash-layout", "/" + "x" * 3000, "/\u2028", "/./", "/a/../b",
])
def test_anywhere_else_is_not(path: str) -> None:
    assert own_path(path) == "/"
