"""Who saw or changed a school, and when; what was refused; looks are written once, soon, and never lost quietly."""

import threading
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from domain.errors import NotAllowed, StoreDown
from domain.person import EVERYTHING, NOBODY, NOTHING, SYSTEM, Actor, ActorKind, Part, Permission, Role, Scope
from domain.school import SchoolKind
from services import accounts, audit, keys, later, pairing
from services.audit import Filters, reach_of
from store import audit_reading, gate_tables
from store.audit import Act, record
from tests.gate.gatehouse import EVERYWHERE, Gatehouse, stranger
from tests.rig.processes import wait_until

SCHOOL = "79000001"  # THPT Nguyễn Du 1, Quận 1


def person(number: int, name: str, *parts: Part) -> Actor:
    return Actor(kind=ActorKind.PERSON, id=number, name=name, role=Role.OFFICER, scope=Scope(parts=frozenset(parts)))


LAN, HA, MINH = person(1, "Lan", Part(area="760")), person(2, "Hà", Part(area="764")), person(3, "Minh", Part())


def saw_directory(gatehouse: Gatehouse, actor: Actor) -> None:
    audit.saw(gatehouse.centre, actor, "directory", reach_of(actor.scope))


def who(gatehouse: Gatehouse, **asked: Any) -> list[str]:
    return [f"{row.actor_name} {row.act}" for row in audit.search(gatehouse.centre, SYSTEM, Filters(**asked))]


# --- who saw or changed it ---


def test_who_saw_or_changed_a_school(gatehouse: Gatehouse) -> None:
    for actor in (LAN, HA, MINH):
        saw_directory(gatehouse, actor)
    audit.saw(gatehouse.centre, HA, "school:79000009", ("764",))
    audit.saw(gatehouse.centre, MINH, f"school:{SCHOOL}", ("760", "26734"))
    later.flush(gatehouse.centre)
    with gatehouse.centre.db.write() as conn:
        record(gatehouse.centre.db, conn, MINH, Act(what="area.changed", object="area:760", reach=("760",)))
        record(gatehouse.centre.db, conn, HA, Act(what="key.revoked", object="key:1"))
    assert who(gatehouse, school=SCHOOL) == ["Minh area.changed", "Minh school.seen", "Minh directory.seen", "Lan directory.seen"]
    assert who(gatehouse, school="79000009") == ["Hà school.seen", "Minh directory.seen", "Hà directory.seen"]
    assert who(gatehouse, school="99999999") == ["Minh directory.seen"]


@pytest.mark.parametrize(("part", "sees"), [
    (Part(area="760"), True), (Part(area="26734"), True), (Part(area="79"), True), (Part(area="764"), False), (Part(area="76"), False), (Part(area="7600"), False),
    (Part(), True), (Part(kinds=frozenset({SchoolKind.THPT})), True), (Part(school=SCHOOL), True), (Part(school="79000009"), False), (Part(area="767"), True),
])
def test_a_list_of_an_area_the_school_lies_or_lay_in_showed_it(gatehouse: Gatehouse, part: Part, sees: bool) -> None:
    with gatehouse.centre.db.write() as conn:  # it lay in 767 until spring
        conn.execute(gate_tables.school_moves.insert().values(school_id=1, area="767", until="2026-03-01"))
    saw_directory(gatehouse, person(5, "Thu", part))
    assert (who(gatehouse, school=SCHOOL) == ["Thu directory.seen"]) is sees


def test_between_two_moments(gatehouse: Gatehouse) -> None:
    saw_directory(gatehouse, LAN)
    later.flush(gatehouse.centre)
    at = audit.search(gatehouse.centre, SYSTEM, Filters())[0].at
    assert who(gatehouse, since=at, until=at + 1) == ["Lan directory.seen"]
    assert who(gatehouse, since=at + 0.001) == who(gatehouse, until=at) == []


