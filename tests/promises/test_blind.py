"""E6, A10: a centre that cannot see says so once, and no school is blamed for what is our own fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from domain.source import SourceStatus
from services import watch
from services.pulse import SourceState
from tests.promises.office import Office, stage
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def kinds(office: Office) -> dict[str, int]:
    """kind -> how many there ever were."""
    return dict(office.rows("SELECT kind, count(*) FROM incidents GROUP BY 1"))


def uplink_cut(office: Office) -> None:
    """The centre's own line: every school looks dark, and none is."""
    office.tick(2)
    office.see(False)
    office.tick(30, down=range(24))
    office.see(True)
    office.tick(4)
    assert kinds(office) == {"blind": 1}
    assert office.open_incidents() == {}


def comes_and_goes(office: Office) -> None:
    """Ten times cut and seen again: one at a time, and what was dark before is still known afterwards."""
    office.tick(2)
    office.tick(7, down=[20])
    for _ in range(10):
        office.see(False)
        office.tick(3, down=range(24))
        assert set(office.open_incidents().values()) == {"blind", "single"}
        office.see(True)
        office.tick(3, down=[20])
    assert kinds(office) == {"blind": 10, "single": 1}
    assert list(office.open_incidents().values()) == ["single"]


def unknown_everywhere(office: Office) -> None:
    """No name is resolved, no socket is left: nothing is known, nobody is down."""
    office.tick(2)
    office.tick(40, unknown=range(24))
    assert kinds(office) == {}
    assert office.colours() == {"unknown": 24}


def source_fails(office: Office) -> None:
    """A platform that fails is one incident of the centre, after a minute, and over with its first answer."""
    office.tick(2)
    since = office.clock()
    failing = SourceState(key="labs", status=SourceStatus.FAILING, failing_since=since, error_vi="Hết giờ chờ.", error_en="Timed out.")
    for n in range(30):
        office.clock.forward(5)
        office.beat()
        office.ingest.commit((failing,))
        assert bool(office.open_incidents()) == (n >= 11), n
    office.lead()
    office.ingest.commit((failing,))
    assert kinds(office) == {"source": 1}
    office.clock.forward(5)
    office.ingest.commit((SourceState(key="labs", status=SourceStatus.OK, last_success_at=office.clock()),))
    assert office.open_incidents() == {}
    assert kinds(office) == {"source": 1}


SHAPES = [uplink_cut, comes_and_goes, unknown_everywhere, source_fails]


@pytest.mark.parametrize("shape", SHAPES)
def test_e6_our_fault_is_one_incident_of_ours(office: Office, shape: Any) -> None:
    shape(office)


def locked(office: Office) -> None:
    """The file is locked for a minute while a cable is cut: what was decided is written once, when it can be."""
    office.tick(2)
    office.settle()
    other = pysqlite3.dbapi2.connect(office.home_urls[0].removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        office.tick(8, down=range(6))
        assert office.colours() == {"good": 18, "bad": 6}, "now goes on"
    finally:
        other.execute("ROLLBACK")
        other.close()
    office.tick(2, down=range(6))
    assert office.open_incidents() == {"area:760/viettel": "wide"}
    assert kinds(office) == {"wide": 1}
    since, opened = office.rows("SELECT started_at, opened_at FROM incidents")[0]
    assert 0 <= opened - since <= 15, "with the times of what happened, not of the writing"


def test_a10_a_locked_database_delays_the_writing_not_the_deciding(office: Office) -> None:
    locked(office)


MUTANTS: dict[str, tuple[Any, Any]] = {
    "judged all the same": (uplink_cut, lambda m: m.setattr(watch.Watch, "look", _sees(watch.Watch.look))),
    "blindness is not told": (comes_and_goes, lambda m: m.setattr(watch, "_blind_move", lambda now, opened: watch.Move(what="resolve", rule="-", subject="-", at=now))),
    "unknown is bad": (unknown_everywhere, lambda m: m.setattr("services.board.judge", _unknown_is_bad())),
    "at once": (source_fails, lambda m: m.setattr(watch, "SOURCE_PATIENCE_S", 0.0)),
}


def _sees(look: Any) -> Any:
    return lambda self, board, now, *, blind: look(self, board, now, blind=False)


def _unknown_is_bad() -> Any:
    from services import board

    judge = board.judge

    def wrong(bands: Any, value: Any) -> Any:
        status = judge(bands, value)
        status[status == 0] = 3
        return status

    return wrong


@pytest.mark.parametrize("mutant", MUTANTS)
def test_e6_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        shape(office)
