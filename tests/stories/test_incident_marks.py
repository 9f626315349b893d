"""What each school's incidents look like on a map: told behind the frame, in as few bytes as there is news, to each reach its own."""

import json
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from domain.errors import StoreDown
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from domain.silence import SilenceKind
from domain.wording import Words
from services import incident_watch, silences
from services.feed import Feed
from services.incident_board import IncidentBoard
from services.incident_marks import HELD, LOUD, MAINTENANCE, QUIET, SILENCED, marked
from services.incident_watch import TIME_S, Board, IncidentWatch
from services.sight import Sight
from services.wall import Wall
from store import incident_events, incident_moves, incidents
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

LAN = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thị Lan", role=Role.OPERATOR, scope=EVERYTHING)
GO_VAP = Scope(parts=frozenset({Part(area="764")}))  # schools 8 to 15
HEAD, BLOCK = 64, 40


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


class Marks:
    """A client's own reading of the block behind a frame; shares no code with the product."""

    def __init__(self, frame: bytes) -> None:
        kind, (count, changes) = frame[4], struct.unpack_from("<II", frame, 48)
        self.raw = frame[HEAD + {0: count, 1: 5 * changes, 2: 0}[kind]:]
        assert self.raw[:4] == b"MRK1"
        self.kind, self.flags, self.age = struct.unpack_from("<BBH", self.raw, 4)
        self.version, = struct.unpack_from("<d", self.raw, 8)
        self.open = self.unheld = self.quiet = 0
        self.index, self.mark = np.zeros(0, "<u4"), np.zeros(0, np.uint8)
        if self.kind != 2:
            self.base, self.open, self.unheld, self.quiet, n = struct.unpack_from("<dIIII", self.raw, 16)
            assert len(self.raw) == BLOCK + 5 * n
            self.index, self.mark = np.frombuffer(self.raw, "<u4", n, BLOCK), np.frombuffer(self.raw, np.uint8, n, BLOCK + 4 * n)

    def apply(self, before: dict[int, int]) -> dict[int, int]:
        after = {} if self.kind == 0 else dict(before)
        after.update(zip(self.index.tolist(), self.mark.tolist(), strict=True))
        return {i: mark for i, mark in after.items() if mark}


class Room:
    """A web worker's watch over an office, and one screen of everything, one of Gò Vấp."""

    def __init__(self, office: Office) -> None:
        self.office, self.watch = office, IncidentWatch(office.viewer)
        self.watch.followed = True  # the test is its thread
        self.feed = Feed(office.viewer, IncidentBoard(office.viewer, self.watch))
        self.sight = Sight(office.viewer, GO_VAP)
        self.officer = Feed(self.sight, IncidentBoard(self.sight, self.watch))

    def open(self, *numbers: int, kind: str = "single", severity: str = "high", quiet: bool = False, area: str = "760", says: str = "mất mạng") -> int:
        db = self.office.centre.db
        with db.write() as conn:
            made = incident_moves.open_incident(
                db, conn, kind=kind, rule="connectivity", subject=f"{kind}:{code(numbers[0])}", severity=severity, area=area, says=Words(says, says),
                started_at=self.office.clock() - 60, at=self.office.clock(), members=[code(n) for n in numbers], quiet=quiet)
        assert made is not None
        return made

    def move(self, incident: int, what: str, **data: Any) -> None:
        with self.office.centre.db.write() as conn:
            incident_events.append(self.office.centre.db, conn, incident, at=self.office.clock(), what=what, actor=LAN, data=data)

    def acknowledge(self, incident: int) -> None:
        self.move(incident, "acknowledged", state="acknowledged", acknowledged_at=self.office.clock(), acknowledged_by="person:7", acknowledged_name=LAN.name)

    def look(self, seconds: float = 1.0) -> Board:
        self.office.clock.forward(seconds)
        return self.watch.look()

    def ask(self, marks: float = 0.0, feed: Feed | None = None, area: str = "79", since: float = 0.0) -> Marks:
        asked = feed or self.feed
        return Marks(asked.frame(area, "connectivity", since, asked.directory(area)[0][:8], marks))


@pytest.fixture
def room(office: Office) -> Room:
    office.tick(2)
    return Room(office)


def test_a_mark_says_how_bad_and_whether_somebody_has_it(room: Room) -> None:
    room.open(0, severity="critical")
    room.acknowledge(room.open(1, severity="medium"))
    room.open(2, quiet=True, severity="low")
    room.look()
    told = room.ask()
    assert told.apply({}) == {0: LOUD | 3, 1: HELD | 1, 2: QUIET}
    assert (told.open, told.unheld, told.quiet) == (2, 1, 1)


