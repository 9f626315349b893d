"""A2, A3: killed before any statement, before or after any commit of a step, an incident stands before the step or after it, never between; done again, it is done once."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.person import Role
from services.calendar import calendar
from services.centre import Centre
from store.database import Database
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.promises.crashing import STEPS, Axe, Killed, Step, Trial, die, open_at
from tests.rig.clock import Clock
from tests.rig.product import ROOT


@pytest.fixture
def centre(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Centre]:
    """24 schools and two people on duty."""
    house = Gatehouse(tmp_path / "home", migrated_url, clock)
    assert [house.person(name, Role.OPERATOR, EVERYWHERE) for name in ("Minh", "Thu")] == [1, 2]
    calendar(house.centre)  # known in any house at work: asked once in half a minute, it is no statement of a step
    yield house.centre
    house.centre.close()


def begun(centre: Centre, before: tuple[Step, ...]) -> Trial:
    return Trial(centre).begin(before)


def explained(trial: Trial) -> None:
    """E8 in small: the events' data, one after another, are the row; every told event waits in the outbox exactly once."""
    rows = trial.raw()
    for row in rows["incidents"]:
        replayed: dict[str, Any] = {}
        for event in rows["incident_events"]:
            replayed |= json.loads(event["data"]) if event["incident_id"] == row["id"] else {}
        assert replayed, "a state without an event"
        assert {k: row[k] for k in replayed} == replayed, "a state its events do not explain"
    events = {row["id"] for row in rows["incident_events"]}
    assert {row["event_id"] for row in rows["outbox"]} <= events, "a message about nothing"


def killed_everywhere(centre: Centre, before: tuple[Step, ...], step: Step, axe: Axe) -> int:
    """Before = the untouched state, after = an unbroken run's: those two are all that may ever be seen."""
    whole = begun(centre, before)
    untouched = whole.told()
    with axe(0) as counted:
        step(centre, whole.id)
    total, want = counted.seen, whole.told()
    explained(whole)
    assert want != untouched, "the step did nothing: nothing was tested"
    assert len(want["incident_events"]) > len(untouched["incident_events"]), "changed without an event"
    seen = set()
    for k in range(1, total + 1):
        trial = begun(centre, before)
        with pytest.raises(Killed), axe(k):
            step(centre, trial.id)
        found = trial.told()
        assert found in (untouched, want), f"half a step after a kill at {k} of {total}"
        seen.add(found == want)
        step(centre, trial.id)
        assert trial.told() == want, f"done again after a kill at {k} of {total}, it is not what an unbroken run leaves"
        explained(trial)
    assert seen == {False, True}, "a kill before the commit and one behind it"
    return total


@pytest.mark.parametrize("name", STEPS)
def test_a3_killed_at_every_statement_of_a_step(centre: Centre, name: str) -> None:
    before, step = STEPS[name]
    assert killed_everywhere(centre, before, step, Axe(centre.db, die)) >= 5


def opening(centre: Centre, axe: Axe) -> int:
    """The same for the very first step: the incident itself."""
    whole = begun(centre, ())
    want = whole.told()
    assert len(want["outbox"]) == 1, "opening loudly is told"
    explained(whole)
    total, k = 10**6, 0
    while k < total:
        k += 1
        trial = Trial(centre)
        try:
            with axe(k) as counted:
                open_at(centre, trial.number)
            total = counted.seen
        except Killed:
            pass
        found = trial.told()
        assert found == want or not any(found.values()), f"half an opening after a kill at {k}"
        open_at(centre, trial.number)
        assert trial.told() == want, f"opened again after a kill at {k}, it is not what an unbroken run leaves"
        explained(trial)
    return total


def test_a3_killed_at_every_statement_of_the_opening(centre: Centre) -> None:
    assert opening(centre, Axe(centre.db, die)) >= 6


# --- mutants: a commit between two of the things that belong together ---


def commit_before(db: Database, table: str) -> None:
    """Just before this table is written, what was written so far is committed by itself."""
    @sa.event.listens_for(db.engine, "before_cursor_execute")
    def between(conn: Any, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith(f"INSERT INTO {table} "):
            cursor.execute("COMMIT")
            cursor.execute("BEGIN")


@pytest.mark.parametrize("table", ["incident_events", "audit", "outbox"])
def test_a3_mutant_two_transactions_where_there_should_be_one(centre: Centre, table: str) -> None:
    commit_before(centre.db, table)
    told = {"incident_events": "split", "audit": "acknowledge", "outbox": "escalate"}[table]
    with pytest.raises(AssertionError, match="half a step|not what an unbroken run"):
        killed_everywhere(centre, *STEPS[told], Axe(centre.db, die))


@pytest.mark.parametrize("table", ["incident_events", "incident_schools", "outbox"])
def test_a3_mutant_an_opening_in_two_transactions(centre: Centre, table: str) -> None:
    commit_before(centre.db, table)
    with pytest.raises(AssertionError, match="half an opening|not what an unbroken run"):
        opening(centre, Axe(centre.db, die))


# --- the same by SIGKILL, in processes of their own ---


class Trials:
    """run(step, id, kill_at) -> what was said to the database; -1 = it was killed."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.url = home, url
        self.process = subprocess.Popen([sys.executable, "-m", "tests.promises.crashing"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, step: str, incident_id: int, kill_at: int = 0) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{self.home}\t{self.url}\t{step}\t{incident_id}\t{kill_at}\n")
        self.process.stdin.flush()
        said = -1
        for line in self.process.stdout:
            word, _, number = line.partition(" ")
            said = int(number) if word == "statements" else said
            if word == "ended":
                assert int(number) in (0, -9), f"{step} at {kill_at}: {number}"
                return said
        raise AssertionError("the trials ended early")

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)


def by_kill(home: Path, centre: Centre, points: Callable[[int], list[int]], names: list[str]) -> None:
    trials = Trials(home, centre.db.url)
    try:
        for name in names:
            before, _ = STEPS[name]
            whole = begun(centre, before)
            untouched = whole.told()
            total, want = trials.run(name, whole.id), whole.told()
            assert want != untouched
            for k in points(total):
                trial = begun(centre, before)
                assert trials.run(name, trial.id, k) == -1, f"{name}: {k} of {total} was never reached"
                assert trial.told() in (untouched, want), f"{name}: half a step after kill -9 at {k} of {total}"
                trials.run(name, trial.id)
                assert trial.told() == want, f"{name}: done again after kill -9 at {k} of {total}"
    finally:
        trials.close()


def test_a2_kill_9_at_some_points(tmp_path: Path, centre: Centre) -> None:
    by_kill(tmp_path / "home", centre, lambda total: [total // 2, total - 1], ["acknowledge", "note", "resolve"])


@pytest.mark.drill
@pytest.mark.timeout(7200)
def test_a2_kill_9_at_every_point(tmp_path: Path, centre: Centre) -> None:
    by_kill(tmp_path / "home", centre, lambda total: list(range(1, total + 1)), list(STEPS))
