"""A6, A7: a sick source delays nobody; the runner stops cleanly, reloads with the register, and outlives a broken source."""

import threading
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from apscheduler.executors.pool import ThreadPoolExecutor

from data_sources import _runner
from data_sources._runner import Runner
from domain.errors import SourceError
from domain.measurement import Column, Measurement
from domain.source import Ask, Source
from domain.wording import Words
from services import ingest
from services.view import Viewer
from store import importing, leases
from tests.promises.office import REACHABLE, Office, code, school
from tests.rig.caches import Cache
from tests.rig.processes import wait_until

EVERY = 0.2


def source(key: str, collect: Callable[[Ask], Iterable[Any]], every: float | None = EVERY) -> Source:
    return Source(key=key, label=Words(key, key), collect=collect, every=None if every is None else timedelta(seconds=every))


class Stage:
    """A runner in a thread on real memory, with sources of the test's own; real time."""

    def __init__(self, office: Office, sources: list[Source]) -> None:
        leases.release(office.centre.db, "collector", office.ingest.token)
        self.office = office
        self.runner = Runner(office.centre, lambda key, needs: {}, ())
        self.runner.sources = {s.key: s for s in sources}
        self.runner.configs = {s.key: {} for s in sources}
        self.thread = threading.Thread(target=self.runner.run, daemon=True)
        self.thread.start()

    def stop(self) -> float:
        """Seconds until it ended."""
        started = time.monotonic()
        self.runner.stop.set()
        self.thread.join(30)
        assert not self.thread.is_alive()
        return time.monotonic() - started


@pytest.fixture
def play(sqlite_url: str, valkey: Cache, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[list[Source]], Stage]]:
    """play(sources) -> a Stage."""
    stages: list[Stage] = []
    monkeypatch.setattr(_runner, "TICK_S", 0.1)
    monkeypatch.setattr(_runner, "REGISTER_S", 0.3)
    monkeypatch.setattr(_runner, "STANDBY_S", 0.2)
    asleep = threading.Event()

    def begin(sources: list[Source]) -> Stage:
        office = office_on(sqlite_url, valkey.url)
        monkeypatch.setattr(office.clock.__class__, "__call__", lambda self: time.time())
        monkeypatch.setattr(office.clock.__class__, "now", lambda self: time.time())
        stages.append(Stage(office, sources))
        return stages[-1]

    begin.asleep = asleep  # type: ignore[attr-defined]
    yield begin
    asleep.set()
    for stage in stages:
        stage.stop()


def stream(ask: Ask) -> Iterator[Column]:
    """Every school is well, ten times a second."""
    while not ask.stopping():
        everyone = array("l", range(len(ask.targets)))
        yield Column(metric=REACHABLE, taken_at=ask.now(), schools=everyone, values=array("d", [1.0] * len(everyone)))
        time.sleep(0.1)


