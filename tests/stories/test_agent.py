"""The reference agent in a school: it measures, sends, waits while the centre is away, and nothing it sends counts twice."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agent import centre_agent
from domain.errors import CentreError
from domain.person import SYSTEM
from services import push, push_senders
from services.push import Asked
from store import registers
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code
from tests.rig.clock import Clock


class Door(ThreadingHTTPServer):
    """A centre's door on a real socket. `away`: it answers 503; `deaf`: it takes and its answer is lost."""

    def __init__(self, house: Gatehouse) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.house, self.away, self.deaf = house, False, False
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Door

    def log_message(self, *_: Any) -> None: ...

    def do_GET(self) -> None:
        self.told(200, b"x" * 3_000_000)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if not self.path.startswith("/api/"):
            return self.told(200, b"{}")
        if self.server.away:
            return self.told(503, b"{}")
        asked = Asked(method="POST", path=self.path, authorization=self.headers["authorization"], key=self.headers.get("idempotency-key", ""), body=body)
        try:
            centre = self.server.house.centre
            push.receive(centre, push.prove(centre, asked), self.path.rpartition("/")[2], asked, json.loads(body))
        except CentreError as error:
            return self.told(401 if error.code in ("no_entry", "out_of_time") else 409, error.words.en.encode())
        if self.server.deaf:
            return self.connection.close()
        return self.told(202, b"{}")

    def told(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def door(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    house = Gatehouse(tmp_path, f"sqlite:///{tmp_path}/centre.db", Clock(datetime.now(UTC)))
    with house.centre.db.write() as conn:
        registers.set_fact(house.centre.db, conn, push_senders.FACT, "netspeed labs")
    made = push_senders.make(house.centre, SYSTEM, name="Máy đo", source="netspeed")
    opened = Door(house)
    monkeypatch.setenv("CENTRE_URL", opened.url)
    monkeypatch.setenv("CENTRE_KEY", made.token)
    monkeypatch.setenv("CENTRE_SENDER", str(made.id))
    yield opened
    opened.shutdown()
    opened.server_close()
    house.centre.close()


def words(door: Door, spool: Path, *more: str) -> list[str]:
    place = door.url.removeprefix("http://")
    return ["--school", code(3), "--ping", place, "--download", f"{door.url}/large", "--upload", f"{door.url}/sink",
            "--room", f"P1={place}", "--room", "P2=127.0.0.1:1", "--rooms", "5", "--spool", str(spool), *more]


def sent(door: Door) -> list[Any]:
    return [json.loads(row[0]) for row in door.house.rows("SELECT rows FROM push_batches ORDER BY id")]


def test_it_measures_and_sends_a_row_the_centre_reads(door: Door, tmp_path: Path) -> None:
    from data_sources.netspeed import read

    told = subprocess.run([sys.executable, centre_agent.__file__, *words(door, tmp_path / "spool")], capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    [[[row, why]]] = sent(door)
    assert (why, row["school"]) == ("", code(3))
    down, up, loss, _, rooms, online = read(row)
    assert min(down, up) > 0
    assert (loss, rooms, online) == (0, 5, 2), "a refusal is an answer of that room too"


def test_what_could_not_go_waits_and_goes_first_and_once(door: Door, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spool, rows = tmp_path / "spool", tmp_path / "rows.json"
    for n in (1, 2):
        rows.write_text(json.dumps([{"school": code(n), "rooms": n}]))
        door.away = True
        assert centre_agent.main(["--rows", str(rows), "--spool", str(spool)]) == 1
    assert len(list(spool.glob("*.json"))) == 2
    door.away, door.deaf = False, True
    rows.write_text(json.dumps([{"school": code(3), "rooms": 3}]))
    assert centre_agent.main(["--rows", str(rows), "--spool", str(spool)]) == 1, "taken, but the answer was lost: it must ask again"
    door.deaf = False
    rows.write_text("[]")
    centre_agent.main(["--rows", str(rows), "--spool", str(spool)])
    assert [told[0][0]["rooms"] for told in sent(door)] == [1, 2, 3], "in order, each once"
    assert not list(spool.glob("*.json"))
    assert "ttdg_" not in capsys.readouterr().err


def test_what_is_never_taken_is_set_aside_with_the_answer(door: Door, tmp_path: Path) -> None:
    spool, rows = tmp_path / "spool", tmp_path / "rows.json"
    rows.write_text(json.dumps([{"school": code(1)}]))
    assert centre_agent.main(["--source", "labs", "--rows", str(rows), "--spool", str(spool)]) == 0
    assert [one.suffix for one in sorted(spool.iterdir())] == [".answer", ".refused"]


def test_a_line_that_cannot_be_measured_sends_nothing(door: Door, tmp_path: Path) -> None:
    told = words(door, tmp_path / "spool")
    told[told.index("--download") + 1] = "http://127.0.0.1:1/"
    assert centre_agent.main(told) == 1
    assert sent(door) == []
    assert centre_agent.main(["--school", "x", "--download", "file:///etc/passwd"]) == 2


def test_it_needs_nothing_but_python() -> None:
    import ast

    found = ast.parse(Path(centre_agent.__file__).read_text("utf-8"))
    names = {alias.name.partition(".")[0] for node in ast.walk(found) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module).partition(".")[0] for node in ast.walk(found) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names
