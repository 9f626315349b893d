"""A school that is dark at night is recorded, not shouted; on an exam morning nobody waits. Thầy Phúc keeps the calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from domain.calendar import Calendar, Span, SpanKind
from domain.silence import Silence
from domain.wording import LOCAL, Words
from services import _watch_hours, _watch_moves
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

CABLE = [0, 1, 2, 3, 4, 5]
LONE = 20
NIGHT = datetime(2026, 9, 9, 22, 0, tzinfo=LOCAL)
EXAM = Calendar(spans=(Span(what=SpanKind.EXAM, name=Words("Thi thử", "Mock exam"), since=date(2026, 9, 9), until=date(2026, 9, 9),
                            start=time(7), stop=time(11, 30), kinds=frozenset()),), years=frozenset({2026}))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def at(office: Office, moment: datetime) -> None:
    """It is that time now, and has been for a while."""
    office.clock.forward(moment.timestamp() - office.clock())
    office.lead()
    office.tick(2)


def found(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("SELECT kind, severity, quiet FROM incidents ORDER BY id")


def test_at_night_a_single_waits_twice_as_long_and_is_quiet(office: Office) -> None:
    at(office, NIGHT)
    office.tick(7, down=[LONE])
    assert found(office) == [], "in school hours it would have been told by now"
    office.tick(2, down=[LONE])
    assert found(office) == [("single", "high", 1)]
    assert office.rows("SELECT count(*) FROM outbox") == [(0,)], "recorded, not shouted"


def test_at_night_a_wide_one_waits_no_longer_but_is_quiet(office: Office) -> None:
    at(office, NIGHT)
    office.tick(3, down=CABLE)
    assert found(office) == [("wide", "critical", 1)]
    assert office.rows("SELECT count(*) FROM outbox") == [(0,)]


def test_on_an_exam_morning_one_bad_reading_is_enough_and_it_is_graver(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services._watch_people.calendar", lambda centre: EXAM)
    office.tick(2)
    office.tick(3, down=[LONE])
    assert found(office) == [("single", "critical", 0)]


def test_whoever_is_under_maintenance_opens_quietly(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Announced work at one school: its incident is there, and nobody is called."""
    asked: list[tuple[str, ...]] = []

    def hushed(conn: Any, at: float, codes: tuple[str, ...]) -> Silence | None:
        asked.append(codes)
        return object() if set(codes) == {code(LONE)} else None  # type: ignore[return-value]

    monkeypatch.setattr(_watch_moves, "hushed", hushed)
    office.tick(2)
    office.tick(7, down=[LONE, 0])
    assert dict(office.rows("SELECT subject, quiet FROM incidents")) == {f"school:{code(LONE)}": 1, f"school:{code(0)}": 0}
    assert len(office.rows("SELECT id FROM outbox")) == 1
    assert sorted(asked) == [(code(0),), (code(LONE),)]


MUTANTS: dict[str, tuple[Any, Any]] = {
    "lessons all night": (test_at_night_a_single_waits_twice_as_long_and_is_quiet, lambda m: m.setattr(_watch_hours.SchoolTime, "look", lambda *_: None)),
    "a wide one wakes the house": (test_at_night_a_wide_one_waits_no_longer_but_is_quiet, lambda m: m.setattr(_watch_hours.SchoolTime, "look", lambda *_: None)),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    play, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        play(office)
