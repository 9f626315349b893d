"""D1, D2, D3, A7: each REST source against forty misbehaviours and more of its system, over real sockets."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from apscheduler.executors.pool import ThreadPoolExecutor

from data_sources import _runner
from data_sources._breaker import Breaker
from data_sources._http import Http
from data_sources._runner import Runner
from data_sources._troubles import TROUBLES
from domain.errors import SourceError
from domain.measurement import STATUSES, Status
from domain.registry import discover
from domain.source import Source, SourceStatus, Target
from services.sources import Sources
from store import leases
from tests.contracts.test_sources import RECORDED
from tests.probes.authority import Authority
from tests.probes.outside import Place, hang_before, http, nobody, places, say
from tests.promises.faults import faults
from tests.promises.office import Office, code
from tests.promises.test_runner import Stage
from tests.rig.caches import Cache
from tests.rig.processes import wait_until

REST = {key: one for key, one in discover("data_sources", "SOURCE", Source).items() if "url" in one.needs}
EACH = pytest.mark.parametrize("key", sorted(REST))
SEEN = {STATUSES.index(one) for one in (Status.GOOD, Status.WATCH, Status.BAD)}
SCHOOLS, DEADLINE = 24, 0.25  # s of one question here; the house's ten, scaled


def good_page(key: str) -> dict[str, Any]:
    """The recorded answer of a source, told of the office's schools just now."""
    page = json.loads((RECORDED / f"{key}.json").read_text())
    kept = page["items"]
    rows = [{**{k: v for k, v in kept[n % len(kept)].items() if k != "as_of"}, "school": code(n)} for n in range(SCHOOLS)]
    if "id" in rows[0]:
        rows = [{**row, "id": f"HD-{n}"} for n, row in enumerate(rows)]
    return {**page, "page": 1, "pages": 1, "total": len(rows), "as_of": None, "items": rows}


class Asked:
    """What the runner hands over, asked of one place after the other; it remembers the last good batch, as in the house."""

    sentinels = ()

    def __init__(self, office: Office, http: Http) -> None:
        self.targets = [Target(code=code(n), address="") for n in range(SCHOOLS)]
        self.http, self.now, self.rejected, self.gone = http, office.clock, 0, False
        self.config: dict[str, str] = {}

    def of(self, url: str, rows: int = SCHOOLS) -> "Asked":
        self.config = {"url": url, "token": "secret-token"}
        self.http.breaker, self.http.rows_before, self.rejected = Breaker(), {url: rows}, 0
        return self

    def stopping(self) -> bool:
        return False

    def reject(self, reason: str, row: object) -> None:
        self.rejected += 1


class Trial:
    """One source at one collector's desk: `suffer` a misbehaviour and say what was wrong with how it was borne."""

    def __init__(self, office: Office, key: str, asked: Asked) -> None:
        self.office, self.source, self.asked = office, REST[key], asked
        self.states = Sources(office.centre, {key: self.source}, frozenset())
        self.good = say(http(json.dumps(good_page(key)).encode()))

    def poll(self, url: str, rows: int = SCHOOLS) -> SourceError | None:
        items, error = Runner._ask(self.runner(), self.source, self.asked.of(url, rows))  # type: ignore[arg-type]
        taken, now = self.office.ingest.take(items), self.office.clock()
        if error is None:
            self.states.succeeded(self.source.key, now=now, rows=taken.rows, rejected=self.asked.rejected, took_s=0.1)
        else:
            assert not items, "half of a bad answer was taken"
            self.states.failed(self.source.key, error, now=now, took_s=0.1)
        return error

    def runner(self) -> Any:
        return object.__new__(Runner)

    def kept(self) -> dict[str, tuple[list[float], list[float]]]:
        """(values, when) of each metric as the centre has them."""
        columns = {name: self.office.ingest.board.metric(name) for name in self.source.metrics}
        return {name: (np.nan_to_num(column.value, nan=-1.0).tolist(), np.asarray(column.taken).tolist()) for name, column in columns.items()}

    def suffer(self, url: str) -> str:
        """ "" when it was borne as promised."""
        before = self.kept()
        self.office.clock.forward(5)
        began = time.monotonic()
        error = self.poll(url)
        state = self.states.states(self.office.clock())[0]
        wrong = [
            "it was believed" if error is None else "",
            "" if error is None or error.code in TROUBLES else f"no reason but {error.code}",
            "the last good values changed" if self.kept() != before else "",
            "" if state.status == SourceStatus.FAILING and state.error_vi and state.error_en else "nobody is told",
            "the secret is told" if error is not None and "secret-token" in f"{error!r} {error.words} {error.__cause__!r}" else "",
            "it took too long" if time.monotonic() - began > DEADLINE + 5 else "",
        ]
        return "; ".join(one for one in wrong if one)


