"""Who was heard of and is no longer: chị Hạnh is told "mất tín hiệu", and nothing is called well because it is not heard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.source import SourceStatus
from services import _watch_silent
from services.pulse import SourceState
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

LONE = 20
OTHERS = [i for i in range(24) if i != LONE]


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def test_a_school_not_heard_of_for_ten_minutes_is_one_silent_incident(office: Office) -> None:
    office.tick(2)
    heard = office.clock()
    office.tick(34, seconds=20, only=OTHERS)
    assert office.open_incidents() == {f"school:{code(LONE)}": "silent"}
    assert office.rows("SELECT rule, started_at, severity FROM incidents") == [("connectivity.silent", heard, "medium")]
    assert "mất tín hiệu từ 09/09" in office.rows("SELECT says_vi FROM incidents")[0][0]
    office.tick()
    assert office.open_incidents(), "one answer is not yet an end"
    office.tick(2, down=[LONE])
    assert office.open_incidents() == {}, "a bad answer is an answer too"
    office.tick(8, down=[LONE])
    assert office.open_incidents() == {f"school:{code(LONE)}": "single"}


def test_asked_and_unknown_for_ten_minutes_is_silent_too(office: Office) -> None:
    office.tick(2)
    office.tick(50, seconds=20, unknown=[LONE])
    assert office.open_incidents() == {f"school:{code(LONE)}": "silent"}


def test_who_was_never_heard_of_is_not_silent(office: Office) -> None:
    office.tick(60, seconds=20, only=OTHERS)
    assert office.open_incidents() == {}


def test_silence_ends_no_outage(office: Office) -> None:
    office.tick(2)
    office.tick(8, down=[LONE])
    office.tick(60, seconds=20, only=OTHERS)
    assert office.open_incidents() == {f"school:{code(LONE)}": "single"}, "missing data resolves nothing, and it is not two"


def test_nobody_is_silent_while_we_are_blind_or_away_or_the_source_fails(office: Office) -> None:
    office.tick(2)
    office.see(False)
    office.tick(40, seconds=20, only=OTHERS)
    office.see(True)
    office.tick(20, seconds=20, only=OTHERS)
    assert office.open_incidents() == {}, "the ten minutes count from when we saw again"
    office.tick()
    failing = SourceState(key="connectivity", status=SourceStatus.FAILING, failing_since=office.clock() + 1e6)
    for _ in range(60):
        office.clock.forward(20)
        office.beat(only=OTHERS)
        office.ingest.commit((failing,))
    assert office.open_incidents() == {}, "the source failed, not the school"
    office.tick()
    office.clock.forward(3600)
    office.tick(3, only=OTHERS)
    assert office.open_incidents() == {}, "we were away for an hour ourselves"


def test_a_source_that_answers_for_a_few_only_is_one_incident(office: Office) -> None:
    """Twenty-two of twenty-four fell silent at once."""
    office.tick(2)
    office.tick(40, seconds=20, only=[0, 1])
    assert office.open_incidents() == {"source:connectivity": "source"}
    assert "Nguồn chỉ trả lời một phần" in office.rows("SELECT says_vi FROM incidents")[0][0]
    office.lead()
    office.tick(40, seconds=20, only=[0, 1])
    assert office.open_incidents() == {"source:connectivity": "source"}, "also after a restart"
    office.tick(4)
    assert office.open_incidents() == {}
    assert office.rows("SELECT count(*) FROM incidents") == [(1,)]


def test_a_silent_one_goes_on_after_a_restart(office: Office) -> None:
    office.tick(2)
    office.tick(40, seconds=20, only=OTHERS)
    before = office.rows("SELECT id, opened_at FROM incidents")
    office.lead()
    office.tick(60, seconds=20, only=OTHERS)
    assert office.rows("SELECT id, opened_at FROM incidents") == before
    office.tick(3)
    assert office.open_incidents() == {}


MUTANTS: dict[str, tuple[Any, Any]] = {
    "each on its own": (test_a_source_that_answers_for_a_few_only_is_one_incident, lambda m: m.setattr(_watch_silent, "MANY", 99)),
    "whatever the source says": (test_nobody_is_silent_while_we_are_blind_or_away_or_the_source_fails,
                                 lambda m: m.setattr("services.watch.Watch.listens", lambda self, key: True)),
    "time away counts": (test_nobody_is_silent_while_we_are_blind_or_away_or_the_source_fails, lambda m: m.setattr("services.watch.AWAY_S", 1e9)),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    play, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        play(office)
