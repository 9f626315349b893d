"""Anh Minh reads how long a school was on the line: work that was announced is in neither half of that figure, and is shown beside it."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components.school_page import school_page
from domain.errors import StoreDown
from domain.measurement import Status
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.school_view import AHEAD, LINES, Line, Segment
from domain.silence import SilenceKind
from domain.wording import speak
from services import past_month, silences
from services.desk import Desk, sit
from services.rollups import LEFT_OUT, REACHABLE
from services.school import page
from tests.promises.office import Office, code
from tests.rig.caches import Cache, valkey_binary
from tests.rig.clock import Clock
from tests.rig.processes import wait_until
from tests.stories.test_map_page_school import texts

MINUTE, HOUR = 60.0, 3600.0
BEATS = 12  # a minute
MINH = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part()})))


@pytest.fixture
def office(tmp_path: Path, migrated_url: str, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    if "valkey" not in _caches:
        _caches["valkey"] = Cache(valkey_binary(), tmp_path_factory.mktemp("valkey"))
    _caches["valkey"].clear()
    opened = Office(tmp_path, migrated_url, _caches["valkey"].url, clock)
    yield opened
    opened.close()


def work(office: Office, since: float, minutes: float, **about: Any) -> int:
    """An announced work, `since` minutes from now; the collector has heard of it."""
    begin = office.clock() + since * MINUTE
    made = silences.silence(office.centre, MINH, what=SilenceKind.MAINTENANCE, reason="thay cáp quang", since=begin,
                            until=begin + minutes * MINUTE, **about)
    number = made.silence.id
    office.clock.forward(2.5)
    wait_until(lambda: office.ingest.commit(()) or number in {one.id for one, _ in office.ingest.watch.works.heard}, 10, what="ears")
    office.clock.forward(2.5)
    return number


def minutes(office: Office, many: float, **readings: Any) -> None:
    office.tick(int(many * BEATS), **readings)


def share(office: Office, number: int = 0) -> float:
    """What the desk says of the last 24 hours."""
    office.clock.forward(30)
    office.ingest.commit(())
    return float(office.ingest.board.layers["uptime_24h"].value[number])


def counted(office: Office, metric: str = REACHABLE, number: int = 0) -> tuple[int, float]:
    """(beats, good ones) as stored."""
    office.ingest.housekeep()
    rows = office.rows("SELECT n, total FROM hourly WHERE metric = :m AND school_id = :i", m=metric, i=number + 1)
    return sum(row[0] for row in rows), sum(row[1] for row in rows)


def seen(office: Office) -> Desk:
    return sit(office.centre)


def test_beats_of_a_maintenance_are_in_neither_half(office: Office) -> None:
    minutes(office, 5)
    work(office, 5.1, 10, school=code(0))
    minutes(office, 5)
    minutes(office, 10, down=[0, 1])
    minutes(office, 5)
    assert share(office, 0) == 1.0
    assert share(office, 1) == pytest.approx(15 / 25, abs=0.01), "the same hour without an announced work"
    beats, out = counted(office), counted(office, LEFT_OUT)
    assert out == (10 * BEATS, 0)
    assert beats == (15 * BEATS, 15 * BEATS)
    assert counted(office, LEFT_OUT, 1) == (0, 0)


def test_what_is_left_out_is_shown_beside_the_figure(office: Office) -> None:
    minutes(office, 5)
    work(office, 5.1, 10, school=code(0))
    minutes(office, 5)
    minutes(office, 10, down=[0])
    minutes(office, 2)
    counted(office)
    view = page(seen(office), code(0))
    assert view.uptime is not None
    assert (view.uptime.left_out, view.uptime.maintenance_s) == (10 * BEATS, pytest.approx(10 * MINUTE, abs=6))
    told = texts(school_page(view)).replace("\u00a0", " ")
    assert "ngoài mẫu số: bảo trì 10 phút (120 lượt đo)" in told
    with speak("en"):
        assert "outside the denominator: maintenance 10 min (120 beats)" in texts(school_page(view)).replace("\u00a0", " ")
    today = view.days[-1]
    assert today.share == 1.0
    assert today.left_out == 10 * BEATS
    assert today.seconds[LINES.index(Line.MAINTENANCE)] == pytest.approx(10 * MINUTE, abs=6)
    assert today.seconds[LINES.index(Line.DOWN)] < 5, "down within announced work is announced work"


def test_good_beats_of_a_maintenance_do_not_flatter(office: Office) -> None:
    minutes(office, 4, down=[0])
    work(office, 0, 20, school=code(0))
    minutes(office, 10)
    assert share(office) == 0.0
    out, good = counted(office, LEFT_OUT)
    assert out == good
    assert out > 9 * BEATS


def test_a_new_collector_goes_on_within_the_same_maintenance(office: Office) -> None:
    minutes(office, 4)
    work(office, 0, 30, school=code(0))
    minutes(office, 6, down=[0])
    office.ingest.save_hours()
    before, out = counted(office), counted(office, LEFT_OUT)
    office.lead()
    minutes(office, 5, down=[0])
    assert share(office) == 1.0
    assert counted(office) == before
    assert counted(office, LEFT_OUT) == (out[0] + 5 * BEATS, 0)


def test_hours_stored_before_a_restart_keep_what_they_left_out(office: Office) -> None:
    work(office, 0, 50, school=code(0))
    minutes(office, 5, down=[0])
    office.clock.forward(2 * HOUR)
    minutes(office, 5)
    office.ingest.save_hours()
    office.lead()
    minutes(office, 1)
    assert share(office) == 1.0
    assert counted(office, LEFT_OUT)[0] == 5 * BEATS


def test_the_hour_of_a_work_that_ended_is_written_once_more_and_let_go(office: Office) -> None:
    work(office, 0, 10, school=code(0))
    minutes(office, 5, down=[0])
    assert counted(office, LEFT_OUT) == (5 * BEATS, 0)
    office.clock.forward(HOUR)
    minutes(office, 1)
    assert counted(office, LEFT_OUT)[0] == 5 * BEATS
    assert LEFT_OUT in office.ingest.hours, "a late beat may still come"
    office.clock.forward(HOUR)
    minutes(office, 1)
    assert counted(office, LEFT_OUT)[0] == 5 * BEATS
    assert LEFT_OUT not in office.ingest.hours
    work(office, 0, 10, school=code(0))
    minutes(office, 2, down=[0])
    assert counted(office, LEFT_OUT)[0] == 7 * BEATS, "the next one is counted beside it"


def test_a_whole_day_of_work_is_not_known_rather_than_none_or_all(office: Office) -> None:
    work(office, 0, 25 * 60, school=code(0))
    minutes(office, 10, down=[0])
    assert math.isnan(share(office))
    reading = next(a.reading for a in page(seen(office), code(0)).answers if a.indicator.key == "uptime_24h")
    assert reading.value is None
    assert reading.status.value == "unknown"


def test_an_area_in_maintenance_is_all_its_schools_and_nobody_elses(office: Office) -> None:
    work(office, 0, 30, area="760")
    minutes(office, 5, down=range(24))
    lies = [school.old_area == "760" for school in office.register.schools]
    office.clock.forward(30)
    office.ingest.commit(())
    unknown = [math.isnan(value) for value in office.ingest.board.layers["uptime_24h"].value]
    assert unknown == lies


def test_what_is_taken_back_counts_again(office: Office) -> None:
    made = work(office, 0, 60, school=code(0))
    minutes(office, 2, down=[0])
    silences.revoke(office.centre, MINH, made)
    office.clock.forward(2.5)
    wait_until(lambda: office.ingest.commit(()) or all(one.revoked_at for one, _ in office.ingest.watch.works.heard), 10, what="ears")
    minutes(office, 2, down=[0])
    assert share(office) == 0.0
    assert counted(office)[0] == 2 * BEATS


def test_a_planned_one_begins_to_the_second_without_a_database(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    minutes(office, 1)
    work(office, 5, 30, school=code(0))

    def away(self: Any) -> Any:
        raise StoreDown("không trả lời", "away")

    with monkeypatch.context() as patched:
        patched.setattr(office.centre.db.__class__, "read", away)
        for _ in range(10 * BEATS):
            office.clock.forward(5)
            office.beat(down=[0] if office.ingest.watch.works.at(office.clock()) is not None else [])
            office.ingest.commit(())
    assert share(office) == 1.0
    assert counted(office, LEFT_OUT)[0] == pytest.approx(5 * BEATS, abs=2)


def test_a_quarter_of_an_hour_is_told_by_what_filled_it() -> None:
    def piece(since: float, until: float, status: Status, *, work: bool = False) -> Segment:
        return Segment(since=since * MINUTE, until=until * MINUTE, status=status, maintenance=work)

    line = (piece(0, 14, Status.GOOD), piece(14, 16, Status.BAD), piece(16, 30, Status.GOOD), piece(30, 38, Status.BAD), piece(38, 45, Status.GOOD),
            piece(45, 53, Status.UNKNOWN), piece(53, 60, Status.BAD), piece(60, 68, Status.BAD, work=True), piece(68, 75, Status.BAD),
            piece(75, 90, Status.GOOD), piece(90, 91, Status.BAD))
    told = past_month.told(past_month.by_slot(line, 0.0))
    names = [LINES[at].value if at != AHEAD else "ahead" for at in told[:8]]
    assert names == ["watch", "watch", "down", "unknown", "maintenance", "up", "down", "ahead"]
