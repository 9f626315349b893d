"""How much and how often: bodies end, a flood is told to wait, JSON is what it seems, and memory has an end."""

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from api import _gate, _limits, _strict
from api._limits import SIGNED_IN, STRANGER, TRYING, Buckets, Pace, Remembered, TooLarge, TooSlow, neighbour
from api._limits import whole as read_whole
from api._strict import strict
from api.snapshots import FILE_BYTES
from domain.errors import BadInput
from tests.gate.whole import Whole

BEAT = "/api/v1/heartbeat"


@pytest.fixture
def paced(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The gate counts again, by a clock that stands: paced[0] moves it."""
    now = [1000.0]
    monkeypatch.setattr(whole.gate, "buckets", Buckets())
    monkeypatch.setattr(whole.gate, "known", Remembered())
    monkeypatch.setattr(_gate, "time", SimpleNamespace(monotonic=lambda: now[0]))  # the gate's clock; the loop keeps its own
    return iter([now]).__next__()  # type: ignore[return-value]


def flood(whole: Whole, who: Any, path: str, count: int, **options: Any) -> int:
    """How many of `count` requests are told to wait."""
    answers = [whole.ask(who, path, **options) for _ in range(count)]
    for answer in answers:
        if answer.status == 429:
            assert answer.json["code"] == "too_fast"
            assert 1 <= int(answer.headers["retry-after"]) <= 60
    return sum(answer.status == 429 for answer in answers)


def test_a_stranger_is_slowed_and_comes_back(whole: Whole, paced: list[float]) -> None:
    assert flood(whole, {}, "/healthz", int(STRANGER.burst)) == 0
    assert flood(whole, {}, "/healthz", 10) == 10
    assert flood(whole, {}, "/healthz", 5, client="198.51.100.9") == 0, "another address is another bucket"
    paced[0] += 1
    assert flood(whole, {}, "/healthz", int(STRANGER.rate) + 5) == 5


def test_walls_behind_one_address_are_not_slowed_by_a_stranger_there(whole: Whole, paced: list[float]) -> None:
    minh, screen = whole.same("operator"), whole.same("screen")
    flood(whole, {}, "/healthz", int(STRANGER.burst) + 5)
    assert flood(whole, minh, "/api/v1/live/pulse", 50) == 0
    assert flood(whole, screen, "/api/v1/live/pulse", 50) == 0


def test_one_session_is_slowed_and_its_neighbour_is_not(whole: Whole, paced: list[float]) -> None:
    minh, binh = whole.same("operator"), whole.same("manager")
    assert flood(whole, minh, "/api/v1/live/pulse", int(SIGNED_IN.burst) + 11) == 10  # the first pays as one not known yet
    assert flood(whole, binh, "/api/v1/live/pulse", 10) == 0


def test_guessed_sessions_cost_their_address_not_the_database(whole: Whole, paced: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nobody(_: Any, ids: list[str]) -> dict[str, None]:
        asked.extend(ids)
        return dict.fromkeys(ids)

    monkeypatch.setattr(_gate.sessions, "find_all", nobody)
    waits = sum(whole.ask({"cookie": f"centre_session=guess-{n:040d}"}, "/api/v1/me").status == 429 for n in range(int(TRYING.burst) + 50))
    assert waits == 50
    assert len(asked) == TRYING.burst


def test_files_everybody_gets_are_not_counted(whole: Whole, paced: list[float]) -> None:
    assert flood(whole, {}, "/assets/fonts/OFL.txt", 200) == 0


def test_memory_of_the_buckets_has_an_end() -> None:
    buckets, known = Buckets(most=100), Remembered(most=100)
    for n in range(1000):
        buckets.take(str(n), STRANGER, 0.0)
        known.note(str(n), True)
    assert len(buckets) == 100
    assert "999" in known
    assert "0" not in known
    known.note("999", False)
    assert "999" not in known


def test_a_clock_set_back_gives_no_tokens_and_takes_none() -> None:
    buckets, pace = Buckets(), Pace(1, 2)
    assert [buckets.take("a", pace, at) for at in (100.0, 100.0, 50.0)] == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(("one", "other", "same"), [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False), ("10.0.0.1", "10.0.0.2", False), ("not an address", "not an address", True),
])
def test_one_machine_of_ipv6_is_one(one: str, other: str, same: bool) -> None:
    assert (neighbour(one) == neighbour(other)) is same


@pytest.mark.parametrize(("path", "most"), [("/_dash-update-component", 1024 * 1024), ("/api/v1/me/active", 64 * 1024), (BEAT, 4096)])
def test_a_body_ends(whole: Whole, path: str, most: int) -> None:
    inside = whole.inside
    minh = whole.same("operator") if path != BEAT else {"authorization": "Bearer x"}
    answer = whole.ask(minh, path, body=b'"' + b"a" * most + b'"')
    assert (answer.status, answer.json["code"]) == (413, "too_large")
    lied = whole.ask(minh, path, body=b'"' + b"a" * most + b'"', headers={"content-length": "2"})
    assert lied.status == 413, "counted, not believed"
    assert whole.ask(minh, path, body=b"{}", headers={"content-length": str(10**12)}).status == 413
    assert whole.ask(minh, path, body=b"{}", headers={"content-length": "1e3"}).status == 413
    assert whole.inside == inside


def test_a_body_that_drips_is_given_up() -> None:
    async def slow() -> Any:
        await asyncio.sleep(3600)

    async def gone() -> Any:
        return {"type": "http.disconnect"}

    async def endless() -> Any:
        return {"type": "http.request", "body": b"a" * 1000, "more_body": True}

    async def read() -> None:
        with pytest.raises(TooSlow):
            await read_whole(slow, 10)
        with pytest.raises(TooSlow):
            await read_whole(gone, 10)
        with pytest.raises(TooLarge):
            await read_whole(endless, 100_000)

    patience, _limits.PATIENCE_S = _limits.PATIENCE_S, 0.05
    try:
        asyncio.run(read())
    finally:
        _limits.PATIENCE_S = patience


@pytest.mark.parametrize("body", [
    b"", b"{", b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b"NaN", b"[Infinity]", b"-Infinity", b"1e999", b"[" * 33 + b"]" * 33, b"[" * 200_000, b'{"a":' * 100_000, b"9" * 5000,
    b"9007199254740993", b'"\\ud800"', b'{"\\udfff":1}', b'"\\u0000"', b"\xff", b"\xef\xbb\xbf{}", '{"a":1}'.encode("utf-16"), b"{}x", b"'a'", b"{a:1}",
])
def test_json_that_means_two_things_or_none_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        strict(body)
    assert refused.value.code == "bad_json"


def test_a_large_body_is_one_file_or_nothing_and_is_read_once_beside_the_loop(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(_strict, "strict", lambda body: read.append(threading.current_thread().name) or strict(body))
    verify, minh = "/api/v1/snapshots/verify", whole.same("operator")
    crafted = whole.ask(minh, verify, body=b'{"file":[' + b"0," * 100_000 + b"0]}")
    assert (crafted.status, crafted.json["code"], read) == (400, "bad_json", [])
    file = whole.ask(minh, verify, body=b'{"file":"' + b"QUFB" * 100_000 + b'"}')
    assert (file.status, file.json["known"], len(read)) == (200, False, 1)
    assert read[0] != threading.current_thread().name
    assert "AnyIO" in read[0]
    assert whole.ask(minh, verify, body=b'{"file":"' + b"A" * FILE_BYTES + b'"}').status == 413


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"1.5", b"-0", '{"a":"Trường Tiểu học 🎉"}'.encode(), b"[" * 32 + b"]" * 32, b'"\\ud83c\\udf89"', b"9007199254740992"])
def test_json_that_is_meant_is_read(body: bytes) -> None:
    strict(body)


@pytest.mark.parametrize("path", ["/api/v1/me/active", "/api/v1/leave", "/api/v1/me/password", "/api/v1/enter", BEAT])
def test_every_address_reads_json_that_strictly(whole: Whole, path: str) -> None:
    who = whole.same("operator") if path != BEAT else {"authorization": "Bearer x"}
    assert whole.ask(who, path, body=b'{"a":1,"a":2}').json["code"] == "bad_json"


def test_mutant_without_counting_the_body_is_whatever_its_header_says(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    async def believes(receive: Any, most: int, declared: str = "") -> bytes:
        return bytes((await receive())["body"])

    monkeypatch.setattr(_gate, "whole", believes)
    assert whole.ask(whole.same("operator"), "/api/v1/me/active", body=b'"' + b"a" * 70_000 + b'"').status != 413


def test_mutant_without_buckets_nobody_waits(whole: Whole) -> None:
    assert flood(whole, {}, "/healthz", int(STRANGER.burst) + 10) == 0, "the rig's own gate does not count: the stories above put the buckets back"
