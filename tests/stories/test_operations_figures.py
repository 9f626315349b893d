"""Anh Minh's work as figures of each school: nobody can wish them better, and what nobody knows is not a good sign."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.errors import StoreDown
from domain.indicator import Indicator, Severity
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.registry import discover
from domain.silence import SilenceKind
from domain.ticket import OpenTickets, Solved, SolvedTickets, Ticket
from domain.wording import LOCAL
from services import clocks, pairing, register, showing, silences
from services.board import Board
from services.desk import desk, sit
from services.showing import Told
from services.watch import Watch
from store import incident_tables, incidents
from store.incident_events import append
from tests.gate.lobby import administrator, paired
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom
from tests.rig.processes import wait_until

MINH = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part()})))
OURS = discover("indicators", "INDICATOR", Indicator)
LONE = 20


@pytest.fixture
def room(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[DutyRoom]:
    opened = DutyRoom(tmp_path, migrated_url, clock)
    yield opened
    opened.centre.close()


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


class Collector:
    """The collector's watch beside a board of our own indicators."""

    def __init__(self, room: DutyRoom) -> None:
        self.room, found = room, register.load(room.centre.db)
        self.watch, self.board = Watch(room.centre, found), Board(found, OURS)

    def minute(self) -> None:
        """A minute passes, and what was asked is heard."""
        self.room.clock.forward(60)
        now = self.room.clock()
        wait_until(lambda: self.watch.look(self.board, now, blind=False) or self.board.metric("operations.met").taken[0] == now, 10, what="figures")
        self.board.judge(now)

    def of(self, key: str, number: int) -> float | None:
        """The value of one school; None = not known."""
        value = float(self.board.layers[key].value[number])
        return None if np.isnan(value) else value


