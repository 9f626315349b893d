"""The connectivity stream end to end: real sockets, real time (at a quicker pace), from an event to a value."""

import resource
import threading
import time
from collections import Counter

import pytest

from data_sources import _sweeps
from data_sources._icmp import open_icmp
from data_sources._reasons import Reason
from data_sources._sweeps import METRICS, Pace, Sweeps
from domain.source import UPLINK, Target
from tests.probes import outside
from tests.probes.outside import BlackHole, Place, fresh_ip, http, say, say_json

QUICK = Pace(beat=0.5, full=1.0, beat_timeout=0.3, full_timeout=0.6, sentinel_timeout=0.25, batch=0.05, urgent=0.02)


class Watching:
    """A stream in a thread of its own, and what it has said: `now[metric][code]`, `log` of every reachable value."""

    def __init__(self, targets: dict[str, str], sentinels=(), pace=QUICK) -> None:
        self.targets = [Target(code=code, address=address) for code, address in targets.items()]
        self.sentinels = sentinels
        self.config: dict[str, str] = {}
        self.rejected: list[str] = []
        self.now_: dict[str, dict[str, float]] = {metric: {} for metric in METRICS}
        self.log: list[tuple[float, str, float]] = []
        self.uplink: list[float] = []
        self._stop = threading.Event()
        self.sweeps = Sweeps(self, pace)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def now(self) -> float:
        return time.time()

    def stopping(self) -> bool:
        return self._stop.is_set()

    def reject(self, reason, row) -> None:
        self.rejected.append(reason)

    @property
    def http(self):
        raise AssertionError("no https school here")

    def _run(self) -> None:
        for column in self.sweeps.stream():
            assert abs(column.taken_at - time.time()) < 1
            assert len(column.schools) == len(column.values) or column.metric == UPLINK
            if column.metric == UPLINK:
                self.uplink.append(column.values[0])
                continue
            for index, value in zip(column.schools, column.values, strict=True):
                code = self.targets[index].code
                self.now_[column.metric][code] = value
                if column.metric == "connectivity.reachable":
                    self.log.append((time.time(), code, value))

    def __enter__(self) -> "Watching":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()

    def until(self, true, seconds=30.0) -> float:
        """Wait for something to become true; how long it took."""
        began = time.monotonic()
        while not true():
            assert time.monotonic() - began < seconds, (self.reachable(), self.uplink[-3:])
            time.sleep(0.005)
        return time.monotonic() - began

    def reachable(self) -> dict[str, float]:
        return self.now_["connectivity.reachable"]

    def downs(self) -> Counter:
        return Counter(code for _, code, value in self.log if value == 0.0)


@pytest.fixture
def province():
    schools = {f"S{n:02d}": Place(say_json(outside.STATUS | {"school": f"S{n:02d}"})) for n in range(24)}
    yield schools
    for place in schools.values():
        place.close()


@pytest.fixture
def sentinels():
    opened = [Place(say(http(b"{}"))) for _ in range(3)]
    yield opened
    for place in opened:
        place.close()


def watching(province, sentinels=(), **more) -> Watching:
    targets = {code: place.url for code, place in province.items()} | more.pop("extra", {})
    return Watching(targets, [f"{place.ip}:{place.port}" for place in sentinels], **more)


def test_all_metrics_of_a_healthy_province(province, sentinels):
    with watching(province, sentinels) as watch:
        watch.until(lambda: len(watch.now_["connectivity.download_mbps"]) == 24)
        said = {metric: values["S05"] for metric, values in watch.now_.items()}
    assert said["connectivity.reachable"] == 1.0
    assert said["connectivity.download_mbps"] == 87.5
    assert said["connectivity.http_status"] == 200
    assert said["connectivity.loss_pct"] == 0.0
    assert 0 < said["connectivity.latency_ms"] < 200
    assert abs(said["connectivity.last_contact"] - time.time()) < 5
    assert set(watch.uplink) == {1.0}


@pytest.mark.parametrize("witnessed", [True, False], ids=["sentinels", "crowd"])
def test_a_school_goes_dark_and_comes_back(province, sentinels, witnessed):
    with watching(province, sentinels if witnessed else ()) as watch:
        watch.until(lambda: len(watch.reachable()) == 24)
        province["S07"].close()
        # 3 tries inside 2 s after a beat of 0.5 s
        assert watch.until(lambda: watch.reachable()["S07"] == 0.0) < 0.5 + 2.0 + 0.6
        gone_at = watch.now_["connectivity.last_contact"]["S07"]
        assert abs(gone_at - time.time()) < 4
        province["S07"].open()
        watch.until(lambda: watch.reachable()["S07"] == 1.0)
        time.sleep(0.6)
    assert set(watch.downs()) == {"S07"}


def test_a_black_hole_is_found_fast(province, sentinels):
    """The beat's deadline is the price of the first try only: the repeats overlap."""
    hole = BlackHole()
    with watching(province, sentinels, extra={"HOLE": f"http://{hole.ip}:{hole.port}/"}) as watch:
        watch.until(lambda: watch.reachable().get("HOLE") == 0.0, 0.5 + 0.3 + 2.0 + 0.6)
    hole.close()
    assert set(watch.downs()) == {"HOLE"}


