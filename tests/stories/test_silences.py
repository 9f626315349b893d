"""Anh Minh on duty hushes what is known; chị Lan in Quận 1 only what is hers. Whatever is hushed is still recorded."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.school import SchoolKind
from domain.silence import Phase, Silence, SilenceKind
from domain.wording import LOCAL
from services import register, silences
from store import audit_reading
from tests.promises.office import code
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom

HOUR, DAY = 3600.0, 86400.0
MINH = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part()})))
LAN = Actor(kind=ActorKind.PERSON, id=6, name="Lê Lan", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="760")})))
THAO = Actor(kind=ActorKind.PERSON, id=7, name="Vũ Thảo", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="764")})))


@pytest.fixture
def room(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[DutyRoom]:
    opened = DutyRoom(tmp_path, migrated_url, clock)
    yield opened
    opened.centre.close()


def at(text: str) -> float:
    """A local moment, "2026-09-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def one(since: str, until: str, **more: Any) -> Silence:
    return Silence(what=SilenceKind.SILENCE, since=at(since), until=at(until), reason="thử", area="760", **more)


# --- the value ---


def test_a_silence_is_active_from_its_first_moment_to_just_before_its_last() -> None:
    quiet = one("2026-09-09 08:00", "2026-09-09 10:00")
    assert [quiet.active(at(m)) for m in ("2026-09-09 07:59:59", "2026-09-09 08:00", "2026-09-09 09:59:59", "2026-09-09 10:00")] == [False, True, True, False]
    assert quiet.boundary(at("2026-09-09 07:00")) == at("2026-09-09 08:00")
    assert quiet.boundary(at("2026-09-09 08:00")) == at("2026-09-09 10:00")
    assert quiet.boundary(at("2026-09-09 10:00")) is None


def test_a_window_over_midnight_belongs_to_the_weekday_it_began_on() -> None:
    friday = one("2026-09-07 00:00", "2026-09-21 00:00", weekdays=frozenset({4}), start=time(22), stop=time(5))
    told = {m: friday.active(at(m)) for m in (
        "2026-09-11 21:59:59", "2026-09-11 22:00", "2026-09-12 00:00", "2026-09-12 04:59:59", "2026-09-12 05:00", "2026-09-12 22:00", "2026-09-11 03:00")}
    assert list(told.values()) == [False, True, True, True, False, False, False]
    assert friday.seconds(at("2026-09-07 00:00"), at("2026-09-21 00:00")) == 2 * 7 * HOUR
    assert friday.phase(at("2026-09-10 00:00")) is Phase.BETWEEN


def test_midnight_is_local_midnight() -> None:
    """K2: Wednesday 16:59:59 Z is Wednesday, 17:00:00 Z is Thursday."""
    wednesday = one("2026-09-01 00:00", "2026-09-30 00:00", weekdays=frozenset({2}))
    assert wednesday.active(datetime(2026, 9, 9, 16, 59, 59, tzinfo=UTC).timestamp())
    assert not wednesday.active(datetime(2026, 9, 9, 17, 0, 0, tzinfo=UTC).timestamp())
    assert wednesday.active(datetime(2026, 9, 8, 17, 0, 0, tzinfo=UTC).timestamp())


@settings(deadline=None, max_examples=80)
@given(days=st.frozensets(st.integers(0, 6), max_size=4), start=st.integers(0, 47), length=st.integers(1, 47), begin=st.integers(0, 40), last=st.integers(1, 400),
       seen=st.integers(0, 500))
def test_between_two_boundaries_nothing_changes(days: frozenset[int], start: int, length: int, begin: int, last: int, seen: int) -> None:
    """Half hours; the reference walks."""
    zero, half = at("2026-09-07 00:00"), HOUR / 2

    def clock(n: int) -> time:
        return (datetime(2026, 1, 1) + timedelta(minutes=30 * (n % 48))).time()  # noqa: DTZ001 - a wall time of no day

    quiet = Silence(what=SilenceKind.MAINTENANCE, since=zero + begin * half, until=zero + (begin + last) * half, reason="thử", area="760",
                    weekdays=days, start=clock(start), stop=clock(start + length))
    now = zero + seen * half
    turns = quiet.boundary(now)
    until = turns if turns is not None else zero + 1000 * half
    steps = [now + n * half for n in range(int((until - now) / half))]
    assert all(quiet.active(step) is quiet.active(now) for step in steps)
    assert turns is None or quiet.active(turns) is not quiet.active(now)
    assert quiet.seconds(zero, zero + 600 * half) == sum(half for n in range(600) if quiet.active(zero + n * half))


# --- the verbs ---


