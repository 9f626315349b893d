"""Chị Hạnh keeps the calendar: what counts as school time, to the second, and what an edit changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import DEFAULT, Calendar, DayKind, Session, Span, SpanKind, in_school_hours, read_clock
from domain.errors import BadInput, NotAllowed, NotFound
from domain.person import Actor, ActorKind, Role
from domain.school import SchoolKind
from domain.wording import LOCAL, Words
from services import calendar as verbs
from store import audit_reading
from tests.gate.gatehouse import Gatehouse
from tests.rig.clock import Clock

HANH = Actor(kind=ActorKind.PERSON, id=4, name="Lê Mỹ Hạnh", role=Role.ADMINISTRATOR)
MINUTE = 60.0
MONDAY = date(2026, 9, 7)


@pytest.fixture
def house(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Gatehouse]:
    opened = Gatehouse(tmp_path, migrated_url, clock)
    yield opened
    opened.centre.close()


def at(text: str) -> float:
    """A local moment, "2026-09-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def exam(name: str, day: date, start: time, stop: time, *kinds: SchoolKind) -> Span:
    return Span(what=SpanKind.EXAM, name=Words(name, name), since=day, until=day, start=start, stop=stop, kinds=frozenset(kinds))


def off(day: date, until: date | None = None, what: SpanKind = SpanKind.HOLIDAY, *kinds: SchoolKind) -> Span:
    return Span(what=what, name=Words("Nghỉ", "Off"), since=day, until=until or day, kinds=frozenset(kinds))


@pytest.mark.parametrize(("moment", "open_"), [
    ("2026-09-09 06:59:59", False), ("2026-09-09 07:00", True), ("2026-09-09 11:29:59", True), ("2026-09-09 11:30", False),
    ("2026-09-09 16:59:59", True), ("2026-09-09 17:00", False), ("2026-09-12 09:00", False), ("2026-09-13 09:00", False),
    ("2026-07-08 09:00", False), ("2026-09-02 09:00", False), ("2026-09-01 09:00", False), ("2026-02-17 09:00", False),
    ("2026-04-27 09:00", False), ("2025-04-07 09:00", False), ("2027-04-16 09:00", False), ("2026-02-23 09:00", True),
    ("2026-04-30 09:00", False), ("2033-04-30 09:00", False), ("2024-02-29 09:00", True), ("2031-01-01 09:00", False),
])
def test_what_everybody_knows_of_a_year_holds_until_somebody_types_another(moment: str, open_: bool) -> None:
    assert in_school_hours(at(moment)) is open_
    assert DEFAULT.hours(at(moment)).teaching is open_


def test_an_unconfirmed_tet_says_so() -> None:
    named = DEFAULT.hours(at("2027-02-08 09:00")).name
    assert named is not None
    assert "dự kiến" in named.vi
    assert "dự kiến" not in (DEFAULT.hours(at("2026-02-17 09:00")).name or named).vi


def test_a_day_is_a_local_day_whatever_utc_says() -> None:
    """K2: 16:59:59 Z is still the day before in Ho Chi Minh City, 17:00:00 Z is the next one."""
    calendar = Calendar(spans=(off(date(2026, 10, 1)),), years=frozenset({2026}))
    before, after = datetime(2026, 9, 30, 16, 59, 59, tzinfo=UTC), datetime(2026, 9, 30, 17, 0, 0, tzinfo=UTC)
    assert calendar.hours(before.timestamp()).name is None
    assert calendar.hours(after.timestamp()).name is not None
    assert DEFAULT.day_kind(date(2025, 12, 31)) is DayKind.TAUGHT
    assert DEFAULT.hours(datetime(2025, 12, 31, 17, 0, tzinfo=UTC).timestamp()).name is not None, "New Year begins at 17:00 Z"
    assert DEFAULT.hours(datetime(2026, 8, 31, 16, 59, 59, tzinfo=UTC).timestamp()).name is not None, "the last second of summer"
    assert DEFAULT.hours(datetime(2026, 5, 31, 17, 0, tzinfo=UTC).timestamp()).name is not None, "the first second of summer"
    old = datetime(1975, 6, 12, 17, 0, tzinfo=UTC).timestamp()  # the offset went from +8 to +7 that night
    assert DEFAULT.school_seconds(old - 30 * 86400, old + 30 * 86400) == slow(DEFAULT, old - 30 * 86400, old + 30 * 86400)


