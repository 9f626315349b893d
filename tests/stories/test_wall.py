"""What the wall says beside its map: n of N, trends only where there is a past, one line for one cut cable."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreDown
from services.wall import FRESH_S, HOUR, Wall
from store import history
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


def test_every_figure_says_of_how_many(office: Office, wall: Wall) -> None:
    office.tick(2, down=[0], unknown=[1, 2])
    assert [f["key"] for f in said(wall)["figures"]] == ["connected", "offline", "labs", "epayment", "incidents"]
    assert figure(wall, "connected")["value"] == "21"
    assert figure(wall, "connected")["foot"] == "22 / 24 trường báo cáo"
    assert figure(wall, "offline")["value"] == "1"


def test_what_nobody_reports_is_a_dash_and_not_zero(office: Office, wall: Wall) -> None:
    office.tick(2)
    assert figure(wall, "labs")["value"] == "–"
    assert figure(wall, "labs")["foot"] == "0 / 24 trường báo cáo"


def test_when_the_collector_falls_silent_nobody_reports_any_more(office: Office, wall: Wall) -> None:
    office.tick(2)
    office.clock.forward(60)
    office.viewer.refresh()
    assert figure(wall, "connected")["value"] == "–"
    assert figure(wall, "connected")["foot"] == "0 / 24 trường báo cáo"


def test_a_house_without_a_past_shows_no_trend(office: Office, wall: Wall) -> None:
    office.tick(2)
    assert {f["trend"] for f in said(wall)["figures"]} == {""}


def test_trends_compare_with_the_hour_before(office: Office, wall: Wall) -> None:
    office.tick(2, down=[0, 1, 2])
    hour = office.clock() // HOUR * HOUR - HOUR
    with office.centre.db.read() as conn:
        schools = [int(row[0]) for row in conn.exec_driver_sql("SELECT id FROM schools")]
    rolled = [history.Rolled(school_id=i, metric="connectivity.reachable", start=hour, n=10, total=10.0, low=1.0, high=1.0) for i in schools]
    with office.centre.db.write() as conn:
        history.write_hours(office.centre.db, conn, rolled)
    connected, offline = figure(wall, "connected"), figure(wall, "offline")
    assert (connected["trend"], connected["tone"]) == ("−12,5 điểm %", "worse")
    assert (offline["trend"], offline["tone"]) == ("+3", "worse")


def test_one_cut_cable_is_one_line_and_stands_before_single_schools(office: Office, wall: Wall) -> None:
    cut = [16, 17, 18, 19, 20, 21]
    office.tick(40, down=[*cut, 0])
    lines = said(wall)["incidents"]
    assert lines[0]["kind"] == "wide"
    assert (lines[0]["schools"], lines[0]["area"], lines[0]["tone"]) == (6, "Huyện Cần Giờ", "bad")
    assert [line["kind"] for line in lines] == ["wide", "single"]
    assert said(wall)["open"] == 2
    assert figure(wall, "incidents")["foot"] == "1 diện rộng"
    assert code(0) not in json.dumps(lines), "a wall names schools, not codes"


def test_the_same_version_is_the_same_bytes_for_every_wall(office: Office, wall: Wall) -> None:
    office.tick(2)
    assert wall.ready() is wall.ready()


def test_a_database_that_is_away_leaves_the_last_incidents(office: Office, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(40, down=[0])
    before = said(wall)["incidents"]

    @contextmanager
    def away() -> Iterator[Any]:
        raise StoreDown("", "")
        yield

    monkeypatch.setattr(office.centre.db, "read", away)
    office.clock.forward(FRESH_S + 1)
    assert before
    assert said(wall)["incidents"] == before
