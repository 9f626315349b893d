"""One cut cable is one line on the wall; when the collector falls silent, nobody reports any more."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.wall import Wall
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.fixture
def wall(office: Office) -> Wall:
    return Wall(office.viewer)


def said(wall: Wall) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(wall.ready())
    return body


def figure(wall: Wall, key: str) -> dict[str, Any]:
    return next(f for f in said(wall)["figures"] if f["key"] == key)


def test_when_the_collector_falls_silent_nobody_reports_any_more(office: Office, wall: Wall) -> None:
    office.tick(2)
    office.clock.forward(60)
    office.viewer.refresh()
    assert figure(wall, "connected")["value"] == "–"
    assert figure(wall, "connected")["foot"] == "0 / 24 trường báo cáo"


def test_one_cut_cable_is_one_line_and_stands_before_single_schools(office: Office, wall: Wall) -> None:
    cut = [16, 17, 18, 19, 20, 21]
    office.tick(40, down=[*cut, 0])
    lines = said(wall)["incidents"]
    assert lines[0]["kind"] == "wide"
    assert (lines[0]["schools"], lines[0]["area"], lines[0]["tone"]) == (6, "Huyện Cần Giờ", "bad")
    assert [line["kind"] for line in lines] == ["wide", "single"]
    assert said(wall)["open"] == 2
    assert figure(wall, "incidents")["foot"].endswith("· 1 diện rộng")
    assert code(0) not in json.dumps(lines), "a wall names schools, not codes"
