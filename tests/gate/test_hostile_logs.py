"""70-72, I9: strangers say the log set at the door, in headers, addresses and errors; one event stays one line of JSON and says no more than happened."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import structlog

from domain.errors import SourceError
from pages._callback import callback_failed
from services import loglines
from services.later import flush
from tests.gate.hostile import LOG
from tests.gate.standing import standing
from tests.gate.whole import Whole
from tests.rig.processes import wait_until

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything said to the log from here on, read line by line as whoever collects logs reads it."""
    out = io.StringIO()
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    loglines.configure(out)
    yield lambda: read(out.getvalue())
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def read(told: str) -> list[dict[str, Any]]:
    """The promise: every line is one whole event, and holds nothing that a terminal obeys."""
    found = []
    for line in told.split("\n")[:-1]:
        assert not UNSEEN.search(line), ascii(line)[:300]
        assert line.startswith("{"), ascii(line)[:300]
        event = json.loads(line)
        assert isinstance(event, dict)
        assert {"event", "level", "timestamp"} <= event.keys()
        found.append(event)
    return found


@pytest.fixture
def broken(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """broken(text): from now on whatever is behind the gate fails with that text."""
    def fail(text: str) -> None:
        async def app(*_: Any) -> None:
            try:
                raise ValueError(text)
            except ValueError as cause:
                raise RuntimeError(text) from cause

        monkeypatch.setattr(whole._app, "app", app)

    return fail


@pytest.mark.parametrize("number", LOG)
def test_an_error_that_holds_it_is_one_line_and_one_request(whole: Whole, lines: Lines, broken: Callable[[str], None], number: int) -> None:
    text = LOG[number]
    broken(text)
    said = {"x-request-id": text, "user-agent": text, "x-forwarded-for": text, "referer": text}
    told = {name: value.encode().decode("latin-1") for name, value in said.items()}
    path = f"/api/v1/{text}" if "\n" not in text else "/api/v1/live/pulse"  # no route has an address of two lines: 404
    answer = whole.ask(whole.same("operator"), f"{quote(path)}?area={quote(text)}", headers=told)
    assert answer.status == 500
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"]), "ours, not theirs"
    assert answer.headers["x-request-id"] in answer.json["vi"]
    assert text not in answer.body.decode()
    [event] = lines()
    assert (event["event"], event["error"], event["level"]) == ("mishap", "RuntimeError", "error")
    assert event["request"] == answer.headers["x-request-id"]
    assert event["path"] == path, "nothing is lost: it reads back as it was"
    assert "login ok" not in event.get("msg", "")
    assert json.dumps(event["exception"]).count(json.dumps(text)[1:-1]) >= 2, "and so does the cause"


@pytest.mark.parametrize("number", LOG)
def test_whoever_types_it_at_the_door_writes_no_line(whole: Whole, lines: Lines, number: int) -> None:
    text = LOG[number]
    agent = {"user-agent": text.encode().decode("latin-1")}
    sent = {"login": text, "password": text, "next": text}
    assert whole.ask("anonymous", "/api/v1/enter", body=sent, headers=agent, client=f"198.51.100.{number}").status == 401
    assert whole.ask("anonymous", "/api/v1/pair/start", body={}, headers=agent, client=f"198.51.100.{number}").status == 200
    assert whole.ask("anonymous", f"/login?next={quote(text)}", headers=agent).status == 200
    screen = whole.same("screen")
    assert whole.ask(screen, "/api/v1/screen/beat", body={"page": text, "version": text[:40]}).status == 200
    flush(whole.centre)
    assert lines() == []
    stored = whole.gatehouse.rows("SELECT agent FROM pairings UNION SELECT agent FROM sessions UNION SELECT page FROM screens UNION SELECT version FROM screens")
    assert not [row for row in stored if UNSEEN.search(row[0])]
    newest = whole.gatehouse.rows("SELECT actor_name, object, before, after, why FROM audit ORDER BY seq DESC LIMIT 1")
    assert not UNSEEN.search(" ".join(newest[0]))


@pytest.mark.parametrize("number", LOG)
def test_what_sources_and_callbacks_say_of_their_failure_is_one_line(whole: Whole, lines: Lines, number: int) -> None:
    from datetime import timedelta
    from types import SimpleNamespace

    from services.sources import Sources

    text = LOG[number]
    source: Any = SimpleNamespace(key="labs", every=timedelta(seconds=60))
    watched: Any = Sources.__new__(Sources)
    watched._sources, watched._states = {"labs": source}, {"labs": SimpleNamespace(status="ok", failing_since=None)}
    with pytest.raises(TypeError):  # it cannot go on with our stand-in; the line was said before
        watched.failed("labs", SourceError(text, text, code="shape"), now=1.0, took_s=1.0)
    callback_failed(ValueError(text))
    logging.getLogger("uvicorn.error").error("Exception in %s", text)
    source_said, callback_said, server_said = lines()
    assert source_said["error"] == text
    assert callback_said["event"] == "callback failed"
    assert server_said["event"] == f"Exception in {text}", "a format is only ever ours"


def test_a_running_server_hears_them_all_and_its_log_stays_whole(tmp_path: Any, migrated_sqlite: Any) -> None:
    with standing(tmp_path, migrated_sqlite) as stands:
        minh = stands.entered("operator")
        for text in LOG.values():
            plain = text.replace("\n", "").replace("\x1b", "").encode().decode("latin-1")
            plain = "".join(c for c in plain if c.isprintable())
            for path in (f"/{quote(text)}", f"/schools/{quote(text)}", f"/api/v1/{quote(text)}", f"/login?next={quote(text)}"):
                assert stands.ask(minh, path, headers=[("user-agent", plain), ("x-request-id", plain)]).status in {200, 303, 400, 404}
            assert stands.ask({}, "/api/v1/enter", body={"login": text, "password": text}).status == 401
            stands.say(text.encode() + b" / HTTP/1.1\r\nhost: localhost\r\n\r\n")  # no HTTP at all
            stands.say(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nuser-agent: " + text.encode() + b"\r\n\r\n")
        with stands.gatehouse.centre.db.write() as conn:  # what no code of ours can have written: an error nobody foresaw, with a stranger's words in it
            conn.exec_driver_sql("UPDATE grants SET kinds = ?", (LOG[71] + LOG[70].replace(" ", ""),))
        stands.ask(minh, "/api/v1/me")
        wait_until(lambda: "grants" in stands.child.text() or "mishap" in stands.child.text(), 10, what="the error's line")
        events = read(stands.child.text())
        assert len([one for one in events if one["event"] == "mishap"]) == 1
        assert not [one for one in events if "login ok" in one["event"] or one.get("msg")]


def test_mutant_a_log_of_plain_text_is_forged(whole: Whole, lines: Lines, broken: Callable[[str], None], capsys: pytest.CaptureFixture[str]) -> None:
    """As structlog writes by itself: the very promise above turns red."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer(repr_native_str=False)], logger_factory=structlog.PrintLoggerFactory())
    broken(LOG[70])
    assert whole.ask(whole.same("operator"), "/api/v1/live/pulse").status == 500
    with pytest.raises((AssertionError, ValueError)):
        read(capsys.readouterr().out + "\n")
