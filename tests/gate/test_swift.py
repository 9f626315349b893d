"""What every screen asks all the time is answered without the framework between: the same answers, the same gate, and packed bytes that say the same."""

import asyncio
import gzip
import inspect
import random
from typing import Any

import pytest
from fastapi import Request, Response

from api._allow import allow, asked_by
from api._swift import PACKED, SMALL, aside, joined, packed_once, ready
from domain.person import Permission
from domain.registry import HouseError
from tests.gate.whole import ACTORS, Whole

SWIFT = {"/api/v1/live/frame", "/api/v1/live/pulse", "/api/v1/live/wall", "/api/v1/screen/beat", "/api/v1/screen/echo"}
ASKED = ("/api/v1/live/frame", "/api/v1/live/frame?format=json", "/api/v1/live/frame?area=00", "/api/v1/live/frame?layer=none", "/api/v1/live/frame?since=x",
         "/api/v1/live/frame?marks=&since=1", f"/api/v1/live/frame?area={'7' * 17}", "/api/v1/live/frame?area=00&area=79", "/api/v1/live/pulse", "/api/v1/live/wall",
         "/api/v1/live/wall?visitors=1", "/api/v1/live/wall?visitors=perhaps", "/api/v1/live/wall?visitors=")
SENT = {"/api/v1/screen/beat": ({"page": "/wall", "version": "a.b"}, {"page": 7}, {}, []), "/api/v1/screen/echo": ({"picture": "x"}, {}, None)}


def without_the_lane(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework answers everything, as if nothing were marked."""
    monkeypatch.setattr("api._gate.SWIFT", "nobody reads this")


def told(whole: Whole, who: str, path: str, **options: Any) -> tuple[Any, ...]:
    answer = whole.ask(whole.same(who), path, **options)
    body = answer.body if answer.headers["content-type"] == "application/json" else answer.body[:6] + answer.body[8:24]
    moves = (b'"server_time"', b'"age_s"', b'"after_ms"', b'"asked_at"')
    plain = body if not any(word in body for word in moves) else len(body) // 16
    headers = {key: value for key, value in answer.headers.items() if key not in ("x-request-id", "content-length", "vary")}
    return answer.status, headers, plain


def test_the_addresses_are_these(whole: Whole) -> None:
    marked = {path for route in whole.gate.addresses.routes if asked_by(route).swift for path in [getattr(route, "path", "")]}
    assert marked == SWIFT


def test_the_answers_are_the_frameworks_own(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = [(who, path, {}) for who in ("anonymous", "half", "screen", "school_contact", "operator", "client") for path in ASKED]
    asks += [(who, path, {"body": body}) for who in ("screen", "operator") for path, bodies in SENT.items() for body in bodies]
    quick = [told(whole, who, path, **options) for who, path, options in asks]
    without_the_lane(whole, monkeypatch)
    slow = [told(whole, who, path, **options) for who, path, options in asks]
    for (who, path, options), one, other in zip(asks, quick, slow, strict=True):
        assert one == other, (who, path, options)
    assert {status for status, *_ in quick} >= {200, 400, 401, 404}, "a comparison of refusals alone proves nothing"


def test_nobody_gets_there_past_the_gate(whole: Whole) -> None:
    before = whole.inside
    for path in SWIFT:
        assert whole.ask("anonymous", path).status == 401
        assert whole.ask("half", path).status == 401
    assert whole.inside == before
    assert {whole.ask(whole.same("screen"), path, method="DELETE").status for path in SWIFT} == {404}, "another method is another address"
    assert {whole.ask(whole.same(who), "/api/v1/screen/beat", body={}).status for who in ACTORS if who not in ("anonymous", "half", "screen")} == {404}


def test_head_is_get_without_its_body(whole: Whole) -> None:
    got, head = (whole.ask(whole.same("operator"), "/api/v1/live/wall", method=method) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert got.body


def test_an_endpoint_that_wants_more_than_the_request_cannot_be_marked() -> None:
    async def wants(request: Request, area: str = "") -> Response:
        return Response(area)

    with pytest.raises(HouseError):
        allow(Permission.MAP, swift=True)(wants)
    assert len(inspect.signature(wants).parameters) == 2


def test_bodies_that_never_come_twice_are_not_kept(whole: Whole) -> None:
    request = Request({"type": "http", "headers": [(b"accept-encoding", b"gzip")]})
    packed_once.cache_clear()
    for body in (b"a" * PACKED, b"b" * (SMALL + 1)):
        assert gzip.decompress(bytes(ready(request, body).body)) == body
    assert gzip.decompress(bytes(asyncio.run(aside(request, b"c" * PACKED)).body)) == b"c" * PACKED
    assert whole.ask(whole.same("operator"), "/api/v1/live/frame?format=json", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert packed_once.cache_info().currsize == 1


@pytest.mark.parametrize("size", [0, 1, PACKED - 1, PACKED, 5_000, 70_000, 200_000])
@pytest.mark.parametrize("tail", [0, 20, PACKED, 70_000])
def test_joined_bytes_are_what_a_browser_reads(size: int, tail: int) -> None:
    chance = random.Random(size + tail)
    parts = chance.randbytes(64), bytes(chance.choices(range(5), k=size)), bytes(chance.choices(range(3), k=tail))
    for accepts in (b"gzip, deflate, br, zstd", b"identity"):
        answer = joined(Request({"type": "http", "headers": [(b"accept-encoding", accepts)]}), *parts)
        body = bytes(answer.body)
        assert int(answer.headers["content-length"]) == len(body)
        packed = answer.headers.get("content-encoding") == "gzip"
        assert packed == (accepts != b"identity" and size >= PACKED)
        assert (gzip.decompress(body) if packed else body) == b"".join(parts)
