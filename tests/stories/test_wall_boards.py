"""The boards of a wall: each says n of N, in the reader's language, before visitors without a name; the plan is never green."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.errors import NotFound
from domain.programme import ITEMS, Standing
from domain.wording import speak
from services import desk as desks
from services.desk import Desk
from services.wall_boards import MAKERS, board
from tests.promises.office import Office, stage
from tests.rig.clock import Clock


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.fixture
def seat(office: Office) -> Desk:
    office.tick(8, down=[*range(8), 20])
    office.settle()
    return desks.sit(office.centre)


def told(seat: Desk, kind: str, area: str = "", **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(board(seat, kind, area, **more))
    return body


def test_every_kind_of_scene_has_its_board_and_other_kinds_have_none(seat: Desk) -> None:
    province = seat.viewer.picture.register.province
    assert province is not None
    for kind in MAKERS:
        assert told(seat, kind, province.code if kind == "area" else "")["kind"] == kind
    for kind, area in (("city", ""), ("nothing", ""), ("area", "00000"), ("area", "")):
        with pytest.raises(NotFound):
            board(seat, kind, area)


def test_an_indicator_says_of_how_many_and_where_it_is_worst(seat: Desk) -> None:
    line = next(row for row in told(seat, "indicators")["rows"] if row["key"] == "connectivity")
    assert (line["reporting"], line["schools"], sum(line["counts"])) == (24, 24, 24)
    assert line["worst"]
    assert all(0 < one["bad"] <= one["heard"] for one in line["worst"])
    silent = next(row for row in told(seat, "indicators")["rows"] if not row["reporting"])
    assert (silent["value"], silent["unit"], silent["worst"]) == ("–", "", [])


def test_the_same_board_in_both_languages(seat: Desk) -> None:
    with speak("en"):
        english = told(seat, "systems")
    vietnamese = told(seat, "systems")
    assert [part["name"] for part in english["parts"]][:3] == ["Schools", "Sources", "The centre's own line"]
    assert [part["name"] for part in vietnamese["parts"]][:3] == ["Trường học", "Nguồn dữ liệu", "Đường truyền của trung tâm"]


def test_incidents_carry_their_clock_and_visitors_are_told_nobodys_name(seat: Desk) -> None:
    open_ = told(seat, "incidents")
    assert open_["known"]
    rows = open_["unheld"] + open_["recorded"]
    assert rows
    assert all({"who", "clock", "clock_tone"} <= set(row) for row in rows)
    assert {row["who"] for row in told(seat, "incidents", visitors=True)["unheld"]} <= {""}


def test_many_walls_cost_one_board(seat: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = board(seat, "indicators")
    monkeypatch.setitem(MAKERS, "indicators", lambda *_: pytest.fail("made again"))
    assert all(board(seat, "indicators") is first for _ in range(50))


def test_an_item_whose_time_is_over_without_evidence_is_never_green() -> None:
    assert [item.number for item in ITEMS] == list(range(1, 14))
    for item in ITEMS:
        late = item.standing(date(2026, 11, 22))
        assert (late, late.tone) == (Standing.UNPROVED, "unknown")
        assert item.standing(item.due) is Standing.RUNNING
        assert item.standing(date(2026, 11, 22), proved=True).tone == "good"
