"""H1: every route, document, page and callback × everybody who may come, asked of the whole product, equals the table that was read."""

import dataclasses
from pathlib import Path

import pytest

from api import _allow
from api._allow import Address, Addresses, allow
from domain.person import Permission
from domain.registry import HouseError
from pages import _callback
from tests.gate.matrix import lines
from tests.gate.whole import ACTORS, Whole, asked_as_declared

TABLE = Path(__file__).with_name("matrix.txt")


@pytest.fixture(scope="module")
def drawn(whole: Whole) -> list[str]:
    return lines(whole)


def test_the_matrix_equals_the_table(drawn: list[str]) -> None:
    known = TABLE.read_text("utf-8").splitlines()
    new, gone = [line for line in drawn if line not in known], [line for line in known if line not in drawn]
    assert not new + gone, "python -m tests.gate.matrix > tests/gate/matrix.txt writes it anew; read these lines:\n" + "\n".join(["now:", *new, "table:", *gone])


def test_nobody_but_the_open_list_is_let_in_unknown(drawn: list[str]) -> None:
    """What an anonymous visitor gets is short enough to be written here as well."""
    column = slice(74, 84)
    inside = {line[:74].strip() for line in drawn[1:] if line[column].strip() in {"200", "in", "503", "307"}}
    assert inside == {
        "GET /_favicon.ico", "POST /api/v1/enter", "POST /api/v1/enter/demo", "POST /api/v1/enter/first", "POST /api/v1/enter/welcome", "POST /api/v1/heartbeat",
        "GET /api/v1/ingest/openapi.json", "POST /api/v1/ingest/{source}",  # the latter proves its sender itself: tests/gate/test_ingest_document.py
        "POST /api/v1/pair/start", "POST /api/v1/pair/take", "GET /first", "GET /healthz", "GET /login", "GET /pair", "GET /welcome",
    }


def test_each_is_told_of_just_the_callbacks_they_may_use(whole: Whole) -> None:
    for who in ACTORS[2:]:
        told = {one["output"] for one in whole.ask(who, "/_dash-dependencies").json}
        for name, entry in whole.dash.callback_map.items():
            if "callback" in entry:
                refused = whole.ask(who, "/_dash-update-component", body=asked_as_declared(entry, name)).status == 404
                assert (name in told) != refused, (who, name)


def test_a_document_tells_nothing_of_pages_that_are_not_theirs(whole: Whole) -> None:
    import re

    def bare(body: bytes) -> bytes:
        return re.sub(rb'"end_id":"[^"]*"', b"", body)

    officer = whole.credential("officer")
    absent = whole.ask(officer, "/hoàn-toàn-không-có".encode().decode("latin-1"))
    for path in ("/sources", "/admin/people", "/admin/audit"):
        forbidden = whole.ask(officer, path)
        assert (forbidden.status, bare(forbidden.body)) == (404, bare(absent.body))
    assert b"pages-sources" not in absent.body
    assert b"pages-sources" in whole.ask("operator", "/").body


def test_anonymous_reads_neither_layout_nor_dependencies(whole: Whole) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies"):
        answer = whole.ask("anonymous", path)
        assert (answer.status, answer.json["code"]) == (401, "who_are_you")


def test_a_route_without_permission_stops_the_start(whole: Whole) -> None:
    async def silent() -> None: ...

    whole.gate.addresses.check()
    from fastapi import APIRouter

    router = APIRouter()
    router.get("/api/v1/silent")(silent)
    with pytest.raises(HouseError, match="asks for no permission"):
        Addresses([*whole.gate.addresses.routes, *router.routes]).check()


def test_a_callback_without_permission_stops_the_start() -> None:
    with pytest.raises(HouseError, match="asks for no permission"):
        _callback.cb()(lambda: None)


def test_mutant_a_gate_that_allows_by_default_is_seen(whole: Whole, monkeypatch: pytest.MonkeyPatch, drawn: list[str]) -> None:
    """A route whose permission somebody opened by mistake turns the matrix red."""
    real = _allow.asked_by

    def open_metrics(route: object) -> Address:
        asks = real(route)  # type: ignore[arg-type]
        return dataclasses.replace(asks, permission=Permission.OPEN) if asks.name == "/metrics" else asks

    monkeypatch.setattr(_allow, "asked_by", open_metrics)
    whole.gate.addresses._known.clear()
    try:
        assert whole.ask("anonymous", "/metrics").status != 401
        assert [line for line in lines(whole) if line not in drawn]
    finally:
        whole.gate.addresses._known.clear()
    assert callable(allow(Permission.MAP))
