"""Telling people: who hears of what, when, how often, and by which way."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.notice import Channel, Wants, room_at
from domain.person import Part, Role
from domain.wording import LOCAL
from services import respond
from store.database import Database
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom

MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> DutyRoom:
    """A school morning."""
    return DutyRoom(tmp_path / "home", db.url, clock)


def at(clock: Clock, hour: int, minute: int = 0) -> None:
    """Later this morning, or tomorrow."""
    local = datetime.fromtimestamp(clock(), LOCAL)
    wanted = local.replace(hour=hour, minute=minute, second=0, microsecond=0).timestamp()
    clock.forward(wanted - clock() + (0 if wanted >= clock() else 86400))


def test_the_operator_on_duty_hears_within_one_turn_what_where_and_where_to_read(room: DutyRoom) -> None:
    room.hearer("Lan")
    incident = room.open_one(0)
    (message,) = room.turn()
    assert message.subject == "[MÔ PHỎNG] Sự cố mới · mức cao · THPT Nguyễn Du 1 mất kết nối"
    assert f"/incidents/{incident}" in message.text
    assert message.key.startswith("event-")
    assert message.key.endswith("-person-1")
    assert room.turn() == []


def test_an_officer_hears_of_her_own_district_only_and_of_her_own_schools_only(room: DutyRoom) -> None:
    room.hearer("Hoa", Role.OFFICER, (Part(area="760"),))
    room.open_one(8)  # Gò Vấp
    assert room.turn() == []
    room.open_one(3, kind="wide", severity="critical", schools=[0, 1, 8, 9, 10])
    (message,) = room.turn()
    assert "2 trường trong phạm vi của bạn" in message.subject
    assert "Gò Vấp" not in message.text
    assert message.data["incidents"][0]["schools"] == 2


def test_a_cut_cable_with_many_schools_is_one_message(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.open_one(2, kind="wide", severity="critical", schools=range(24))
    assert len(room.turn()) == 1


def test_what_is_milder_than_she_wants_is_not_told(room: DutyRoom) -> None:
    room.hearer("Lan", least="critical")
    room.hearer("Mai", least="never")
    room.hearer("Tú", least="low")
    room.open_one(0, severity="low")
    room.turn()
    assert [to for to, _ in room.inbox] == ["Tú@so.vn"]


def test_quiet_ones_tell_nobody_and_nobody_configured_is_no_error(room: DutyRoom) -> None:
    room.open_one(0)
    assert room.turn() == []
    room.hearer("Lan")
    room.open_one(1, quiet=True)
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("INSERT INTO silences (id, what, since, until, reason, actor, created_at) VALUES (1, 'silence', 0, 9e12, 'diễn tập', 'person:1', 0)")
    assert room.turn() == []


def test_a_quiet_one_that_a_person_escalates_is_told_and_no_silence_hushes_it_again(room: DutyRoom) -> None:
    room.hearer("Sếp", Role.MANAGER)
    lan = room.actor(room.hearer("Lan", least="never"))
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("INSERT INTO silences (id, what, since, until, reason, actor, created_at) VALUES (1, 'silence', 0, 9e12, 'diễn tập', 'person:1', 0)")
    one, other = room.open_one(0, quiet=True, severity="critical"), room.open_one(1)
    assert room.turn(HOUR) == []
    for _ in range(2):
        found = respond.escalate(room.centre, lan, one)
    assert (found.level, found.quiet) == (2, False)
    (message,) = room.turn()
    assert message.data["incidents"][0]["id"] == one
    assert room.turn(8 * MINUTE) == [], "it waits for an answer since it speaks, not since the night before"
    room.turn()
    assert room.events(one) == ["opened", "escalated", "escalated"]
    assert room.events(other) == ["opened", "quiet"], "what nobody escalated is hushed as before"
    respond.resolve(room.centre, lan, one)
    respond.reopen(room.centre, lan, one)
    room.turn()
    assert room.rows("SELECT quiet FROM incidents WHERE id = :i", i=one) == [(1,)], "another life, and silenced"


def test_reopened_at_night_or_under_a_silence_it_is_recorded_and_not_shouted(room: DutyRoom) -> None:
    lan = room.actor(room.hearer("Lan"))
    one, source, silenced = room.open_one(0), room.open_one(1, kind="source", schools=[]), room.open_one(2)
    for incident in (one, source, silenced):
        respond.resolve(room.centre, lan, incident)
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("INSERT INTO silences (id, what, since, until, school, reason, actor, created_at) VALUES (1, 'silence', 0, 9e12, '79000003', 'diễn tập', 'person:1', 0)")
    assert respond.reopen(room.centre, lan, silenced).quiet
    at(room.clock, 22, 30)
    assert respond.reopen(room.centre, lan, one).quiet
    assert room.rows("SELECT 1 FROM outbox WHERE what = 'reopened'") == [], "at night it wakes nobody"
    assert not respond.reopen(room.centre, lan, source).quiet
    assert room.rows("SELECT incident_id FROM outbox WHERE what = 'reopened'") == [(source,)]


def test_in_her_quiet_hours_only_what_is_critical_wakes_her(room: DutyRoom) -> None:
    at(room.clock, 22, 30)
    room.hearer("Lan", quiet_from="22:00", quiet_to="06:30")
    room.open_one(0)
    assert room.turn() == []
    room.open_one(1, severity="critical")
    assert len(room.turn()) == 1
    at(room.clock, 6, 29)
    assert "Nguyễn Du" not in " ".join(room.said("Lan@so.vn"))
    at(room.clock, 6, 31)
    assert any("Nguyễn Du" in message.text for message in room.turn(0))


def test_a_digest_gathers_what_came_meanwhile_into_one_message(room: DutyRoom) -> None:
    room.hearer("Lan", digest_min=30, least="low")
    for number in range(4):
        room.open_one(number, severity="medium")
        assert room.turn(60) == []
    at(room.clock, 9, 30)
    (message,) = room.turn(1)
    assert message.subject.startswith("[MÔ PHỎNG] 4 sự cố – Sự cố mới")
    assert len(message.data["events"]) == 4


def test_what_was_over_before_its_message_left_is_one_line(room: DutyRoom) -> None:
    room.hearer("Lan", digest_min=30)
    room.open_one(0)
    room.turn(60)
    room.resolve(0)
    room.turn(60)
    at(room.clock, 9, 30)
    (message,) = room.turn(1)
    assert message.subject == "[MÔ PHỎNG] Đã khắc phục · mức cao · THPT Nguyễn Du 1 mất kết nối"
    assert message.text.count("/incidents/") == 1
    assert len(message.data["events"]) == 2


def test_who_heard_of_it_hears_that_it_is_over_and_who_did_not_does_not(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.hearer("Mai", least="critical")
    room.open_one(0)
    room.turn()
    room.resolve(0)
    room.turn()
    assert [subject.split(" · ")[0] for subject in room.said("Lan@so.vn")] == ["[MÔ PHỎNG] Sự cố mới", "[MÔ PHỎNG] Đã khắc phục"]
    assert room.said("Mai@so.vn") == []


def test_nobody_gets_more_than_ten_messages_in_ten_minutes_and_all_is_told(room: DutyRoom) -> None:
    room.hearer("Lan", least="low")
    arrived: list[float] = []
    events: list[int] = []
    for second in range(0, 1800, 2):
        if second < 1200 and second % 10 == 0:
            number = second // 10 % 24
            if room.rows("SELECT 1 FROM incidents WHERE subject = :s AND resolved_at IS NULL", s=f"school:{79000001 + number}"):
                room.resolve(number)
            else:
                room.open_one(number)
        for message in room.turn(2):
            arrived.append(room.clock())
            events += [told["event"] for told in message.data["events"]]
    for moment in arrived:
        assert sum(moment - 600 < one <= moment for one in arrived) <= 10
    told = [event for (event,) in room.rows("SELECT event_id FROM outbox ORDER BY id")]
    assert sorted(events) == told
    assert len(told) >= 120


@pytest.mark.parametrize("dense", [1.0, 7.0, 55.0, 119.0, 121.0])
def test_the_measure_of_ten_holds_however_they_come(dense: float) -> None:
    sent: list[float] = []
    now = 0.0
    for _ in range(3000):
        now += dense
        if room_at(sent, now) <= now:
            sent.append(now)
    assert max(sum(one - 600 < other <= one for other in sent) for one in sent) <= 10


def test_when_her_mail_fails_her_second_way_is_tried_and_then_it_is_said(room: DutyRoom) -> None:
    person = room.hearer("Lan", target="hỏng@so.vn")
    room.way(person, "https://hooks.so.vn/lan", Channel.WEBHOOK)
    room.deaf = {"hỏng@so.vn"}
    incident = room.open_one(0)
    for _ in range(30):
        room.turn(10)
    assert room.said("https://hooks.so.vn/lan") == ["[MÔ PHỎNG] Sự cố mới · mức cao · THPT Nguyễn Du 1 mất kết nối", *room.said("https://hooks.so.vn/lan")[1:]]
    assert ("sent", "webhook") in room.rows("SELECT state, channel FROM deliveries JOIN outbox o ON o.id = outbox_id WHERE o.incident_id = :i", i=incident)


def test_what_can_never_be_sent_ends_as_failed_and_stays_to_be_read(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.deaf = {"Lan@so.vn"}
    room.open_one(0, severity="low")
    room.hearer("Tú", least="low")
    room.open_one(1, severity="high")
    for _ in range(200):
        room.turn(60)
    states = room.rows("SELECT p.name, d.state, d.error FROM deliveries d JOIN people p ON p.id = d.person_id WHERE d.outbox_id <= 2 ORDER BY d.id")
    assert ("Lan", "failed", "không nghe") in states
    assert ("Tú", "sent", "") in states


def test_who_did_it_is_not_told_of_it_and_whom_it_was_given_to_is(room: DutyRoom) -> None:
    from store.incident_events import append

    lan, tu = room.hearer("Lan"), room.hearer("Tú", least="critical")
    who = room.actor(lan)
    incident = room.open_one(0, actor=who)
    assert room.turn() == []
    with room.centre.db.write() as conn:
        append(room.centre.db, conn, incident, at=room.clock(), what="assigned", actor=who, data={"owner": f"person:{tu}"}, tell=True)
    (message,) = room.turn()
    assert message.subject.startswith("[MÔ PHỎNG] Giao cho bạn")
    assert room.said("Lan@so.vn") == []


def test_the_circle_widens_while_nobody_answers(room: DutyRoom) -> None:
    room.hearer("Lan")
    room.hearer("Sếp", Role.MANAGER)
    room.hearer("Quản", Role.ADMINISTRATOR)
    room.open_one(0, severity="critical")
    heard = []
    for minutes in (0, 5, 10, 15):
        room.turn(minutes * MINUTE + 1)
        heard.append({to.split("@")[0] for to, _ in room.inbox})
    assert heard == [{"Lan"}, {"Lan"}, {"Lan", "Sếp"}, {"Lan", "Sếp", "Quản"}]
    assert "Chưa ai tiếp nhận (lần 2)" in room.said("Sếp@so.vn")[0]


def test_a_medium_one_waits_in_school_time_and_a_low_one_for_ever(room: DutyRoom) -> None:
    at(room.clock, 16, 0)
    medium, low = room.open_one(0, severity="medium"), room.open_one(1, severity="low")
    room.turn(6 * HOUR)
    assert "escalated" not in room.events(medium)
    at(room.clock, 10, 0)
    room.turn()
    assert room.events(medium).count("escalated") == 1
    assert room.events(low) == ["opened"]


def test_after_a_day_what_is_resolved_is_closed(room: DutyRoom) -> None:
    incident = room.open_one(0)
    room.resolve(0)
    room.turn(24 * HOUR - 60)
    assert room.events(incident) == ["opened", "resolved"]
    room.turn(61)
    room.turn(61)
    assert room.events(incident) == ["opened", "resolved", "closed"]


def test_a_message_about_very_many_stays_short_enough_for_every_way(room: DutyRoom) -> None:
    room.hearer("Lan")
    for number in range(60):
        room.open_one(number % 24, subject=f"trial:{number}")
    (message,) = room.turn()
    assert len(message.text) < 2000
    assert "sự cố khác: " in message.text
    assert len(message.data["events"]) == len(message.data["incidents"]) == 60


def test_quiet_hours_cross_midnight() -> None:
    wants = Wants(quiet_from="22:00", quiet_to="06:00")
    night = datetime(2026, 9, 9, 23, 15, tzinfo=LOCAL)
    early = datetime(2026, 9, 10, 5, 59, tzinfo=LOCAL)
    end = datetime(2026, 9, 10, 6, 0, tzinfo=LOCAL).timestamp()
    assert wants.when("high", night.timestamp()) == wants.when("high", early.timestamp()) == end
    assert wants.when("high", end) == end
    assert wants.when("critical", night.timestamp()) == night.timestamp()
