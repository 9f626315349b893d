"""F5, server side: whatever order memory answers in, a screen's version and time of proof only grow."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import _frames, view
from services.view import Viewer
from tests.promises.office import WORDS, Office


def remembered(office: Office, commits: int) -> list[dict[str, bytes]]:
    """Every board the cache ever held, one a commit."""
    boards = []
    for n in range(commits):
        office.tick(down=[n % 24])
        with office.centre.live._redis as client:
            boards.append(client.hgetall("centre:board"))
    return boards


def f5(office: Office, monkeypatch: pytest.MonkeyPatch, order: list[int], boards: list[dict[str, bytes]]) -> None:
    """A worker reads boards of a stale replica, repeated and out of order."""
    viewer = Viewer(office.centre)
    shown: list[tuple[int, float]] = []
    monkeypatch.setattr(viewer, "_read", lambda fields: (office.centre.live.opened({f: boards[order[0]].get(f.encode()) for f in fields}), False, False))
    while order:
        picture = viewer.refresh()
        order.pop(0)
        assert picture.pulse is not None
        shown.append((picture.version, picture.pulse.at))
        layer = picture.layers.get("connectivity")
        assert layer is not None
        assert layer.version == picture.pulse.layers["connectivity"]
    assert shown == sorted(shown), "an older board replaced a newer one"


@pytest.fixture
def boards(office: Office) -> list[dict[str, bytes]]:
    return remembered(office, 12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 11), min_size=2, max_size=20))
def test_f5_boards_out_of_order(office: Office, boards: Any, order: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        office.clock.forward(-office.clock() + boards_time(office))
        f5(office, patch, list(order), boards)


def boards_time(office: Office) -> float:
    """The moment of the newest board: all of them are within their lease or just past it."""
    assert office.viewer.picture.pulse is not None
    return office.viewer.picture.pulse.at


def test_f5_mutant_a_viewer_that_takes_whatever_it_reads(office: Office, boards: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "_older", lambda pulse, than: False)
    with pytest.raises(AssertionError):
        f5(office, monkeypatch, [3, 9, 2, 11, 0], boards)


def test_f5_mutant_deltas_from_a_wrong_base(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The story of the feed would see it: a delta computed from the newest picture instead of the client's."""
    office.tick(3)
    version = office.binary().version
    held = office.binary().apply(None)
    office.tick(down=[3])
    middle = office.viewer.picture.layers["connectivity"].version
    delta = _frames.delta
    monkeypatch.setattr(_frames, "delta", lambda picture, scope, layer, base: delta(picture, scope, layer, middle))
    office.tick(down=[3, 4])
    wrong = office.binary(since=version).apply(held)
    assert [WORDS[s] for s in wrong] != list(office.statuses().values())
