"""E7: a silence hides noise, never facts. Whatever happens under it is recorded; what still is down is told within a minute of its end."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from domain.calendar import Session
from domain.person import SYSTEM
from domain.silence import Silence, SilenceKind
from domain.wording import LOCAL
from services import _duty_steps, calendar, silenced, silences
from store import silences as store
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom

MINUTE, HOUR = 60.0, 3600.0
Scenario = Callable[[DutyRoom], None]


@pytest.fixture
def room(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[DutyRoom]:
    opened = DutyRoom(tmp_path, migrated_url, clock)
    opened.hearer("minh")
    yield opened
    opened.centre.close()


@pytest.fixture
def light(tmp_path: Path, migrated_sqlite: Path, clock: Clock) -> Iterator[DutyRoom]:
    """The same on SQLite alone, for what must fail."""
    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    opened = DutyRoom(tmp_path, f"sqlite:///{tmp_path}/centre.db", clock)
    opened.hearer("minh")
    yield opened
    opened.centre.close()


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def hush(room: DutyRoom, seconds: float, **more: Any) -> int:
    """Quận 1, from now, unless told otherwise."""
    words = {"until": room.clock() + seconds, "reason": "Nhà mạng thay cáp", "area": "760", **more}
    return silences.silence(room.centre, SYSTEM, **words).silence.id


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def wait(room: DutyRoom, seconds: float, step: float = 15.0) -> int:
    """Time passes; how many messages arrived."""
    return sum(len(room.turn(step)) for _ in range(round(seconds / step)))


def told_within_a_minute(room: DutyRoom, incident: int) -> None:
    """From the end of the silence on, which is now: one message, and what it is about lives on."""
    assert wait(room, MINUTE) == 1, "still down, and nobody was told within a minute"
    assert room.rows("SELECT quiet FROM incidents WHERE id = :i", i=incident) == [(0,)]
    assert wait(room, MINUTE) == 0, "told twice"


# --- the shapes ---


def an_outage_that_was_told_is_silenced_and_outlives_it(room: DutyRoom) -> None:
    incident = room.open_one(0)
    assert wait(room, MINUTE) == 1
    hush(room, 6 * MINUTE)
    assert wait(room, 6 * MINUTE - 15) == 0, "noise under a silence"
    assert room.rows("SELECT state, quiet FROM incidents") == [("open", 1)]
    room.clock.forward(15)
    told_within_a_minute(room, incident)
    assert [w for w in room.events(incident) if w in {"opened", "quiet", "loud"}] == ["opened", "quiet", "loud"]


def an_outage_begins_under_a_silence_and_outlives_it(room: DutyRoom) -> None:
    hush(room, 6 * MINUTE)
    incident = room.open_one(0, quiet=True)
    assert wait(room, 6 * MINUTE - 15) == 0, "noise under a silence"
    assert room.rows("SELECT state, quiet FROM incidents") == [("open", 1)], "what happens under a silence is recorded"
    room.clock.forward(15)
    told_within_a_minute(room, incident)


def two_silences_overlap(room: DutyRoom) -> None:
    incident = room.open_one(0, quiet=True)
    hush(room, 4 * MINUTE)
    hush(room, 8 * MINUTE, area="", school=code(0), what=SilenceKind.MAINTENANCE)
    assert wait(room, 8 * MINUTE - 15) == 0, "the second one still holds"
    room.clock.forward(15)
    told_within_a_minute(room, incident)
    assert room.events(incident).count("loud") == 1


def the_centre_restarts_under_a_silence(room: DutyRoom) -> None:
    hush(room, 4 * MINUTE)
    incident = room.open_one(0, quiet=True)
    assert wait(room, MINUTE) == 0
    room.lead()
    assert wait(room, 3 * MINUTE - 15) == 0, "a restart forgot the silence"
    room.clock.forward(15)
    room.lead()
    told_within_a_minute(room, incident)


def the_centre_is_away_when_it_ends(room: DutyRoom) -> None:
    hush(room, 4 * MINUTE)
    incident = room.open_one(0, quiet=True)
    assert wait(room, MINUTE) == 0
    room.clock.forward(HOUR)
    room.lead()
    told_within_a_minute(room, incident)


def a_window_crosses_midnight(room: DutyRoom) -> None:
    """Lessons around the clock, so that only the silence speaks; Wednesday 22:00 to Thursday 05:00."""
    calendar.add_session(room.centre, SYSTEM, Session(start=time(), stop=time(23, 59, 59), weekdays=frozenset(range(7))))
    hush(room, 20 * 24 * HOUR, weekdays=[2], start=time(22), stop=time(5))
    room.clock.forward(at("2026-09-09 22:00:10") - room.clock())
    incident = room.open_one(0, quiet=True)
    assert wait(room, 30.0) == 0
    for moment in ("2026-09-09 23:58:00", "2026-09-10 00:00:30", "2026-09-10 04:58:00"):
        room.clock.forward(at(moment) - room.clock())
        assert wait(room, MINUTE) == 0, moment
    room.clock.forward(at("2026-09-10 05:00:00") - room.clock())
    told_within_a_minute(room, incident)


def it_is_taken_back(room: DutyRoom) -> None:
    made = hush(room, 6 * MINUTE)
    incident = room.open_one(0, quiet=True)
    assert wait(room, MINUTE) == 0
    silences.revoke(room.centre, SYSTEM, made)
    told_within_a_minute(room, incident)


def just_this_incident(room: DutyRoom) -> None:
    incident, other = room.open_one(0), room.open_one(1)
    assert wait(room, MINUTE) == 1, "both in one message"
    hush(room, 4 * MINUTE, area="", incident=incident)
    wait(room, MINUTE)
    assert room.rows("SELECT id FROM incidents WHERE quiet = 1") == [(incident,)], f"{other} was not silenced"


SHAPES: list[Scenario] = [
    an_outage_that_was_told_is_silenced_and_outlives_it, an_outage_begins_under_a_silence_and_outlives_it, two_silences_overlap,
    the_centre_restarts_under_a_silence, the_centre_is_away_when_it_ends, a_window_crosses_midnight, it_is_taken_back, just_this_incident,
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_silence_hides_noise_and_what_still_is_down_is_told_when_it_ends(room: DutyRoom, shape: Scenario) -> None:
    shape(room)


def test_what_recovers_under_a_silence_is_told_to_nobody_and_recorded_with_its_times(room: DutyRoom) -> None:
    hush(room, 6 * MINUTE)
    opened = room.clock()
    incident = room.open_one(0, quiet=True)
    assert wait(room, 2 * MINUTE) == 0
    room.resolve(0)
    assert wait(room, 6 * MINUTE) == 0
    assert room.rows("SELECT state, opened_at, resolved_at FROM incidents") == [("resolved", opened, opened + 120)]
    assert room.events(incident) == ["opened", "resolved"]


def test_the_watch_itself_records_under_a_silence(office: Office) -> None:
    """From bad readings to the row: opened all the same, quietly; a school beside it speaks."""
    office.tick(2)
    silences.silence(office.centre, SYSTEM, until=office.clock() + HOUR, reason="Sửa điện", school=code(20))
    office.tick(8, down=[12, 20])
    found = dict(office.rows("SELECT subject, quiet FROM incidents"))
    assert found == {f"school:{code(12)}": 0, f"school:{code(20)}": 1}
    told = {row[0] for row in office.rows("SELECT i.subject FROM outbox o JOIN incidents i ON i.id = o.incident_id")}
    assert told == {f"school:{code(12)}"}


# --- the mutants: each turns a shape red ---


def never_active() -> AbstractContextManager[Any]:
    return patch.object(silenced, "covering", lambda *_: ())


def never_over() -> AbstractContextManager[Any]:
    return patch.object(silenced, "covering", lambda conn, moment: store.read_touching(conn, 0.0, moment))


def never_loud_again() -> AbstractContextManager[Any]:
    return patch.object(_duty_steps, "in_hours", lambda *_: False)


def only_the_day_it_began() -> AbstractContextManager[Any]:
    plain = Silence.active

    def forgetful(self: Silence, moment: float) -> bool:
        return plain(self, moment) and (not self.recurring or datetime.fromtimestamp(moment, LOCAL).hour >= 22)

    return patch.object(Silence, "active", forgetful)


def any_end_ends_all() -> AbstractContextManager[Any]:
    plain = silenced.covering
    return patch.object(silenced, "covering", lambda conn, moment: () if any(
        one.end <= moment for one in store.read_touching(conn, 0.0, moment)) else plain(conn, moment))


MUTANTS: list[tuple[Callable[[], AbstractContextManager[Any]], Scenario]] = [
    (never_active, an_outage_begins_under_a_silence_and_outlives_it), (never_active, an_outage_that_was_told_is_silenced_and_outlives_it),
    (never_over, an_outage_begins_under_a_silence_and_outlives_it), (never_over, it_is_taken_back), (never_loud_again, the_centre_is_away_when_it_ends),
    (never_loud_again, an_outage_that_was_told_is_silenced_and_outlives_it), (only_the_day_it_began, a_window_crosses_midnight),
    (any_end_ends_all, two_silences_overlap),
]


@pytest.mark.parametrize(("mutant", "shape"), MUTANTS)
def test_a_broken_silence_is_noticed(light: DutyRoom, mutant: Callable[[], AbstractContextManager[Any]], shape: Scenario) -> None:
    with mutant(), pytest.raises((AssertionError, ValueError)):
        shape(light)