def test_what_nobody_has_speaks_before_what_somebody_has(room: Room) -> None:
    room.acknowledge(room.open(0, severity="critical"))
    room.open(0, 1, kind="wide", severity="medium")
    room.open(1, quiet=True, severity="high", kind="silent")
    room.look()
    assert room.ask().apply({}) == {0: LOUD | HELD | 1, 1: LOUD | 1}, "the quiet one has nothing to add"


def test_planned_work_and_silence_have_their_own_bits() -> None:
    assert marked(3, [], np.zeros(0, np.intp), np.zeros(0, np.intp), np.array([0, 1, 2], np.uint8)).tolist() == [0, SILENCED, MAINTENANCE]


def test_maintenance_begins_without_any_event(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    version = room.look().version
    monkeypatch.setattr(incident_watch, "under", lambda *_: np.full(24, 2, np.uint8))
    assert room.look(1).version == version, "asked for every few seconds only"
    assert room.look(TIME_S).version > version
    assert set(room.ask().apply({}).values()) == {MAINTENANCE}


def test_a_quiet_minute_costs_sixteen_bytes_more_than_before(room: Room) -> None:
    room.open(*range(20), kind="wide")
    version = room.look().version
    room.look()
    assert len(room.ask(version).raw) == 16


def test_marks_move_while_no_status_does(room: Room) -> None:
    first = room.open(3)
    held = room.ask(feed=room.feed) if room.look() else None
    assert held is not None
    frame = room.feed.frame("79", "connectivity", 0, room.feed.directory("79")[0][:8])
    since = struct.unpack_from("<d", frame, 8)[0]
    room.acknowledge(first)
    room.look()
    answer = room.feed.frame("79", "connectivity", since, room.feed.directory("79")[0][:8], held.version)
    assert answer[4] == 2, "statuses are unchanged"
    news = Marks(answer)
    assert (news.kind, len(news.index), news.base) == (1, 1, held.version)
    assert news.apply(held.apply({})) == {3: HELD | 2}


def test_whoever_never_asks_for_marks_gets_the_frame_of_old(room: Room) -> None:
    room.open(0)
    room.look()
    frame = room.feed.frame("79", "connectivity", 0, "")
    assert len(frame) == HEAD + 24


@pytest.mark.parametrize("held", [float("nan"), -1.0, 1e300, 12345.0])
def test_a_nonsense_version_gets_everything(room: Room, held: float) -> None:
    room.open(5)
    room.look()
    told = room.ask(held)
    assert (told.kind, told.apply({})) == (0, {5: LOUD | 2})


def test_whatever_it_missed_a_screen_ends_with_the_truth(room: Room) -> None:
    """Random life, a screen that asks now and then, by delta or in full: what it shows is what lives."""
    rng = np.random.default_rng(3)
    alive: dict[int, int] = {}
    shown, version = dict[int, int](), 0.0
    for _ in range(120):
        number = int(rng.integers(24))
        if number in alive:
            incident = alive.pop(number)
            room.move(incident, "resolved", state="resolved", resolved_at=room.office.clock(), resolved_by="system:centre", cause="itself")
        else:
            alive[number] = room.open(number)
        room.look()
        if rng.random() < 0.3:
            told = room.ask(version)
            assert told.version >= version
            shown, version = told.apply(shown), told.version
            assert shown == dict.fromkeys(alive, LOUD | 2)


def test_an_area_officer_is_told_of_no_foreign_school(room: Room) -> None:
    """A cable cut over two districts, and a single school of Quận 1: of 24 schools hers are eight."""
    wide = room.open(0, 1, 8, 9, kind="wide", says="4 trường ở Quận 1, Quận Gò Vấp mất kết nối")
    room.open(2)
    room.look()
    told = room.ask(feed=room.officer)
    assert told.apply({}) == {0: LOUD | 2, 1: LOUD | 2}, "places of her own directory: schools 8 and 9"
    assert (told.open, told.unheld) == (1, 1)
    said = json.loads(room.officer.frame_json("79"))["incidents"]
    assert set(said["schools"]) == {code(8), code(9)}
    pressing = IncidentBoard(room.sight, room.watch).pressing()
    assert [(row.id, row.schools) for row, _ in pressing.rows] == [(wide, 2)]
    assert "Quận 1" not in json.dumps([row.says.vi for row, _ in pressing.rows], ensure_ascii=False)


def test_mutant_without_the_register_as_mask_foreign_schools_show(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deliberate break: everybody gets the marks of the first schools, whoseever they are."""
    monkeypatch.setattr(Board, "marks_of", lambda self, register, _: np.resize(self.marks, len(register.ids)))
    with pytest.raises(AssertionError):
        test_an_area_officer_is_told_of_no_foreign_school(room)


def test_incidents_without_a_school_are_for_who_sees_everything(room: Room) -> None:
    db = room.office.centre.db
    with db.write() as conn:
        incident_moves.open_incident(db, conn, kind="source", rule="source", subject="source:epayment", severity="high", area="", says=Words("Cổng thanh toán lỗi", ""),
                                     started_at=room.office.clock(), at=room.office.clock())
    room.look()
    assert (room.ask().open, room.ask(feed=room.officer).open) == (1, 0)


def test_a_silent_database_leaves_the_last_marks_and_says_their_age(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open(4)
    version = room.look().version

    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    monkeypatch.setattr(type(room.office.centre.db), "read", away)
    room.look(30)
    told = room.ask(version)
    assert (told.kind, told.flags & 1, told.age) == (2, 1, 30)
    assert room.ask().apply({}) == {4: LOUD | 2}


def test_a_centre_that_never_heard_its_database_says_so(office: Office) -> None:
    office.tick(2)
    watch = IncidentWatch(office.viewer)
    watch.followed = True
    told = Marks(Feed(office.viewer, IncidentBoard(office.viewer, watch)).frame("79", "connectivity", 0, "", 0.0))
    assert (told.version, told.flags & 1) == (0.0, 1)
    assert json.loads(Wall(office.viewer, IncidentBoard(office.viewer, watch)).ready())["figures"][4]["value"] == "–"


def test_many_screens_cost_one_question_a_second(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.open(0)
    room.look()
    monkeypatch.setattr(incidents, "read_open", lambda *_: pytest.fail("read again, and no event came"))
    asked: list[str] = []
    sa.event.listen(room.office.centre.db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    room.look(1)
    for _ in range(50):
        room.ask()
    assert len([q for q in asked if "SELECT" in q]) == 1


def test_an_acknowledgement_is_on_the_wall_the_moment_the_watch_has_heard(room: Room) -> None:
    """What a second wall is told: who has it. The wall's own pace (five seconds) does not come on top."""
    wall = Wall(room.office.viewer, IncidentBoard(room.office.viewer, room.watch))
    incident = room.open(0)
    room.look()
    before = json.loads(wall.ready())
    assert [(row["id"], row["state"]) for row in before["incidents"]] == [(incident, "open")]
    assert before["calls"] == [[incident, 2]]
    room.acknowledge(incident)
    room.look()
    after = json.loads(wall.ready())
    assert [(row["state"], row["who"]) for row in after["incidents"]] == [("acknowledged", "Trần Thị Lan")]
    assert after["calls"] == []
    assert after["event"] > before["event"]


def test_mutant_a_wall_that_keeps_its_own_pace_is_late(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.wall.SOON_S", 5.0)
    with pytest.raises(AssertionError):
        test_an_acknowledgement_is_on_the_wall_the_moment_the_watch_has_heard(room)


def test_quiet_incidents_are_counted_and_not_shown(room: Room) -> None:
    room.open(0, quiet=True)
    room.look()
    told = json.loads(Wall(room.office.viewer, IncidentBoard(room.office.viewer, room.watch)).ready())
    assert (told["incidents"], told["open"], told["quiet"], told["calls"]) == ([], 0, 1, [])


def test_a_wide_or_critical_one_is_on_the_wall_at_any_hour_and_makes_no_sound(room: Room) -> None:
    """A cable cut on a Sunday: on the wall and on the map, not in the ears."""
    wide, critical = room.open(0, 1, 2, kind="wide", quiet=True), room.open(5, quiet=True, severity="critical")
    room.open(7, quiet=True)
    room.look()
    assert room.ask().apply({}) == {0: LOUD | 2, 1: LOUD | 2, 2: LOUD | 2, 5: LOUD | 3, 7: QUIET | 2}
    told = json.loads(Wall(room.office.viewer, IncidentBoard(room.office.viewer, room.watch)).ready())
    assert [row["id"] for row in told["incidents"]] == [wide, critical]
    assert (told["open"], told["unacknowledged"], told["quiet"], told["calls"]) == (2, 2, 1, [])
    assert "1 diện rộng" in told["figures"][4]["foot"]


def test_the_watch_ends_with_its_worker(office: Office) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=IncidentWatch(office.viewer).follow, args=(stop,))
    thread.start()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_what_somebody_told_to_be_silent_is_counted_apart_from_what_is_out_of_hours(room: Room) -> None:
    room.open(0, quiet=True)
    room.open(9, quiet=True)
    silences.silence(room.office.centre, LAN, what=SilenceKind.MAINTENANCE, reason="thay cáp", until=room.office.clock() + 600, school=code(9))
    room.office.clock.forward(TIME_S)
    count = room.watch.look().count(room.office.viewer.picture.register, everything=True)
    assert (count.quiet, count.silenced) == (2, 1)
    told = json.loads(Wall(room.office.viewer, IncidentBoard(room.office.viewer, room.watch)).ready())
    assert (told["quiet"], told["silenced"]) == (2, 1)
    room.office.clock.forward(600)
    assert room.watch.look().count(room.office.viewer.picture.register, everything=True).silenced == 0
