"""Over figures that are counted for a part of the province stands the name of that part, never the province's."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

from components.map_page import map_page
from components.wall import wall_page
from domain.person import EVERYTHING, NOTHING, Actor, ActorKind, Part, Role, Scope
from domain.school import SchoolKind
from services import desk as desks
from services.acting import act_as
from services.desk import Desk
from services.ground import ground, wall_ground
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

PROVINCE = "Thành phố Hồ Chí Minh"
THPT, THCS = frozenset({SchoolKind.THPT}), frozenset({SchoolKind.THPT, SchoolKind.THCS})
GO_VAP, CAN_GIO, ONE = Part(area="764"), Part(area="787"), Part(area="760")


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any, monkeypatch: Any) -> Iterator[Office]:
    monkeypatch.setattr(desks, "_seated", [])
    for opened in stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory):
        desks.sit(opened.centre)
        opened.viewer = desks._seated[0].viewer
        yield opened


def seat(parts: Collection[Part]) -> Desk:
    """The desk of somebody who reaches that far."""
    with act_as(Actor(kind=ActorKind.PERSON, id=1, role=Role.OFFICER, scope=Scope(parts=frozenset(parts)))):
        return desks.desk()


@pytest.mark.parametrize(("parts", "name"), [
    (EVERYTHING.parts, PROVINCE),
    ([Part(area="79")], PROVINCE),
    ([CAN_GIO], "Huyện Cần Giờ"),
    ([ONE, CAN_GIO, GO_VAP], "Huyện Cần Giờ, Quận 1, Quận Gò Vấp"),
    ([Part(kinds=THPT)], f"{PROVINCE} · THPT"),
    ([Part(area="760", kinds=THCS)], "Quận 1 · THCS, THPT"),
    ([ONE, CAN_GIO, GO_VAP, Part(area="26734")], "Phần bạn phụ trách: 4 địa bàn"),
    ([ONE, CAN_GIO, GO_VAP, Part(school=code(0))], "Phần bạn phụ trách: 3 địa bàn, 1 trường"),
    ([Part(school=code(n)) for n in range(5)], "Phần bạn phụ trách: 5 trường"),
    (NOTHING.parts, ""),
])
def test_a_heading_names_what_is_counted(office: Office, parts: Collection[Part], name: str) -> None:
    assert ground(seat(parts)).name == name


def test_a_school_contacts_heading_is_the_school(office: Office) -> None:
    mine = seat([Part(school=code(9))])
    assert ground(mine).name == mine.viewer.picture.register.schools[0].name
    assert ground(mine).schools == 1


def test_the_maps_root_is_called_so(office: Office) -> None:
    drawn = map_page(ground(seat([CAN_GIO])), place="place")
    told = str(drawn.to_plotly_json())
    assert "Huyện Cần Giờ" in told
    assert PROVINCE not in told


def test_a_wall_says_whose_figures_it_shows_unless_it_shows_all(office: Office) -> None:
    def reach(parts: Collection[Part]) -> list[str]:
        wall = wall_page(wall_ground(seat(parts)), place="p", title="Sở")
        return [n.children for n in wall._traverse() if getattr(n, "className", "") == "wall-reach"]

    assert reach([GO_VAP]) == ["Quận Gò Vấp"]
    assert reach([ONE, CAN_GIO, GO_VAP, Part(area="26734")]) == ["Phạm vi màn hình này: 4 địa bàn"], "a room has no “you”"
    assert reach(EVERYTHING.parts) == []
