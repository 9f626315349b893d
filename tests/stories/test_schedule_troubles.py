"""When a report does not come out as it was planned: what is told, to whom, and what the calendar has to do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from domain.calendar import DEFAULT, Calendar, Span, SpanKind, default_spans
from domain.errors import BadInput, NotFound
from domain.person import Part, Role
from domain.schedule import Draft, Plan, Rhythm
from domain.wording import LOCAL, Words, stamp
from services import calendar, schedules
from services.papers import MAKER
from store import leases
from store.database import Database
from tests.gate.gatehouse import stranger
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom

ADMIN = stranger(Role.ADMINISTRATOR)


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> PaperRoom:
    """A school morning."""
    return PaperRoom(tmp_path / "home", db.url, clock)


def moment(text: str) -> float:
    """"23/11/2026 07:00", local."""
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL).timestamp()


def at(room: PaperRoom, text: str) -> None:
    """The clock shows this."""
    room.clock.forward(moment(text) - room.clock())


def daily(*people: int, **changes: Any) -> Draft:
    """Every school day at seven, to these people."""
    return Draft(**{"name": "Báo cáo sáng", "template": "daily", "plan": Plan(rhythm=Rhythm.DAILY), "people": people, **changes})


def off(since: str, until: str = "", what: SpanKind = SpanKind.HOLIDAY) -> Span:
    """Days that are not like others."""
    return Span(what=what, name=Words("Ngày bão", "Storm"), since=date.fromisoformat(since), until=date.fromisoformat(until or since))


def coming(room: PaperRoom) -> list[str]:
    """When each schedule is due next, as the page says."""
    return [stamp(one.next_at) if one.next_at else "" for one in schedules.listed(room.centre, ADMIN)]


# --- what could not be made ---


def test_what_is_ready_goes_out_and_the_letter_names_what_could_not_be_made(room: PaperRoom) -> None:
    lan = room.manager()
    room.broken["pptx"] = 9
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id, papers=("pdf", "pptx", "xlsx"), addresses=("phong@hcm.edu.vn",)))
    at(room, "23/11/2026 07:00")
    told = room.beat()
    assert [[name.rpartition(".")[2] for name, _, _ in message.files] for message in told] == [["pdf", "xlsx"]] * 2
    assert all("Không làm được PowerPoint" in message.text and "Trung tâm gặp lỗi" in message.text for message in told)
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, [letter.state for letter in run.letters]) == ("posted", ["sent", "sent"])
    assert run.error.vi.startswith("Không làm được PowerPoint")
    assert "could not be made" in run.error.en
    assert room.rows("SELECT count(*) FROM audit WHERE act = 'snapshot.posted' AND after LIKE '%pptx%'") == [(0,)]


def test_when_everything_comes_out_nothing_is_said_to_be_missing(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id, papers=("pdf", "xlsx")))
    schedules.make_now(room.centre, lan, one)
    (told,) = room.beat()
    assert "Không làm được" not in told.text
    assert schedules.runs(room.centre, lan, one)[0].error.vi == ""


def test_when_nothing_could_be_made_whoever_wrote_the_schedule_is_told_and_nobody_else(room: PaperRoom) -> None:
    lan, minh = room.manager("Lan"), room.manager("Minh")
    room.broken |= {"pdf": 9, "xlsx": 9}
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(minh.id, papers=("pdf", "xlsx"), addresses=("phong@hcm.edu.vn",)))
    at(room, "23/11/2026 07:00")
    (told,) = room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]
    assert told.subject == "[MÔ PHỎNG] Không làm được báo cáo “Báo cáo sáng”"
    assert "lúc 23/11/2026 07:00" in told.text
    assert "Không làm được PDF" in told.text
    assert "/reports?view=plans" in told.text
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, [(letter.to, letter.state) for letter in run.letters]) == ("failed", [("Lan", "sent")])
    room.beat(600)
    assert len(room.inbox) == 1, "once"


def test_when_no_snapshot_could_be_taken_the_owner_hears_why(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    schedules.save(room.centre, lan, daily(lan.id))
    at(room, "23/11/2026 07:00")
    with patch.object(room, "take", side_effect=BadInput("Không có trường nào trong phạm vi.", "No school.")):
        room.beat()
    assert [("Không có trường nào" in message.text, message.files) for _, message in room.inbox] == [(True, ())]


def test_an_owner_who_is_gone_gets_no_letter(room: PaperRoom) -> None:
    lan = room.manager()
    room.broken["pdf"] = 9
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.make_now(room.centre, lan, one)
    room.deaf.add(f"{lan.id}@so.vn")
    room.beat()
    schedules.drop(room.centre, lan, one)
    room.deaf.clear()
    room.beat(600)
    assert (room.inbox, room.rows("SELECT state FROM paper_post")) == ([], [("failed",)])


def test_a_paper_added_while_the_others_are_made_is_made_too(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.make_now(room.centre, lan, one)
    room.look(room.leader)
    schedules.save(room.centre, lan, daily(lan.id, papers=("xlsx",)), one)
    (told,) = room.beat()
    assert [name.rpartition(".")[2] for name, _, _ in told.files] == ["xlsx"]


# --- one maker, however long the morning ---


def test_a_long_morning_stays_one_makers(room: PaperRoom) -> None:
    """Twenty schedules are due at seven and each takes three seconds to photograph; another maker waits to lead."""
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    for n in range(20):
        schedules.save(room.centre, lan, daily(lan.id, name=f"Báo cáo {n}"))
    at(room, "23/11/2026 07:00")
    taken, taking, others = room.take, 0, []

    def slow(*words: Any) -> Any:
        nonlocal taking
        taking += 1
        room.clock.forward(3)
        others.append(leases.acquire(room.centre.db, MAKER, "another"))
        return taken(*words)

    with patch.object(Database, "clock", lambda *_: room.clock()), patch.object(room, "take", slow):
        assert room.look(room.leader)
    assert (taking, set(others)) == (20, {None})


# --- the calendar changes after the next time was reckoned ---


@contextmanager
def elsewhere(room: PaperRoom) -> Iterator[Any]:
    """The web process: it has a calendar of its own to forget."""
    other = room.open()
    yield other
    other.close()


def test_a_day_off_typed_the_evening_before_moves_what_comes(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 20:00")
    schedules.save(room.centre, lan, daily(lan.id))
    room.beat()
    assert coming(room) == ["24/11/2026 07:00"]
    with elsewhere(room) as web:
        number = calendar.add_span(web, ADMIN, off("2026-11-24", "2026-11-25"))
        room.beat(31)
        assert coming(room) == ["26/11/2026 07:00"]
        calendar.revoke_span(web, ADMIN, str(number))
    room.beat(31)
    assert coming(room) == ["24/11/2026 07:00"]
    at(room, "24/11/2026 07:00")
    assert len(room.beat()) == 1


def test_a_day_off_typed_at_the_last_moment_counts_too(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "24/11/2026 06:59")
    one = schedules.save(room.centre, lan, daily(lan.id))
    room.beat(55)
    with elsewhere(room) as web:
        calendar.add_span(web, ADMIN, off("2026-11-24"))
    assert room.beat(10) == []
    assert (schedules.runs(room.centre, lan, one), coming(room)) == ((), ["25/11/2026 07:00"])


def test_a_make_up_saturday_is_a_school_day_and_what_rests_stays_at_rest(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "27/11/2026 12:00")
    schedules.save(room.centre, lan, daily(lan.id))
    resting = schedules.save(room.centre, lan, daily(lan.id, name="Nghỉ"))
    schedules.pause(room.centre, lan, resting, paused=True)
    room.beat()
    assert coming(room) == ["30/11/2026 07:00", ""]
    with elsewhere(room) as web:
        calendar.add_span(web, ADMIN, off("2026-11-28", what=SpanKind.MAKEUP))
    room.beat(31)
    assert coming(room) == ["28/11/2026 07:00", ""]


def test_a_week_that_was_told_is_not_told_again_when_its_monday_becomes_a_day_off(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    schedules.save(room.centre, lan, daily(lan.id, template="connectivity", plan=Plan(rhythm=Rhythm.WEEKLY)))
    at(room, "23/11/2026 07:00")
    assert len(room.beat()) == 1
    with elsewhere(room) as web:
        calendar.add_span(web, ADMIN, off("2026-11-23"))
    room.beat(31)
    assert coming(room) == ["30/11/2026 07:00"]


def test_a_monday_that_turns_out_to_be_a_school_day_is_made_that_day(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "22/11/2026 06:00")
    number = calendar.add_span(room.centre, ADMIN, off("2026-11-23"))
    schedules.save(room.centre, lan, daily(lan.id, template="connectivity", plan=Plan(rhythm=Rhythm.WEEKLY)))
    room.beat()
    assert coming(room) == ["24/11/2026 07:00"]
    at(room, "23/11/2026 10:00")
    with elsewhere(room) as web:
        calendar.revoke_span(web, ADMIN, str(number))
    assert len(room.beat(31)) == 1
    assert coming(room) == ["30/11/2026 07:00"]


def test_a_schedule_nobody_moves_stays_where_it_is_whatever_the_rhythm(room: PaperRoom) -> None:
    """At every start of a maker all is reckoned anew: by the same calendar it comes to the same."""
    for rhythm in Rhythm:
        for day in (1, 4, 16, 28):
            plan, after = Plan(rhythm=rhythm, day=day, weekday=day % 7), moment("03/01/2026 12:00")
            for _ in range(30):
                pending = plan.next_after(DEFAULT, after)
                assert pending is not None
                assert plan.moved(DEFAULT, pending, after) == pending
                assert plan.moved(DEFAULT, pending, pending) == pending
                after = pending


def test_a_day_that_never_comes_is_refused_and_not_kept_as_if_it_rested(room: PaperRoom) -> None:
    lan, sunday = room.manager(), Plan(rhythm=Rhythm.WEEKLY, weekday=6)
    with pytest.raises(BadInput) as refused:
        schedules.save(room.centre, lan, daily(lan.id, plan=sunday))
    assert refused.value.code == "weekday"
    schedules.save(room.centre, lan, daily(lan.id, plan=replace(sunday, school_days=False)))


# --- terms ---


def summer(since: str, until: str) -> Calendar:
    """2026 and 2027 as they are known, but for a summer somebody typed."""
    known = [span for year in (2026, 2027) for span in default_spans(year) if span.what is not SpanKind.SUMMER or span.since.year != int(since[:4])]
    typed = Span(what=SpanKind.SUMMER, name=Words("Nghỉ hè", "Summer"), since=date.fromisoformat(since), until=date.fromisoformat(until), id=7)
    return Calendar(spans=(*known, typed), years=frozenset({2026, 2027}))


def test_the_second_term_ends_where_the_calendar_says_that_summer_begins() -> None:
    plan, days = Plan(rhythm=Rhythm.TERM), summer("2027-05-25", "2027-08-20")
    due = plan.next_after(days, moment("01/03/2027 00:00"))
    assert due == moment("25/05/2027 07:00")
    assert [stamp(one) for one in plan.period(due, days) or ()] == ["16/01/2027 00:00", "25/05/2027 00:00"]
    later = plan.next_after(days, due)
    assert later == moment("17/01/2028 07:00")
    assert [stamp(one) for one in plan.period(later, days) or ()] == ["21/08/2027 00:00", "16/01/2028 00:00"]
    assert plan.moved(days, moment("01/06/2027 07:00"), moment("01/03/2027 00:00")) == due
    assert plan.moved(summer("2027-06-14", "2027-08-31"), moment("01/06/2027 07:00"), moment("01/03/2027 00:00")) == moment("14/06/2027 07:00")


# --- how far it may reach, and to whom it may go ---


def test_nobody_writes_a_schedule_beyond_their_reach_and_foreign_is_as_absent(room: PaperRoom) -> None:
    hoa = room.manager("Hoa", (Part(area="760"),))
    own = schedules.save(room.centre, hoa, daily(hoa.id, parts=(Part(area="760"),)))
    for beyond in (Part(area="764"), Part(area="999"), Part(school="99999999"), Part(school=room.rows("SELECT code FROM schools WHERE old_area = '764'")[0][0])):
        for number in (0, own):
            with pytest.raises(NotFound):
                schedules.save(room.centre, hoa, daily(hoa.id, parts=(Part(area="760"), beyond)), number)
    (row,) = schedules.listed(room.centre, hoa)
    assert row.parts == (Part(area="760"),)


def test_the_template_of_one_school_is_kept_for_one_school_only(room: PaperRoom) -> None:
    lan = room.manager()
    with pytest.raises(BadInput) as refused:
        schedules.save(room.centre, lan, daily(lan.id, template="school", parts=(Part(area="760"),)))
    assert refused.value.code == "school"
    schedules.save(room.centre, lan, daily(lan.id, template="school", parts=(Part(school="79000001"),)))


def test_a_one_click_account_sends_to_people_of_the_house_only(room: PaperRoom) -> None:
    lan = room.manager()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET demo = 2 WHERE id = {lan.id}")
    guest = replace(lan, demo=True)
    with pytest.raises(BadInput, match="people of the house only"):
        schedules.save(room.centre, guest, daily(guest.id, addresses=("ai.do@gmail.com",)))
    one = schedules.save(room.centre, guest, daily(guest.id))
    schedules.make_now(room.centre, guest, one)
    assert len(room.beat()) == 1


def test_what_a_one_click_account_had_written_goes_to_no_address_outside_any_more(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id, addresses=("ai.do@gmail.com",)))
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET demo = 2 WHERE id = {lan.id}")
    schedules.make_now(room.centre, replace(lan, demo=True), one)
    room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]


def test_an_address_leaves_the_post_with_its_letter_and_the_proof_stays(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn", "gan@so.vn")))
    room.deaf.add("xa@so.vn")
    schedules.make_now(room.centre, lan, one)
    schedules.pause(room.centre, lan, one, paused=True)
    room.beat()
    sealed = room.rows("SELECT hint, state, address_sealed <> '' FROM paper_post ORDER BY id")
    assert [(hint, state, bool(kept)) for hint, state, kept in sealed] == [("x…@so.vn", "waiting", True), ("g…@so.vn", "sent", False)]
    for _ in range(40):
        room.beat(4000)
    assert room.rows("SELECT hint, state, address_sealed FROM paper_post ORDER BY id") == [("x…@so.vn", "failed", ""), ("g…@so.vn", "sent", "")]
    (run,) = schedules.runs(room.centre, lan, one)
    assert [(letter.to, letter.state, bool(letter.sent_at)) for letter in run.letters] == [("x…@so.vn", "failed", False), ("g…@so.vn", "sent", True)]


def test_addresses_that_were_kept_before_are_forgotten_by_the_hour(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn",)))
    schedules.make_now(room.centre, lan, one)
    room.beat()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE paper_post SET address_sealed = 'niêm phong'")
    room.beat(3601)
    assert room.rows("SELECT address_sealed FROM paper_post") == [("",)]
