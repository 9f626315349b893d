"""Somebody looks back: the frame of a past minute is the frame screens showed then, and what nobody saw is never good."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.person import EVERYTHING, Scope
from services.feed import Feed
from services.incident_marks import LOUD, MAINTENANCE
from services.replay_window import AGAIN, Asked, Told, tell
from services.sight import Sight
from store import replaying
from tests.promises.office import Frame, Office, code, stage
from tests.rig.clock import Clock
from tests.stories.test_incident_marks import GO_VAP, Marks, Room

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
GOOD, WATCH, BAD, STALE, UNKNOWN = 1, 2, 3, 4, 0
LATE, BLIND = 4, 2


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def told(office: Office, since: float, until: float | None = None, *, layer: str = "connectivity", scope: Scope = EVERYTHING,
         area: str = "79", step: float = MINUTE) -> Told:
    """A window of the past, as a worker builds it."""
    office.settle()
    sight = Sight(office.viewer, scope)
    register = sight.picture.register
    feed = office.feed if scope.everything else Feed(sight)
    with office.centre.db.read() as conn:
        return tell(conn, Asked(scope=scope, register=register, places=register.within(area), digest=feed.directory(area)[0], layer=layer,
                                since=since, until=since if until is None else until, step=step))


def frame(office: Office, at: float, **words: Any) -> Frame:
    return Frame(told(office, at, **words).frames[0][1])


def statuses(body: bytes) -> list[int]:
    """Of a whole frame with marks behind it."""
    count, = struct.unpack_from("<I", body, 48)
    assert body[4] == 0
    return list(body[64:64 + count])


def at(office: Office, minute: float, **words: Any) -> list[int]:
    return statuses(told(office, minute, **words).frames[0][1])


class Screen:
    """A reader of a window that keeps what docs/feed.md says; shares no code with the product."""

    def __init__(self) -> None:
        self.status: np.ndarray[Any, Any] = np.zeros(0, np.uint8)
        self.marks: dict[int, int] = {}
        self.flags = 0

    def take(self, body: bytes) -> None:
        kind, (count, changes) = body[4], struct.unpack_from("<II", body, 48)
        if kind == 0:
            self.status = np.frombuffer(body, np.uint8, count, 64).copy()
        elif kind == 1:
            index = np.frombuffer(body, "<u4", changes, 64)
            self.status[index] = np.frombuffer(body, np.uint8, changes, 64 + 4 * changes)
        self.flags = body[5]
        block = Marks(body)
        if block.kind != 2:
            self.marks = block.apply(self.marks)


moves = st.lists(
    st.tuples(
        st.sets(st.integers(0, 23), max_size=9),  # who is down
        st.sets(st.integers(0, 23), max_size=3),  # who answers "unknown"
        st.sampled_from(["beat", "beat", "beat", "silent", "restart", "open", "open", "hold", "resolve"]),
        st.integers(0, 23),
    ),
    min_size=2, max_size=14,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=moves)
def test_the_frame_of_a_minute_is_the_frame_that_was_shown(office: Office, life: list[tuple[set[int], set[int], str, int]]) -> None:
    room, shown = Room(office), {}
    began = office.clock() + MINUTE
    layers = ("connectivity", "latency", "labs")
    for down, unknown, what, who in life:
        if what == "restart":
            office.lead()
        office.clock.forward(MINUTE / 3)  # people move between two minutes
        live = list(room.watch.look().rows)
        if what == "open":
            office.settle()
            with office.centre.db.read() as conn:
                taken = conn.scalar(sa.text("SELECT count(*) FROM incidents WHERE subject = :s AND state IN ('open','acknowledged','in_progress')"), {"s": f"single:{code(who)}"})
            if not taken:
                room.open(who, (who + 5) % 24, severity="critical" if who % 2 else "medium", quiet=who % 3 == 0)
        elif what == "hold" and live and live[0].state == "open":
            room.acknowledge(live[0].id)
        elif what == "resolve" and live:
            room.move(live[0].id, "resolved", state="resolved", resolved_at=office.clock(), cause="itself")
        office.clock.forward(MINUTE * 2 / 3)
        if what != "silent":
            office.beat(down=down, unknown=unknown)
            office.say(who, "connectivity.latency_ms", 40.0 + 30 * who)
            office.say(who, "labs.machines_online", float(who))
            office.say(who, "labs.standard_machines", 24.0)
        office.ingest.commit(())
        office.viewer.refresh()
        office.settle()
        room.watch.look()
        shown[office.clock()] = (
            {layer: list(office.viewer.picture.layers[layer].status) for layer in layers}, room.ask().apply({}), room.ask())
    for layer in layers:
        screen, window = Screen(), told(office, began, office.clock(), layer=layer)
        bodies = dict(window.frames)
        for minute, (statuses_then, marks_then, block) in shown.items():
            whole = told(office, minute, layer=layer).frames[0][1]
            assert statuses(whole) == statuses_then[layer]
            assert Marks(whole).apply({}) == marks_then
            assert (Marks(whole).open, Marks(whole).unheld, Marks(whole).quiet) == (block.open, block.unheld, block.quiet)
            if minute in bodies:
                screen.take(bodies[minute])
            assert list(screen.status) == statuses_then[layer], "the window says the same as the minute alone"
            assert screen.marks == marks_then


def test_silence_is_told_as_it_was_shown(office: Office) -> None:
    office.tick(3, seconds=MINUTE)
    office.tick(5, seconds=MINUTE, silent=True)
    assert set(at(office, office.clock())) == {STALE}, "not heard of for five minutes: it was grey then, it is grey now"


def test_minutes_without_a_collector_are_unknown(office: Office) -> None:
    office.tick(3, seconds=MINUTE)
    last = office.clock()
    office.settle()
    office.clock.forward(7 * MINUTE)
    office.lead()
    office.tick(2, seconds=MINUTE, down=[4])
    first = told(office, last + MINUTE)
    assert set(statuses(first.frames[0][1])) == {UNKNOWN}
    assert first.frames[0][1][5] & LATE
    assert [(gap.since, gap.until, gap.why) for gap in first.gaps] == [(last, last + 7 * MINUTE, "stopped")]
    assert at(office, last)[0] == GOOD
    assert at(office, office.clock())[:5] == [GOOD, GOOD, GOOD, GOOD, BAD]
    window = told(office, last - MINUTE, office.clock())
    assert window.unknown == 7, "the six without anybody, and the one in which somebody came"


def test_a_minute_begun_late_proves_nothing_and_the_next_is_whole(office: Office) -> None:
    office.tick(2, seconds=MINUTE)
    office.clock.forward(MINUTE + 20)
    office.beat(down=[2])
    office.ingest.commit(())
    late = office.clock() // MINUTE * MINUTE
    office.clock.forward(40)
    office.beat(down=[2])
    office.ingest.commit(())
    assert set(at(office, late)) == {UNKNOWN}
    assert at(office, office.clock())[2] == BAD


def test_a_blind_centre_judges_nobody_afterwards_either(office: Office) -> None:
    office.tick(2, seconds=MINUTE)
    office.see(False)
    office.tick(2, seconds=MINUTE)
    told_again = frame(office, office.clock())
    assert told_again.flags & BLIND
    assert set(told_again.body[:24]) == {UNKNOWN}
    office.see(True)
    office.tick(1, seconds=MINUTE)
    assert set(at(office, office.clock())) == {GOOD}


def test_a_lost_row_makes_the_rest_unknown_until_the_next_whole_one(office: Office) -> None:
    office.tick(3, seconds=MINUTE)
    office.tick(1, seconds=MINUTE, down=[1])
    lost = office.clock()
    office.tick(1, seconds=MINUTE, down=[1, 2])
    office.settle()
    with office.centre.db.write() as conn:
        conn.execute(sa.text("DELETE FROM frames WHERE at = :at"), {"at": lost})
    assert set(at(office, office.clock())) == {UNKNOWN}
    while office.clock() % HOUR:
        office.tick(1, seconds=MINUTE)
    assert set(at(office, office.clock())) == {GOOD}


def test_nothing_told_again_may_grant_the_lease(office: Office) -> None:
    office.tick(3, seconds=MINUTE)
    again = frame(office, office.clock())
    assert again.flags & AGAIN
    assert again.server_time == again.proved_at == again.valid_until == office.clock(), "server_time is not before valid_until"


def test_beyond_the_raw_retention_hours_are_left(office: Office) -> None:
    while office.clock() % HOUR:
        office.tick(1, seconds=MINUTE)
    office.tick(20, seconds=MINUTE, down=[3])
    hour = office.clock() // HOUR * HOUR
    office.settle()
    with office.centre.db.write() as conn:
        replaying.prune_frames(conn, office.clock() + 36 * DAY)
    kept = office.rows_now("SELECT DISTINCT at FROM frames")
    assert kept == [(hour,)]
    assert at(office, hour, step=HOUR) == [GOOD] * 24
    assert set(at(office, hour + HOUR, step=HOUR)) == {UNKNOWN}
    with office.centre.db.write() as conn:
        replaying.prune_frames(conn, office.clock() + 401 * DAY)
    assert office.rows_now("SELECT count(*) FROM frames") == [(0,)]


def test_an_officer_sees_their_own_schools_of_then(office: Office) -> None:
    room = Room(office)
    office.tick(2, seconds=MINUTE)
    room.open(0, 9, kind="wide", severity="critical")
    room.acknowledge(room.open(1))
    office.tick(1, seconds=MINUTE, down=[0, 8])
    own = told(office, office.clock(), scope=GO_VAP).frames[0][1]
    assert struct.unpack_from("<I", own, 48)[0] == 8
    assert statuses(own) == [BAD, *[GOOD] * 7]
    assert Marks(own).apply({}) == {1: LOUD | 3}
    assert (Marks(own).open, Marks(own).unheld) == (1, 1)
    assert [len(told(office, office.clock() - MINUTE, office.clock(), scope=scope).openings) for scope in (GO_VAP, EVERYTHING)] == [1, 2]


def test_a_school_that_moved_is_looked_back_at_by_who_has_it_today(office: Office) -> None:
    office.tick(2, seconds=MINUTE, down=[0])
    then = office.clock()
    office.settle()
    with office.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE schools SET old_area = '764' WHERE code = :c"), {"c": code(0)})
        conn.execute(sa.text("UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE key = 'register_version'"))
    office.lead()
    office.screen()
    assert len(at(office, then, scope=GO_VAP)) == 9
    assert at(office, then, scope=GO_VAP)[0] == BAD


def test_planned_work_is_marked_while_it_was(office: Office) -> None:
    office.tick(1, seconds=MINUTE)
    began = office.clock()
    with office.centre.db.write() as conn:
        conn.execute(sa.text(
            "INSERT INTO silences (what, school, since, until, reason, actor, created_at) VALUES ('maintenance', :c, :a, :b, 'thay cáp', 'person:7', :a)"),
            {"c": code(6), "a": began + 2 * MINUTE, "b": began + 4 * MINUTE})
    office.tick(6, seconds=MINUTE)
    seen = [Marks(told(office, began + n * MINUTE).frames[0][1]).apply({}) for n in range(6)]
    assert seen == [{}, {}, {6: MAINTENANCE}, {6: MAINTENANCE}, {}, {}]


def test_a_quiet_day_is_a_few_bytes(office: Office) -> None:
    began = office.clock() + MINUTE
    office.tick(60, seconds=MINUTE)
    window = told(office, began, office.clock())
    assert len(window.frames) == 1
