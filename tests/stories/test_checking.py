"""Bình asks whether the ground is safe: every precondition is a line, and nothing that is away becomes a traceback."""

import shutil
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import CentreError
from services import _checking_host as host
from services import checking
from services.verdict import Verdict
from store import inspecting
from store.database import Database


def about(verdicts: list[Verdict], words: str) -> Verdict:
    """The one verdict whose English name has `words`."""
    return next(v for v in verdicts if words in v.what.en)


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> Path:
    """A home with a migrated, empty database."""
    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    return tmp_path


def check(home: Path, **options: Any) -> list[Verdict]:
    return checking.checks(home, options.pop("url", f"sqlite:///{home}/centre.db"), options.pop("cache", ""), **options)


def test_a_sound_house_has_nothing_that_stops_it(home: Path) -> None:
    verdicts = check(home, sources={"connectivity": True, "labs": False})
    assert not [v for v in verdicts if v.stops and not v.ok]
    assert len(verdicts) >= 18
    assert about(verdicts, "SQLite 3.51.3").ok
    assert about(verdicts, "synchronous").found == "synchronous = FULL"
    assert not about(verdicts, "Register of schools").ok, "an empty register is said, and stops nobody"
    assert about(verdicts, "Every source").found == "1 / 2; SOURCE_LABS_…"


def test_a_database_that_was_never_migrated_is_said_and_not_read(tmp_path: Path) -> None:
    verdicts = check(tmp_path)
    assert "./run.sh migrate" in about(verdicts, "revision").found
    assert not [v for v in verdicts if "Last commit" in v.what.en]


@pytest.mark.parametrize("silent", [True, False], ids=["accepts and says nothing", "refuses"])
def test_a_postgres_that_is_away_is_a_line_within_seconds(home: Path, silent: bool) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if silent:
            listener.listen()
        began = time.monotonic()
        verdicts = check(home, url=f"postgresql://someone:secret@127.0.0.1:{listener.getsockname()[1]}/centre")
    assert time.monotonic() - began < 6
    away = about(verdicts, "The database answers")
    assert not away.ok
    assert away.stops
    assert not [v for v in verdicts if "secret" in v.found], "no password in a line that people copy"


@pytest.mark.parametrize("silent", [True, False], ids=["accepts and says nothing", "refuses"])
def test_a_cache_that_is_away_is_a_note_because_screens_live_without_it(home: Path, silent: bool) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if silent:
            listener.listen()
        verdict = about(check(home, cache=f"redis://:secret@127.0.0.1:{listener.getsockname()[1]}"), "Valkey")
    assert not verdict.ok
    assert not verdict.stops
    assert "secret" not in verdict.found


def test_a_real_cache_tells_its_version_and_policy(home: Path, cache: Any) -> None:
    verdict = about(check(home, cache=cache.url), "Valkey")
    assert verdict.ok, verdict.found
    assert "noeviction" in verdict.found


def test_a_home_that_cannot_be_written_stops_the_house(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    verdicts = check(tmp_path / "file" / "home")
    assert not about(verdicts, "CENTRE_HOME can be written").ok
    assert not about(verdicts, "The database answers").ok


@pytest.mark.parametrize(("change", "word"), [
    ({"version": "3.51.2"}, "3.51.2"), ({"synchronous": "NORMAL"}, "synchronous"), ({"synchronous": "OFF"}, "OFF"),
])
def test_an_unsafe_sqlite_is_refused_by_name(home: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, str], word: str) -> None:
    real = inspecting.server

    def changed(*args: Any) -> inspecting.Server:
        found = real(*args)
        settings = found.settings | {k: v for k, v in change.items() if k != "version"}
        return replace(found, version=change.get("version", found.version), settings=settings)

    monkeypatch.setattr(inspecting, "server", changed)
    with pytest.raises(CentreError) as refused:
        checking.guard(Database(f"sqlite:///{home}/centre.db"), home)
    assert word in refused.value.words.vi
    assert word in refused.value.words.en


def test_a_safe_database_passes_the_guard(db: Database, tmp_path: Path) -> None:
    checking.guard(db, tmp_path)


def test_sqlite_on_a_network_disk_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "filesystem", lambda _: "nfs4")
    with pytest.raises(CentreError, match="nfs4"):
        checking.guard(Database(f"sqlite:///{home}/centre.db"), home)


def test_too_few_descriptors_for_the_schools_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host.resource, "getrlimit", lambda _: (1024, 1024))
    assert host.descriptors(300).ok
    assert not host.descriptors(2380).ok


def test_the_filesystem_of_a_path_is_that_of_its_deepest_mount() -> None:
    assert host.filesystem(Path("/proc/self")) == "proc"


def test_who_collects_and_when_it_last_wrote(home: Path, tmp_path: Path) -> None:
    from store import history, leases

    db = Database(f"sqlite:///{home}/centre.db")
    assert leases.acquire(db, "collector", "desk:42") == 1
    with db.write() as conn:
        state = {"key": "labs", "status": "ok", "last_attempt_at": db.clock(conn) - 600}
        history.write_source_state(db, conn, state)
    verdicts = check(home)
    assert about(verdicts, "holds the lease").found == "desk:42"
    assert about(verdicts, "Last commit").found == "10 phút trước"
    assert not about(verdicts, "Last commit").ok


@pytest.mark.parametrize("path", ["/_reload-hash", "/_dash-ws-callback", "/_mcp", "/_mcp/", "//_mcp/tools", "/_dash-update-component?cancelJob=1",
                                  "/_dash-update-component?oldJob=1&job=2&cacheKey=x", "/_dash-layout?job="])
def test_doors_of_dash_that_nobody_uses_are_shut(path: str) -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from api._closed import Closed

    answer = TestClient(Closed(Starlette())).get("http://testserver" + path)
    assert answer.status_code == 404
    assert answer.text == "404"


def test_no_websocket_is_answered() -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient
    from starlette.websockets import WebSocketDisconnect

    from api._closed import Closed

    with pytest.raises(WebSocketDisconnect), TestClient(Closed(Starlette())).websocket_connect("/_dash-ws-callback"):
        pass