def cut(province, sentinels, watch) -> None:
    """Our own line: sentinels first or last, the schools in between, all within a moment."""
    for place in (*sentinels[:1], *province.values(), *sentinels[1:]):
        place.close()


@pytest.mark.parametrize("witnessed", [True, False], ids=["sentinels", "crowd"])
def test_a_cut_line_of_ours_judges_nobody(province, sentinels, witnessed):
    """A10, E6: 0 down states, every school unknown, and the centre says that it is blind."""
    with watching(province, sentinels if witnessed else ()) as watch:
        if not witnessed:
            watch.sweeps.witness._window = 1.5  # three beats of this quick pace
        watch.until(lambda: len(watch.reachable()) == 24 and bool(watch.uplink))
        cut(province, sentinels, watch)
        watch.until(lambda: watch.uplink[-1] == 0.0)
        watch.until(lambda: all(value != value for value in watch.reachable().values()))
        time.sleep(1.0)
        assert not watch.downs()
        for place in (*province.values(), *sentinels):
            place.open()
        watch.until(lambda: watch.uplink[-1] == 1.0 and set(watch.reachable().values()) == {1.0})
    assert not watch.downs()


def test_the_mutant_without_a_witness_would_be_caught(province, sentinels, monkeypatch):
    class Trusting(_sweeps.Sentinels):
        doubtful = False

        def fine(self, first, last, ended):
            return True

    monkeypatch.setattr(_sweeps, "Sentinels", Trusting)
    with watching(province, sentinels) as watch:
        watch.until(lambda: len(watch.reachable()) == 24)
        watch.sweeps.witness._every = 1e9  # and so late that it never says "blind"
        cut(province, sentinels, watch)
        watch.until(lambda: len(watch.downs()) == 24)


def test_no_files_left_takes_nobody_down(province, sentinels):
    """A10: EMFILE while probing; afterwards everybody is well again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with watching(province, sentinels) as watch:
        watch.until(lambda: len(watch.reachable()) == 24)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            watch.until(lambda: any(value != value for value in watch.reachable().values()))
            time.sleep(1.5)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        watch.until(lambda: set(watch.reachable().values()) == {1.0})
    assert not watch.downs()


def test_no_dns_and_no_address_are_ours(province, sentinels, monkeypatch):
    monkeypatch.setattr("data_sources._names.system_lookup", lambda host: None)
    extra = {"NAME": "http://school.invalid:80/", "NONE": "", "BAD": "gopher://x"}
    with watching(province, sentinels, extra=extra) as watch:
        watch.until(lambda: "NAME" in watch.reachable())
        time.sleep(1.5)
    assert watch.reachable()["NAME"] != watch.reachable()["NAME"]
    assert not {"NONE", "BAD"} & set(watch.reachable())
    assert watch.rejected == ["bad_address"]
    assert not watch.downs()


def test_a_login_page_is_contact_but_no_figure(sentinels):
    portal = Place(say(http(b"<html>login</html>", kind="text/html")))
    broken = Place(say(http(b"x", status="500 Oops")))
    silent = Place(outside.hang_before)
    targets = {"PORTAL": portal, "BROKEN": broken, "SILENT": silent}
    with watching(targets, sentinels) as watch:
        watch.until(lambda: len(watch.now_["connectivity.download_mbps"]) == 3)
        said = {code: watch.now_["connectivity.download_mbps"][code] for code in targets}
        latency = watch.now_["connectivity.latency_ms"]
        assert set(watch.reachable().values()) == {1.0}
        assert all(value != value for value in said.values())
        assert latency["BROKEN"] != latency["BROKEN"]
        assert watch.now_["connectivity.http_status"]["BROKEN"] == 500
    for place in targets.values():
        place.close()


@pytest.mark.skipif(open_icmp() is None, reason="this process may not send echo requests")
def test_ping_reaches_loopback_and_never_matches_a_strangers_echo():
    asker, other = open_icmp(), open_icmp()
    ips = [fresh_ip() for _ in range(300)]
    for engine in (asker, other):
        for tag, ip in enumerate(ips):
            engine.submit(tag, ip, 0.3)
        engine.submit(999, "192.0.2.77", 0.3)  # documentation address: nobody
    found: dict[int, Reason] = {}
    until = time.monotonic() + 3
    while len(found) < 301 and time.monotonic() < until:
        other.turn()
        for tag, reason, *_ in asker.turn():
            assert tag not in found
            found[tag] = reason
        time.sleep(0.002)
    assert Counter(found.values())[Reason.OK] == 300
    assert found[999] is not Reason.OK
    asker.close()
    other.close()


@pytest.mark.skipif(open_icmp() is None, reason="this process may not send echo requests")
def test_a_school_that_only_pings_is_watched(sentinels):
    with watching({}, sentinels, extra={"PING": f"icmp://{fresh_ip()}"}) as watch:
        watch.until(lambda: "PING" in watch.now_["connectivity.latency_ms"])
        assert watch.reachable()["PING"] == 1.0
        assert "PING" not in watch.now_["connectivity.download_mbps"]
