"""People are made, changed and disabled by administrators alone, whole or not at all, and every time it is written down."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import BadInput, CentreError, IllegalMove, NotAllowed, NotFound
from domain.person import PERSON_ROLES, SYSTEM, Actor, ActorKind, Part, Role
from domain.school import SchoolKind
from services import accounts, sessions
from services._secrets import code_digest
from store import audit, people
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger

TODAY = date(2026, 9, 9)
VERBS: dict[str, Callable[[Gatehouse, Actor, int], Any]] = {
    "create": lambda g, a, _: accounts.create(g.centre, a, login="moi", name="Mới", role=Role.OFFICER, parts=[Part(area="760")]),
    "rename": lambda g, a, lan: accounts.change(g.centre, a, lan, name="Trần Lan Anh"),
    "another role": lambda g, a, lan: accounts.change(g.centre, a, lan, role=Role.ADMINISTRATOR),
    "another login": lambda g, a, lan: accounts.change(g.centre, a, lan, login="lan.anh"),
    "disable": lambda g, a, lan: accounts.disable(g.centre, a, lan),
    "reset": lambda g, a, lan: accounts.reset(g.centre, a, lan),
    "end sessions": lambda g, a, lan: accounts.end_sessions(g.centre, a, lan),
    "give": lambda g, a, lan: accounts.give(g.centre, a, holder_id=lan, parts=[Part(area="787")]),
    "take back": lambda g, a, lan: accounts.take_back(g.centre, a, [1]),
    "delegate": lambda g, a, lan: accounts.delegate(g.centre, a, from_id=2, to_id=lan, since=TODAY, until=TODAY),
}


def staffed(gatehouse: Gatehouse) -> int:
    """Lan (1) of Quận 1 and Hà (2), the administrator."""
    lan = gatehouse.person("Lan", Role.OFFICER, [Part(area="760")])
    assert (lan, gatehouse.person("Hà", Role.ADMINISTRATOR, EVERYWHERE)) == (1, 2)
    return lan


def state(gatehouse: Gatehouse) -> list[Any]:
    return [gatehouse.rows(f"SELECT * FROM {table} ORDER BY 1") for table in ("people", "grants", "codes", "sessions", "audit")]


# --- who may ---


@pytest.mark.parametrize("verb", VERBS)
def test_whoever_is_no_administrator_changes_nothing(gatehouse: Gatehouse, verb: str) -> None:
    lan = staffed(gatehouse)
    before = state(gatehouse)
    strangers = [stranger(role) for role in Role if role is not Role.ADMINISTRATOR]
    strangers += [stranger(Role.ADMINISTRATOR, ActorKind.CLIENT)]  # a key never administers, whatever its role
    for actor in strangers:
        with pytest.raises(NotAllowed):
            VERBS[verb](gatehouse, actor, lan)
    assert state(gatehouse) == before


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_written_down_with_its_doer_or_did_not_happen(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    lan = staffed(gatehouse)
    ha = gatehouse.actor(2)
    before, rows = state(gatehouse), len(gatehouse.acts())
    with monkeypatch.context() as broken:
        broken.setattr(audit, "digest", lambda row: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            VERBS[verb](gatehouse, ha, lan)
    assert state(gatehouse) == before
    VERBS[verb](gatehouse, ha, lan)
    assert len(gatehouse.acts()) == rows + 1
    assert gatehouse.rows("SELECT actor_kind, actor_id, actor_name, role, outcome FROM audit ORDER BY seq DESC LIMIT 1") == [("person", 2, "Hà", "administrator", "done")]


# --- new people ---


def test_nobody_gives_anybody_a_password(gatehouse: Gatehouse) -> None:
    made = accounts.create(gatehouse.centre, SYSTEM, login=" Lan.Tran ", name="Trần  Thị Lan", role=Role.OFFICER, parts=[Part(area="760")])
    row = accounts.person(gatehouse.centre, SYSTEM, made.person_id)
    assert (row.login, row.name, row.has_password, row.can_enter) == ("lan.tran", "Trần Thị Lan", False, False)
    assert made.code not in gatehouse.everything_stored()
    assert made.code.replace("-", "") not in gatehouse.everything_stored()


def take(gatehouse: Gatehouse, code: str, purpose: str = "welcome") -> tuple[bool, int | None]:
    with gatehouse.centre.db.write() as conn:
        return people.take_code(conn, purpose, code_digest(code), gatehouse.clock())


def test_a_code_works_once_however_it_is_typed(gatehouse: Gatehouse) -> None:
    made = accounts.create(gatehouse.centre, SYSTEM, login="lan", name="Lan", role=Role.OFFICER, parts=[Part(area="760")])
    assert take(gatehouse, "WRNG-WRNG-WRNG") == (False, None)
    assert take(gatehouse, made.code, "first") == (False, None)  # not for that door
    assert take(gatehouse, f" {made.code.lower().replace('-', ' ')}".replace("0", "o").replace("1", "l")) == (True, made.person_id)
    assert take(gatehouse, made.code) == (False, None)


def test_of_six_who_take_a_code_at_once_one_has_it(gatehouse: Gatehouse) -> None:
    made, taken = accounts.create(gatehouse.centre, SYSTEM, login="lan", name="Lan", role=Role.OFFICER, parts=[Part(area="760")]), []
    threads = [threading.Thread(target=lambda: taken.append(take(gatehouse, made.code)[0])) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True]


def test_of_six_who_want_a_login_at_once_one_has_it_and_the_others_are_told(gatehouse: Gatehouse) -> None:
    fared: list[str] = []

    def want() -> None:
        try:
            accounts.create(gatehouse.centre, SYSTEM, login="lan", name="Lan", role=Role.OFFICER, parts=[Part(area="760")])
            fared.append("done")
        except BadInput as error:
            fared.append(error.code)

    threads = [threading.Thread(target=want) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fared) == ["done"] + ["login"] * 5


def test_a_code_ends_after_three_days_by_reset_and_by_disabling(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    late = accounts.reset(gatehouse.centre, SYSTEM, lan).code
    gatehouse.clock.forward(72 * 3600)
    assert take(gatehouse, late) == (False, None)
    old = accounts.reset(gatehouse.centre, SYSTEM, lan).code
    new = accounts.reset(gatehouse.centre, SYSTEM, lan).code
    assert take(gatehouse, old) == (False, None)
    accounts.disable(gatehouse.centre, SYSTEM, lan)
    assert take(gatehouse, new) == (False, None)


WRONG: list[dict[str, Any]] = [
    {"login": "LAN.OFFICER"}, {"login": ""}, {"login": "a"}, {"login": "la n"}, {"login": "lân"}, {"login": "x" * 65}, {"login": "lan\0"},
    {"login": "\ud800\ud800\ud800"}, {"login": ".lan"}, {"name": ""}, {"name": "   "}, {"name": "x" * 121}, {"name": "Lan\u202egnas"}, {"name": "Lan\0"},
    {"name": "\ud800"}, {"parts": []}, {"parts": [Part(area="99999")]}, {"parts": [Part(area="760"), Part(area="' OR 1=1")]}, {"parts": [Part(area="\0")]},
    {"parts": [Part(school="nope")]}, {"parts": [Part(school="79000001", area="760")]}, {"role": Role.SCHOOL_CONTACT}, {"parts": EVERYWHERE},
    {"parts": [Part(area="760"), Part()]}, {"until": date(2020, 1, 1)},
]


def test_what_cannot_be_used_is_said_and_nothing_is_half_done(gatehouse: Gatehouse) -> None:
    staffed(gatehouse)
    before = state(gatehouse)
    right: dict[str, Any] = {"login": "moi", "name": "Mới", "role": Role.OFFICER, "parts": [Part(area="760")]}
    for wrong in WRONG:
        with pytest.raises(BadInput) as told:
            accounts.create(gatehouse.centre, SYSTEM, **{**right, **wrong})
        assert told.value.code in {"login", "name", "areas", "until"}, wrong
        assert told.value.words.vi
        assert state(gatehouse) == before
    accounts.create(gatehouse.centre, SYSTEM, **right)


@pytest.mark.parametrize("role", sorted(set(Role) - set(PERSON_ROLES)))
def test_no_person_has_the_role_of_a_wall_or_of_the_public(gatehouse: Gatehouse, role: Role) -> None:
    with pytest.raises(BadInput):
        accounts.create(gatehouse.centre, SYSTEM, login="tường", name="Tường", role=role, parts=EVERYWHERE)
    held = gatehouse.person("Hạnh")
    with pytest.raises(BadInput):
        accounts.change(gatehouse.centre, SYSTEM, held, role=role)


def test_a_school_contact_reaches_single_schools_only(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    with pytest.raises(BadInput):
        accounts.change(gatehouse.centre, SYSTEM, lan, role=Role.SCHOOL_CONTACT)  # she has a whole district
    thu = gatehouse.person("Thu", Role.SCHOOL_CONTACT, [Part(school="79000001")])
    with pytest.raises(BadInput):
        accounts.give(gatehouse.centre, SYSTEM, holder_id=thu, parts=[Part(area="760")])


def test_an_officer_has_areas_and_never_the_whole_province(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    minh = gatehouse.person("Minh", Role.MANAGER, EVERYWHERE)
    before = state(gatehouse)
    for act in (lambda: accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=EVERYWHERE),
                lambda: accounts.change(gatehouse.centre, SYSTEM, minh, role=Role.OFFICER)):
        with pytest.raises(BadInput, match="An area officer needs an area") as told:
            act()
        assert told.value.code == "areas"
    assert state(gatehouse) == before
    whole = accounts.person(gatehouse.centre, SYSTEM, minh).grants[0].id
    accounts.give(gatehouse.centre, SYSTEM, holder_id=minh, parts=[Part(area="764")])
    accounts.take_back(gatehouse.centre, SYSTEM, [whole])
    accounts.change(gatehouse.centre, SYSTEM, minh, role=Role.OFFICER)
    upper = Part(kinds=frozenset({SchoolKind.THPT}))  # they stay directly under the department, wherever they lie
    accounts.give(gatehouse.centre, SYSTEM, holder_id=minh, parts=[upper])
    assert gatehouse.actor(minh).scope.parts == {Part(area="764"), upper}


# --- changes ---


def test_reset_leaves_neither_password_nor_second_factor(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    with gatehouse.centre.db.write() as conn:
        people.change(conn, lan, totp_sealed="seed", totp_since=1.0)
    session = gatehouse.enter(lan)
    accounts.reset(gatehouse.centre, SYSTEM, lan)
    row = accounts.person(gatehouse.centre, SYSTEM, lan)
    assert (row.has_password, row.second_factor_since, row.live_sessions) == (False, None, 0)
    assert gatehouse.whose(session) is None


def test_enabled_again_she_has_what_she_had(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    accounts.disable(gatehouse.centre, SYSTEM, lan, why="nghỉ thai sản")
    with pytest.raises(IllegalMove):
        accounts.disable(gatehouse.centre, SYSTEM, lan)
    accounts.enable(gatehouse.centre, SYSTEM, lan)
    with pytest.raises(IllegalMove):
        accounts.enable(gatehouse.centre, SYSTEM, lan)
    actor = gatehouse.actor(lan)
    assert actor.scope.parts == {Part(area="760")}
    assert "nghỉ thai sản" in str(gatehouse.rows("SELECT why FROM audit WHERE act = 'person.disabled'"))


def test_nothing_changed_is_nothing_written(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    rows = len(gatehouse.acts())
    accounts.change(gatehouse.centre, SYSTEM, lan, name="Lan", role=Role.OFFICER)
    assert len(gatehouse.acts()) == rows


def test_who_is_not_there_cannot_be_changed(gatehouse: Gatehouse) -> None:
    staffed(gatehouse)
    for verb in ("rename", "disable", "reset", "give", "delegate"):
        with pytest.raises(NotFound):
            VERBS[verb](gatehouse, SYSTEM, 4711)


# --- the last administrator ---

DEMOTIONS: dict[str, Callable[[Gatehouse, int], Any]] = {
    "disable": lambda g, ha: accounts.disable(g.centre, SYSTEM, ha),
    "demote": lambda g, ha: accounts.change(g.centre, SYSTEM, ha, role=Role.MANAGER),
}


@pytest.mark.parametrize("how", DEMOTIONS)
def test_the_last_administrator_stays(gatehouse: Gatehouse, how: str) -> None:
    staffed(gatehouse)
    accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR)  # not a real one
    accounts.create(gatehouse.centre, SYSTEM, login="mai", name="Mai", role=Role.ADMINISTRATOR, parts=EVERYWHERE)  # has no password yet
    gone = gatehouse.person("Gone", Role.ADMINISTRATOR, EVERYWHERE)
    accounts.disable(gatehouse.centre, SYSTEM, gone)
    before = state(gatehouse)
    with pytest.raises(IllegalMove) as told:
        DEMOTIONS[how](gatehouse, 2)
    assert "cuối cùng" in told.value.words.vi
    assert state(gatehouse) == before
    gatehouse.person("Tuấn", Role.ADMINISTRATOR, EVERYWHERE)
    DEMOTIONS[how](gatehouse, 2)


def both_at_once(gatehouse: Gatehouse) -> list[str]:
    """Hà demotes Tuấn while Tuấn disables Hà: how each fared."""
    staffed(gatehouse)
    tuan, fared = gatehouse.person("Tuấn", Role.ADMINISTRATOR, EVERYWHERE), []
    start = threading.Barrier(2)

    def act(do: Callable[[], Any]) -> None:
        start.wait()
        try:
            do()
            fared.append("done")
        except CentreError as error:
            fared.append(error.code)

    threads = [threading.Thread(target=act, args=(lambda: DEMOTIONS["demote"](gatehouse, tuan),)), threading.Thread(target=act, args=(lambda: DEMOTIONS["disable"](gatehouse, 2),))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(fared)


def test_two_administrators_cannot_remove_each_other_at_once(gatehouse: Gatehouse) -> None:
    assert both_at_once(gatehouse) == ["done", "illegal_move"]


@pytest.mark.postgres
def test_mutant_without_the_queue_nobody_would_be_left(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    if gatehouse.centre.db.sqlite:
        pytest.skip("SQLite's writers are alone anyway")
    both, right = threading.Barrier(2), people.administrators

    def read_together(conn: Any) -> Any:
        found = right(conn)
        both.wait(timeout=10)
        return found

    monkeypatch.setattr(people, "queue", lambda db, conn: None)
    monkeypatch.setattr(people, "administrators", read_together)
    assert both_at_once(gatehouse) == ["done", "done"]


# --- the list ---


def test_a_list_is_in_vietnamese_order_and_searched_without_marks(gatehouse: Gatehouse) -> None:
    for name in ("Trần Thị Đào", "Nguyễn Văn Dũng", "Lê Anh", "Phạm Ân", "Võ Ánh"):
        gatehouse.person(name)
    names = [row.name for row in accounts.listing(gatehouse.centre, SYSTEM)]
    assert names == ["Lê Anh", "Võ Ánh", "Phạm Ân", "Nguyễn Văn Dũng", "Trần Thị Đào"]
    assert [row.name for row in accounts.listing(gatehouse.centre, SYSTEM, "dao tran")] == ["Trần Thị Đào"]
    assert [row.name for row in accounts.listing(gatehouse.centre, SYSTEM, "ĐÀO")] == ["Trần Thị Đào"]
    assert accounts.listing(gatehouse.centre, SYSTEM, "%") == ()
    for role in PERSON_ROLES:
        if role is not Role.ADMINISTRATOR:
            with pytest.raises(NotAllowed):
                accounts.listing(gatehouse.centre, stranger(role))


def test_a_row_says_who_is_here_and_what_they_reach(gatehouse: Gatehouse) -> None:
    lan = staffed(gatehouse)
    gatehouse.enter(lan)
    accounts.delegate(gatehouse.centre, SYSTEM, from_id=2, to_id=lan, since=TODAY, until=TODAY + timedelta(days=3), why="nghỉ phép")
    row = accounts.person(gatehouse.centre, SYSTEM, lan)
    assert row.live_sessions == 1
    assert [(g.part, g.delegated_by_name, g.why) for g in row.grants] == [(Part(area="760"), "", ""), (Part(), "Hà", "nghỉ phép")]
    assert sessions.today(gatehouse.centre) == TODAY