def a7(play: Any, within: float = 40) -> None:
    asked: dict[str, list[float]] = {f"well{n}": [] for n in range(6)}
    sick: list[float] = []

    def well(key: str) -> Callable[[Ask], Iterable[Measurement]]:
        return lambda ask: (asked[key].append(time.monotonic()), [Measurement(school=code(0), metric=f"{key}.value", value=1.0, taken_at=ask.now())])[1]

    def hangs(ask: Ask) -> Iterable[Measurement]:
        sick.append(time.monotonic())
        play.asleep.wait(60)
        return ()

    def drips(ask: Ask) -> Iterable[Measurement]:
        while not play.asleep.wait(0.1):
            yield Measurement(school=code(0), metric="drips.value", value=1.0, taken_at=ask.now())

    stage = play([*(source(key, well(key)) for key in asked), source("hangs", hangs), source("drips", drips), source("line", stream, None)])
    wait_until(lambda: all(len(times) >= 15 for times in asked.values()), within=within, what="six sources polled 15 times beside two sick ones")
    for key, times in asked.items():
        late = sorted(b - a for a, b in zip(times[2:], times[3:], strict=False))[len(times) // 2]
        assert late <= 1.35 * EVERY, f"{key} was delayed: {late:.2f} s between polls of {EVERY} s"
    assert len(sick) == 1, "a sick source holds one worker, not more"
    viewer = Viewer(stage.office.centre)
    wait_until(lambda: (viewer.refresh().status("connectivity", time.time()) == 1).all())


def test_a7_a_hanging_and_a_dripping_source_delay_nobody(play: Any) -> None:
    a7(play)


def test_a7_mutant_one_worker_for_all(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = ThreadPoolExecutor(1)
    monkeypatch.setattr(_runner, "ThreadPoolExecutor", lambda n: shared)
    with pytest.raises((AssertionError, ValueError, KeyError)):
        a7(play, within=5)


def test_a6_a_clean_stop_is_quick_and_gives_the_lease_back(play: Any) -> None:
    stage = play([source("line", stream, None), source("hangs", lambda ask: play.asleep.wait(60) or ())])
    wait_until(lambda: stage.office.rows_now("SELECT until > 0 FROM leases") == [(1,)])
    time.sleep(0.5)
    assert stage.stop() <= 6
    assert stage.office.rows_now("SELECT until FROM leases") == [(0.0,)]
    assert stage.office.rows_now("SELECT count(*) FROM hourly")[0][0] >= 24, "running hours were saved"


def test_a_broken_source_says_so_and_comes_back(play: Any) -> None:
    turns: list[int] = []

    def moody(ask: Ask) -> Iterable[Measurement]:
        turns.append(1)
        if len(turns) == 1:
            raise SourceError("Cổng thanh toán không trả lời.", "No answer.", code="timeout")
        if len(turns) == 2:
            raise ZeroDivisionError
        return [Measurement(school=code(0), metric="moody.value", value=1.0, taken_at=ask.now())]

    stage = play([source("moody", moody), source("line", stream, None)])
    viewer = Viewer(stage.office.centre)

    def state() -> Any:
        pulse = viewer.refresh().pulse
        return {s.key: s for s in pulse.sources}.get("moody") if pulse else None

    wait_until(lambda: (s := state()) and s.status == "ok" and s.rows == 1)
    assert len(turns) >= 3
    assert (viewer.refresh().status("connectivity", time.time()) == 1).all()


def test_a_stream_that_ends_with_an_error_is_asked_again(play: Any) -> None:
    asked: list[int] = []

    def breaks(ask: Ask) -> Iterator[Column]:
        asked.append(1)
        yield Column(metric=REACHABLE, taken_at=ask.now(), schools=array("l", [0]), values=array("d", [1.0]))
        raise OSError("no sockets left")

    stage = play([source("line", breaks, None)])
    wait_until(lambda: len(asked) >= 3)
    assert stage.thread.is_alive()


def test_a_changed_register_is_loaded_and_old_streams_end(play: Any) -> None:
    living: set[int] = set()

    def counted(ask: Ask) -> Iterator[Column]:
        living.add(len(ask.targets))
        try:
            yield from stream(ask)
        finally:
            living.discard(len(ask.targets))

    stage = play([source("line", counted, None)])
    wait_until(lambda: living == {24})
    importing.commit(stage.office.centre.db, importing.Changes(schools_new=[school(24)]), 1)
    viewer = Viewer(stage.office.centre)
    wait_until(lambda: len(viewer.refresh().status("connectivity", time.time())) == 25 and (viewer.picture.status("connectivity", time.time()) == 1).all())
    wait_until(lambda: living == {25}, what="the stream over the old register ended")
    assert stage.office.rows_now("SELECT count(*) FROM incidents") == [(0,)]


def test_an_import_holding_the_file_does_not_stop_the_collector(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A foreign writer holds SQLite for a while: news goes on, nobody leads twice, nothing is lost after."""
    monkeypatch.setattr(ingest, "PULSE_S", 0.5)
    stage = play([source("line", stream, None)])
    viewer = Viewer(stage.office.centre)
    wait_until(lambda: viewer.refresh().believed(time.time()))
    import pysqlite3

    other = pysqlite3.dbapi2.connect(stage.office.home_urls[0].removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    wait_until(lambda: begun(other))
    first = viewer.refresh().pulse
    time.sleep(2.5)
    later = viewer.refresh().pulse
    other.execute("ROLLBACK")
    assert first is not None
    assert later is not None
    assert later.at - first.at >= 1.5, "news stopped with history"
    stage.runner.stop.set()
    stage.thread.join(30)
    assert stage.office.rows_now("SELECT token FROM leases") == [(2,)]


def begun(other: Any) -> bool:
    import pysqlite3

    try:
        other.execute("BEGIN IMMEDIATE")
    except pysqlite3.dbapi2.OperationalError:
        return False
    return True
