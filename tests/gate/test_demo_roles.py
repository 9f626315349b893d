"""A newcomer sees each role by one click, in the simulated province and nowhere else."""

from dataclasses import replace

import pytest

from domain.errors import CentreError, NoEntry, NotAllowed
from domain.person import Part, Permission, Role
from services import accounts, entering
from services._first import DEMO_ROLES
from tests.gate.doorstep import STRANGER, browser, enter, fails
from tests.gate.gatehouse import PASSWORD, Gatehouse

SEES = {
    Role.OPERATOR: {Permission.MAP, Permission.WALL, Permission.SOURCES}, Role.OFFICER: {Permission.MAP, Permission.WALL},
    Role.MANAGER: {Permission.MAP, Permission.WALL, Permission.SOURCES}, Role.ADMINISTRATOR: {Permission.PEOPLE, Permission.AUDIT, Permission.MAP},
}


@pytest.mark.parametrize("role", DEMO_ROLES)
def test_one_click_is_that_role_whole(gatehouse: Gatehouse, role: Role) -> None:
    entered = entering.demo(gatehouse.centre, role.value, STRANGER)
    actor = gatehouse.whose(entered.session)
    assert actor is not None
    assert (actor.role, actor.demo, actor.half) == (role, True, False)
    assert actor.permissions >= SEES[role]
    assert actor.scope.parts == ({Part(area="787")} if role is Role.OFFICER else {Part()})
    assert entered.device == ""  # a role is nobody's place
    assert gatehouse.acts()[-1] == "login.done"


def test_the_page_names_the_officers_area_and_one_line_for_each(gatehouse: Gatehouse) -> None:
    with browser(gatehouse.centre) as newcomer:
        page = newcomer.get("/login").text
        assert page.count('data-role="') == len(DEMO_ROLES)
        assert "Chỉ Huyện Cần Giờ: " in page
        assert "Only Huyện Cần Giờ: " in newcomer.get("/login?lang=en").text
    assert gatehouse.rows("SELECT count(*) FROM people") == [(0,)]  # looking makes nobody


@pytest.mark.parametrize("role", ["", "screen", "public", "school_contact", "SYSTEM", "administrator'--", "x" * 300])
def test_there_is_no_other_role(gatehouse: Gatehouse, role: str) -> None:
    with browser(gatehouse.centre) as newcomer:
        answer = newcomer.post("/api/v1/enter/demo", json={"role": role})
    assert (answer.status_code, answer.json()["code"]) == (400, "role")
    assert "set-cookie" not in answer.headers


def test_a_click_into_another_role_ends_the_one_before(gatehouse: Gatehouse) -> None:
    with browser(gatehouse.centre) as newcomer:
        newcomer.post("/api/v1/enter/demo", json={"role": "officer"})
        old = newcomer.cookies["centre_session"]
        newcomer.post("/api/v1/enter/demo", json={"role": "manager", "next": "/wall"})
        assert newcomer.get("/api/v1/me").json()["role"] == "manager"
    assert gatehouse.whose(old) is None


# --- SIM=0 ---


def shut(gatehouse: Gatehouse) -> None:
    """The promise: outside the simulated province there is no such address, no such button and no such session."""
    entered = entering.demo(gatehouse.centre, "administrator", STRANGER)
    real = gatehouse.open(demo=False)
    try:
        with browser(real) as anybody:
            for body in ({"role": "administrator"}, {"role": "x"}, {}):
                answer = anybody.post("/api/v1/enter/demo", json=body)
                assert answer.status_code == 404
                assert "set-cookie" not in answer.headers
            page = anybody.get("/login").text
            assert "data-role" not in page
            assert "mô phỏng" not in page.lower()
            anybody.cookies.set("centre_session", entered.session)
            assert anybody.get("/api/v1/me").status_code == 401
        with pytest.raises(NotAllowed):
            entering.demo(real, "operator", STRANGER)
        with pytest.raises(NotAllowed):
            accounts.demo_person(real, Role.OPERATOR)
    finally:
        real.close()


def test_without_the_simulator_nothing_of_it_is_there(gatehouse: Gatehouse) -> None:
    shut(gatehouse)


def test_a_door_left_open_is_noticed(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = gatehouse.open
    monkeypatch.setattr(gatehouse, "open", lambda **_: opened(demo=True))
    assert fails(lambda: shut(gatehouse))


def test_a_one_click_person_has_no_password_by_which_to_enter(gatehouse: Gatehouse) -> None:
    for role in DEMO_ROLES:
        accounts.demo_person(gatehouse.centre, role)
        for password in ("", PASSWORD, "demo"):
            assert enter(gatehouse, f"demo.{role.value}", password, replace(STRANGER, address=f"198.51.100.{len(role)}")) is None
    with pytest.raises(CentreError):
        accounts.reset(gatehouse.centre, gatehouse.actor(gatehouse.person("An", Role.ADMINISTRATOR, [Part()])),
                       gatehouse.rows("SELECT id FROM people WHERE login = 'demo.operator'")[0][0])


def test_whom_a_one_click_administrator_made_enters_with_a_password_there_and_nowhere_else(gatehouse: Gatehouse) -> None:
    """A newcomer tries the whole way, a manager without a telephone; with SIM=0 the same name and password are nobody's."""
    entered = entering.demo(gatehouse.centre, "administrator", STRANGER)
    visitor = gatehouse.whose(entered.session)
    assert visitor is not None
    made = accounts.create(gatehouse.centre, visitor, login="thu.nghiem", name="Thử", role=Role.MANAGER, parts=[Part()])
    whole = entering.welcome(gatehouse.centre, made.code, PASSWORD, STRANGER)
    assert not whole.half
    assert enter(gatehouse, "thu.nghiem") is not None
    real = gatehouse.open(demo=False)
    try:
        with pytest.raises(NoEntry):
            entering.enter(real, "thu.nghiem", PASSWORD, STRANGER)
        with pytest.raises(NoEntry):
            entering.welcome(real, accounts.reset(gatehouse.centre, visitor, made.person_id).code, PASSWORD, STRANGER)
    finally:
        real.close()
