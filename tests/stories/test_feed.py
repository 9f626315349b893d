"""A wall screen that runs for weeks: whatever it missed, it ends with the truth."""

import json
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.area import Tree
from domain.wording import speak
from services import desk
from services.feed import POLL_MS
from services.view import KEPT
from store import registers
from tests.promises.office import WORDS, Office, code, stage
from tests.rig.acting import Acting
from tests.rig.clock import Clock

LONE = 20


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.fixture
def door(office: Office, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The feed's router at the office's desk."""
    from api import geo, live
    from api._errors import explain_errors

    monkeypatch.setattr(desk, "_seated", [])
    seat = desk.sit(office.centre)
    office.viewer, office.feed = seat.viewer, seat.feed  # one worker, at its desk
    app = FastAPI()
    app.include_router(live.ROUTER)
    app.include_router(geo.ROUTER)
    explain_errors(app)
    return TestClient(Acting(app), follow_redirects=False, raise_server_exceptions=False)


def test_the_json_frame_equals_the_binary_frame(office: Office) -> None:
    office.say(3, "labs.machines_online", 10)
    office.say(3, "labs.standard_machines", 40)
    office.tick(3, down=[1, LONE], unknown=[2])
    whole = office.json()
    for layer in office.centre.indicators:
        frame = office.binary(layer)
        said = whole["layers"][layer]["schools"]
        asked = [school for school in office.register.schools if office.centre.indicators[layer].concerns(school.kind)]
        assert list(said) == [school.code for school in asked], "only of whom it concerns"
        assert [WORDS[s] for s, school in zip(frame.apply(None), office.register.schools, strict=True) if school in asked] == list(said.values())
    assert (frame.server_time, frame.proved_at, frame.valid_until) == (whole["server_time"], whole["proved_at"], whole["valid_until"])


def test_the_header_says_what_the_client_must_know(office: Office) -> None:
    office.tick(3)
    frame = office.binary()
    assert frame.magic == b"SFR1"
    assert frame.kind == 0
    assert frame.count == 24
    assert frame.directory == office.feed.directory("79")[0][:8]
    assert POLL_MS[0] <= frame.poll_ms <= POLL_MS[1]
    assert frame.server_time == office.clock()
    assert frame.valid_until == frame.proved_at + 15
    assert frame.flags == 0
    office.clock.forward(16)
    assert office.binary().flags & 4


def test_quiet_minutes_cost_a_header(office: Office) -> None:
    office.tick(3)
    frame = office.binary()
    office.ingest.commit(())
    again = office.binary(since=frame.version)
    assert (again.kind, len(again.body)) == (2, 0)


def test_a_few_changes_travel_as_a_delta_many_as_a_full_frame(office: Office) -> None:
    office.tick(3)
    version = office.binary().version
    office.tick(down=[LONE])
    delta = office.binary(since=version)
    assert (delta.kind, delta.changes, delta.base) == (1, 1, version)
    office.tick(down=range(12))
    assert office.binary(since=version).kind == 0


def test_a_client_of_another_directory_starts_anew(office: Office) -> None:
    office.tick(3)
    version = office.binary().version
    for directory in ("00000000", "", office.feed.directory("760")[0][:8]):
        assert office.feed.frame("79", "connectivity", version, directory)[4] == 0


@pytest.mark.parametrize("since", ["nan", "inf", "-inf", "-1", "1e308", "0.5", "99999999999999"])
def test_a_nonsense_version_gets_a_full_frame(office: Office, door: TestClient, since: str) -> None:
    office.tick(3)
    answer = door.get(f"/api/v1/live/frame?since={since}&dir={office.feed.directory('79')[0][:8]}")
    assert answer.status_code == 200
    assert answer.content[4] == 0


steps = st.lists(
    st.tuples(
        st.sets(st.integers(0, 23), max_size=8),  # who is down
        st.sampled_from(["tick", "tick", "tick", "flush", "restart", "worker", "hour"]),
        st.booleans(),  # does the client ask now?
    ),
    min_size=1, max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_it_missed_a_client_ends_with_the_truth(office: Office, steps: list[Any]) -> None:
    """Deltas since any version, full frames, flushes, restarts of collector and web: applied = the picture. F5: versions only grow."""
    held: np.ndarray[Any, Any] | None = None
    version = 0.0
    for down, what, asks in steps:
        if what == "flush":
            office.centre.live._redis.flushall()
        if what == "restart":
            office.settle()
            office.lead()
        if what == "worker":
            office.screen()
        office.tick(seconds=3600 if what == "hour" else 5, down=down)
        office.tick(down=down)
        if asks:
            frame = office.binary(since=version)
            assert frame.version >= version, "an older frame was served"
            held, version = frame.apply(held), frame.version
            assert [WORDS[s] for s in held] == list(office.statuses().values())
            assert [i for i in range(24) if held[i] == 3] == sorted(down)
    for _ in range(3):
        office.tick(down=())
    held = office.binary(since=version).apply(held)
    assert set(held) == {1}


def test_a_client_further_behind_than_we_remember_gets_everything(office: Office) -> None:
    office.tick(2)
    version = office.binary().version
    for n in range(KEPT + 2):
        office.tick(down=[n % 24])
    assert office.binary(since=version).kind == 0


def test_an_area_frame_is_its_own_schools(office: Office) -> None:
    office.tick(2, down=[8, 9])
    assert list(office.binary(area="764").apply(None)) == [3, 3, 1, 1, 1, 1, 1, 1]
    assert set(office.json("764")["layers"]["connectivity"]["schools"]) == {code(n) for n in range(8, 16)}
    assert list(office.binary(area="26734").apply(None)) == list(office.binary().apply(None))


@pytest.mark.parametrize("path", [
    "/api/v1/live/frame?area=00", "/api/v1/live/frame?area=00&format=json", "/api/v1/live/frame?layer=nothing",
    "/api/v1/live/directory?area=00", "/api/v1/geo/areas?area=00", "/api/v1/live/frame?area=%00", "/api/v1/live/frame?layer=__class__",
])
def test_unknown_places_and_layers_are_404_in_both_languages(door: TestClient, path: str) -> None:
    answer = door.get(path)
    assert answer.status_code == 404, answer.text
    said = answer.json()
    assert said["code"] == "not_found"
    assert said["vi"]
    assert said["en"]


def test_the_directory_is_immutable_under_its_hash(office: Office, door: TestClient) -> None:
    office.tick()
    first = door.get("/api/v1/live/directory?area=79")
    assert first.status_code == 307
    assert "immutable" not in first.headers["cache-control"]
    body = door.get(first.headers["location"])
    assert body.status_code == 200
    assert "immutable" in body.headers["cache-control"]
    directory = body.json()
    assert directory["hash"] in first.headers["location"]
    assert directory["codes"] == [code(n) for n in range(24)]
    assert directory["names"][LONE] == office.register.schools[LONE].name
    assert [area["name"] for area in directory["trees"]["old"]] == ["Huyện Cần Giờ", "Quận 1", "Quận Gò Vấp"]
    old = door.get("/api/v1/live/directory?area=79&v=0123456789abcdef")
    assert old.status_code == 307, "an old address leads to the present directory"


def test_the_points_file_places_every_school(office: Office, door: TestClient) -> None:
    digest = office.feed.directory("79")[0]
    body = door.get(f"/api/v1/live/directory?area=79&part=points&v={digest}").content
    magic, count = struct.unpack_from("<4sI", body)
    assert (magic, count) == (b"PTS1", 24)
    assert len(body) == 8 + count * (4 + 4 + 2 + 2 + 1 + 1)
    lat, lon = np.frombuffer(body, "<i4", count, 8), np.frombuffer(body, "<i4", count, 8 + 4 * count)
    assert (lat[LONE], lon[LONE]) == (round(1e5 * (10.7 + LONE / 1000)), round(1e5 * (106.6 + LONE / 1000)))
    old = np.frombuffer(body, "<u2", count, 8 + 8 * count)
    trees = json.loads(office.feed.directory("79")[1])["trees"]["old"]
    assert trees[old[LONE]]["code"] == "787"


def test_the_pulse_names_the_culprit(office: Office, door: TestClient) -> None:
    office.tick(2)
    assert door.get("/api/v1/live/pulse").json()["culprit"] is None
    office.clock.forward(20)
    said = door.get("/api/v1/live/pulse").json()
    assert said["flags"] & 4
    assert said["culprit"].startswith("Bộ thu thập ngừng")


def test_frames_are_never_cached_on_the_way(office: Office, door: TestClient) -> None:
    office.tick(2)
    for path in ("/api/v1/live/frame", "/api/v1/live/frame?format=json", "/api/v1/live/pulse"):
        assert door.get(path).headers["cache-control"] == "no-store"


def test_weeks_of_frames_do_not_push_out_the_map_they_are_drawn_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    outlines = office.feed.outlines(Tree.OLD, "79")
    directory = office.feed.directory("79")
    monkeypatch.setattr(type(office.centre.db), "read", lambda _: pytest.fail("asked again for what never changes"))
    for n in range(300):
        office.feed._once(("full", n), bytes)
    assert office.feed.outlines(Tree.OLD, "79") is outlines
    assert office.feed.directory("79") is directory


def test_a_frame_never_waits_behind_outlines_from_a_slow_database(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    asked, answered = threading.Event(), threading.Event()

    def slow(conn: Any, codes: Any) -> dict[str, str]:
        asked.set()
        assert answered.wait(60)
        return {}

    monkeypatch.setattr(registers, "read_outlines", slow)
    drawing = threading.Thread(target=office.feed.outlines, args=(Tree.NEW, "79"))
    drawing.start()
    assert asked.wait(30)
    framing = threading.Thread(target=office.binary, daemon=True)
    framing.start()
    framing.join(20)
    waits = framing.is_alive()
    answered.set()
    drawing.join(30)
    assert not waits, "the frame stood behind the outlines"


def test_a_request_that_cannot_be_read_is_refused_in_our_words_and_never_repeated(office: Office, door: TestClient) -> None:
    for path in ("/api/v1/live/frame?since=secret-canary", "/api/v1/geo/areas?tree=secret-canary", f"/api/v1/live/directory?area={'secret-canary' * 5}"):
        answer = door.get(path)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input"), path
        assert "canary" not in answer.text


def test_two_readers_keep_two_directories(office: Office) -> None:
    """What is kept for ever under its address in one language is never the other's; names are data in both."""
    area, found = office.register.province.code, {}  # type: ignore[union-attr]
    for lang in ("vi", "en", "vi", "en"):
        with speak(lang):  # type: ignore[arg-type]
            digest, body = office.feed.directory(area)[0], json.loads(office.feed.packed("directory", area)[0])
        label = next(one["label"] for one in body["layers"] if one["key"] == "connectivity")
        assert body["hash"] == digest
        assert found.setdefault(lang, (digest, label, body["names"])) == (digest, label, body["names"])
    assert found["vi"][0] != found["en"][0]
    assert (found["vi"][1], found["en"][1]) == ("Kết nối Internet", "Internet connectivity")
    assert found["vi"][2] == found["en"][2]
