"""The same gate behind the real server, byte by byte: what no well-behaved client would send."""

import re
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn

from tests.gate.whole import Whole
from tests.rig.processes import answers, free_port, wait_until


@pytest.fixture(scope="module")
def port(whole: Whole) -> Iterator[int]:
    """Where uvicorn serves the whole product, with the product's own options."""
    number = free_port()
    server = uvicorn.Server(uvicorn.Config(whole.server, host="127.0.0.1", port=number, log_level="critical", server_header=False, date_header=False,
                                           access_log=False, proxy_headers=False, lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: answers(number), 10)
    yield number
    server.should_exit = True
    thread.join(10)


def say(port: int, text: bytes, more: bytes = b"") -> bytes:
    """Everything the server answers until it closes or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(text)
        said = b""
        try:
            if more:
                for _ in range(200):
                    line.sendall(more)
            line.settimeout(1.0)
            while chunk := line.recv(65536):
                said += chunk
        except OSError:  # it closed while we were still talking, or has no more to say
            line.settimeout(0.3)
            try:
                while chunk := line.recv(65536):
                    said += chunk
            except OSError:
                return said
        return said


def statuses(said: bytes) -> list[int]:
    """Of every answer on the line."""
    return [int(code) for code in re.findall(rb"HTTP/1\.1 (\d{3})", said)]


HEADS = {
    "two hosts": b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "no host": b"GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n",
    "foreign host in the target": b"GET http://evil.example/metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    "own host, foreign target": b"GET http://evil.example/metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "two lengths": b"POST /api/v1/leave HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 40\r\nConnection: close\r\n\r\n{}",
    "length and chunks": b"POST /api/v1/heartbeat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "folded header": b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n Host: evil\r\nConnection: close\r\n\r\n",
    "control bytes": b"GET /metrics\x00\x1b[2J HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "upgrade": b"GET /_dash-ws-callback HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    "raw utf-8": "GET /hoàn-toàn HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode(),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=list(HEADS))
def test_a_broken_request_reaches_nothing(whole: Whole, port: int, head: bytes) -> None:
    inside = whole.inside
    said = say(port, head)
    assert b"# HELP" not in said
    assert not set(statuses(said)) & {200, 101, 500}, said[:300]
    assert b"Traceback" not in said
    if b"heartbeat" not in head:
        assert whole.inside == inside


def test_an_endless_body_is_cut_off(whole: Whole, port: int) -> None:
    head = b"POST /api/v1/heartbeat HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    inside = whole.inside
    said = say(port, head, b"800\r\n" + b"a" * 0x800 + b"\r\n")
    assert statuses(said) in ([413], []), said[:200]
    assert whole.inside == inside


def test_a_good_one_passes_and_says_everything(whole: Whole, port: int) -> None:
    cookie = whole.same("operator")["cookie"].encode()
    said = say(port, b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + b"\r\nConnection: close\r\n\r\n")
    assert statuses(said) == [200]
    for word in (b"nosniff", b"frame-ancestors 'none'", b"no-store", b"x-request-id: "):
        assert word in said.split(b"\r\n\r\n")[0]
    assert b"server:" not in said.lower()
    head = say(port, b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert head.endswith(b"\r\n\r\n")


def test_other_peoples_connection_tells_nothing_of_mine(whole: Whole, port: int) -> None:
    """Two requests on one connection, the first with a session: the second is nobody's."""
    cookie = whole.same("operator")["cookie"].encode()
    said = say(port, b"GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + b"\r\n\r\nGET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert statuses(said) == [200, 401]
