"""Guessing has an end, per account and per source; and nobody's guessing shuts Lan out of her own desk."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from domain.errors import NoEntry, TooManyTries
from domain.person import Role
from services import _failure_log, _lockout, entering, later
from services._lockout import Caller
from store import entering as store
from tests.gate.doorstep import STRANGER, WRONG, Looks, back_with, enter, fails, login_of
from tests.gate.gatehouse import EVERYWHERE, PASSWORD, Gatehouse

WINDOW = _lockout.WINDOW_S
SOURCES = [Caller(address=f"198.51.100.{i}", agent="curl") for i in range(50)]


def lan_at_her_desk(gatehouse: Gatehouse) -> tuple[str, Caller]:
    """Lan, an operator, entered from her desk this morning."""
    lan = login_of(gatehouse, gatehouse.person("Lan", Role.OPERATOR, EVERYWHERE))
    desk = Caller(address="192.0.2.10", agent="Firefox")
    entered = enter(gatehouse, lan, caller=desk)
    assert entered is not None
    return lan, replace(back_with(desk, entered), session="")


def guess(gatehouse: Gatehouse, login: str, times: int, sources: list[Caller]) -> None:
    for number in range(times):
        assert enter(gatehouse, login, f"{WRONG} {number}", sources[number % len(sources)]) is None


# --- per account ---


@pytest.mark.timeout(240)
def test_of_ten_thousand_guesses_ten_reach_the_password_and_lan_still_enters(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, desk = lan_at_her_desk(gatehouse)
    looks.count = 0
    guess(gatehouse, lan, 10_000 if gatehouse.centre.db.sqlite else 1_500, SOURCES)  # a server answers slower, not otherwise
    assert looks.count <= 10
    assert enter(gatehouse, lan, caller=STRANGER) is None  # even the right password, from where she never was
    assert enter(gatehouse, lan, caller=desk) is not None
    gatehouse.clock.forward(WINDOW + 1)
    assert enter(gatehouse, lan, caller=STRANGER) is not None


def ten_at_most(gatehouse: Gatehouse, looks: Looks, login: str) -> None:
    looks.count = 0
    guess(gatehouse, login, 60, SOURCES)
    assert looks.count <= 10


def test_a_name_that_does_not_exist_is_locked_alike(gatehouse: Gatehouse, looks: Looks) -> None:
    ten_at_most(gatehouse, looks, "khong.co.ai")
    assert looks.count == 10


def test_twenty_guesses_at_once_spend_the_budget_once(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits inside the look until all who got that far are there: whoever counts afterwards lets all of them in."""
    looked, gathering = [], threading.Barrier(20)

    def slow(_: str | None, password: str) -> bool:
        looked.append(password)
        with contextlib.suppress(threading.BrokenBarrierError):
            gathering.wait(1.0)
        return False

    monkeypatch.setattr(entering, "verify", slow)
    lan = login_of(gatehouse, gatehouse.person("Lan"))
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda n: enter(gatehouse, lan, f"{n}", SOURCES[n]), range(20)))
    assert len(looked) == 10