def test_a_silence_needs_a_reason_an_end_and_one_target(room: DutyRoom) -> None:
    now = room.clock()
    wrongs: list[dict[str, Any]] = [
        {"reason": ""}, {"reason": "ab"}, {"reason": "!!!!"}, {"until": None}, {"until": now}, {"until": now - HOUR}, {"until": now + 31 * DAY},
        {"until": float("nan")}, {"until": float("inf")}, {"area": ""}, {"school": code(0)}, {"incident": 1}, {"weekdays": [7]}, {"start": time(7)},
        {"start": time(7), "stop": time(7)}, {"since": now + 2 * HOUR}, {"reason": "em Nguyễn Văn An lớp 5A, CCCD 079123456789"},
        {"until": now + 2 * DAY, "weekdays": [0], "start": time(1), "stop": time(2)},
        {"what": SilenceKind.MAINTENANCE, "until": now + 400 * DAY},
    ]
    for wrong in wrongs:
        words: dict[str, Any] = {"until": now + HOUR, "reason": "Đứt cáp đường Lê Lợi", "area": "760", **wrong}
        with pytest.raises(BadInput):
            silences.silence(room.centre, MINH, **words)
    assert room.rows("SELECT count(*) FROM silences") == [(0,)]
    made = silences.silence(room.centre, MINH, until=now + HOUR, reason=" Đứt  cáp\nđường Lê Lợi ", area="760")
    assert made.silence.reason == "Đứt cáp đường Lê Lợi"
    assert made.phase is Phase.ACTIVE
    assert made.next == now + HOUR


def test_nobody_silences_the_past(room: DutyRoom) -> None:
    now = room.clock()
    made = silences.silence(room.centre, MINH, what=SilenceKind.MAINTENANCE, since=now - 30 * DAY, until=now + HOUR, reason="Bảo trì máy chủ", area="760")
    assert made.silence.since == now, "a maintenance told afterwards would clear the figures"


def test_an_officer_silences_only_what_is_wholly_theirs(room: DutyRoom) -> None:
    now = room.clock()

    def hush(**target: Any) -> Any:
        return silences.silence(room.centre, LAN, until=now + HOUR, reason="Mất điện cả khu", **target)

    hers, foreign = code(0), code(8)  # Quận 1, Gò Vấp
    assert hush(school=hers).schools == 1
    assert hush(area="760").schools == 8
    assert hush(area="760", kinds=[SchoolKind.THPT]).schools == 8
    absents: list[dict[str, Any]] = [{"school": foreign}, {"school": "79999999"}, {"area": "764"}, {"area": "nowhere"}, {"area": "760", "kinds": [SchoolKind.MAM_NON]},
                   {"incident": 77}, {"incident": room.open_one(8)}]
    for absent in absents:
        with pytest.raises(NotFound) as refusal:
            hush(**absent)
        assert refusal.value.words.vi == silences.NO_TARGET.vi, "foreign reads like absent"
    widers: list[dict[str, Any]] = [{"area": "26734"}, {"area": "79"}, {"kinds": [SchoolKind.THPT]}, {"incident": room.open_one(99, kind="wide", schools=[0, 8])}]
    for wider in widers:
        with pytest.raises(NotAllowed):
            hush(**wider)
    assert hush(incident=room.open_one(1)).silence.incident is not None
    contact = Actor(kind=ActorKind.PERSON, id=9, name="Cô Hoa", role=Role.SCHOOL_CONTACT, scope=Scope(parts=frozenset({Part(school=hers)})))
    with pytest.raises(NotAllowed):
        silences.silence(room.centre, contact, until=now + HOUR, reason="Mất điện", school=hers)
    with pytest.raises(NotAllowed):
        silences.listing(room.centre, contact)


def test_what_is_over_cannot_be_silenced(room: DutyRoom) -> None:
    gone = room.open_one(0)
    room.resolve(0)
    with pytest.raises(IllegalMove):
        silences.silence(room.centre, MINH, until=room.clock() + HOUR, reason="Đứt cáp", incident=gone)