def test_an_exam_is_school_time_even_in_summer_and_for_its_kind_only() -> None:
    calendar = Calendar(spans=(off(date(2026, 6, 1), date(2026, 8, 31), SpanKind.SUMMER),
                               exam("Thi tốt nghiệp", date(2026, 6, 11), time(7, 30), time(11), SchoolKind.THPT)), years=frozenset({2026}))
    morning = at("2026-06-11 08:00")
    thpt, primary = calendar.hours(morning, SchoolKind.THPT), calendar.hours(morning, SchoolKind.TIEU_HOC)
    assert (thpt.teaching, thpt.exam, thpt.open) == (False, True, True)
    assert thpt.name is not None
    assert thpt.name.vi == "Thi tốt nghiệp"
    assert not primary.open
    assert calendar.school_seconds(at("2026-06-11 00:00"), at("2026-06-12 00:00"), SchoolKind.THPT) == 3.5 * 3600
    assert not calendar.hours(morning).exam, "the province as a whole has no exam"


def test_a_makeup_saturday_is_taught_and_beats_a_holiday() -> None:
    calendar = Calendar(spans=(off(date(2026, 9, 12), what=SpanKind.MAKEUP), off(date(2026, 9, 12))), years=frozenset({2026}))
    assert calendar.hours(at("2026-09-12 09:00")).teaching
    assert calendar.school_seconds(at("2026-09-12 00:00"), at("2026-09-13 00:00")) == 8.5 * 3600
    assert not calendar.hours(at("2026-09-19 09:00")).teaching


def test_a_kind_with_hours_of_its_own_has_only_those() -> None:
    own = Session(start=time(7), stop=time(16, 30), weekdays=frozenset(range(6)), kinds=frozenset({SchoolKind.MAM_NON}))
    calendar = Calendar(sessions=(*DEFAULT.sessions, own))
    assert calendar.hours(at("2026-09-09 12:00"), SchoolKind.MAM_NON).teaching
    assert not calendar.hours(at("2026-09-09 16:45"), SchoolKind.MAM_NON).teaching
    assert not calendar.hours(at("2026-09-09 12:00"), SchoolKind.THCS).teaching
    assert not calendar.hours(at("2026-09-09 12:00")).teaching
    ended = Session(start=time(18), stop=time(21), weekdays=frozenset({0}), since=MONDAY, until=MONDAY)
    assert Calendar(sessions=(ended,)).hours(at("2026-09-07 19:00")).teaching
    assert not Calendar(sessions=(ended,)).hours(at("2026-09-14 19:00")).teaching


def slow(calendar: Calendar, since: float, until: float, kind: SchoolKind | None = None, step: float = MINUTE) -> float:
    """School time by walking, minute by minute; the moments lie on whole minutes."""
    total, now = 0.0, since
    while now < until:
        total += step if calendar.hours(now, kind).open else 0.0
        now += step
    return total


@settings(deadline=None, max_examples=60)
@given(first=st.integers(0, 900 * 1440), length=st.integers(0, 12 * 1440), kind=st.sampled_from([None, SchoolKind.THPT, SchoolKind.MAM_NON]),
       holiday=st.integers(0, 900), makeup=st.integers(0, 900), exam_day=st.integers(0, 900))
def test_counting_by_days_is_counting_by_minutes(first: int, length: int, kind: SchoolKind | None, holiday: int, makeup: int, exam_day: int) -> None:
    begin = date(2025, 1, 1)

    def day(step: int) -> date:
        return begin + timedelta(days=step)

    calendar = Calendar(
        spans=(off(day(holiday), day(holiday + 4)), off(day(makeup), what=SpanKind.MAKEUP), exam("Thi", day(exam_day), time(6), time(12), SchoolKind.THPT)),
        years=frozenset({2026}))
    since = at("2025-01-01 00:00") + first * MINUTE
    until = since + length * MINUTE
    assert calendar.school_seconds(since, until, kind) == slow(calendar, since, until, kind)


@settings(deadline=None, max_examples=60)
@given(first=st.integers(0, 700 * 1440), seconds=st.integers(1, 90 * 3600))
def test_what_is_due_after_so_much_school_time_has_had_exactly_that_much(first: int, seconds: int) -> None:
    since = at("2025-01-01 00:00") + first * MINUTE
    due = DEFAULT.due(since, seconds)
    assert due is not None
    assert DEFAULT.school_seconds(since, due) == seconds
    assert DEFAULT.school_seconds(since, due - 1) == seconds - 1


@settings(deadline=None, max_examples=60)
@given(minute=st.integers(0, 700 * 1440))
def test_between_two_changes_nothing_changes(minute: int) -> None:
    now = at("2025-01-01 00:00") + minute * MINUTE
    turns = DEFAULT.next_change(now)
    assert turns is not None
    assert turns > now
    assert DEFAULT.hours(turns - 1).open is DEFAULT.hours(now).open
    assert DEFAULT.hours(turns).open is not DEFAULT.hours(now).open


