"""H10: a fresh centre knows nobody. Bình becomes the first administrator by the code she reads at the machine, once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.errors import BadInput, CentreError, NoEntry
from domain.person import SYSTEM, Part, Role
from services import accounts, entering, second
from services._first import FIRST_S
from services.entering import Caller
from store import people
from tests.gate.doorstep import STRANGER, browser, enter, fails
from tests.gate.gatehouse import EVERYWHERE, PASSWORD, Gatehouse


def code_of(gatehouse: Gatehouse) -> str:
    code = accounts.first_code(gatehouse.centre)
    assert code is not None
    return code


def become(gatehouse: Gatehouse, code: str, login: str = "binh.tran", caller: Caller = STRANGER) -> entering.Entered:
    return entering.first(gatehouse.centre, code, login, "Trần Thị Bình", PASSWORD, caller)


def administrators(gatehouse: Gatehouse) -> int:
    return int(gatehouse.rows("SELECT count(*) FROM people WHERE role = 'administrator' AND demo = 0")[0][0])


def test_a_fresh_centre_has_nobody_in_it(gatehouse: Gatehouse) -> None:
    assert gatehouse.rows("SELECT login FROM people") == []
    for login in ("admin", "administrator", "root", "quantri", "sa", "demo"):
        for password in ("", "admin", "password", "123456", login, PASSWORD):
            gatehouse.clock.forward(60)
            assert enter(gatehouse, login, password) is None


def test_binh_becomes_administrator_and_owes_a_second_factor(gatehouse: Gatehouse) -> None:
    entered = become(gatehouse, code_of(gatehouse).lower())
    assert entered.half
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    assert (actor.role, actor.scope.parts, actor.half) == (Role.ADMINISTRATOR, {Part()}, True)
    assert second.offer(gatehouse.centre, actor, Caller(session=entered.session)).secret
    assert gatehouse.acts()[-2:] == ["person.created", "login.done"]


def nobody_else(gatehouse: Gatehouse) -> None:
    """The promise: without the code there is no way in, whatever is typed."""
    real = code_of(gatehouse)
    for code in ("", "0" * 12, real[:-1], real[::-1], real + "0", "\0", "\ud800", "' OR 1=1 --", "first", "x" * 10_000):
        if code == real:
            continue
        with pytest.raises(CentreError):
            become(gatehouse, code)
    assert administrators(gatehouse) == 0


def test_without_the_code_nobody_becomes_administrator(gatehouse: Gatehouse) -> None:
    nobody_else(gatehouse)


def test_a_door_that_asks_for_no_code_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering.entering, "code_opens", lambda *_: (True, None))
    monkeypatch.setattr(people, "take_code", lambda *_: (True, None))
    with pytest.raises(pytest.fail.Exception):
        nobody_else(gatehouse)


def test_the_code_dies_with_its_use(gatehouse: Gatehouse) -> None:
    code = code_of(gatehouse)
    become(gatehouse, code)
    for login in ("binh.tran", "ke.la"):
        with pytest.raises(NoEntry):
            become(gatehouse, code, login)
    assert administrators(gatehouse) == 1


def test_the_code_dies_after_half_an_hour(gatehouse: Gatehouse) -> None:
    code = code_of(gatehouse)
    gatehouse.clock.forward(FIRST_S + 1)
    with pytest.raises(NoEntry):
        become(gatehouse, code)
    assert administrators(gatehouse) == 0


def test_a_second_start_prints_another_code_and_the_first_is_dead(gatehouse: Gatehouse) -> None:
    old, new = code_of(gatehouse), code_of(gatehouse)
    with pytest.raises(NoEntry):
        become(gatehouse, old)
    assert become(gatehouse, new).session


def test_with_an_administrator_no_code_is_made_and_an_old_one_opens_nothing(gatehouse: Gatehouse) -> None:
    code = code_of(gatehouse)
    gatehouse.person("An", Role.ADMINISTRATOR, EVERYWHERE)
    assert accounts.first_code(gatehouse.centre) is None
    with pytest.raises(NoEntry):
        become(gatehouse, code)


@pytest.mark.parametrize(("login", "name", "password", "field"), [
    ("b", "Bình", PASSWORD, "login"), ("bình trần", "Bình", PASSWORD, "login"), ("binh.tran", " ", PASSWORD, "name"),
    ("binh.tran", "Bình\u202e", PASSWORD, "name"), ("binh.tran", "Bình", "ngắn", "password"), ("binh.tran", "Bình", "password2026!!", "password"),
    ("binh.tran", "Bình", "binh.tran là tôi đây", "password"),
])
def test_what_will_not_do_is_said_and_the_code_lives_on(gatehouse: Gatehouse, login: str, name: str, password: str, field: str) -> None:
    code = code_of(gatehouse)
    with pytest.raises(BadInput) as refused:
        entering.first(gatehouse.centre, code, login, name, password, STRANGER)
    assert refused.value.code == field
    assert administrators(gatehouse) == 0
    assert become(gatehouse, code).session


def one_of_two(gatehouse: Gatehouse) -> None:
    """The promise: two who read the same code at once; one wins, the other is refused, nothing is half done."""
    code, start = code_of(gatehouse), threading.Barrier(2)

    def race(number: int) -> bool:
        start.wait(10)
        try:
            become(gatehouse, code, f"binh.{number}", Caller(address=f"198.51.100.{number}"))
        except NoEntry:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(race, range(2)))
    assert sorted(won) == [False, True]
    assert administrators(gatehouse) == 1
    assert gatehouse.rows("SELECT count(*) FROM sessions") == [(1,)]


def test_two_at_once_one_wins(gatehouse: Gatehouse) -> None:
    one_of_two(gatehouse)


def test_a_code_that_opens_twice_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "take_code", lambda *_: (True, None))
    monkeypatch.setattr(people, "administrators", lambda _: [])
    assert fails(lambda: one_of_two(gatehouse))


def test_the_code_and_the_password_are_nowhere_to_read(gatehouse: Gatehouse) -> None:
    code = code_of(gatehouse)
    become(gatehouse, code)
    stored = gatehouse.everything_stored()
    assert code not in stored
    assert code.replace("-", "") not in stored
    assert PASSWORD not in stored


def test_over_the_socket(gatehouse: Gatehouse) -> None:
    code = code_of(gatehouse)
    with browser(gatehouse.centre) as binh:
        assert 'name="code"' in binh.get("/first").text
        weak = binh.post("/api/v1/enter/first", json={"code": code, "login": "binh.tran", "name": "Bình", "password": "ngắn"})
        assert (weak.status_code, weak.json()["code"]) == (400, "password")
        wrong = binh.post("/api/v1/enter/first", json={"code": "0", "login": "binh.tran", "name": "Bình", "password": PASSWORD})
        assert wrong.status_code == 401
        done = binh.post("/api/v1/enter/first", json={"code": code, "login": "binh.tran", "name": "Bình", "password": PASSWORD, "role": "manager"})
        assert done.json() == {"next": "/second"}
        assert binh.get("/second").status_code == 200


def test_the_administrator_who_was_made_may_make_the_next(gatehouse: Gatehouse) -> None:
    entered = become(gatehouse, code_of(gatehouse))
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    with pytest.raises(CentreError):
        accounts.create(gatehouse.centre, actor, login="lan", name="Lan", role=Role.OPERATOR, parts=EVERYWHERE)  # half is not yet in
    assert accounts.create(gatehouse.centre, SYSTEM, login="lan", name="Lan", role=Role.OPERATOR, parts=EVERYWHERE).code
