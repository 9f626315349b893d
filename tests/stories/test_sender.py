"""The sender at work: nobody waits for a hung receiver, nothing goes twice because the database was silent, nothing goes by somebody who no longer leads."""

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreDown
from domain.notice import Channel
from domain.person import Part, Role
from services._notify_send import NO_NEWS, TAKEN_S, WORKERS, Sender
from services._notify_words import Message
from services.duty import Duty
from services.outlets import Outlets
from store import incidents
from store.database import Database
from store.leases import LeaseLost
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom
from tests.rig.processes import wait_until


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> DutyRoom:
    """A school morning."""
    return DutyRoom(tmp_path / "home", db.url, clock)


def test_a_receiver_that_hangs_delays_nobody_else(room: DutyRoom) -> None:
    room.hearer("Tú")
    room.hearer("Lan")
    room.open_one(0)
    room.duty.turn()
    free, arrived = threading.Event(), list[str]()

    def post(_: Outlets, __: Channel, target: str, ___: Message) -> None:
        if target.startswith("Tú"):
            free.wait(60)
        arrived.append(target)

    sender = Sender(room.centre, room.duty.token, post)
    sender.start()
    wait_until(lambda: arrived == ["Lan@so.vn"], what="Lan hears while Tú's server hangs")
    free.set()
    wait_until(lambda: not room.rows("SELECT 1 FROM deliveries WHERE state = 'waiting'"), what="both are marked")
    sender.stop()
    assert sorted(arrived) == ["Lan@so.vn", "Tú@so.vn"]


def test_the_clockwork_tells_by_itself_and_stops_at_once(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.open_one(0)
    room.duty.start()
    wait_until(lambda: room.inbox, what="told in the background")
    room.duty.stop()


def test_a_database_silent_right_after_the_send_makes_no_second_message(room: DutyRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.hearer("Lan")
    room.open_one(0)
    room.duty.turn()
    (parcel,) = room.duty.sender.take(room.clock(), 8)

    @contextmanager
    def silent(*_: Any) -> Any:
        raise StoreDown("im", "silent")
        yield

    with monkeypatch.context() as only:
        only.setattr(Database, "write", silent)
        room.duty.sender._deliver(parcel)
        for _ in range(3):
            room.clock.forward(TAKEN_S)
            with pytest.raises(StoreDown):
                room.duty.sender.turn()
    room.turn(TAKEN_S)
    assert len(room.inbox) == 1
    assert room.rows("SELECT state, tries FROM deliveries") == [("sent", 1)]


def test_the_clockwork_never_prolongs_the_lease_of_a_collector_that_hangs(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.open_one(0)
    before = room.rows("SELECT until FROM leases")
    assert len(room.turn(20 * 60)) == 1
    assert "escalated" in room.events(1)
    assert room.rows("SELECT until FROM leases") == before


def test_who_no_longer_leads_takes_nothing(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.open_one(0)
    room.duty.turn()
    old = room.duty
    room.lead()
    with pytest.raises(LeaseLost):
        old.sender.turn()
    assert room.inbox == []
    assert len(room.turn()) == 1


def test_what_a_dead_sender_had_taken_goes_again_as_it_was_though_more_came_meanwhile(room: DutyRoom) -> None:
    room.hearer("Lan")
    first, second = room.open_one(0), room.open_one(1)
    room.duty.turn()
    (lost,) = room.duty.sender.take(room.clock(), 8)
    assert lost.message is not None
    room.lead()
    third = room.open_one(2)
    assert [message.data["incidents"][0]["id"] for message in room.turn()] == [third]
    (again,) = room.turn(TAKEN_S)
    assert again.key == lost.message.key
    assert [one["incident"] for one in again.data["events"]] == [first, second]


def test_whoever_lost_the_reach_before_it_left_hears_nothing(room: DutyRoom) -> None:
    hoa = room.hearer("Hoa", Role.OFFICER, (Part(area="760"),), digest_min=30)
    room.open_one(0)
    room.turn()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE grants SET revoked_at = 1 WHERE holder_kind = 'person' AND holder_id = {hoa}")
    assert room.turn(3600) == []
    assert room.rows("SELECT state, error FROM deliveries") == [("failed", NO_NEWS.vi)]


def test_a_disabled_person_is_told_nothing_new(room: DutyRoom) -> None:
    lan = room.hearer("Lan")
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET disabled_at = 1 WHERE id = {lan}")
    room.open_one(0)
    assert room.turn() == []


def test_whoever_was_disabled_before_it_left_hears_nothing(room: DutyRoom) -> None:
    lan = room.hearer("Lan", digest_min=30)
    room.open_one(0)
    room.turn()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET disabled_at = 1 WHERE id = {lan}")
    assert room.turn(3600) == []


def test_what_was_silenced_before_it_left_is_not_told_until_it_speaks_again(room: DutyRoom) -> None:
    room.hearer("Lan", digest_min=30)
    incident = room.open_one(0)
    room.turn()
    turn_incident(room, incident, quiet=True)
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("INSERT INTO silences (id, what, since, until, reason, actor, created_at) VALUES (1, 'silence', 0, 9e12, 'diễn tập', 'person:1', 0)")
    assert room.turn(1900) == []
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE silences SET revoked_at = 1")
    room.turn()
    (message,) = room.turn(1900)
    assert "Vẫn chưa khắc phục" in message.subject


def turn_incident(room: DutyRoom, incident: int, *, quiet: bool) -> None:
    """A silence begins or ends."""
    with room.centre.db.write() as conn:
        incidents.turn_incident(room.centre.db, conn, incident, at=room.clock(), quiet=quiet)


def test_more_people_than_hands_and_a_database_silent_for_all_of_them_ends_well(room: DutyRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(WORKERS + 4):
        room.hearer(f"Người {number}", target=f"p{number}@so.vn")
    room.open_one(0)
    room.duty.turn()
    arrived, broken = list[str](), threading.Event()
    write = Database.write

    @contextmanager
    def sometimes(self: Database) -> Any:
        if broken.is_set():
            raise StoreDown("im", "silent")
        with write(self) as conn:
            yield conn

    monkeypatch.setattr(Database, "write", sometimes)

    def post(_: Outlets, __: Channel, target: str, ___: Message) -> None:
        broken.set()
        arrived.append(target)

    sender = Sender(room.centre, room.duty.token, post)
    sender.start()
    wait_until(lambda: len(arrived) >= WORKERS, what="every hand has sent")
    wait_until(lambda: len(sender._unmarked) >= WORKERS, what="and nothing could be marked")
    monkeypatch.setattr(Database, "write", write)
    wait_until(lambda: not room.rows("SELECT 1 FROM deliveries WHERE state = 'waiting'"), what="all are marked")
    sender.stop()
    assert sorted(arrived) == sorted({*arrived})
    assert len(arrived) == WORKERS + 4


def test_two_collectors_in_turn_lay_out_each_row_once(room: DutyRoom) -> None:
    room.hearer("Lan")
    for number in range(5):
        room.open_one(number)
    duties: list[Duty] = [room.duty, room.lead()]
    with pytest.raises(LeaseLost):
        duties[0].turn()
    duties[1].turn()
    duties[1].turn()
    assert room.rows("SELECT count(*) FROM deliveries") == [(5,)]