def test_each_sees_what_concerns_them_and_no_reason_of_others(room: DutyRoom) -> None:
    now = room.clock()
    everywhere = silences.silence(room.centre, MINH, until=now + HOUR, reason="Cáp trục ở Gò Vấp đang sửa", area="79")
    hers = silences.silence(room.centre, LAN, until=now + HOUR, reason="Trường Nguyễn Du mất điện", school=code(0))
    assert [line.silence.id for line in silences.listing(room.centre, MINH)] == [hers.silence.id, everywhere.silence.id]
    assert [line.silence.id for line in silences.listing(room.centre, LAN)] == [hers.silence.id, everywhere.silence.id]
    (seen,) = silences.listing(room.centre, THAO)
    assert (seen.silence.id, seen.schools, seen.whole, seen.reason, seen.can_revoke) == (everywhere.silence.id, 8, False, "", False)
    with pytest.raises(NotFound):
        silences.one(room.centre, THAO, hers.silence.id)
    with pytest.raises(NotFound):
        silences.revoke(room.centre, THAO, hers.silence.id)
    with pytest.raises(NotAllowed):
        silences.revoke(room.centre, THAO, everywhere.silence.id)
    with pytest.raises(NotFound):
        silences.revoke(room.centre, MINH, 10**30)


def test_taken_back_it_is_over_once(room: DutyRoom) -> None:
    now = room.clock()
    made = silences.silence(room.centre, LAN, until=now + HOUR, reason="Mất điện", area="760")
    room.clock.forward(60)
    ended = silences.revoke(room.centre, MINH, made.silence.id, "có điện rồi")
    assert ended.phase is Phase.REVOKED
    assert ended.silence.revoked_by == "person:5"
    with pytest.raises(IllegalMove):
        silences.revoke(room.centre, LAN, made.silence.id)
    with room.centre.db.read() as conn:
        rows = audit_reading.search(conn, audit_reading.Filters(), simulated=False, before=0, most=5)
        assert silences.covering(conn, room.clock()) == ()
    told = [(row["act"], row["actor_name"], row["why"]) for row in rows if row["act"].startswith("silence.")]
    assert told == [("silence.revoked", "Trần Minh", "có điện rồi"), ("silence.made", "Lê Lan", "Mất điện")]


def test_asked_twice_is_one(room: DutyRoom) -> None:
    words: dict[str, Any] = {"until": room.clock() + HOUR, "reason": "Mất điện", "area": "760", "client": "f3a"}
    first, again = (silences.silence(room.centre, LAN, **words) for _ in range(2))
    assert first.silence.id == again.silence.id
    other = silences.silence(room.centre, MINH, **words)
    assert other.silence.id != first.silence.id, "the same letters of somebody else are another wish"
    assert room.rows("SELECT count(*) FROM audit WHERE act = 'silence.made'") == [(2,)]


# --- what the house asks ---


def test_an_incident_is_hushed_when_all_of_its_schools_are(room: DutyRoom) -> None:
    now = room.clock()
    own, other, wide, nobody = (room.open_one(0), room.open_one(8), room.open_one(98, kind="wide", schools=[0, 1, 8]),
                                room.open_one(97, kind="blind", schools=[], subject="centre:uplink"))

    def hushed() -> set[int]:
        with room.centre.db.read() as conn:
            assert silences.silenced(conn, now) == set(silences.quiet_incidents(conn, now))
            return set(silences.silenced(conn, now))

    assert hushed() == set()
    silences.silence(room.centre, MINH, until=now + HOUR, reason="Đứt cáp", area="760")
    assert hushed() == {own}
    maintenance = silences.silence(room.centre, MINH, until=now + HOUR, reason="Bảo trì", school=code(8), what=SilenceKind.MAINTENANCE)
    assert hushed() == {own, other, wide}, "two together cover the wide one"
    silences.silence(room.centre, MINH, until=now + HOUR, reason="Cả tỉnh im", area="79")
    assert nobody not in hushed(), "one that speaks for no school is hushed by name only"
    silences.silence(room.centre, MINH, until=now + HOUR, reason="Đường truyền đang sửa", incident=nobody)
    assert nobody in hushed()
    with room.centre.db.read() as conn:
        assert silences.hushed(conn, now, [code(0), code(8)]) is not None
        assert silences.hushed(conn, now, []) is None
        assert silences.hushed(conn, now + HOUR, [code(0)]) is None
        assert silences.next_boundary(conn, now) == now + HOUR
        assert set(silences.maintenance_schools(conn, now)) == {code(8)}
        assert silences.silenced_schools(conn, now)[code(8)].id == maintenance.silence.id, "a maintenance before a silence"
        known = register.load(room.centre.db)
        marks = silences.under(conn, known, now)
    assert marks.dtype == np.uint8
    assert [marks[known.index[code(i)]] for i in (0, 8, 23)] == [1, 2, 1]
    assert len(marks) == 24


def test_the_same_rows_say_the_same_after_a_restart(room: DutyRoom) -> None:
    silences.silence(room.centre, MINH, until=room.clock() + HOUR, reason="Đứt cáp", area="760")
    own = room.open_one(0)
    again = room.open()
    with again.db.read() as conn:
        assert silences.silenced(conn, room.clock()) == {own}
    again.close()
