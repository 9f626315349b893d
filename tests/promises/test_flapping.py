"""E5: up and down and up is one incident "chập chờn", told at most three times a day; it ends after an hour of peace."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services import _watch_restless, watch
from services._watch_streaks import Streaks
from tests.promises.office import REACHABLE, Office, code
from tests.rig.clock import Clock

DAY = 86_400.0
GONE = "redis://127.0.0.1:1/0"
Shape = Callable[[int], bool]  # sweep -> is it down?
LONE = 20


def _chance(seed: int) -> Shape:
    luck = random.Random(seed)
    return lambda sweep: luck.random() < 0.5


SHAPES: dict[str, Shape] = {
    "period 2": lambda sweep: sweep % 2 == 0,
    "period 3": lambda sweep: sweep % 3 == 0,
    "period 7": lambda sweep: sweep % 7 < 3,
    "7 down 7 up": lambda sweep: sweep // 7 % 2 == 0,
    **{f"random {seed}": _chance(seed) for seed in range(16)},
}
SLOW: dict[str, Shape] = {f"{n} down {n} up": (lambda sweep, n=n: sweep // n % 2 == 0) for n in (20, 40)}  # type: ignore[misc]


class Day:
    """Sweeps of a collector's desk without its screens: what is decided goes to the database as ever."""

    def __init__(self, office: Office, every: float) -> None:
        self.office, self.every, self.sweep = office, every, 0
        self.most = 0

    def live(self, seconds: float, down: Callable[[int], set[int]]) -> None:
        """So long, with these schools down at each sweep."""
        office, desk = self.office, self.office.ingest
        everybody = np.arange(len(office.register.schools))
        until = office.clock() + seconds
        desk.watch.ears.listen = lambda now: None  # type: ignore[method-assign]  # nobody touches anything here
        while office.clock() < until:
            now = office.clock.forward(self.every)
            dark = down(self.sweep)
            desk.board.take(REACHABLE, everybody, np.array([0.0 if i in dark else 1.0 for i in everybody]), now)
            desk.board.judge(now)
            desk.watch.look(desk.board, now, blind=False)
            moves = desk.watch.decided()
            if moves:
                with office.centre.db.write() as conn:
                    watch.write(office.centre.db, conn, moves)
                self.most = max(self.most, len(office.rows_now("SELECT id FROM incidents WHERE resolved_at IS NULL")))
            self.sweep += 1


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str, clock: Clock) -> Iterator[Office]:
    opened = Office(tmp_path, sqlite_url, GONE, clock)
    yield opened
    opened.close()


def e5(office: Office, shape: Shape, every: float = 30.0) -> None:
    """A whole day: one incident at most, three messages at most; an hour of peace ends it, less does not."""
    day = Day(office, every)
    day.live(60 * every, lambda sweep: set())
    day.live(DAY, lambda sweep: {LONE} if shape(sweep) else set())
    assert day.most <= 1, "more than one at a time"
    assert len(office.rows_now("SELECT id FROM outbox")) <= 3, "more than three messages"
    assert office.rows_now("SELECT kind, subject FROM incidents WHERE resolved_at IS NULL") == [("flapping", f"school:{code(LONE)}")]
    assert len(office.rows_now("SELECT id FROM incidents")) <= 2
    day.live(every, lambda sweep: {LONE})
    day.live(3400, lambda sweep: set())
    assert office.rows_now("SELECT kind FROM incidents WHERE resolved_at IS NULL") == [("flapping",)], "not yet an hour"
    day.live(3600, lambda sweep: set())
    assert office.rows_now("SELECT kind FROM incidents WHERE resolved_at IS NULL") == []


@pytest.mark.parametrize("shape", ["period 2", "period 3", "period 7", "7 down 7 up", "random 0", "random 1"])
def test_e5_a_day_of_flapping_is_one_incident(office: Office, shape: str) -> None:
    e5(office, SHAPES[shape])


@pytest.mark.parametrize("shape", SLOW)
def test_e5_slow_flapping_is_one_incident_too(office: Office, shape: str) -> None:
    """Ten and twenty minutes down and up again: no share of 21 readings shows it, the hour between two ends does."""
    e5(office, SLOW[shape])


@pytest.mark.drill
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("shape", SHAPES)
def test_e5_a_day_of_flapping_each_five_seconds(office: Office, shape: str) -> None:
    e5(office, SHAPES[shape], every=5.0)


def test_e5_it_stays_down_after_an_hour_and_is_an_ordinary_outage(office: Office) -> None:
    day = Day(office, 30.0)
    day.live(3600, lambda sweep: {LONE} if sweep % 2 else set())
    day.live(3900, lambda sweep: {LONE})
    assert office.rows_now("SELECT kind FROM incidents WHERE resolved_at IS NULL") == [("single",)]
    assert "mất kết nối từ" in office.rows_now("SELECT says_vi FROM incidents")[0][0]
    day.live(300, lambda sweep: set())
    assert office.rows_now("SELECT state, count(*) FROM incidents GROUP BY 1") == [("resolved", 1)]


def test_e5_a_bouncing_cable_is_one_line_not_thirty(office: Office) -> None:
    """Six schools on one cable bounce together."""
    day, cable = Day(office, 30.0), {0, 1, 2, 3, 4, 5}
    day.live(1800, lambda sweep: set())
    day.live(4 * 3600, lambda sweep: cable if sweep % 2 else set())
    assert day.most == 1
    assert office.rows_now("SELECT kind, subject FROM incidents") == [("wide", "area:760/viettel")]
    assert "cùng chập chờn" in office.rows_now("SELECT says_vi FROM incidents")[0][0]
    day.live(3600, lambda sweep: set())
    assert office.rows_now("SELECT state FROM incidents") == [("resolved",)]


def test_e5_a_restart_goes_on_with_the_flapping_one(office: Office) -> None:
    day = Day(office, 30.0)
    day.live(3600, lambda sweep: {LONE} if sweep % 2 else set())
    before = office.rows_now("SELECT id, kind, opened_at FROM incidents")
    office.lead()
    day.live(3000, lambda sweep: set())
    assert office.rows_now("SELECT id, kind, opened_at FROM incidents WHERE resolved_at IS NULL") == before
    day.live(3600, lambda sweep: {LONE} if sweep % 2 else set())
    assert office.rows_now("SELECT id, kind, opened_at FROM incidents") == before
    day.live(4000, lambda sweep: set())
    assert office.rows_now("SELECT state FROM incidents") == [("resolved",)]


def test_one_outage_in_a_day_is_not_flapping(office: Office) -> None:
    day = Day(office, 30.0)
    day.live(3600, lambda sweep: set())
    for _ in range(3):
        day.live(900, lambda sweep: {LONE})
        day.live(2 * 3600, lambda sweep: set())
    assert office.rows_now("SELECT kind, state, count(*) FROM incidents GROUP BY 1, 2") == [("single", "resolved", 3)]


MUTANTS: dict[str, tuple[str, Any]] = {
    "nobody counts changes": ("period 3", lambda m: m.setattr(_watch_restless, "HIGH", 9.0)),
    "over as soon as it is calm": ("random 0", lambda m: m.setattr(_watch_restless, "STABLE_S", 60.0)),
    "slow ones are told each time": ("7 down 7 up", lambda m: m.setattr(_watch_restless, "slowly", lambda *_: False)),
    "over by good readings, as a single": ("period 7", lambda m: m.setattr(Streaks, "_remember", lambda *_: None)),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_e5_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        e5(office, SHAPES[shape])
