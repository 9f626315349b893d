"""Addresses that every screen asks all the time are answered at once: the gate has judged, their own function answers.

An endpoint marked `@allow(…, swift=True)` takes the request and nothing else, so there is nothing the framework has to
work out for it. Who may ask, how often and how much stays with the gate; the answers are the same either way.
"""

from collections.abc import Awaitable, Callable, Iterator
from functools import lru_cache
from struct import pack
from typing import Any, TypeVar
from zlib import Z_SYNC_FLUSH, compressobj, crc32

from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api._errors import explained
from domain.errors import BadInput, CentreError

SWIFT, TOLD = "centre_swift", "centre_told"  # in the scope: the function that answers; the body, read by the gate
PACKED = 1024  # bytes worth packing
SMALL = 64 * 1024  # of larger bodies none is kept, and none is packed while every screen waits
KEPT = 256  # packed bodies kept: a body that many screens get is packed once
BLOCK = 0xFFFF  # bytes of a stored block
GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
GZIP_END = b"\x01\0\0\xff\xff"  # the last block, empty
BINARY = "application/octet-stream"
NO_STORE = {"cache-control": "no-store"}
EITHER = {**NO_STORE, "vary": "Accept-Encoding"}
ZIPPED = {**EITHER, "content-encoding": "gzip"}
Endpoint = Callable[[Request], Awaitable[Response]]
M = TypeVar("M", bound=BaseModel)


class Swift:
    """Pure ASGI middleware, inside of the gate."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer here what is marked so, pass on the rest."""
        endpoint: Endpoint | None = scope.get(SWIFT)
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        try:
            answer = await endpoint(Request(scope, receive))
        except CentreError as error:
            answer = explained(error)
        await answer(scope, receive, send)


def asked(model: type[M], request: Request) -> M:
    """What the address says after `?`. Raises BadInput."""
    return _read(model, dict(request.query_params))


async def told(model: type[M], request: Request) -> M:
    """What the body says. Raises BadInput."""
    return _read(model, request.scope[TOLD] if TOLD in request.scope else await request.json())


def _read(model: type[M], said: Any) -> M:
    try:
        return model.model_validate(said)
    except ValidationError:
        raise BadInput("Yêu cầu không hợp lệ.", "The request cannot be read.") from None


def ready(request: Request, body: bytes, media: str = "application/json") -> Response:
    """An answer that nobody keeps, of a body that many get: packed once for all of them."""
    if len(body) < PACKED:
        return Response(body, media_type=media, headers=NO_STORE)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(body, media_type=media, headers=EITHER)
    zipped = packed_once(body) if len(body) <= SMALL else _packed(body)
    return Response(zipped, media_type=media, headers=ZIPPED)


async def aside(request: Request, body: bytes) -> Response:
    """As `ready`, for JSON that never comes twice: packed beside the loop and kept nowhere."""
    if len(body) < PACKED or "gzip" not in request.headers.get("accept-encoding", ""):
        return ready(request, body)
    return Response(await run_in_threadpool(_packed, body), media_type="application/json", headers=ZIPPED)


@lru_cache(maxsize=KEPT)
def packed_once(body: bytes) -> bytes:
    """The same bytes, packed."""
    return _packed(body)


def _packed(body: bytes) -> bytes:
    packer = compressobj(5, wbits=31)
    return packer.compress(body) + packer.flush()


def joined(request: Request, first: bytes, body: bytes, last: bytes) -> Response:
    """As `ready`, for a body that many get between each one's own head and tail: it is packed once for them all."""
    size = len(first) + len(body) + len(last)
    if len(body) < PACKED:
        return Response(first + body + last, media_type=BINARY, headers=NO_STORE if size < PACKED else EITHER)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(first + body + last, media_type=BINARY, headers=EITHER)
    sums = pack("<II", crc32(last, crc32(body, crc32(first))), size)
    stream = b"".join((GZIP_HEAD, *_stored(first), _deflated(body), *_tail(last), GZIP_END, sums))
    return Response(stream, media_type=BINARY, headers=ZIPPED)


def _tail(part: bytes) -> Iterator[bytes]:
    return iter((_deflated.__wrapped__(part),)) if len(part) >= PACKED else _stored(part)


def _stored(part: bytes) -> Iterator[bytes]:
    """Blocks of a deflate stream that hold bytes as they are."""
    for begin in range(0, len(part), BLOCK):
        block = part[begin : begin + BLOCK]
        yield pack("<BHH", 0, len(block), len(block) ^ BLOCK)
        yield block


@lru_cache(maxsize=64)
def _deflated(body: bytes) -> bytes:
    """Blocks of a deflate stream that end at a whole byte and are not the last."""
    packer = compressobj(5, wbits=-15)
    return packer.compress(body) + packer.flush(Z_SYNC_FLUSH)
