"""One's own ways: checked when typed, sealed when kept, tried before they are needed, nobody else's business."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.notice import Wants
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role
from services import notify, ways
from services._notify_post import NotSent
from store.database import Database
from tests.rig.clock import Clock
from tests.rig.dutyroom import EVERYWHERE, DutyRoom
from tests.rig.receivers import Hook, Mail


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> DutyRoom:
    """A school morning."""
    ways._tried.clear()
    return DutyRoom(tmp_path / "home", db.url, clock)


@pytest.fixture
def lan(room: DutyRoom) -> Actor:
    """An operator."""
    return room.actor(room.person("Lan", Role.OPERATOR, EVERYWHERE))


@pytest.mark.parametrize(("channel", "target", "hint"), [
    ("email", " Lan.Nguyen@So.edu.vn ", "l…@so.edu.vn"), ("webhook", "http://127.0.0.1/duty?token=abc", "127.0.0.1")])
def test_a_way_is_kept_sealed_and_shown_by_a_hint(room: DutyRoom, lan: Actor, channel: str, target: str, hint: str) -> None:
    ways.add(room.centre, lan, channel, target)
    (line,) = ways.board(room.centre, lan).ways
    assert (line.channel, line.hint, line.rank, line.proved_at) == (channel, hint, 1, None)
    for table in ("contact_ways", "audit"):
        assert "nguyen" not in str(room.rows(f"SELECT * FROM {table}"))
        assert "token=abc" not in str(room.rows(f"SELECT * FROM {table}"))


@pytest.mark.parametrize(("channel", "target"), [
    ("email", "lan"), ("email", "lan@so"), ("email", "a@b.vn, c@d.vn"), ("email", "lan@so.vn\nBcc: x@y.vn"), ("email", "x" * 300 + "@so.vn"), ("email", "Lan <lan@so.vn>"),
    ("webhook", "http://elsewhere.vn/"), ("webhook", "file:///etc/passwd"), ("webhook", "http://127.0.0.1/\n"[:-1] + " x"), ("webhook", "http://a:b@127.0.0.1/"),
    ("telegram", "123456789"), ("sms", "0901234567"), ("", "")])
def test_what_cannot_be_reached_is_refused_when_it_is_typed(room: DutyRoom, lan: Actor, channel: str, target: str) -> None:
    with pytest.raises(BadInput):
        ways.add(room.centre, lan, channel, target)
    assert ways.board(room.centre, lan).ways == ()


def test_the_order_can_be_changed_and_a_way_taken_back_leaves_nothing_behind(room: DutyRoom, lan: Actor) -> None:
    first, second = ways.add(room.centre, lan, "email", "a@so.vn"), ways.add(room.centre, lan, "email", "b@so.vn")
    ways.put_first(room.centre, lan, second)
    assert [line.id for line in ways.board(room.centre, lan).ways] == [second, first]
    ways.remove(room.centre, lan, second)
    assert [line.id for line in ways.board(room.centre, lan).ways] == [first]
    assert room.rows("SELECT target_sealed FROM contact_ways WHERE id = :i", i=second) == [("",)]
    with pytest.raises(BadInput):
        ways.add(room.centre, lan, "email", "A@so.vn")
    assert [act for (act,) in room.rows("SELECT act FROM audit WHERE act LIKE 'way.%' ORDER BY seq")] == ["way.added", "way.added", "way.removed"]


def test_nobody_touches_anothers_way_and_there_is_an_end_to_them(room: DutyRoom, lan: Actor) -> None:
    way = ways.add(room.centre, lan, "email", "lan@so.vn")
    other = room.actor(room.person("Mai", Role.ADMINISTRATOR, EVERYWHERE))
    for act in (ways.remove, ways.put_first, ways.send_trial):
        with pytest.raises(NotFound):
            act(room.centre, other, way)
    for number in range(ways.MOST - 1):
        ways.add(room.centre, lan, "email", f"lan{number}@so.vn")
    with pytest.raises(IllegalMove):
        ways.add(room.centre, lan, "email", "more@so.vn")


def test_only_people_who_answer_incidents_have_ways(room: DutyRoom, lan: Actor) -> None:
    contact = room.actor(room.person("Bảo vệ", Role.SCHOOL_CONTACT, (Part(school="79000001"),)))
    key = Actor(kind=ActorKind.CLIENT, id=3, role=Role.OPERATOR, scope=EVERYTHING)
    for actor in (contact, key, replace(lan, half=True), replace(lan, kind=ActorKind.SCREEN, role=Role.SCREEN)):
        with pytest.raises(NotAllowed):
            ways.board(room.centre, actor)
        with pytest.raises(NotAllowed):
            ways.add(room.centre, actor, "email", "x@so.vn")


@pytest.mark.parametrize("channel", ["email", "webhook"])
def test_a_trial_arrives_and_proves_the_way_and_not_too_often(room: DutyRoom, lan: Actor, channel: str) -> None:
    with (Mail if channel == "email" else Hook)() as ear:
        object.__setattr__(room.centre, "outlets", replace(room.centre.outlets, smtp_port=ear.port, smtp_from="centre@so.vn"))
        way = ways.add(room.centre, lan, channel, "lan@so.vn" if channel == "email" else f"http://127.0.0.1:{ear.port}/x")
        ways.send_trial(room.centre, lan, way)
        assert [heard.subject for heard in ear.heard] == ["[MÔ PHỎNG] Tin thử"]
        assert ways.board(room.centre, lan).ways[0].proved_at == room.clock()
        with pytest.raises(IllegalMove):
            ways.send_trial(room.centre, lan, way)
        assert len(ear.heard) == 1


def test_a_trial_that_does_not_arrive_says_so_and_proves_nothing(room: DutyRoom, lan: Actor) -> None:
    with Hook(("refuse",)) as ear:
        way = ways.add(room.centre, lan, "webhook", f"http://127.0.0.1:{ear.port}/x")
        with pytest.raises(NotSent):
            ways.send_trial(room.centre, lan, way)
    assert ways.board(room.centre, lan).ways[0].proved_at is None


@pytest.mark.parametrize("wants", [
    Wants(least="deafening"), Wants(digest_min=7), Wants(quiet_from="22:00"), Wants(quiet_from="22:00", quiet_to="22:00"),
    Wants(quiet_from="25:00", quiet_to="06:00"), Wants(quiet_from="22h", quiet_to="06:00"), Wants(quiet_from="22:00:00", quiet_to="06:00")])
def test_a_wish_that_means_nothing_is_refused(room: DutyRoom, lan: Actor, wants: Wants) -> None:
    with pytest.raises(BadInput):
        ways.choose(room.centre, lan, wants)
    assert ways.board(room.centre, lan).wants == Wants()


def test_a_wish_is_kept(room: DutyRoom, lan: Actor) -> None:
    wanted = Wants(least="medium", quiet_from="22:00", quiet_to="06:30", digest_min=15)
    ways.choose(room.centre, lan, wanted)
    ways.choose(room.centre, lan, wanted)
    assert ways.board(room.centre, lan).wants == wanted


def test_with_another_gate_key_a_way_opens_nothing_and_the_log_says_what_to_do(room: DutyRoom, lan: Actor) -> None:
    room.way(lan.id, "lan@so.vn")
    (room.home / "gate.key").write_bytes(b"x" * 32)
    room.open_one(0)
    room.turn()
    assert room.inbox == []
    assert "gate.key" in room.rows("SELECT error FROM deliveries")[0][0]


def test_the_delivery_log_tells_who_when_by_which_way_and_only_whoever_sees_the_incident(room: DutyRoom, lan: Actor) -> None:
    room.way(lan.id, "lan@so.vn")
    incident = room.open_one(0)
    room.turn()
    (told,) = notify.delivery_log(room.centre, lan, incident)
    assert (told.person, told.channel, told.state, told.what.vi, told.error) == ("Lan", "E-mail", "sent", "Sự cố mới", "")
    assert told.sent_at == room.clock()
    hoa = room.actor(room.person("Hoa", Role.OFFICER, (Part(area="787"),)))
    for number in (incident, 999):
        with pytest.raises(NotFound):
            notify.delivery_log(room.centre, hoa, number)