def test_lans_own_mistakes_lock_her_desk_and_not_the_next_one(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, desk = lan_at_her_desk(gatehouse)
    looks.count = 0
    for _ in range(30):
        assert enter(gatehouse, lan, WRONG, desk) is None
    assert looks.count == 10
    assert enter(gatehouse, lan, caller=desk) is None
    assert enter(gatehouse, lan, caller=STRANGER) is not None


def test_two_operators_share_a_desk_and_each_is_known_there(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, desk = lan_at_her_desk(gatehouse)
    minh = login_of(gatehouse, gatehouse.person("Minh", Role.OPERATOR, EVERYWHERE))
    entered = enter(gatehouse, minh, caller=desk)
    assert entered is not None
    shared = replace(desk, device=entered.device)
    for login in (lan, minh):
        guess(gatehouse, login, 12, SOURCES)
        assert enter(gatehouse, login, caller=shared) is not None


def test_a_place_known_for_lan_is_unknown_for_minh(gatehouse: Gatehouse, looks: Looks) -> None:
    _, desk = lan_at_her_desk(gatehouse)
    minh = login_of(gatehouse, gatehouse.person("Minh"))
    guess(gatehouse, minh, 12, SOURCES)
    assert enter(gatehouse, minh, caller=desk) is None


@pytest.mark.parametrize("device", ["", "x" * 43, "x" * 5000, "\ud800", "' OR 1=1 --"])
def test_an_invented_cookie_is_no_known_place(gatehouse: Gatehouse, looks: Looks, device: str) -> None:
    lan, _ = lan_at_her_desk(gatehouse)
    looks.count = 0
    guess(gatehouse, lan, 30, [replace(one, device=device) for one in SOURCES])
    assert looks.count == 10


def test_another_password_forgets_every_place(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, desk = lan_at_her_desk(gatehouse)
    entered = enter(gatehouse, lan, caller=STRANGER)
    assert entered is not None
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    home = back_with(STRANGER, entered)
    entering.change_password(gatehouse.centre, actor, PASSWORD, "chín con rồng bay về đêm", home)
    assert len(gatehouse.rows("SELECT 1 FROM devices")) == 1  # where she changed it


# --- per source ---


def fifty_at_most(gatehouse: Gatehouse, looks: Looks) -> None:
    looks.count = 0
    for number in range(200):
        assert enter(gatehouse, f"nguoi.{number}", "Matkhau@2026", STRANGER) is None
    assert looks.count <= 50


def test_one_password_on_two_hundred_names_is_stopped_at_its_source(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, desk = lan_at_her_desk(gatehouse)
    fifty_at_most(gatehouse, looks)
    with pytest.raises(TooManyTries):
        entering.enter(gatehouse.centre, lan, PASSWORD, STRANGER)
    assert enter(gatehouse, lan, caller=replace(desk, address=STRANGER.address)) is not None  # the same office line
    assert enter(gatehouse, lan, caller=SOURCES[0]) is not None


@pytest.mark.parametrize(("one", "other", "together"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("::ffff:203.0.113.7", "203.0.113.7", True), ("203.0.113.7", "203.0.113.8", False), ("", "nonsense", False),
])
def test_one_line_is_one_source(one: str, other: str, together: bool) -> None:
    assert (Caller(address=one).source == Caller(address=other).source) is together


def test_wrong_codes_spend_the_source_too(gatehouse: Gatehouse) -> None:
    for number in range(50):
        with pytest.raises(NoEntry):
            entering.first(gatehouse.centre, f"AAAA-AAAA-{number:04}", "x", "X", PASSWORD, STRANGER)
    with pytest.raises(TooManyTries):
        entering.welcome(gatehouse.centre, "AAAA-AAAA-AAAA", PASSWORD, STRANGER)


# --- time, memory, the log ---


def test_a_clock_set_back_locks_nobody_for_a_day(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, _ = lan_at_her_desk(gatehouse)
    guess(gatehouse, lan, 12, SOURCES)
    gatehouse.clock.forward(-86400)
    assert enter(gatehouse, lan, caller=STRANGER) is not None


def test_what_no_longer_counts_is_forgotten(gatehouse: Gatehouse, looks: Looks) -> None:
    guess(gatehouse, "khong.co.ai", 10, SOURCES)
    gatehouse.clock.forward(WINDOW + 1)
    guess(gatehouse, "ai.do.khac", 1, SOURCES)
    assert gatehouse.rows("SELECT count(*) FROM failures") == [(1,)]


def test_no_cache_is_asked(gatehouse: Gatehouse, looks: Looks) -> None:
    """Redis up, down, flushed or frozen: there is nothing of it in the way."""
    nothing = SimpleNamespace(close=lambda: None)
    gatehouse.centre = replace(gatehouse.centre, live=nothing)  # type: ignore[arg-type]
    ten_at_most(gatehouse, looks, "khong.co.ai")
    assert lan_at_her_desk(gatehouse)


def test_a_flood_is_a_few_rows_and_a_number(gatehouse: Gatehouse, looks: Looks) -> None:
    lan, _ = lan_at_her_desk(gatehouse)
    before = len(gatehouse.acts())
    guess(gatehouse, lan, 500, SOURCES)
    for number in range(500):
        enter(gatehouse, f"nguoi.{number}", WRONG, Caller(address=f"198.18.{number % 250}.1"))
    later.flush(gatehouse.centre)
    assert len(gatehouse.acts()) - before <= 2 * _failure_log.SINGLY + 60
    singly = gatehouse.acts().count("login.failed")
    gatehouse.clock.forward(WINDOW + 1)
    enter(gatehouse, lan, caller=STRANGER)
    later.flush(gatehouse.centre)
    counted = gatehouse.rows("SELECT after FROM audit WHERE act = 'login.failed' AND why = 'count'")
    assert len(counted) == 1
    assert '"locked account":490' in counted[0][0]
    assert singly <= _failure_log.SINGLY


def test_the_log_keeps_no_name_it_does_not_know(gatehouse: Gatehouse, looks: Looks) -> None:
    """Who types the password into the wrong field must not read it in the log."""
    lan, _ = lan_at_her_desk(gatehouse)
    enter(gatehouse, "mật khẩu gõ nhầm ô", WRONG)
    enter(gatehouse, lan, WRONG)
    later.flush(gatehouse.centre)
    stored = gatehouse.everything_stored()
    assert "mật khẩu gõ nhầm ô" not in stored
    assert WRONG not in stored
    failed = gatehouse.rows("SELECT object, after FROM audit WHERE act = 'login.failed' ORDER BY seq")
    assert failed[0][0] == ""
    assert "login_hash" in failed[0][1]
    assert failed[1][0].startswith("person:")


# --- each promise notices its deliberate break ---

BREAKS: dict[str, tuple[object, str, object]] = {
    "no budget per account": (_lockout, "ACCOUNT", 10**9),
    "counted for the day, never kept": (store, "add_failure", lambda *_: 0),
    "every try forgiven": (_lockout, "WINDOW_S", -1.0),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_count_is_noticed(gatehouse: Gatehouse, looks: Looks, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    room, word, broken = BREAKS[name]
    monkeypatch.setattr(room, word, broken)
    assert fails(lambda: ten_at_most(gatehouse, looks, "khong.co.ai"))


def test_a_missing_budget_per_source_is_noticed(gatehouse: Gatehouse, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_lockout, "SOURCE", 10**9)
    assert fails(lambda: fifty_at_most(gatehouse, looks))


def test_a_desk_nobody_remembers_is_noticed(gatehouse: Gatehouse, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> None:
    def promise() -> None:
        lan, desk = lan_at_her_desk(gatehouse)
        guess(gatehouse, lan, 20, SOURCES)
        assert enter(gatehouse, lan, caller=desk) is not None

    forgotten: Callable[..., bool] = lambda *_: False  # noqa: E731
    monkeypatch.setattr(store, "device_known", forgotten)
    assert fails(promise)
