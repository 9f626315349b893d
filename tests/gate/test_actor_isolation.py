"""Two who ask at the same moment are never mixed: on the loop, in threads, in callbacks, in the log."""

import asyncio
import threading
from typing import Any

import pytest

from api import _answers, _gate
from domain.person import Actor
from services.acting import acting
from tests.gate.whole import Whole, asked_as_declared

MANY = 60
SOURCES = "pages-sources-slot.children"


@pytest.fixture
def heard(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Actor, bool]]:
    """Who acts by the word of the places that ask: (place, actor, in a thread of its own)."""
    from pages import sources

    told: list[tuple[str, Actor, bool]] = []
    home = threading.current_thread()

    def listening(place: str, real: Any) -> Any:
        def desk(*given: Any) -> Any:
            told.append((place, acting(), threading.current_thread() is not home))
            return real(*given)

        return desk

    monkeypatch.setattr(_answers, "desk", listening("api", _answers.desk))
    monkeypatch.setattr(sources, "desk", listening("callback", sources.desk))
    return told


def test_everybody_is_themselves_everywhere_at_once(whole: Whole, heard: list[tuple[str, Actor, bool]]) -> None:
    whole.all(request for _ in range(MANY) for request in (
        whole.asking(whole.same("officer"), "/api/v1/live/pulse"), whole.asking(whole.same("operator"), "/api/v1/live/pulse"),
        whole.asking(whole.same("manager"), "/_dash-update-component", body=asked_as_declared(whole.dash.callback_map[SOURCES], SOURCES)),
        whole.asking(whole.same("operator"), "/_dash-update-component", body=asked_as_declared(whole.dash.callback_map[SOURCES], SOURCES)),
    ))
    counted = {(place, actor.name): sum(p == place and a.name == actor.name for p, a, _ in heard) for place, actor, _ in heard}
    assert counted == {("api", "Hạnh"): MANY, ("api", "Minh"): MANY, ("callback", "Bình"): MANY, ("callback", "Minh"): MANY}
    assert len({actor.request for _, actor, _ in heard}) == len(heard), "each request has its own number"


def test_routes_in_threads_know_the_actor(whole: Whole) -> None:
    """Dash's own routes are plain functions: they run in threads, each in a copy of its request's context."""
    answers = whole.all(request for _ in range(20) for request in (
        whole.asking(whole.same("officer"), "/_dash-dependencies"), whole.asking(whole.same("administrator"), "/_dash-dependencies"),
        whole.asking(whole.same("officer"), "/_dash-layout"), whole.asking(whole.same("administrator"), "/_dash-layout")))
    for of_officer in answers[::2]:
        assert b"/admin/" not in of_officer.body
        assert b"pages-keys" not in of_officer.body
    assert any(b"pages-keys" in one.body for one in answers[1::4])
    assert any("Thảo" in str(one.json) for one in answers[3::4])


def test_nobody_acts_afterwards(whole: Whole) -> None:
    whole.ask(whole.same("administrator"), "/api/v1/live/pulse")
    assert acting().name == ""


def test_bodies_that_arrive_crosswise_stay_with_their_sender(whole: Whole) -> None:
    """The gate waits for a body while others pass: who was recognised before is still who acts after."""
    seen = [one.json["name"] for one in whole.all(whole.asking(whole.same(who), "/api/v1/me") for _ in range(30) for who in ("officer", "manager", "operator", "administrator"))]
    assert seen == ["Hạnh", "Bình", "Minh", "Thảo"] * 30


def test_mutant_one_actor_for_the_whole_process_is_seen(whole: Whole, heard: list[tuple[str, Actor, bool]], monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain variable instead of one per context: whoever came last is everybody."""
    from contextlib import contextmanager

    from services import acting as room

    class Plain:
        def __init__(self) -> None:
            self.value = room.NOBODY

        def get(self) -> Actor:
            return self.value

    shared = Plain()
    monkeypatch.setattr(room, "_acting", shared)

    @contextmanager
    def act_as(actor: Actor) -> Any:
        shared.value = actor
        yield actor

    monkeypatch.setattr(_gate, "act_as", act_as)
    real = whole.gate.app

    async def slowly(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0)
        await real(scope, receive, send)

    monkeypatch.setattr(whole.gate, "app", slowly)
    whole.all(whole.asking(whole.same(who), "/api/v1/live/pulse") for _ in range(MANY) for who in ("officer", "operator"))
    names = [actor.name for _, actor, _ in heard]
    assert names.count("Hạnh") != MANY
