"""Chị Mai, who leads, asks how soon incidents are answered: every figure with what it leaves out, and none that can be wished better."""

import csv
import io
import time as stopwatch
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.clocks import _lines
from components.clocks import clock_board
from domain.calendar import DEFAULT
from domain.clock_view import OUTSIDE, ClockBoard, Verdict
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.service_level import MINUTE, SCHOOL_DAY, TARGETS, Tone, clock_of, school_span
from domain.silence import SilenceKind
from domain.wording import LOCAL
from services import clocks, silences
from services.desk import desk, sit
from store import audit_reading
from store.clocks import Row
from store.incident_events import append
from tests.rig.clock import Clock
from tests.rig.dutyroom import DutyRoom

HOUR, DAY = 3600.0, 86400.0
MAI = Actor(kind=ActorKind.PERSON, id=5, name="Đỗ Mai", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))
LAN = Actor(kind=ActorKind.PERSON, id=6, name="=Lê Lan", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="760")})))


@pytest.fixture
def room(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[DutyRoom]:
    opened = DutyRoom(tmp_path, migrated_url, clock)
    sit(opened.centre)
    yield opened
    opened.centre.close()


def at(text: str) -> float:
    """A local moment, "2026-09-09 09:15"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp()


def row(opened: str = "2026-09-09 08:00", taken: str = "", ended: str = "", **more: Any) -> Row:
    return Row(**{
        "id": 1, "kind": "single", "severity": "high", "state": "open", "area": "760", "carrier": "vnpt", "started_at": at(opened), "opened_at": at(opened),
        "first_acknowledged_at": at(taken) if taken else None, "resolved_at": at(ended) if ended else None, "taken_by": "", "taken_name": "",
        "resolved_by": "", "resolved_name": "", "cause": "", **more})


def verdicts(one: Row, now: str, **more: Any) -> tuple[str, str]:
    judged = clocks.judge(one, at(now), DEFAULT, **more)
    return judged.acknowledge[0].value, judged.resolve[0].value


# --- one incident ---


@pytest.mark.parametrize(("taken", "verdict"), [("2026-09-09 08:30", "met"), ("2026-09-09 08:30:01", "missed")])
def test_a_target_is_met_to_the_second(taken: str, verdict: str) -> None:
    assert verdicts(row(taken=taken), "2026-09-09 09:00") == (verdict, "waits")


def test_the_clock_stands_still_at_noon_at_night_and_in_holidays() -> None:
    noon = row("2026-09-09 11:20", taken="2026-09-09 13:15", ended="2026-09-10 07:30")
    judged = clocks.judge(noon, at("2026-09-10 08:00"), DEFAULT)
    assert judged.acknowledge == (Verdict.MET, 25 * MINUTE, 115 * MINUTE)
    assert judged.resolve[:2] == (Verdict.MET, (10 + 240 + 30) * MINUTE)
    eve = row("2026-08-31 16:59", taken="2026-09-03 07:20")  # summer until midnight, then two holidays
    assert verdicts(eve, "2026-09-03 08:00")[0] == "met"


def test_what_began_and_ended_out_of_hours_is_beside_the_denominator() -> None:
    night = row("2026-09-09 20:00", taken="2026-09-09 23:00", ended="2026-09-10 06:59:59")
    assert verdicts(night, "2026-09-10 08:00") == ("out_of_hours", "out_of_hours")
    assert verdicts(replace(night, resolved_at=at("2026-09-10 07:00:01")), "2026-09-10 08:00") == ("out_of_hours", "met")


def test_an_open_one_is_missed_once_it_is_over_and_waits_before() -> None:
    assert verdicts(row(), "2026-09-09 08:30") == ("waits", "waits")
    assert verdicts(row(), "2026-09-09 08:31") == ("missed", "waits")
    assert verdicts(row(), "2026-09-10 08:00") == ("missed", "missed")


def test_an_acknowledgement_is_not_needed_by_what_ended_in_time() -> None:
    assert verdicts(row(ended="2026-09-09 08:20"), "2026-09-09 09:00") == ("waits", "met")
    assert verdicts(row(ended="2026-09-09 08:40"), "2026-09-09 09:00") == ("missed", "met")


@pytest.mark.parametrize(("changes", "maintained", "verdict"), [
    ({"kind": "silent"}, False, "unknown"), ({"kind": "blind"}, False, "unknown"), ({"cause": "false_alarm"}, False, "false_alarm"),
    ({"cause": "planned"}, False, "maintenance"), ({}, True, "maintenance"), ({"kind": "silent", "cause": "false_alarm"}, True, "maintenance"),
    ({"kind": "silent", "cause": "false_alarm"}, False, "false_alarm"),
])
def test_of_several_reasons_to_leave_it_out_the_first_counts(changes: dict[str, Any], maintained: bool, verdict: str) -> None:
    one = row(taken="2026-09-09 09:30", ended="2026-09-09 10:00", **changes)
    assert verdicts(one, "2026-09-09 11:00", maintained=maintained) == (verdict, verdict)


@pytest.mark.parametrize(("now", "vi", "tone", "what"), [
    ("2026-09-09 08:18", "còn 12 phút để tiếp nhận", Tone.GOOD, "acknowledge"), ("2026-09-09 08:25", "còn 5 phút để tiếp nhận", Tone.WATCH, "acknowledge"),
    ("2026-09-09 08:35", "quá hạn tiếp nhận 5 phút", Tone.BAD, "acknowledge"), ("2026-09-09 07:59", "còn 30 phút để tiếp nhận", Tone.GOOD, "acknowledge"),
])
def test_the_list_says_how_the_clock_stands(now: str, vi: str, tone: Tone, what: str) -> None:
    one = SimpleNamespace(severity="high", state="open", started_at=at("2026-09-09 08:00"), opened_at=at("2026-09-09 08:00"), first_acknowledged_at=None, resolved_at=None)
    clock = clock_of(one, at(now), DEFAULT)
    assert (clock.words.vi, clock.tone, clock.what, clock.until) == (vi, tone, what, at("2026-09-09 08:30"))


def test_a_clock_out_of_hours_says_that_it_stands() -> None:
    one = SimpleNamespace(severity="high", state="open", started_at=at("2026-09-09 20:00"), opened_at=at("2026-09-09 20:00"), first_acknowledged_at=None, resolved_at=None)
    clock = clock_of(one, at("2026-09-09 21:00"), DEFAULT)
    assert (clock.words.vi, clock.tone, clock.what) == ("ngoài giờ học, còn 30 phút để tiếp nhận", Tone.NONE, "paused")
    assert clock.until == at("2026-09-10 07:30")
    one.first_acknowledged_at, one.state = at("2026-09-10 07:05"), "acknowledged"
    assert clock_of(one, at("2026-09-10 08:00"), DEFAULT).words.vi == "còn 7 giờ để khắc phục"
    one.resolved_at = at("2026-09-10 08:00")
    assert clock_of(one, at("2026-09-11 08:00"), DEFAULT).words.vi == "xong sau 1 giờ, đúng hạn"


def test_school_days_are_said_as_such() -> None:
    assert school_span(2 * SCHOOL_DAY + 3 * HOUR) == "2 ngày học 3 giờ"
    assert school_span(SCHOOL_DAY, "en") == "1 school day"
    assert school_span(90 * MINUTE) == "1 giờ 30 phút"
    assert [t.acknowledge < t.resolve for t in TARGETS.values()] == [True] * 4


# --- many ---


def happened(room: DutyRoom, number: int, opened: str, taken: str, ended: str, actor: Actor = MAI, **more: Any) -> int:
    """A whole life in the past."""
    cause = more.pop("cause", "cable")
    incident = room.open_one(number, at=at(opened), started_at=at(opened), area="760" if number < 8 else "764", **more)
    who = {"by": f"person:{actor.id}", "name": actor.name}
    with room.centre.db.write() as conn:
        if taken:
            append(room.centre.db, conn, incident, at=at(taken), what="acknowledged", actor=actor, data={
                "state": "acknowledged", "acknowledged_at": at(taken), "acknowledged_by": who["by"], "acknowledged_name": who["name"], "first_acknowledged_at": at(taken)})
        if ended:
            append(room.centre.db, conn, incident, at=at(ended), what="resolved", actor=actor, data={
                "state": "resolved", "resolved_at": at(ended), "resolved_by": who["by"], "cause": cause})
    return incident


def of(actor: Actor, days: int = 30) -> ClockBoard:
    return clocks.board(desk(actor), actor, days)


def test_a_period_tells_groups_with_medians_and_what_is_left_out(room: DutyRoom) -> None:
    happened(room, 0, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00")
    happened(room, 1, "2026-09-07 08:00", "2026-09-07 08:50", "2026-09-07 10:00", LAN)
    happened(room, 8, "2026-09-08 08:00", "2026-09-08 08:20", "2026-09-08 11:00", LAN, severity="critical")
    happened(room, 9, "2026-09-07 20:00", "2026-09-07 20:05", "2026-09-07 20:30")
    happened(room, 2, "2026-09-07 14:00", "2026-09-07 14:10", "2026-09-07 15:00", cause="false_alarm")
    happened(room, 3, "2026-08-01 08:00", "2026-08-01 08:10", "2026-08-01 09:00")  # before the period
    found = of(MAI)
    total = found.total
    assert (total.acknowledge.n, total.acknowledge.judged, total.acknowledge.met) == (5, 3, 1 / 3)
    assert total.acknowledge.counts == {Verdict.MET: 1, Verdict.MISSED: 2, Verdict.OUT_OF_HOURS: 1, Verdict.FALSE_ALARM: 1}
    assert total.acknowledge.median == 20 * MINUTE
    assert total.acknowledge.p90 == pytest.approx(44 * MINUTE)
    assert total.resolve.met == 1.0
    assert {g.key: g.resolve.n for g in found.severities} == {"critical": 1, "high": 4, "medium": 0, "low": 0}
    assert {g.label.vi: g.resolve.n for g in found.areas} == {"Quận 1": 3, "Quận Gò Vấp": 2}
    assert {g.label.vi: (g.acknowledge.n, g.resolve.n) for g in found.people} == {"Đỗ Mai": (3, 3), "=Lê Lan": (2, 2)}
    assert sum(g.resolve.n for g in found.carriers) == 5
    assert found.severities[2].acknowledge.median is None, "nothing is not zero"
    assert clock_board(found, clocks.PERIODS) is not None


def test_an_officer_counts_only_what_speaks_for_their_schools(room: DutyRoom) -> None:
    happened(room, 0, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00")
    happened(room, 8, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00")
    happened(room, 97, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00", kind="wide", schools=[0, 8], subject="area:79")
    found = of(LAN)
    assert found.total.resolve.n == 2
    assert "Gò Vấp" not in str(found)
    assert of(MAI).total.resolve.n == 3


def test_announced_work_is_left_out_when_it_covers_every_school(room: DutyRoom) -> None:
    room.clock.forward(at("2026-09-09 07:30") - room.clock())
    silences.silence(room.centre, MAI, what=SilenceKind.MAINTENANCE, until=room.clock() + 2 * HOUR, reason="Thay máy chủ", area="760")
    room.clock.forward(at("2026-09-09 11:00") - room.clock())
    happened(room, 0, "2026-09-09 08:00", "2026-09-09 08:50", "2026-09-09 10:00")
    happened(room, 1, "2026-09-09 09:31", "2026-09-09 09:50", "2026-09-09 10:00")
    happened(room, 97, "2026-09-09 08:00", "2026-09-09 08:10", "2026-09-09 10:00", kind="wide", schools=[0, 8])
    counts = of(MAI).total.acknowledge.counts
    assert counts == {Verdict.MAINTENANCE: 1, Verdict.MET: 2}, "one began after it, one reaches beyond it"


def test_the_file_says_what_the_page_says_and_no_cell_is_a_formula(room: DutyRoom) -> None:
    happened(room, 0, "2026-09-07 08:00", "2026-09-07 08:10", "2026-09-07 09:00", LAN)
    lines = list(csv.reader(io.StringIO("".join(_lines(of(MAI))))))
    named = [line for line in lines if line[1] == "'=Lê Lan"]
    assert [line[2] for line in named] == ["tiếp nhận", "khắc phục"]
    assert named[0][3:9] == ["1", "600", "600", "600", "100.0", "1"]
    assert {len(line) for line in lines} == {8 + len(Verdict)}


def test_who_carried_the_clocks_away_is_in_the_log(room: DutyRoom) -> None:
    clocks.export(desk(MAI), MAI, 30)
    with room.centre.db.read() as conn:
        told = audit_reading.search(conn, audit_reading.Filters(act="clocks.exported"), simulated=False)
    assert [(row["actor_name"], row["object"]) for row in told] == [(MAI.name, "clocks")]


def test_what_is_seen_follows_what_happens(room: DutyRoom) -> None:
    assert of(MAI).total.resolve.n == 0
    happened(room, 0, "2026-09-09 08:00", "", "")
    assert of(MAI).total.acknowledge.counts == {Verdict.MISSED: 1}


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(st.integers(0, 60 * 24 * 20), st.integers(-1, 2000), st.integers(-1, 9000), st.sampled_from(["single", "silent", "wide"]),
                               st.sampled_from(["", "false_alarm", "planned"]), st.sampled_from(["low", "medium", "high", "critical"])), max_size=30))
def test_the_parts_always_add_up(rows: list[tuple[int, int, int, str, str, str]]) -> None:
    zero, judged = at("2026-08-20 00:00"), []
    for minute, taken, ended, kind, cause, severity in rows:
        opened = zero + minute * MINUTE
        judged.append(clocks.judge(Row(**{
            **{name: getattr(row(), name) for name in Row.__slots__}, "kind": kind, "cause": cause if ended >= 0 else "", "severity": severity,
            "opened_at": opened, "started_at": opened, "first_acknowledged_at": opened + taken * MINUTE if taken >= 0 else None,
            "resolved_at": opened + max(taken, ended) * MINUTE if ended >= 0 else None}), zero + 60 * DAY, DEFAULT))
    for figure in (clocks._figure(j.acknowledge for j in judged), clocks._figure(j.resolve for j in judged)):
        assert figure.n == len(rows)
        assert figure.judged + sum(figure.counts.get(one, 0) for one in OUTSIDE) == figure.n
        assert figure.met is None or 0 <= figure.met <= 1
        assert (figure.median is None) or figure.median <= (figure.p90 or 0)


def test_twenty_thousand_are_counted_while_somebody_waits(room: DutyRoom) -> None:
    """The rows of a bad quarter; the bound is wide because speed is not the promise."""
    now = room.clock()
    rows = [replace(row(), id=i, opened_at=now - i * 300.0, started_at=now - i * 300.0, first_acknowledged_at=now - i * 300.0 + i % 4000,
                    resolved_at=now - i * 300.0 + i % 9000 + 4000, area="760") for i in range(20_000)]
    began = stopwatch.perf_counter()
    judged = [clocks.judge(one, now, DEFAULT) for one in rows]
    clocks._figure(j.resolve for j in judged)
    assert stopwatch.perf_counter() - began < 5.0
