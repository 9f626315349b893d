"""I8, I9: one event is one line whatever is in it, and no secret is in any."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr

from services import loglines

FORGERIES = (
    'x\n{"level":"info","msg":"login ok admin"}', "\r\nSet-Cookie: a=b", "\x1b[2J\x1b[31m", "a\u2028b\u2029c", "\u202egnp.exe\u202c", "\u2066x\u2069", "%s%n{0.__class__}", "\x85next\x9b31m",
    "\ud800", "\ufeff\u200b\u200d\u00ad", "\0", "\U000e0041", "Trường Tiểu học 🎉",
)
CANARY = "canary-4711"


@pytest.fixture
def lines() -> Iterator[Any]:
    """Everything said to the log from here on, line by line."""
    out = io.StringIO()
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    loglines.configure(out)

    def told() -> list[str]:
        return out.getvalue().split("\n")[:-1]

    yield told
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("text", FORGERIES, ids=[ascii(f)[:30] for f in FORGERIES])
def test_one_event_is_one_line(lines: Any, text: str) -> None:
    log = structlog.get_logger()
    log.info(text, path=text, **{"k" + text: [text, {"deep": text}]})
    logging.getLogger("uvicorn.error").warning("%s", text)
    try:
        raise ValueError(text)
    except ValueError as error:
        log.error("failed", exc_info=error)
        logging.getLogger("asyncio").error("failed", exc_info=error)
    said = lines()
    assert len(said) == 4
    for line in said:
        assert isinstance(json.loads(line), dict)
        assert loglines._UNSEEN.search(line) is None
        assert all(c.isprintable() for c in line)
        line.encode()
    assert json.loads(said[0])["path"] == text, "nothing is lost: it can be read back"


def test_secrets_go_by_type_and_by_name_however_deep(lines: Any) -> None:
    secret = SecretStr(CANARY)
    structlog.get_logger().info(
        "event", given=secret, password=CANARY, PASSWORD=CANARY, sim_token=CANARY, Authorization=f"Bearer {CANARY}", set_cookie=CANARY, oidc_client_secret=CANARY, totp_sealed=CANARY,
        many=[secret, {"headers": {"cookie": CANARY, "x": (secret,)}}], mine={"token": {"deep": CANARY}}, settings={"a": {"b": {"c": [{"api_token": CANARY}]}}},
    )
    assert len(lines()) == 1
    assert CANARY not in lines()[0]
    assert lines()[0].count("***") >= 12


def test_a_failure_tells_where_and_not_with_what(lines: Any) -> None:
    def enter(password: str) -> None:
        raise RuntimeError("no")

    try:
        enter(CANARY)
    except RuntimeError as error:
        structlog.get_logger().error("failed", exc_info=error)
    assert CANARY not in lines()[0]
    assert "enter" in lines()[0]


def test_the_number_of_a_lease_is_no_secret(lines: Any) -> None:
    structlog.get_logger().info("collector leads", token=7)
    assert json.loads(lines()[0])["token"] == 7


def test_mutant_without_the_last_step_a_line_can_be_forged(lines: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    config = structlog.get_config()
    structlog.configure(processors=[p for p in config["processors"] if p is not loglines.one_line])
    structlog.get_logger().info("\u2028")
    structlog.configure(processors=[p for p in config["processors"] if p is not loglines.hide_secrets])
    structlog.get_logger().info("x", password=CANARY)
    assert "\u2028" in lines()[0]
    assert CANARY in lines()[1]