@pytest.mark.parametrize(("text", "found"), [("7:00", time(7)), ("07h30", time(7, 30)), ("7h", time(7)), ("13.15", time(13, 15)), ("24:00", None),
                                             ("7:60", None), ("", None), ("sáng", None), ("٧:00", None)])
def test_hours_are_read_as_people_write_them(text: str, found: time | None) -> None:
    assert read_clock(text) == found


def test_an_edit_takes_a_year_over_and_leaves_the_others(house: Gatehouse) -> None:
    centre = house.centre
    assert verbs.calendar(centre).hours(at("2026-11-20 09:00")).teaching
    number = verbs.add_span(centre, HANH, off(date(2026, 11, 20)))
    found = verbs.calendar(centre)
    assert not found.hours(at("2026-11-20 09:00")).teaching
    assert not found.hours(at("2026-09-02 09:00")).teaching, "what was known of the year was written down with it"
    assert found.years == {2026}
    verbs.revoke_span(centre, HANH, str(number))
    verbs.revoke_span(centre, HANH, "holiday:2026-09-01:2026-09-02")
    found = verbs.calendar(centre)
    assert found.hours(at("2026-11-20 09:00")).teaching
    assert found.hours(at("2026-09-02 09:00")).teaching, "whoever takes a known day back means it"
    assert not found.hours(at("2027-09-02 09:00")).teaching
    with pytest.raises(NotFound):
        verbs.revoke_span(centre, HANH, "holiday:2026-09-01:2026-09-02")


def test_another_process_hears_of_an_edit_within_half_a_minute(house: Gatehouse) -> None:
    other = house.open()
    assert verbs.calendar(other).hours(at("2026-11-20 09:00")).teaching
    verbs.add_span(house.centre, HANH, off(date(2026, 11, 20)))
    assert verbs.calendar(other).hours(at("2026-11-20 09:00")).teaching
    house.clock.forward(verbs.AGAIN_S)
    assert not verbs.calendar(other).hours(at("2026-11-20 09:00")).teaching
    other.close()


def test_every_edit_is_in_the_log(house: Gatehouse) -> None:
    number = verbs.add_span(house.centre, HANH, off(date(2026, 11, 20)))
    changed = verbs.add_span(house.centre, HANH, off(date(2026, 11, 21)), replaces=str(number))
    verbs.revoke_span(house.centre, HANH, str(changed))
    lesson = verbs.add_session(house.centre, HANH, Session(start=time(18), stop=time(20), weekdays=frozenset({1})))
    verbs.revoke_session(house.centre, HANH, str(lesson))
    with house.centre.db.read() as conn:
        rows = audit_reading.search(conn, audit_reading.Filters(), simulated=False, before=0, most=10)
    acts = [row["act"] for row in rows if row["act"].startswith("calendar.")]
    assert acts[::-1] == ["calendar.span_added", "calendar.span_changed", "calendar.span_revoked", "calendar.session_added", "calendar.session_revoked"]
    assert all(row["actor_name"] == HANH.name for row in rows if row["act"].startswith("calendar."))


def test_hours_of_lessons_can_be_changed(house: Gatehouse) -> None:
    verbs.add_session(house.centre, HANH, Session(start=time(7, 30), stop=time(11, 30), weekdays=frozenset(range(5))), replaces="lesson:0700-1130")
    found = verbs.calendar(house.centre)
    assert not found.hours(at("2026-09-09 07:15")).teaching
    assert found.hours(at("2026-09-09 07:30")).teaching
    assert found.hours(at("2026-09-09 13:00")).teaching, "the other session stays"


@pytest.mark.parametrize("span", [off(date(2026, 9, 9), date(2026, 9, 8)), off(date(2026, 9, 9), date(2028, 9, 8)),
                                  Span(what=SpanKind.EXAM, name=Words("K", "K"), since=MONDAY, until=MONDAY), off(date(1900, 1, 1))])
def test_what_cannot_be_is_refused(house: Gatehouse, span: Span) -> None:
    with pytest.raises(BadInput):
        verbs.add_span(house.centre, HANH, span)
    assert verbs.calendar(house.centre).years == frozenset()


def test_only_an_administrator_edits(house: Gatehouse) -> None:
    minh = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR)
    with pytest.raises(NotAllowed):
        verbs.add_span(house.centre, minh, off(date(2026, 11, 20)))
    with pytest.raises(NotAllowed):
        verbs.revoke_session(house.centre, minh, "lesson:0700-1130")
