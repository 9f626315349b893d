"""The rig keeps its own promises: real servers, real faults, nobody left behind."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.rig.caches import Cache
from tests.rig.postgres import Postgres
from tests.rig.processes import Child, answers, free_port, having, wait_until
from tests.rig.proxy import CLEAR, Fault, FaultProxy

ECHO = "import socketserver as s,sys\nclass E(s.BaseRequestHandler):\n def handle(self):\n  while d:=self.request.recv(65536): self.request.sendall(d)\nsys.stdout.flush()\nclass T(s.ThreadingTCPServer): daemon_threads=True; allow_reuse_address=True\nT(('127.0.0.1',int(sys.argv[1])),E).serve_forever()"


@pytest.fixture
def echo(child: Callable[..., Child]) -> int:
    """The port of a server that says everything back."""
    port = free_port()
    child([sys.executable, "-c", ECHO, str(port)])
    wait_until(lambda: answers(port), what="echo answers")
    return port


def said_back(port: int, text: bytes, timeout: float = 2.0) -> bytes:
    """What comes back until `text` is complete or the line ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as sock:
        sock.sendall(text)
        got = b""
        while len(got) < len(text) and (part := sock.recv(65536)):
            got += part
        return got


def test_a_clear_line_passes_everything(echo: int, bad_line: Callable[..., FaultProxy]) -> None:
    line = bad_line("127.0.0.1", echo)
    assert said_back(line.port, b"x" * 300_000) == b"x" * 300_000


def test_each_fault_is_what_its_name_says(echo: int, bad_line: Callable[..., FaultProxy]) -> None:
    line = bad_line("127.0.0.1", echo)
    line.be(Fault(latency=0.2))
    started = time.monotonic()
    assert said_back(line.port, b"late") == b"late"
    assert time.monotonic() - started >= 0.2
    line.be(Fault(mute=True))
    with pytest.raises(TimeoutError):
        said_back(line.port, b"anyone?", timeout=0.3)
    line.be(Fault(cut_after=3))
    assert said_back(line.port, b"abcdef") == b"abc"
    line.be(Fault(cut_after=0, reset=True))
    with pytest.raises(ConnectionResetError):
        said_back(line.port, b"abcdef")
    line.be(Fault(refuse=True))
    with pytest.raises(ConnectionRefusedError):
        said_back(line.port, b"abcdef")
    line.be(Fault(corrupt_every=10))
    assert said_back(line.port, b"a" * 1000) != b"a" * 1000
    line.be(CLEAR)
    assert said_back(line.port, b"well again") == b"well again"
    assert any("corrupt" in what for _, what in line.log)


def test_a_cache_can_freeze_and_come_back(own_cache: Cache) -> None:
    with own_cache.client() as client:
        client.set("a", "1")
    own_cache.freeze()
    assert not own_cache.ping()
    own_cache.thaw()
    assert own_cache.ping()
    own_cache.stop()
    assert not own_cache.ping()
    own_cache.start()
    with own_cache.client() as client:
        assert client.get("a") is None, "a cache of ours keeps nothing on disk"


@pytest.mark.redis
def test_redis_is_the_floor(cache: Cache) -> None:
    with cache.client() as client:
        server: Any = client.info("server")
    version = server.get("valkey_version") or server["redis_version"]
    assert int(str(version).split(".")[0]) >= 7


@pytest.mark.postgres
def test_postgres_has_the_safe_settings(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url("postgres")) as conn:
        for name, want in (("fsync", "on"), ("synchronous_commit", "on"), ("TimeZone", "UTC"), ("server_encoding", "UTF8")):
            assert conn.execute(f"SHOW {name}").fetchone() == (want,), name


def test_a_child_dies_with_its_whole_session(child: Callable[..., Child]) -> None:
    mark = f"rig-{os.getpid()}-{time.monotonic_ns()}"
    one = child(["sh", "-c", "sleep 60 & sleep 60"], env={**os.environ, "RIG_MARK": mark})
    wait_until(lambda: len(having("RIG_MARK", mark)) == 3, what="shell and both sleepers")
    one.stop(signal.SIGTERM, within=1)
    wait_until(lambda: having("RIG_MARK", mark) == {}, what="nobody is left")
