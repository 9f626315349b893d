"""Hà gives the night shift to Minh: what is open is written down as it stands, with what to watch, and stays as it was written."""

from typing import Any

import pytest

from domain.errors import BadInput, NotAllowed, NotFound
from domain.handover import Handover
from domain.person import Actor, Part, Role
from services import handover, manual, respond
from services.acting import act_as
from services.desk import Desk, desk, sit
from tests.gate.conftest import gatehouse  # noqa: F401  (a fixture)
from tests.gate.gatehouse import EVERYWHERE, Gatehouse
from tests.promises.office import code

WATCH = "Cáp Viettel ở Quận 1 hẹn hàn xong 21 giờ, gọi 1800 8119 nếu chưa có mạng."


class Room:
    """The control room: Hà and Minh reach everything, Lan Quận 1, Bình Gò Vấp. Two incidents are open."""

    def __init__(self, house: Gatehouse) -> None:
        self.house = house
        sit(house.centre)
        self.ha, self.minh = (house.actor(house.person(name, Role.OPERATOR, EVERYWHERE)) for name in ("Hà", "Minh"))
        self.lan, self.binh = (house.actor(house.person(name, parts=[Part(area=area)])) for name, area in (("Lan", "760"), ("Bình", "764")))
        self.flood = manual.open_by_hand(house.centre, self.lan, category="flood", text="Nước vào sân", schools=[code(0)], client="f")
        self.dark = manual.open_by_hand(house.centre, self.binh, category="power", text="Mất điện cả dãy", schools=[code(8)], client="d")

    def desk(self, actor: Actor) -> Desk:
        return desk(actor)

    def give(self, actor: Actor, text: str = WATCH, **what: Any) -> Handover:
        with act_as(actor):
            return handover.write(self.desk(actor), actor, text=text, **what)

    def read(self, actor: Actor, entry: int = 0) -> Any:
        with act_as(actor):
            return handover.book(self.desk(actor), actor, entry)


@pytest.fixture
def room(gatehouse: Gatehouse) -> Room:  # noqa: F811
    return Room(gatehouse)


def test_what_is_open_is_written_down_as_it_stands(room: Room) -> None:
    respond.assign(room.house.centre, room.ha, room.dark.id, to=f"person:{room.minh.id}")
    made = room.give(room.ha, taker=f"person:{room.minh.id}", client="h-1")
    assert (made.author, made.taker, made.text) == ("Hà", "Minh", WATCH)
    assert {(line.id, line.owner) for line in made.lines} == {(room.flood.id, ""), (room.dark.id, "Minh")}
    room.house.clock.forward(60)
    respond.resolve(room.house.centre, room.ha, room.flood.id, cause="weather")
    later = room.read(room.minh, made.id).shown
    assert [line.state for line in later.lines if line.id == room.flood.id] == ["open"]  # frozen: it was open then
    assert [line.id for line in room.read(room.minh).now] == [room.dark.id]
    assert room.house.acts()[-2] == "handover.written" or "handover.written" in room.house.acts()


def test_the_same_click_twice_is_one_entry(room: Room) -> None:
    first, again = (room.give(room.ha, client="h-1") for _ in range(2))
    assert first.id == again.id
    with pytest.raises(BadInput):
        room.give(room.minh, client="h-1")
    assert room.house.rows("SELECT count(*) FROM handovers") == [(1,)]


@pytest.mark.parametrize("text", ["", "ổn", "Em Nguyễn Văn An lớp 5A nằm viện", "SĐT phụ huynh 0912 345 678 cần gọi lại"])
def test_it_says_what_to_watch_and_names_no_pupil(room: Room, text: str) -> None:
    with pytest.raises(BadInput):
        room.give(room.ha, text)
    assert room.house.rows("SELECT count(*) FROM handovers") == [(0,)]


def test_an_officers_book_holds_her_own_area_and_what_she_was_given(room: Room) -> None:
    hers, whole = room.give(room.lan), room.give(room.ha)
    assert [line.id for line in hers.lines] == [room.flood.id]
    assert [one.id for one in room.read(room.lan).past] == [hers.id]
    assert [one.id for one in room.read(room.ha).past] == [whole.id, hers.id]
    for foreign in (whole.id, whole.id + 99, 2**60):
        with pytest.raises(NotFound):
            room.read(room.binh, foreign)
    given = room.give(room.ha, taker=f"person:{room.lan.id}")
    assert [line.id for line in room.read(room.lan, given.id).shown.lines] == [room.flood.id]


def test_who_may_not_answer_gives_no_shift_on(room: Room) -> None:
    nam = room.house.actor(room.house.person("Nam", Role.SCHOOL_CONTACT, [Part(school=code(0))]))
    with pytest.raises(NotAllowed):
        room.give(nam)
    with pytest.raises(NotAllowed):
        room.read(nam)


def test_mutant_that_gives_everybody_the_whole_book_is_caught(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handover, "_concerns", lambda *_: True)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        test_an_officers_book_holds_her_own_area_and_what_she_was_given(room)
