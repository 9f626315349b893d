"""Many look back at once: one building per day, a short queue, refusals in words; the live feed never waits."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from domain.errors import StoreDown
from services import desk, replay
from services.replay import QUEUE, Replays
from tests.promises.office import Frame, Office, stage
from tests.rig.acting import Acting
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.fixture
def door(office: Office, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The past's router at the office's desk."""
    from api._errors import explain_errors
    from api.replay import ROUTER

    monkeypatch.setattr(desk, "_seated", [])
    monkeypatch.setattr(replay, "_replays", Replays())
    desk.sit(office.centre)
    app = FastAPI()
    app.include_router(ROUTER)
    explain_errors(app)
    return TestClient(Acting(app), follow_redirects=False, raise_server_exceptions=False)


def test_a_hundred_who_ask_for_one_day_build_it_once() -> None:
    replays, built, go = Replays(), [], threading.Event()

    def build() -> tuple[bytes, bytes]:
        go.wait(10)
        built.append(1)
        return b"day", b"packed"

    async def all_ask() -> list[tuple[bytes, bytes]]:
        asking = [asyncio.create_task(replays.get(("day",), build)) for _ in range(100)]
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*asking)

    assert asyncio.run(all_ask()) == [(b"day", b"packed")] * 100
    assert len(built) == 1
    assert asyncio.run(replays.get(("day",), build)) == (b"day", b"packed")
    assert len(built) == 1, "then it is kept"


def test_a_full_queue_is_refused_at_once_and_nobody_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    replays, go = Replays(), threading.Event()
    monkeypatch.setattr(replay, "PATIENCE_S", 0.2)

    def slow() -> tuple[bytes, bytes]:
        go.wait(10)
        return b"", b""

    async def crowd() -> list[Any]:
        return await asyncio.gather(*(replays.get((n,), slow) for n in range(QUEUE + 5)), return_exceptions=True)

    answers = asyncio.run(crowd())
    go.set()
    assert all(isinstance(answer, StoreDown) and answer.code == "replay_busy" for answer in answers)


def test_a_building_that_broke_is_tried_again() -> None:
    replays = Replays()

    def broken() -> tuple[bytes, bytes]:
        raise StoreDown("im lặng", "silent")

    with pytest.raises(StoreDown):
        asyncio.run(replays.get(("day",), broken))
    assert asyncio.run(replays.get(("day",), lambda: (b"a", b"b"))) == (b"a", b"b")


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "KEPT_BYTES", 1000)
    replays = Replays()
    for n in range(50):
        asyncio.run(replays.get((n,), lambda: (b"x" * 90, b"y" * 10)))
    assert len(replays._kept) == 10


def test_the_day_is_packed_and_each_minute_is_a_frame(office: Office, door: TestClient) -> None:
    office.tick(4, seconds=60.0, down=[3])
    office.settle()
    then = office.clock() - 60.0
    office.tick(1, seconds=60.0)
    office.settle()
    body = door.get("/api/v1/replay/day").content
    assert body[:4] == b"RPL1"
    frames = [Frame(frame) for frame in replay.frames_of(body)]
    assert frames[0].kind == 0
    assert frames[0].count == 24
    one = door.get(f"/api/v1/replay/frame?at={then}").content
    assert (one[:4], one[64 + 3]) == (b"SFR1", 3)


@pytest.mark.parametrize(("asked", "status"), [
    ("day?day=2026-13-40", 400), ("day?day=9999-12-31", 400), ("day?day=2999-01-01", 400), ("day?layer=nothing", 404), ("day?area=nowhere", 404),
    ("frame?at=nan", 400), ("frame?at=-5", 400), ("frame?at=99999999999", 400), ("frame", 400), ("frame?at=inf", 400), ("day?day=0001-01-01", 400),
])
def test_what_cannot_be_told_is_refused_in_words(door: TestClient, asked: str, status: int) -> None:
    answer = door.get(f"/api/v1/replay/{asked}")
    assert answer.status_code == status
    assert answer.json()["vi"]