@pytest.fixture(scope="module")
def expired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A listener whose certificate is years out of date, of an authority nobody knows."""
    place = Place(say(b""))
    place.tls = Authority(tmp_path_factory.mktemp("authority")).server(place.ip, expired=True)
    yield place
    place.close()


@pytest.fixture
def client() -> Iterator[Http]:
    opened = Http(breaker=Breaker(), rows_before={}, deadline=DEADLINE)
    yield opened
    opened.close()


@pytest.fixture
def office(sqlite_url: str, office_on: Callable[..., Office]) -> Office:
    return office_on(sqlite_url, kinds=("thpt", "tthtcd") * (SCHOOLS // 2))  # some questions are asked of learning centres only


def suffer_all(trial: Trial, expired: Place) -> dict[str, str]:
    """{misbehaviour: what was wrong}, empty when all were borne; the source was well before and is well after."""
    with places(trial.good) as (well,):
        assert trial.poll(well.url, 0) is None
    found, page = {}, good_page(trial.source.key)
    cases = faults(page)
    assert len(cases) + 2 >= 40
    with places(*cases.values()) as opened:
        for name, place in zip(cases, opened, strict=True):
            found[name] = trial.suffer(place.url)
    ip, port = nobody()
    found["nobody there"] = trial.suffer(f"http://{ip}:{port}/list")
    found["an expired certificate"] = trial.suffer(expired.url)
    with places(trial.good) as (well,):
        trial.office.clock.forward(5)
        assert trial.poll(well.url) is None, "well again at the first good answer"
    return {name: wrong for name, wrong in found.items() if wrong}


@EACH
def test_d2_each_source_bears_forty_misbehaviours(office: Office, client: Http, expired: Place, key: str) -> None:
    trial = Trial(office, key, Asked(office, client))
    assert not suffer_all(trial, expired)


@EACH
def test_d2_what_is_not_heard_again_is_never_green(office: Office, client: Http, key: str) -> None:
    trial = Trial(office, key, Asked(office, client))
    with places(trial.good, hang_before) as (well, sick):
        assert trial.poll(well.url, 0) is None
        office.tick(silent=True)
        mine = [one for one in office.centre.indicators.values() if {name.partition(".")[0] for name in one.needs} == {key}]
        shown = [one.key for one in mine if SEEN & set(office.viewer.picture.status(one.key, office.clock()).tolist())]
        assert shown or not mine, "nothing was ever shown of it"
        office.clock.forward(max((one.stale_after.total_seconds() for one in mine), default=60.0) + 60)
        assert trial.poll(sick.url) is not None
        office.tick(silent=True)
    for one in mine:
        assert not SEEN & set(office.viewer.picture.status(one.key, office.clock()).tolist()), one.key


def test_d2_mutant_an_error_taken_for_an_empty_answer(office: Office, client: Http, expired: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def swallow(_: Runner, source: Source, ask: Any) -> tuple[list[Any], None]:
        try:
            return list(source.collect(ask)), None
        except SourceError:
            return [], None

    monkeypatch.setattr(Runner, "_ask", swallow)
    assert len(suffer_all(Trial(office, "labs", Asked(office, client)), expired)) >= 40


def test_d3_mutant_a_batch_is_believed_whatever_came(office: Office, client: Http, expired: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from data_sources._inventory import Batch

    monkeypatch.setattr(Batch, "hold_if_odd", lambda *_, **__: None)
    assert set(suffer_all(Trial(office, "sector", Asked(office, client)), expired)) == {
        "no rows any more", "every tenth row is nonsense", "every row is nonsense"}


# --- A7: one sick source delays no other ---

EVERY = 1.0
TURNS = 9


@pytest.fixture
def beside(sqlite_url: str, valkey: Cache, office_on: Callable[..., Office], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], dict[str, list[float]]]]:
    """beside() -> when each REST source of the house began its polls, while one hangs and one answers byte by byte."""
    stages: list[Stage] = []
    monkeypatch.setattr(_runner, "TICK_S", 0.1)

    def watched(one: Source, began: list[float]) -> Source:
        def collect(ask: Any) -> Iterable[Any]:
            began.append(time.monotonic())
            return one.collect(ask)

        return replace(one, every=timedelta(seconds=EVERY), collect=collect)

    def begin(within: float = 60) -> dict[str, list[float]]:
        office = office_on(sqlite_url, valkey.url)
        began: dict[str, list[float]] = {key: [] for key in REST}
        sick = {"labs": hang_before, "sector": slow_drip}
        with places(*(sick.get(key) or say(http(json.dumps(good_page(key)).encode())) for key in REST)) as opened:
            configs = {key: {"url": place.url, "token": "t"} for key, place in zip(REST, opened, strict=True)}
            leases.release(office.centre.db, "collector", office.ingest.token)
            stages.append(stage := object.__new__(Stage))
            start(stage, office, [watched(REST[key], began[key]) for key in REST], configs)
            well = [times for key, times in began.items() if key not in sick]
            wait_until(lambda: all(len(times) > TURNS for times in well), within, what=f"{TURNS} polls of every well source")
            stage.stop()
        return began

    yield begin
    for stage in stages:
        stage.stop()


def slow_drip(peer: Any, place: Place) -> None:
    """A byte every 50 ms, for as long as anybody listens."""
    peer.recv(65536)
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n")
    while not place.gone.wait(0.05):
        peer.sendall(b" ")


def start(stage: Stage, office: Office, sources: list[Source], configs: dict[str, dict[str, str]]) -> None:
    """As `Stage`, with an address for each."""
    import threading

    stage.office = office
    stage.runner = Runner(office.centre, lambda key, needs: configs.get(key), ())
    stage.runner.sources = {one.key: one for one in sources}
    stage.runner.configs = dict(configs)
    stage.thread = threading.Thread(target=stage.runner.run, daemon=True)
    stage.thread.start()


def a7(began: dict[str, list[float]]) -> None:
    for key in set(began) - {"labs", "sector"}:
        times = began[key][: TURNS + 1]
        period = (times[-1] - times[1]) / (len(times) - 2)
        assert period <= 1.1 * EVERY, f"{key} was asked every {period:.2f} s in place of every {EVERY:.0f}"
    for key in ("labs", "sector"):
        assert len(began[key]) <= 3, "a sick source holds one worker until its deadline"


def test_a7_one_sick_source_delays_no_other_by_a_tenth_of_its_period(beside: Callable[[], dict[str, list[float]]]) -> None:
    a7(beside())


def test_a7_mutant_one_worker_for_all_sources(beside: Callable[..., dict[str, list[float]]], monkeypatch: pytest.MonkeyPatch) -> None:
    shared = ThreadPoolExecutor(1)
    monkeypatch.setattr(_runner, "ThreadPoolExecutor", lambda n: shared)
    with pytest.raises((AssertionError, ValueError, KeyError)):
        a7(beside(within=8))
