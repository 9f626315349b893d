"""Schedules and the calendar: what moves when somebody types a day off, what is never told twice, when a term ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import DEFAULT, Calendar, Span, SpanKind, default_spans
from domain.errors import BadInput
from domain.person import Role
from domain.schedule import Plan, Rhythm
from domain.wording import Words, stamp
from services import calendar, schedules
from store.database import Database
from tests.gate.gatehouse import stranger
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom, at, daily, moment

ADMIN = stranger(Role.ADMINISTRATOR)


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> PaperRoom:
    """A school morning."""
    return PaperRoom(tmp_path / "home", db.url, clock)


def off(since: str, until: str = "", what: SpanKind = SpanKind.HOLIDAY) -> Span:
    """Days that are not like others."""
    return Span(what=what, name=Words("Ngày bão", "Storm"), since=date.fromisoformat(since), until=date.fromisoformat(until or since))


def coming(room: PaperRoom) -> list[str]:
    """When each schedule is due next, as the page says."""
    return [stamp(one.next_at) if one.next_at else "" for one in schedules.listed(room.centre, ADMIN)]


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
