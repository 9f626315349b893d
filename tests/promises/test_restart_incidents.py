"""A11 of every shape: after a restart the same incidents are open, with the same ids, told once, and end as they should."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.indicator import Severity
from domain.ticket import OpenTickets, Ticket
from services import _watch_restore
from tests.promises.office import Office, code
from tests.rig.clock import Clock

GONE = "redis://127.0.0.1:1/0"
CABLE = [0, 1, 2, 3, 4, 5]
DARK, BOUNCES, MUTE = 20, 9, 11


@pytest.fixture
def office(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[Office]:
    """On both databases."""
    opened = Office(tmp_path, migrated_url, GONE, clock)
    yield opened
    opened.close()


@pytest.fixture
def small(tmp_path: Path, sqlite_url: str, clock: Clock) -> Iterator[Office]:
    """For mutants, on SQLite."""
    opened = Office(tmp_path, sqlite_url, GONE, clock)
    yield opened
    opened.close()


def down(n: int) -> list[int]:
    """Whoever is dark at the n-th sweep."""
    return [*CABLE, DARK, *([BOUNCES] if n % 2 else [])]


def sweeps(office: Office, count: int, *, mended: bool = False) -> None:
    """Sweeps of twenty seconds; one school is not heard of at all."""
    heard = [i for i in range(24) if i != MUTE]
    for n in range(count):
        office.clock.forward(20)
        office.beat(down=[] if mended else down(n), only=range(24) if mended else heard)
        office.ingest.commit(())


def rows(office: Office) -> list[tuple[Any, ...]]:
    return office.rows("SELECT id, kind, rule, subject, state, opened_at, started_at, schools, says_vi FROM incidents ORDER BY id")


WANTED = {"area:760/viettel": "wide", f"school:{code(DARK)}": "single", f"school:{code(BOUNCES)}": "flapping", f"school:{code(MUTE)}": "silent"}


def again_and_again(office: Office, restarts: int = 10) -> None:
    """Ten restarts at any moment of a bad day change nothing."""
    office.tick(2)
    sweeps(office, 60)
    assert office.open_incidents() == WANTED
    before = rows(office)
    told = office.rows("SELECT count(*) FROM outbox")
    for n in range(restarts):
        office.lead()
        sweeps(office, 1 + 7 * n % 40)
        assert rows(office) == before, f"restart {n}"
    assert office.rows("SELECT count(*) FROM outbox") == told, "told again"
    office.lead()
    sweeps(office, 3, mended=True)
    assert set(office.open_incidents().values()) == {"flapping"}, "all but who must be calm for an hour are over"
    sweeps(office, 185, mended=True)
    assert office.open_incidents() == {}
    assert len(rows(office)) == len(before)


def test_a11_every_shape_survives_restarts(office: Office) -> None:
    again_and_again(office)


def test_a11_while_it_was_away_the_line_came_back(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=CABLE)
    office.settle()
    office.clock.forward(600)
    office.lead()
    office.tick(3)
    assert office.open_incidents() == {}
    assert office.rows("SELECT count(*) FROM incidents") == [(1,)]


def test_a11_tickets_and_their_incidents_stay_as_they_are(office: Office) -> None:
    """The same list before and after: nothing opens twice, nothing is taken over twice."""
    def hear() -> None:
        now = office.clock()
        listed = [Ticket(ref=f"HD-{n}", school=code(n), category=category, severity=Severity.HIGH, title="Mất mạng", opened_at=1e9)
                  for n, category in ((DARK, "network"), (0, "network"), (8, "software"))]
        office.ingest.take([OpenTickets(source="helpdesk", taken_at=now, tickets=tuple(listed))])
        office.settle()

    office.tick(20)
    hear()
    office.tick(8, down=[*CABLE, DARK])
    before = office.rows("SELECT id, kind, rule, state, parent FROM incidents ORDER BY id")
    assert len(before) == 5
    assert sorted((row[2], row[4] is not None) for row in before) == [
        ("connectivity", False), ("connectivity", False), ("helpdesk:network", True), ("helpdesk:network", True), ("helpdesk:software", False)]
    steps = office.rows("SELECT count(*) FROM incident_events")
    for _ in range(3):
        office.lead()
        office.tick(6, down=[*CABLE, DARK])
        hear()
    assert office.rows("SELECT id, kind, rule, state, parent FROM incidents ORDER BY id") == before
    assert office.rows("SELECT count(*) FROM incident_events") == steps
    office.ingest.take([OpenTickets(source="helpdesk", taken_at=office.clock(), tickets=())])
    office.tick(4)
    assert office.open_incidents() == {}


def _forget(what: str) -> Any:
    restore = _watch_restore._restore

    def forgetful(watch: Any, conn: Any, incident: Any, now: float) -> None:
        if incident.kind != what:
            restore(watch, conn, incident, now)

    return forgetful


@pytest.mark.parametrize("kind", ["single", "wide", "flapping", "silent"])
def test_a11_mutants_a_kind_that_is_forgotten(small: Office, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_watch_restore, "_restore", _forget(kind))
    with pytest.raises(AssertionError):
        again_and_again(small, 4)
