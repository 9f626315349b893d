"""B1–B6: the cache may vanish, freeze, fill up or lie. Pages go on, nothing false is shown, nobody waits twice."""

import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from services.board import Layer
from services.view import Picture, Viewer
from store import live
from store.live import BOARD, Live, Published, seal, unseal
from tests.promises.office import Office
from tests.rig.caches import Cache
from tests.rig.processes import wait_until
from tests.rig.proxy import FaultProxy

SECRET = b"s" * 32
GONE = "redis://127.0.0.1:1/0"


def timed(act: Callable[[], Any]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


# --- B1: may vanish ---


def test_b1_without_a_cache_screens_live_by_the_database(office_on: Callable[..., Office], sqlite_url: str) -> None:
    office = office_on(sqlite_url, GONE)
    for n in range(20):
        office.tick(down=[n % 24])
        office.settle()
        office.viewer.refresh()
        assert office.colours() == {"good": 23, "bad": 1}
    assert office.json()["flags"]["from_database"]


def test_b1_mutant_a_collector_that_forgets_the_copy(office_on: Callable[..., Office], sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from services.ingest import Ingest

    monkeypatch.setattr(Ingest, "_copy", lambda self, pulse: None)
    with pytest.raises(AssertionError):
        test_b1_without_a_cache_screens_live_by_the_database(office_on, sqlite_url)


def test_b1_the_cache_dies_under_a_living_centre(own_cache: Cache, office_on: Callable[..., Office], sqlite_url: str) -> None:
    office = office_on(sqlite_url, own_cache.url)
    office.tick(3, down=[3])
    own_cache.stop()
    office.viewer.refresh()
    assert office.colours() == {"good": 23, "bad": 1}, "the picture in memory is kept while it is believed"
    office.tick(2, down=[4])
    office.settle()
    office.viewer.refresh()
    assert office.statuses()[4] == "bad"
    assert office.statuses()[3] == "good"
    time.sleep(live.OPEN_S + 0.1)
    own_cache.start()
    for _ in range(3):
        time.sleep(live.OPEN_S / 2)
        office.tick(down=[5])
    assert office.statuses()[5] == "bad"
    assert not office.json()["flags"]["from_database"]


# --- B2: frozen costs once ---


def b2(cache: Cache) -> None:
    store = Live(cache.url, SECRET)
    store.publish({"at": 1}, {"x": b"1"})
    cache.freeze()
    try:
        first = timed(lambda: store.read(["pulse"]))
        rest = timed(lambda: [store.read(["pulse"]) for _ in range(200)])
        assert first <= 0.35, f"the first call cost {first:.2f} s"
        assert rest <= 0.05, f"200 calls behind the breaker cost {rest:.2f} s"
    finally:
        cache.thaw()
        store.close()


def test_b2_a_frozen_cache_costs_one_short_wait(own_cache: Cache) -> None:
    b2(own_cache)


@pytest.mark.parametrize("mutant", ["no breaker", "patient"])
def test_b2_mutants(valkey: Cache, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    monkeypatch.setattr(live, "OPEN_S", 0.0) if mutant == "no breaker" else monkeypatch.setattr(live, "TIMEOUT_S", 1.0)
    if mutant == "no breaker":
        monkeypatch.setattr(live, "TIMEOUT_S", 0.02)  # 200 waits in reasonable time
    with pytest.raises(AssertionError):
        b2(valkey)


def test_b2_a_slow_cache_costs_one_short_wait(cache: Cache, bad_line: Callable[..., FaultProxy]) -> None:
    line = bad_line("127.0.0.1", cache.port)
    line.be(latency=2.0)
    store = Live(f"redis://127.0.0.1:{line.port}/0", SECRET)
    assert timed(lambda: store.read(["pulse"])) <= 0.6  # connecting and asking, once
    assert timed(lambda: [store.read(["pulse"]) for _ in range(200)]) <= 0.05


# --- B3: flushed at any instant ---


def b3(office: Office) -> None:
    """FLUSHALL at each of 50 points; within 10 s of the centre's time every screen, old and new, is whole again."""
    for n in range(50):
        office.tick(down=[n % 24])
        office.centre.live._redis.flushall()
        office.tick(down=[n % 24])
        assert office.colours() == {"good": 23, "bad": 1}
        if n % 10 == 0:
            assert Viewer(office.centre).picture.layers.keys() == office.centre.indicators.keys()
            assert set(office.centre.live.read(["pulse", *office.centre.indicators])) == {"pulse", *office.centre.indicators}


def test_b3_a_flush_loses_nothing(office: Office) -> None:
    b3(office)


def test_b3_mutant_a_board_that_is_never_refilled_whole(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_PUBLISH", live._PUBLISH.replace("return 2 end", "end"))
    with pytest.raises(AssertionError):
        b3(office)


def test_b3_one_builder_however_many_screens_ask(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from services import _frames

    office.tick(2)
    built: list[int] = []
    make = _frames.full
    monkeypatch.setattr(_frames, "full", lambda *words: (time.sleep(0.05), built.append(1), make(*words))[2])
    with ThreadPoolExecutor(40) as pool:
        frames = list(pool.map(lambda _: office.feed.frame("79", "connectivity", 0, "")[64:], range(200)))
    assert len(set(frames)) == 1
    assert len(built) == 1


# --- B4: full, read-only, loading ---


@pytest.mark.parametrize("trouble", ["full", "read-only", "loading", "no such command"])
def test_b4_a_cache_that_refuses_is_a_miss(own_cache: Cache, office_on: Callable[..., Office], sqlite_url: str, trouble: str, capsys: pytest.CaptureFixture[str]) -> None:
    office = office_on(sqlite_url, own_cache.url)
    office.tick(2)
    make_trouble(own_cache, trouble)
    capsys.readouterr()
    for n in range(20):
        office.tick(down=[n % 24], seconds=5)
    office.settle()
    office.viewer.refresh()
    assert office.colours() == {"good": 23, "bad": 1}
    assert office.statuses()[19] == "bad"
    assert capsys.readouterr().out.count("cache away") <= 1, "one warning, not one per call"


def make_trouble(cache: Cache, trouble: str) -> None:
    with cache.client() as client:
        if trouble == "full":
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", "3mb")
            with contextlib.suppress(redis.exceptions.OutOfMemoryError):
                for n in range(4000):
                    client.set(f"filling:{n}", b"x" * 4000)
        elif trouble == "read-only":
            client.execute_command("REPLICAOF", "127.0.0.1", "1")
        elif trouble == "loading":  # answers every command with an error, as a server does while it loads
            client.acl_setuser("default", enabled=True, nopass=True, keys=["*"], commands=["+@connection", "+acl", "-eval", "-hmget"], reset=True)
        else:
            client.acl_setuser("default", enabled=True, nopass=True, keys=["*"], commands=["+@all", "-@scripting"], reset=True)


# --- B5, B6: old, corrupt, foreign ---


def test_b5_an_old_cached_picture_is_never_shown_as_fresh(office: Office) -> None:
    """An orphan cache keeps serving the last board for hours: its own valid_until decides."""
    office.tick(2)
    with office.centre.live._redis as client:
        client.persist(BOARD)
    office.clock.forward(7200)
    office.screen()
    assert office.colours() == {"stale": 24}
    assert office.json()["flags"]["late"]


def test_b5_mutant_a_picture_always_believed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Picture, "believed", lambda self, now: True)
    with pytest.raises(AssertionError):
        test_b5_an_old_cached_picture_is_never_shown_as_fresh(office)


FORGERIES = {
    "random": lambda sealed: b"\x93" * 500,
    "empty": lambda sealed: b"",
    "cut": lambda sealed: sealed[:-1],
    "longer": lambda sealed: sealed + b"\0",
    "bit": lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
    "schema": lambda sealed: b"CTR0" + sealed[4:],
    "pickle": lambda sealed: b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94.",
    "other secret": lambda sealed: seal(b"o" * 32, "connectivity", sealed[24:]),
    "other field": lambda sealed: seal(SECRET, "labs", sealed[24:]),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_b6_a_forged_value_is_a_miss(cache: Cache, name: str) -> None:
    store = Live(cache.url, SECRET)
    assert store.publish({"at": 1.0}, {"connectivity": b"body"}) is Published.DONE
    with cache.client() as client:
        sealed = client.hget(BOARD, "connectivity")
        assert unseal(SECRET, "connectivity", sealed) == b"body"
        client.hset(BOARD, "connectivity", FORGERIES[name](sealed))
    assert store.read(["pulse", "connectivity"]).keys() == {"pulse"}


@pytest.mark.parametrize("name", ["cut", "bit", "other secret", "other field"])
def test_b6_mutant_a_seal_nobody_checks(cache: Cache, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(live, "unseal", lambda secret, field, sealed: None if sealed is None else sealed[24:])
    with pytest.raises(AssertionError):
        test_b6_a_forged_value_is_a_miss(cache, name)


@pytest.mark.parametrize("field", ["pulse", "connectivity"])
def test_b6_a_spoilt_board_never_shows_green_it_cannot_prove_and_heals(office: Office, field: str) -> None:
    office.tick(8)
    office.settle()
    assert office.json()["version"]
    with office.centre.live._redis as client:
        client.hset(BOARD, field, b"spoilt")
    office.screen()  # a fresh worker finds only the database's copy
    seen = set(office.statuses().values())
    assert seen <= {"good", "stale", "unknown"}
    office.tick(7)
    assert set(office.statuses().values()) == {"good"}


def test_b6_a_layer_that_cannot_be_read_turns_stale_not_frozen_green(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pulse goes on, one layer's body is lost again and again: within two pulses it is not green any more."""
    office.tick(3)
    unpack = Layer.unpack.__func__  # type: ignore[attr-defined]
    monkeypatch.setattr(Layer, "unpack", classmethod(lambda cls, body, count: None))
    office.tick(3, down=[3])
    assert "good" not in office.statuses().values()
    assert set(office.binary().apply(None)) <= {0, 4}, "the binary frame says it too"
    monkeypatch.setattr(Layer, "unpack", classmethod(unpack))
    office.tick(8, down=[3])
    assert office.colours() == {"good": 23, "bad": 1}


def test_b6_no_pickle_anywhere() -> None:
    from tests.house.reading import product, text

    assert not [str(p) for p in product(".py") if "pickle" in text(p) and "import" in text(p).split("pickle")[0].rsplit("\n", 1)[-1]]


def test_b6_a_line_that_spoils_bytes_is_a_miss_and_never_a_crash(cache: Cache, bad_line: Callable[..., FaultProxy], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "OPEN_S", 0.0)
    monkeypatch.setattr(live, "TIMEOUT_S", 0.03)
    good = Live(cache.url, SECRET)
    assert good.publish({"at": 1.0}, {"x": b"whole" * 50})
    line = bad_line("127.0.0.1", cache.port)
    line.be(corrupt_every=40)
    for _ in range(60):
        store = Live(f"redis://127.0.0.1:{line.port}/0", SECRET)
        for _ in range(3):
            found = store.read(["pulse", "x"])
            assert found.get("x", b"whole" * 50) == b"whole" * 50
            assert json.loads(found.get("pulse", b'{"at": 1.0}')) == {"at": 1.0}
        store.close()


# --- the fence in the cache (A5) ---


def test_a5_the_cache_refuses_a_collector_that_was_overtaken(cache: Cache) -> None:
    store = Live(cache.url, SECRET)
    assert store.publish({"at": 1.0}, {"x": b"old"}, token=4) is Published.DONE
    assert store.publish({"at": 2.0}, {"x": b"new"}, token=5) is Published.DONE
    assert store.publish({"at": 3.0}, {"x": b"late"}, token=4) is Published.REFUSED
    assert store.read(["x"]) == {"x": b"new"}
    assert store.publish({"at": 3.0}, {"x": b"next"}, token=5) is Published.DONE
    store._redis.delete(BOARD)
    assert store.publish({"at": 3.0}, {}, token=5, whole=False) is Published.INCOMPLETE


def test_a_cache_that_remembers_another_database_is_overruled_by_the_lease(office: Office) -> None:
    """A restored database counts its tokens from the start; the lease in it is the truth, not the cache's memory."""
    office.tick(2)
    office.centre.live.publish({"version": 1}, {}, token=999)
    office.tick(2, down=[7])
    assert office.statuses()[7] == "bad"


def test_the_cache_comes_back_within_a_moment(own_cache: Cache) -> None:
    store = Live(own_cache.url, SECRET)
    store.publish({"at": 1.0}, {"x": b"1"})
    own_cache.freeze()
    assert store.read(["x"]) == {}
    own_cache.thaw()
    assert timed(lambda: wait_until(lambda: store.read(["x"]), within=3)) < 2