def test_found_by_word_person_act_area_and_object(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Trần Thị Lan", Role.OFFICER, [Part(area="760")])
    accounts.give(gatehouse.centre, SYSTEM, holder_id=lan, parts=[Part(area="787")], why="thay anh Đạt 100%")
    audit.refused(gatehouse.centre, gatehouse.actor(lan), Act(what="access.refused", object="/admin/people"))
    for asked, found in (({"text": "đạt 100%"}, ["centre grant.given"]), ({"text": "100_"}, []), ({"act": "grant.given"}, ["centre grant.given"]), ({"act": "grant."}, ["centre grant.given"]),
                         ({"act": "grant"}, []), ({"area": "787"}, ["centre grant.given"]), ({"area": "760"}, ["centre person.created"]),
                         ({"actor_kind": "person", "actor_id": lan}, ["Trần Thị Lan access.refused"]), ({"object": f"person:{lan}"}, ["centre grant.given", "centre person.created"]),
                         ({"text": "admin trần"}, ["Trần Thị Lan access.refused"])):
        assert who(gatehouse, **asked) == found, asked
    assert audit.total(gatehouse.centre, SYSTEM, Filters()) == 3
    assert audit.acts(gatehouse.centre, SYSTEM) == ["access.refused", "grant.given", "person.created"]


def test_page_by_page_nothing_is_missed_while_more_is_written(gatehouse: Gatehouse) -> None:
    with gatehouse.centre.db.write() as conn:
        for n in range(25):
            record(gatehouse.centre.db, conn, LAN, Act(what="x", object=str(n)))
    first = audit.search(gatehouse.centre, SYSTEM, Filters(), most=10)
    saw_directory(gatehouse, MINH)
    second = audit.search(gatehouse.centre, SYSTEM, Filters(), before=first[-1].seq, most=10)
    third = audit.search(gatehouse.centre, SYSTEM, Filters(), before=second[-1].seq, most=10)
    assert [int(row.object) for row in (*first, *second, *third)] == list(range(24, -1, -1))


def test_a_long_log_is_asked_in_short_questions(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with gatehouse.centre.db.write() as conn:
        for n in range(25):
            record(gatehouse.centre.db, conn, LAN, Act(what="x" if n % 5 else "y", object=str(n)))
    for window in (1, 7, 24, 25, 26):
        monkeypatch.setattr(audit_reading, "WINDOW", window)
        assert [row.object for row in audit.search(gatehouse.centre, SYSTEM, Filters(act="y"))] == ["20", "15", "10", "5", "0"]
        assert [row.object for row in audit.search(gatehouse.centre, SYSTEM, Filters(act="y"), before=16, most=2)] == ["10", "5"]
        assert [row.object for row in audit.search(gatehouse.centre, SYSTEM, Filters(act="y"), before=9999, most=1)] == ["20"]
        assert audit.total(gatehouse.centre, SYSTEM, Filters(act="y")) == 5
        assert audit.search(gatehouse.centre, SYSTEM, Filters(), before=1) == ()


def test_only_who_may_reads_the_log(gatehouse: Gatehouse) -> None:
    for role in (r for r in Role if Permission.AUDIT not in stranger(r).permissions):
        for act in (audit.search, audit.total, audit.export):
            with pytest.raises(NotAllowed):
                act(gatehouse.centre, stranger(role), Filters())  # type: ignore[operator]
        with pytest.raises(NotAllowed):
            audit.verify(gatehouse.centre, stranger(role))


def test_an_export_is_in_the_log_before_its_first_row_leaves(gatehouse: Gatehouse) -> None:
    saw_directory(gatehouse, LAN)
    ha = stranger(Role.ADMINISTRATOR)
    rows = audit.export(gatehouse.centre, ha, Filters(school=SCHOOL), why="thanh tra")
    assert gatehouse.acts() == ["directory.seen", "audit.exported"]
    told = list(rows)
    assert [row.act for row in told] == ["audit.exported", "directory.seen"]
    assert (told[0].actor_name, told[0].after, told[0].why) == ("người lạ", {"school": SCHOOL}, "thanh tra")


# --- one click ---


def by_one_click(gatehouse: Gatehouse) -> Actor:
    """The simulated administrator, who made somebody, a key and a screen, and tried a door of a real person."""
    visitor = gatehouse.actor(accounts.demo_person(gatehouse.centre, Role.ADMINISTRATOR).id)
    gatehouse.person("Thử", actor=visitor)
    key = keys.make(gatehouse.centre, visitor, name="khoá thử", role=Role.OPERATOR, parts=EVERYWHERE)
    program = keys.find_key(gatehouse.centre, key.token)
    assert program is not None
    waiting = pairing.start(gatehouse.centre, address="10.0.0.1", agent="")
    wall = pairing.accept(gatehouse.centre, visitor, waiting.code, "Tường thử", EVERYWHERE)
    saw_directory(gatehouse, program.actor)
    saw_directory(gatehouse, replace(stranger(Role.SCREEN, ActorKind.SCREEN), id=wall, name="Tường thử"))
    return visitor


def test_one_click_reads_everything_while_nobody_is_real(gatehouse: Gatehouse) -> None:
    visitor = by_one_click(gatehouse)
    everything = audit.search(gatehouse.centre, SYSTEM, Filters())
    assert not audit.limited(gatehouse.centre, visitor)
    assert audit.search(gatehouse.centre, visitor, Filters()) == everything


def test_one_click_reads_nothing_of_real_people(gatehouse: Gatehouse) -> None:
    visitor = by_one_click(gatehouse)
    later.flush(gatehouse.centre)
    own = audit.search(gatehouse.centre, SYSTEM, Filters())
    lan = gatehouse.actor(gatehouse.person("Trần Thị Lan", Role.ADMINISTRATOR, EVERYWHERE))
    made = keys.make(gatehouse.centre, lan, name="Kho dữ liệu", role=Role.OPERATOR, parts=EVERYWHERE)
    wall = pairing.accept(gatehouse.centre, lan, pairing.start(gatehouse.centre, address="10.0.0.2", agent="").code, "Sảnh", EVERYWHERE)
    program = keys.find_key(gatehouse.centre, made.token)
    assert program is not None
    for actor in (lan, program.actor, replace(stranger(Role.SCREEN, ActorKind.SCREEN), id=wall, name="Sảnh")):
        saw_directory(gatehouse, actor)
    with gatehouse.centre.db.write() as conn:
        for actor, thing in ((SYSTEM, f"key:{made.id}"), (NOBODY, f"person:{lan.id}"), (visitor, f"person:{lan.id}"), (visitor, f"screen:{wall}"), (lan, "")):
            record(gatehouse.centre.db, conn, actor, Act(what="real.thing", object=thing))
        record(gatehouse.centre.db, conn, NOBODY, Act(what="login.failed", outcome="failed"))
    assert audit.limited(gatehouse.centre, visitor)
    found = audit.search(gatehouse.centre, visitor, Filters())
    assert found[0].act == "login.failed"
    assert found[1:] == own, "all that was theirs, and nothing since"
    assert audit.total(gatehouse.centre, visitor, Filters()) == len(found)
    assert set(audit.acts(gatehouse.centre, visitor)) == {row.act for row in found}
    assert audit.search(gatehouse.centre, visitor, Filters(text="Lan")) == audit.search(gatehouse.centre, visitor, Filters(text="Sảnh")) == ()
    taken = list(audit.export(gatehouse.centre, visitor, Filters()))
    assert [row.act for row in taken] == ["audit.exported", *(row.act for row in found)]
    assert taken[1:] == list(found)
    assert audit.verify(gatehouse.centre, visitor).rows == audit.total(gatehouse.centre, lan, Filters())


# --- looks ---


def test_a_look_is_one_row_in_ten_minutes(gatehouse: Gatehouse) -> None:
    for _ in range(119):
        saw_directory(gatehouse, LAN)
        saw_directory(gatehouse, HA)
        gatehouse.clock.forward(5)
    later.flush(gatehouse.centre)
    assert sorted(gatehouse.rows("SELECT actor_name FROM audit")) == [("Hà",), ("Lan",)]
    gatehouse.clock.forward(6)
    saw_directory(gatehouse, LAN)
    later.flush(gatehouse.centre)
    assert len(gatehouse.acts()) == 3


def test_another_reach_or_another_school_is_another_look(gatehouse: Gatehouse) -> None:
    saw_directory(gatehouse, LAN)
    saw_directory(gatehouse, person(1, "Lan", Part(area="760"), Part(area="764")))
    audit.saw(gatehouse.centre, LAN, "school:79000001", ("760",))
    audit.saw(gatehouse.centre, LAN, "school:79000002", ("760",))
    later.flush(gatehouse.centre)
    assert len(gatehouse.acts()) == 4


def test_refusals_are_written_once_a_minute_and_say_who(gatehouse: Gatehouse) -> None:
    for n in range(200):
        audit.refused(gatehouse.centre, LAN, Act(what="access.refused", object="/admin/people"))
        audit.refused(gatehouse.centre, Actor(address=f"10.0.0.{n % 2}"), Act(what="access.refused", object="/"))
    later.flush(gatehouse.centre)
    assert sorted(gatehouse.rows("SELECT actor_name, address, outcome FROM audit")) == [("", "10.0.0.0", "refused"), ("", "10.0.0.1", "refused"), ("Lan", "", "refused")]


def test_who_tries_every_door_does_not_fill_the_log(gatehouse: Gatehouse) -> None:
    for n in range(1000):
        audit.refused(gatehouse.centre, LAN, Act(what="access.refused", object=f"/door/{n}"))
    audit.refused(gatehouse.centre, HA, Act(what="access.refused", object="/door/1"))
    later.flush(gatehouse.centre)
    acts = gatehouse.acts()
    assert (acts.count("access.refused"), acts.count("access.flood")) == (101, 1)
    gatehouse.clock.forward(60)
    audit.refused(gatehouse.centre, LAN, Act(what="access.refused", object="/door/again"))
    later.flush(gatehouse.centre)
    assert gatehouse.acts()[-1] == "access.refused"


def test_looks_wait_for_a_silent_database_in_order_and_lose_none(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as silent:
        silent.setattr(gatehouse.centre.db, "_silent_until", float("inf"))
        for n in range(450):
            audit.saw(gatehouse.centre, LAN, f"school:{n}", ("760",))
        with pytest.raises(StoreDown):
            later.flush(gatehouse.centre)
        with pytest.raises(StoreDown):
            audit.search(gatehouse.centre, SYSTEM, Filters())
    later.flush(gatehouse.centre)
    assert gatehouse.rows("SELECT object FROM audit ORDER BY seq") == [(f"school:{n}",) for n in range(450)]
    assert audit.verify(gatehouse.centre).broken is None


def test_what_waits_is_bounded_and_the_loss_is_counted(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "MOST", 10)
    for n in range(25):
        audit.saw(gatehouse.centre, LAN, f"school:{n}", ("760",))
    later.flush(gatehouse.centre)
    told = gatehouse.rows("SELECT act, object, after FROM audit ORDER BY seq")
    assert told[0] == ("audit.lost", "audit", '{"rows":15}')
    assert [row[1] for row in told[1:]] == [f"school:{n}" for n in range(15, 25)]


def test_a_web_process_writes_by_itself_and_a_clean_stop_writes_the_rest(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "ACTS_S", 0.02)
    with later.kept(gatehouse.centre):
        saw_directory(gatehouse, LAN)
        wait_until(lambda: gatehouse.acts() == ["directory.seen"], within=10, what="the look is written")
        wait_until(lambda: (gatehouse.home / "audit-heads.log").exists(), within=10, what="the head is written down")
        monkeypatch.setattr(later, "ACTS_S", 3600.0)
        saw_directory(gatehouse, HA)
    assert gatehouse.acts() == ["directory.seen"] * 2
    assert not [t for t in threading.enumerate() if t.name == "later"]
    head = (gatehouse.home / "audit-heads.log").read_text().splitlines()[-1].split()
    assert head[1] == "2"
    assert (gatehouse.home / "audit-heads.log").stat().st_mode & 0o077 == 0


def test_what_ended_long_ago_is_forgotten_but_the_log_is_not(gatehouse: Gatehouse) -> None:
    lan = gatehouse.person("Lan")
    gatehouse.enter(lan)
    later.daily(gatehouse.centre)
    gatehouse.clock.forward(91 * 86400)
    gatehouse.enter(lan)
    accounts.reset(gatehouse.centre, SYSTEM, lan)
    later.daily(gatehouse.centre)
    assert len(gatehouse.rows("SELECT * FROM sessions")) == 1
    assert len(gatehouse.rows("SELECT * FROM codes")) == 1
    assert gatehouse.acts() == ["person.created", "person.reset"]


def test_a_reach_in_the_log(gatehouse: Gatehouse) -> None:
    assert reach_of(EVERYTHING) == ()
    assert reach_of(Scope(parts=frozenset({Part(area="764"), Part(area="760"), Part(school=SCHOOL)}))) == ("760", "764", f"school:{SCHOOL}")
    assert reach_of(Scope(parts=frozenset({Part(), Part(area="760")}))) == ()
    assert reach_of(NOTHING) == ("-",)  # not the whole province
    saw_directory(gatehouse, person(6, "Không", ))
    assert who(gatehouse, school=SCHOOL) == []
    with gatehouse.centre.db.read() as conn:
        assert conn.scalar(sa.select(gate_tables.audit.c.reach)) == " - "
    assert EVERYWHERE
