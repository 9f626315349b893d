"""The product's own web server in a process of its own, over a gatehouse's database: what is tried on it goes over a socket."""

import json
import select
import socket
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services import keys
from tests.gate.gatehouse import NO_CACHE, Gatehouse
from tests.gate.whole import OWN_PAGE, PEOPLE, Answer
from tests.rig.clock import Clock
from tests.rig.processes import Child, free_port, wait_until
from tests.rig.product import ROOT, fetch

PATIENCE_S = 30.0


class Present(Clock):
    """The server's own time."""

    def __call__(self) -> float:
        return time.time()


class Standing:
    """`say` speaks HTTP byte for byte. Everybody of `PEOPLE` is there; `home/run.log` is what the server says."""

    def __init__(self, home: Path, url: str, **settings: object) -> None:
        self.gatehouse = Gatehouse(home / "home", url, Present())
        self.ids = {who: self.gatehouse.person(name, role, parts) for who, (name, role, parts) in PEOPLE.items()}
        self.home, self.port = home, free_port()
        self.env = {"PATH": "/usr/bin:/bin", "CENTRE_HOME": str(home / "home"), "PORT": str(self.port), "DATABASE_URL": url, "REDIS_URL": NO_CACHE, "PYTHONUNBUFFERED": "1",
                    **{name: str(value) for name, value in settings.items()}}
        self.child = self.start()

    def start(self) -> Child:
        """(Again.)"""
        child = Child([sys.executable, ROOT / "doors.py", "web", "--quiet"], log=self.home / "run.log", env=self.env, cwd=ROOT)

        def up() -> object:
            assert child.alive(), child.text()[-3000:]
            return fetch(f"{self.url}/healthz")[0]

        wait_until(up, 60, what="the web server answers")
        return child

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def entered(self, who: str) -> dict[str, str]:
        """The cookie of a new session; "" = nobody's."""
        return {"cookie": f"centre_session={self.gatehouse.enter(self.ids[who])}"} if who else {}

    def key(self, **options: Any) -> dict[str, str]:
        """A program's."""
        from domain.person import SYSTEM, Part, Role

        return {"authorization": f"Bearer {keys.make(self.gatehouse.centre, SYSTEM, name='máy đọc', role=Role.OPERATOR, parts=[Part()], **options).token}"}

    def say(self, head: bytes, body: Iterable[bytes] = ()) -> Answer:
        """These bytes, on a line of their own; the server's answer, which may come before the last of them."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S) as line:
            line.sendall(head)
            try:
                for part in body:
                    if select.select([line], [], [], 0)[0]:
                        break
                    line.sendall(part)
            except OSError:
                pass  # it said its word and left
            return _answer(_all(line))

    def ask(self, who: dict[str, str], path: str, *, method: str = "", body: bytes | Any = None, headers: Iterable[tuple[str, str]] = (), host: str = "") -> Answer:
        """As a browser would; `path` as on the wire."""
        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        given = [("host", host or f"127.0.0.1:{self.port}"), ("connection", "close"), *who.items(), *(OWN_PAGE.items() if method != "GET" else ()), *headers]
        if method != "GET":
            given.append(("content-length", str(len(sent))))
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given), "", ""]
        return self.say("\r\n".join(lines).encode("latin-1"), [sent])

    def call(self, who: dict[str, str], body: Any, query: str = "") -> Answer:
        """Dash's callback address."""
        return self.ask(who, f"/_dash-update-component{query}", body=body)

    def callbacks(self, who: str = "administrator") -> dict[str, Any]:
        """What the server itself tells of its callbacks, as bodies without values, by output."""
        told = self.ask(self.entered(who), "/_dash-dependencies").json
        return {one["output"]: _body(one) for one in told if not one.get("clientside_function")}

    def rss(self) -> int:
        """Bytes of memory it really has."""
        return int(Path(f"/proc/{self.child.pid}/statm").read_text().split()[1]) * 4096

    def well(self) -> bool:
        """Alive, and answers an operator at once."""
        return self.child.alive() and self.ask(self.entered("operator"), "/api/v1/live/pulse").status == 200

    def close(self) -> None:
        """TERM."""
        self.child.stop()
        self.gatehouse.centre.close()


def _all(line: socket.socket) -> bytes:
    told = b""
    try:
        while part := line.recv(1 << 16):
            told += part
    except ConnectionResetError:
        pass
    return told


def _answer(told: bytes) -> Answer:
    head, _, body = told.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join(_chunks(body))
    return Answer(int(first.split()[1]) if first.startswith("HTTP/") else 0, headers, body)


def _chunks(body: bytes) -> Iterator[bytes]:
    while body:
        size, _, body = body.partition(b"\r\n")
        yield body[: int(size or b"0", 16)]
        body = body[int(size or b"0", 16) + 2:]


def _body(told: Any) -> dict[str, Any]:
    def part(one: Any, value: bool = True) -> Any:
        return {"id": one["id"], "property": one["property"]} | ({"value": None} if value else {})

    output = told["output"]
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    outputs = [part(dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)), False) for name in names]
    body = {"output": output, "outputs": outputs if output.startswith("..") else outputs[0], "inputs": [part(one) for one in told["inputs"]], "changedPropIds": []}
    return body | ({"state": [part(one) for one in told["state"]]} if told["state"] else {})


@contextmanager
def standing(home: Path, template: Path, **settings: object) -> Iterator[Standing]:
    """On a fresh SQLite file."""
    import shutil

    shutil.copy(template, home / "centre.db")
    opened = Standing(home, f"sqlite:///{home}/centre.db", **settings)
    try:
        yield opened
    finally:
        opened.close()