def at(text: str) -> float:
    """A local moment, "2026-09-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def happened(room: DutyRoom, number: int, opened: str, taken: str, ended: str, **more: Any) -> int:
    """A whole life in the past."""
    cause = more.pop("cause", "cable")
    incident = room.open_one(number, at=at(opened), started_at=at(opened), **more)
    with room.centre.db.write() as conn:
        if taken:
            append(room.centre.db, conn, incident, at=at(taken), what="acknowledged", actor=MINH, data={
                "state": "acknowledged", "acknowledged_at": at(taken), "acknowledged_by": "person:5", "first_acknowledged_at": at(taken)})
        append(room.centre.db, conn, incident, at=at(ended), what="resolved", actor=MINH, data={
            "state": "resolved", "resolved_at": at(ended), "resolved_by": "person:5", "cause": cause})
    return incident


# --- clocks ---


def test_each_school_has_its_own_times_and_who_had_nothing_has_none(room: DutyRoom) -> None:
    happened(room, 0, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00")
    happened(room, 0, "2026-09-08 08:00", "2026-09-08 08:20", "2026-09-08 08:30")
    happened(room, 1, "2026-09-07 11:20", "2026-09-07 13:50", "2026-09-07 14:00")  # over noon: 60 minutes, too late
    happened(room, 2, "2026-09-07 20:00", "2026-09-07 20:05", "2026-09-07 20:30")
    happened(room, 3, "2026-09-07 14:00", "2026-09-07 14:10", "2026-09-07 15:00", cause="false_alarm")
    happened(room, 4, "2026-08-01 08:00", "2026-08-01 08:10", "2026-08-01 09:00")
    room.open_one(5, at=at("2026-08-01 08:00"), started_at=at("2026-08-01 08:00"))
    seen = Collector(room)
    seen.minute()
    assert [seen.of("time_to_acknowledge", i) for i in range(6)] == [15, 60, None, None, None, None]
    assert [seen.of("time_to_resolve", i) for i in range(6)] == [45, 70, None, None, None, None]
    assert [seen.of("sla_met", i) for i in range(6)] == [1, 0.5, None, None, None, None]
    assert seen.board.layers["sla_met"].status[6] == 0, "nothing happened: nothing was answered in time either"
    assert [seen.of("unacknowledged_late", i) for i in (4, 5, 6)] == [0, 1, 0], "older than the period, and still nobody has it"
    assert [seen.of("repeat_schools", i) for i in range(6)] == [0] * 6
    assert OURS["sla_met"].weight is not None


def test_the_figures_of_all_schools_are_those_of_the_clocks_page(room: DutyRoom) -> None:
    for number, (taken, ended) in enumerate([("08:10", "09:00"), ("08:50", "10:00"), ("", "08:20"), ("", "11:29"), ("08:29", "08:30")]):
        happened(room, number, "2026-09-08 08:00", taken and f"2026-09-08 {taken}", f"2026-09-08 {ended}", severity=["high", "critical"][number % 2])
    room.open_one(6, at=at("2026-09-09 07:05"), started_at=at("2026-09-09 07:05"))
    seen = Collector(room)
    seen.minute()
    sit(room.centre)
    total = clocks.board(desk(MINH), MINH, 30).total
    met, judged = (seen.board.metric(f"operations.{name}").value.sum() for name in ("met", "judged"))
    assert judged == total.acknowledge.judged + total.resolve.judged > 6
    assert met == round((total.acknowledge.met or 0) * total.acknowledge.judged + (total.resolve.met or 0) * total.resolve.judged)


def test_an_incident_of_many_schools_counts_for_each_and_follows_who_joins(room: DutyRoom) -> None:
    wide = room.open_one(0, kind="wide", schools=[0, 1], at=at("2026-09-09 08:00"), started_at=at("2026-09-09 08:00"))
    seen = Collector(room)
    seen.minute()
    assert [seen.of("unacknowledged_late", i) for i in range(4)] == [1, 1, 0, 0]
    with room.centre.db.write() as conn:
        assert incidents.join_incident(room.centre.db, conn, rule="connectivity", subject="area:0", at=room.clock(), members=[code(3)])
    seen.minute()
    assert [seen.of("unacknowledged_late", i) for i in range(4)] == [1, 1, 0, 1]
    room.acknowledge(wide, until=room.clock() + 3600)
    seen.minute()
    assert [seen.of("unacknowledged_late", i) for i in range(4)] == [0, 0, 0, 0]
    assert seen.of("time_to_acknowledge", 3) == pytest.approx(77, abs=0.1), "08:00 to 09:17"


def test_late_is_late_to_the_minute_and_what_is_only_recorded_waits_for_nobody(room: DutyRoom) -> None:
    room.open_one(0, at=at("2026-09-09 08:45:30"), started_at=at("2026-09-09 08:45:30"))
    room.open_one(1, at=at("2026-09-09 08:46:30"), started_at=at("2026-09-09 08:46:30"))
    room.open_one(2, at=at("2026-09-09 08:00"), started_at=at("2026-09-09 08:00"), quiet=True)
    seen = Collector(room)  # 09:15
    seen.minute()
    assert [seen.of("unacknowledged_late", i) for i in range(3)] == [1, 0, 0]
    seen.minute()
    assert [seen.of("unacknowledged_late", i) for i in range(3)] == [1, 1, 0]


def test_three_times_is_a_habit_and_announced_work_is_none(room: DutyRoom) -> None:
    for day in ("01", "02", "03", "04"):
        happened(room, 0, f"2026-09-{day} 08:00", f"2026-09-{day} 08:05", f"2026-09-{day} 09:00")
        happened(room, 1, f"2026-09-{day} 08:00", f"2026-09-{day} 08:05", f"2026-09-{day} 09:00", cause="planned")
    for day in ("07", "08"):
        happened(room, 2, f"2026-09-{day} 08:00", f"2026-09-{day} 08:05", f"2026-09-{day} 09:00")
    seen = Collector(room)
    seen.minute()
    assert [seen.of("repeat_schools", i) for i in range(4)] == [1, 0, 0, 0]
    happened(room, 2, "2026-09-09 08:00", "2026-09-09 08:05", "2026-09-09 09:00", rule="labs")
    cause = room.open_one(3, at=at("2026-09-09 08:00"), started_at=at("2026-09-09 08:00"))
    for number in range(3):
        room.open_one(3, at=at("2026-09-09 08:00"), started_at=at("2026-09-09 08:00"), rule=f"rule{number}", parent=cause)
    seen.minute()
    assert [seen.of("repeat_schools", i) for i in range(4)] == [1, 0, 1, 0], "symptoms count with their cause"


def test_what_began_in_a_maintenance_of_all_its_schools_is_not_judged(room: DutyRoom) -> None:
    silences.silence(room.centre, MINH, what=SilenceKind.MAINTENANCE, reason="thay cáp quang", school=code(0), since=room.clock() + 60, until=room.clock() + 7200)
    room.clock.forward(120)
    for number in (0, 1):
        room.open_one(number, at=room.clock(), started_at=room.clock())
        room.resolve(number)
    seen = Collector(room)
    room.clock.forward(1200)
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE incidents SET resolved_at = resolved_at + 600")
    seen.minute()
    assert [seen.of("sla_met", i) for i in (0, 1)] == [None, 1]


# --- tickets of a helpdesk ---


def solved(ref: str, number: int, opened: str, taken: str, ended: str, severity: Severity = Severity.HIGH) -> Solved:
    return Solved(ref=ref, school=code(number), severity=severity, opened_at=at(opened), taken_at=at(taken) if taken else None, solved_at=at(ended))


def test_what_a_helpdesk_took_and_solved_counts_beside_our_own_incidents(room: DutyRoom) -> None:
    happened(room, 0, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00")
    seen = Collector(room)
    seen.watch.operations.hear(SolvedTickets(source="helpdesk", taken_at=room.clock(), tickets=(
        solved("HD-1", 0, "2026-09-08 08:00", "2026-09-08 08:20", "2026-09-08 08:30"),
        solved("HD-2", 1, "2026-09-08 08:00", "", "2026-09-08 08:50"),
        solved("HD-3", 2, "2026-08-01 08:00", "2026-08-01 08:20", "2026-08-01 08:30"),
        solved("HD-4", 3, "2026-09-07 11:20", "2026-09-07 13:50", "2026-09-07 14:00", Severity.CRITICAL))))
    seen.minute()
    assert [seen.of("time_to_acknowledge", i) for i in range(4)] == [15, None, None, 60], "nobody took the second, the third is too old"
    assert [seen.of("time_to_resolve", i) for i in range(4)] == [45, 50, None, 70]
    assert [seen.of("sla_met", i) for i in range(4)] == [1, 0.5, None, 0.5]
    assert [seen.of("unacknowledged_late", i) for i in range(4)] == [0] * 4


def test_a_ticket_counts_once_whoever_tells_it(office: Office) -> None:
    """One ticket became a line of ours and was solved there; another joined what we had measured ourselves."""
    now = office.clock()
    office.ingest.take([OpenTickets(source="helpdesk", taken_at=now, tickets=(
        Ticket(ref="HD-1", school=code(3), category="labs", severity=Severity.HIGH, title="Máy hỏng", opened_at=now - 60),))])
    office.tick()
    office.clock.forward(1200)
    office.ingest.take([OpenTickets(source="helpdesk", taken_at=office.clock(), tickets=())])
    office.tick()
    book = (Solved(ref="HD-1", school=code(3), severity=Severity.HIGH, opened_at=now - 60, taken_at=now, solved_at=now + 600),)
    operations = office.ingest.watch.operations
    operations.hear(SolvedTickets(source="helpdesk", taken_at=office.clock(), tickets=book))
    count = office.ingest.board.metric("operations.incidents_30d")

    def counted(number: float) -> None:
        asked = office.clock.forward(61) or office.clock()
        wait_until(lambda: operations.take(office.ingest.board, office.ingest.watch, asked) or count.taken[3] == asked, 10, what="figures")
        assert count.value[3] == number

    counted(1)
    with office.centre.db.write() as conn:
        conn.execute(incident_tables.incidents.update().values(rule="labs"))
    counted(1)
    operations.hear(SolvedTickets(source="helpdesk", taken_at=office.clock(), tickets=()))
    counted(1)


# --- walls ---


def test_a_school_is_watched_by_walls_that_live_and_reach_it(room: DutyRoom) -> None:
    seen = Collector(room)
    seen.minute()
    assert {seen.of("wall_health", i) for i in range(24)} == {0}, "no wall at all is known, and it is nobody who watches"
    ha = administrator(room)
    wall, session = paired(room, ha, "Sảnh", Part(area="760"))
    actor = room.whose(session)
    assert actor is not None
    told = Told(page="/wall", version="1", frame_age_s=1.0)

    def after(one: Told | None) -> set[float | None]:
        room.clock.forward(60)
        if one is not None:
            showing.beat(room.centre, actor, one)
        room.clock.forward(-60)
        seen.minute()
        assert {seen.of("wall_health", i) for i in range(8, 24)} == {0}, "it reaches Quận 1 alone"
        return {seen.of("wall_health", i) for i in range(8)}

    assert after(told) == {1}
    assert after(None) == {0}, "not heard of for a minute"
    assert after(Told(page="/wall", version="1", frame_age_s=1.0, culprit="cache")) == {1}, "it lives by the spare memory"
    assert after(Told(page="/wall", version="1", frame_age_s=300.0)) == {0}, "it beats and shows old figures"
    assert after(Told(page="/wall", version="1", frame_age_s=1.0, culprit="line")) == {0}
    assert after(told) == {1}
    assert set(seen.board.metric("operations.walls").value[:8]) == {1}
    pairing.revoke(room.centre, ha, wall)
    assert after(None) == {0}
    assert set(seen.board.metric("operations.walls").value[:8]) == {0}


# --- who fell silent ---


def test_who_fell_silent_is_bad_who_was_never_heard_of_is_unknown(office: Office) -> None:
    known = [i for i in range(24) if i not in (LONE, 3)]
    office.tick(2, only=[*known, LONE])
    office.tick(40, seconds=20, only=known)
    told = office.statuses("silent_schools")
    assert (told[LONE], told[3], told[0]) == ("bad", "unknown", "good")
    office.tick(16, only=[*known, LONE])
    assert office.statuses("silent_schools")[LONE] == "good"


def test_a_line_just_heard_of_is_not_silent_from_the_first_seconds_on(office: Office) -> None:
    office.tick(3)
    assert set(office.statuses("silent_schools").values()) == {"good"}


def test_a_blind_centre_says_nothing_new_of_anybody(office: Office) -> None:
    office.tick(20)
    assert set(office.statuses("silent_schools").values()) == {"good"}
    office.see(False)
    office.tick(40, seconds=20, only=())
    assert set(office.statuses("silent_schools").values()) == {"stale"}


@contextmanager
def away(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database does not answer whoever asks for the month."""
    from store import operations

    def silent(*_: Any, **__: Any) -> Any:
        raise StoreDown("Không đọc được cơ sở dữ liệu.", "The database does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(operations, "read_since", silent)
        yield


def test_without_the_database_the_figures_age_and_do_not_stay_good(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(20)
    assert set(office.statuses("unacknowledged_late").values()) == {"good"}
    with away(office, monkeypatch):
        office.tick(40, seconds=20)
        assert set(office.statuses("unacknowledged_late").values()) == {"stale"}
    office.tick(16)
    assert set(office.statuses("unacknowledged_late").values()) == {"good"}
