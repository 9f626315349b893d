"""A small HTTP/1.1 server on asyncio streams: the only one here that can also hang or abort a connection on purpose."""
from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from simulator.logs import log

MAX_BODY = 64 << 20
IDLE_S = 75.0
REASONS = {200: "OK", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
           405: "Method Not Allowed", 411: "Length Required", 413: "Content Too Large", 422: "Unprocessable Content",
           500: "Internal Server Error", 503: "Service Unavailable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    peer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class Abort(Exception):
    """Raised by a handler: tear the connection down without an answer."""


class Refused(Exception):
    """Raised while reading a request that cannot be served; carries the status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


Handler = Callable[[Request], Awaitable[Response]]


def json_response(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(status=status, body=json.dumps(value, ensure_ascii=False).encode())


def error(status: int, vi: str, en: str) -> Response:
    """A refusal in both languages."""
    return json_response({"error": {"vi": vi, "en": en}}, status)


async def read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request:
    """Read one request; raises Refused, or EOFError when the client has gone."""
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_S)).decode("latin-1")
    first, *lines = head[:-4].split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3:
        raise Refused(400)
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise Refused(400)
        headers[name.strip().lower()] = value.strip()
    body = await _read_body(reader, writer, headers)
    try:
        target = urlsplit(parts[1])
    except ValueError:
        raise Refused(400) from None
    return Request(method=parts[0], path=unquote(target.path), query=dict(parse_qsl(target.query)), headers=headers,
                   body=body, peer=str(writer.get_extra_info("peername")[0]))


async def _read_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: dict[str, str]) -> bytes:
    if "transfer-encoding" in headers:
        raise Refused(411)
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise Refused(400)
    if int(length) > MAX_BODY:
        raise Refused(413)
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return await reader.readexactly(int(length))


def write_response(writer: asyncio.StreamWriter, response: Response, *, head_only: bool, keep: bool) -> None:
    """Write one answer."""
    lines = [f"HTTP/1.1 {response.status} {REASONS.get(response.status, 'Status')}",
             f"Content-Type: {response.content_type}", f"Content-Length: {len(response.body)}",
             f"Connection: {'keep-alive' if keep else 'close'}",
             *(f"{name}: {value}" for name, value in response.headers.items())]
    writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (b"" if head_only else response.body))


def reserve(port: int) -> socket.socket:
    """Take a port of 127.0.0.1 without listening yet: who asks too early is refused, not misled. OSError: taken."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
    except OSError:
        sock.close()
        raise
    return sock


class HttpServer:
    """Serves one handler on 127.0.0.1, and nothing but 127.0.0.1."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    async def start(self, sock: socket.socket) -> None:
        """Listen on a reserved port and answer."""
        self._server = await asyncio.start_server(self._talk, sock=sock, backlog=512)

    async def close(self) -> None:
        """Stop listening and drop every conversation, hung ones too."""
        if self._server:
            self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._talks.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except Abort:
            writer.transport.abort()
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the client left, or the simulator is closing: nothing to say to anybody
        finally:
            self._talks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        try:
            request = await read_request(reader, writer)
        except Refused as refusal:
            write_response(writer, error(refusal.status, "Yêu cầu không đọc được.", "Unreadable request."),
                           head_only=False, keep=False)
            await writer.drain()
            return False
        try:
            response = await self._handler(request)
        except Abort:
            raise
        except Exception as problem:  # one bad answer must not take the province down
            log("request failed", path=request.path, error=repr(problem))
            response = error(500, "Lỗi của bộ mô phỏng.", "The simulator failed.")
        keep = request.headers.get("connection", "").lower() != "close"
        write_response(writer, response, head_only=request.method == "HEAD", keep=keep)
        await writer.drain()
        return keep
