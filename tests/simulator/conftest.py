"""A real simulator as a child process on a free port, talked to by HTTP and bare sockets only."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.rig.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-the-tests"


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def reachable(address: str) -> bool:
    """Does this host:port or probe URL accept a TCP connection?"""
    host, _, port = (urlsplit(address).netloc or address).rpartition(":")
    with socket.socket() as sock:
        sock.settimeout(2)
        return sock.connect_ex((host, int(port))) == 0


def probe(address: str) -> dict[str, Any]:
    """The answer of a school to GET /status; OSError when it is not reachable."""
    url = urlsplit(address)
    line = http.client.HTTPConnection(url.netloc, timeout=30)
    try:
        line.request("GET", url.path)
        return dict(json.loads(line.getresponse().read()))
    finally:
        line.close()


class Outside:
    """One running simulator."""

    def __init__(self, home: Path, **env: object) -> None:
        given = str(env.get("SIM_PORT", ""))
        self.port = int(given) if given.isdigit() else free_port()
        wanted = {"SIM_PORT": self.port, "SIM_STORM": 0, "SIM_TOKEN": TOKEN, "CENTRE_HOME": home, "SIM_SCHOOLS": 400, **env}
        self.process = subprocess.Popen([sys.executable, "-m", "simulator"], cwd=ROOT, stderr=subprocess.PIPE, text=True,
                                        env=os.environ | {key: str(value) for key, value in wanted.items()})
        self._wait()

    def _wait(self) -> None:
        def ready() -> bool:
            assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
            return bool(self.get("/healthz")["ready"])

        wait_until(ready, within=60, every=0.02, what="the simulator is ready")

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None,
            timeout: float = 5) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
            line.request(method, path, data, {"Authorization": f"Bearer {TOKEN}", **(headers or {})})
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def get(self, path: str) -> Any:
        status, body = self.ask("GET", path)
        assert status == 200, (status, body)
        return json.loads(body)

    def order(self, path: str, **body: object) -> Any:
        status, answer = self.ask("POST", f"/control/{path}", body)
        assert status == 200, (status, answer)
        return json.loads(answer)

    def schools(self) -> list[dict[str, str]]:
        """The rows of /register/schools.csv."""
        import csv

        _, body = self.ask("GET", "/register/schools.csv")
        return list(csv.DictReader(body.decode().splitlines()))

    def halls(self) -> list[int]:
        """Process ids of its children."""
        text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in text.split()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Stop it; seconds until it was gone."""
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        return time.monotonic() - begun


Start = Callable[..., Outside]


@pytest.fixture(scope="session")
def map_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CENTRE_HOME with the built map, so that each start is a second start."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def outside(map_home: Path) -> Iterator[Outside]:
    """A small province without storm, shared by the tests of one file."""
    running = Outside(map_home)
    yield running
    running.stop()


@pytest.fixture
def start(map_home: Path) -> Iterator[Start]:
    """Starts simulators of one's own; they are gone after the test."""
    begun: list[Outside] = []

    def begin(home: Path | None = None, **env: object) -> Outside:
        begun.append(Outside(home or map_home, **env))
        return begun[-1]

    yield begin
    for running in begun:
        if running.process.poll() is None:
            running.stop(signal.SIGKILL)
