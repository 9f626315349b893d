"""R23 at the gate: while the database is silent, who was seen lately goes on looking; nobody changes anything, and a stranger is told why."""

from dataclasses import replace
from typing import Any

import pytest

from api import _gate
from domain.errors import StoreDown
from services import sessions
from tests.gate.whole import Whole, asked_as_declared


@pytest.fixture
def silent(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are known from memory only."""
    real = sessions.find_all

    def by_memory(*told: Any) -> Any:
        return {one: found and replace(found, verified=False) for one, found in real(*told).items()}  # type: ignore[type-var]

    monkeypatch.setattr(_gate.sessions, "find_all", by_memory)


def callback(whole: Whole, who: str, name: str) -> int:
    return whole.ask(whole.same(who), "/_dash-update-component", body=asked_as_declared(whole.dash.callback_map[name], name)).status


def test_looking_goes_on_and_nothing_is_changed(whole: Whole, silent: None) -> None:
    minh = whole.same("operator")
    for path in ("/", "/wall", "/api/v1/live/frame", "/_dash-layout", "/_dash-dependencies"):
        assert whole.ask(minh, path).status == 200, path
    assert callback(whole, "operator", "pages-sources-slot.children") == 200
    inside = whole.inside
    refused = whole.ask(minh, "/api/v1/me/active", body={})
    assert (refused.status, refused.json["code"]) == (503, "store_down")
    for name in ("pages-keys-rows.children", "..pages-keys-told.children...pages-keys-done.data..", "..pages-people-told.children...pages-people-done.data.."):
        assert callback(whole, "administrator", name) == 503, name
    assert whole.inside == inside


def test_whoever_is_not_known_is_told_why(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any) -> Any:
        raise StoreDown("Cơ sở dữ liệu không trả lời.", "The database does not answer.")

    monkeypatch.setattr(_gate.sessions, "find_all", silent)
    minh = whole.same("operator")
    api, page = whole.ask(minh, "/api/v1/live/frame"), whole.ask(minh, "/")
    assert (api.status, api.json["code"]) == (503, "store_down")
    assert (page.status, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert whole.ask({}, "/healthz").status == 503, "blind in this rig, but answered"
    assert whole.ask(minh, "/assets/fonts/OFL.txt").status == 200, "files need nobody to be recognised"


def test_a_gate_that_fails_stays_shut(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks while somebody is recognised or judged, nothing behind is reached."""
    inside, minh = whole.inside, whole.same("operator")
    for name in ("find_all",):
        monkeypatch.setattr(_gate.sessions, name, lambda *_: 1 / 0)
        answer = whole.ask(minh, "/api/v1/live/frame")
        assert (answer.status, answer.json["code"]) == (500, "mishap")
    monkeypatch.setattr(whole.gate.addresses, "find", lambda _: 1 / 0)
    assert whole.ask(minh, "/api/v1/live/frame").status == 500
    assert whole.inside == inside


def test_mutant_a_gate_that_forgets_silence_lets_a_write_in(whole: Whole, silent: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gate, "LOOKS", frozenset(_gate.Permission))
    assert callback(whole, "administrator", "..pages-keys-told.children...pages-keys-done.data..") == 200
