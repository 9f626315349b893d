"""Cô Lan's wall and her neighbour's: every screen of one version says the same, and says so when it does not know."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.area import Tree
from domain.measurement import Status
from services import heartbeat, view
from services.health import culprit, health
from services.pulse import SourceState
from services.sources import Sources
from tests.promises.office import Office, code, school, stage
from tests.rig.clock import Clock

LONE = 20


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def test_absence_is_never_zero_and_enters_no_average(office: Office) -> None:
    office.tick(2, down=[0], unknown=[1, 2])
    picture, now = office.viewer.picture, office.clock()
    tally = view.tally(picture, office.centre.indicators["connectivity"], picture.register.within("760"), now)
    assert (tally.reporting, tally.schools) == (6, 8)
    assert tally.value == pytest.approx(5 / 6)
    assert tally.counts[Status.UNKNOWN] == 2
    assert tally.status is Status.BAD, "one of six is more than a tenth"


def test_an_area_nobody_reports_from_has_no_value(office: Office) -> None:
    office.tick(2, unknown=range(24))
    picture, now = office.viewer.picture, office.clock()
    tally = view.tally(picture, office.centre.indicators["connectivity"], picture.register.within("760"), now)
    assert tally.value is None
    assert tally.status is Status.UNKNOWN


def test_the_worst_area_comes_first(office: Office) -> None:
    office.tick(2, down=[16, 17, 18, 8])
    rows = view.by_area(office.viewer.picture, office.centre.indicators["connectivity"], Tree.OLD, office.clock())
    assert [(area.name, tally.counts[Status.BAD]) for area, tally in rows] == [("Huyện Cần Giờ", 3), ("Quận Gò Vấp", 1), ("Quận 1", 0)]


def test_every_reading_of_a_school_carries_its_age(office: Office) -> None:
    office.tick(2)
    taken = office.clock()
    office.clock.forward(7)
    rows = {r.indicator: r for r in view.readings(office.viewer.picture, office.centre.indicators, LONE, office.clock())}
    assert rows["connectivity"].taken_at == pytest.approx(taken, abs=1)
    assert rows["connectivity"].valid_until == pytest.approx(taken + 180, abs=1)
    assert rows["labs"].value is None
    assert rows["labs"].taken_at is None


def test_one_reading_of_memory_per_version_however_many_look(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    asked: list[Any] = []
    read = office.centre.live.__class__.read
    monkeypatch.setattr(office.centre.live.__class__, "read", lambda self, fields: asked.append(list(fields)) or read(self, fields))
    for _ in range(50):
        office.json()
        office.binary()
    assert asked == []
    office.viewer.refresh()
    assert asked == [["pulse"]], "nothing moved: only the pulse is read"


def test_the_culprit_is_named(office: Office) -> None:
    assert culprit(office.viewer.picture, office.clock()).vi.startswith("Bộ thu thập chưa chạy")
    office.tick(2)
    assert culprit(office.viewer.picture, office.clock()) is None
    assert health(office.centre, office.viewer.picture)["status"] == "ok"
    office.see(False)
    office.tick()
    assert "Trung tâm mất tầm nhìn" in culprit(office.viewer.picture, office.clock()).vi
    assert health(office.centre, office.viewer.picture)["status"] == "blind"
    office.see(True)
    office.tick()
    office.clock.forward(16)
    assert "Bộ thu thập ngừng" in culprit(office.viewer.picture, office.clock()).vi
    assert not health(office.centre, office.viewer.picture)["collector"]["alive"]


def test_a_source_is_not_well_because_a_dead_collector_once_said_so(office: Office) -> None:
    office.clock.forward(5)
    office.ingest.commit((SourceState(key="labs", status="ok", name_vi="Phòng máy", last_success_at=office.clock()),))
    office.viewer.refresh()
    assert [s["status"] for s in health(office.centre, office.viewer.picture)["sources"]] == ["ok"]
    assert json.loads(office.feed.pulse_json())["sources"][0]["status"] == "good"
    office.clock.forward(3600)
    assert [s["status"] for s in health(office.centre, office.viewer.picture)["sources"]] == ["late"]
    assert json.loads(office.feed.pulse_json())["sources"][0]["status"] == "stale"


def test_a_collector_nobody_can_hear_is_not_blamed_for_the_silence(office: Office) -> None:
    office.tick(2)
    office.clock.forward(60)
    deaf = replace(office.viewer.picture, store_down=True, from_database=True)
    assert culprit(deaf, office.clock()).vi.startswith("Bộ nhớ đệm và cơ sở dữ liệu không trả lời: số liệu mới nhất 1 phút")


def test_a_register_that_grew_is_followed_when_the_collector_follows(office: Office) -> None:
    from store import importing

    office.tick(2)
    first = office.feed.directory("79")[0]
    importing.commit(office.centre.db, importing.Changes(schools_new=[school(24)]), 1)
    for _ in range(4):
        office.tick()
        assert office.colours() == {"good": 24}
    office.lead()
    office.tick(2)
    assert office.colours() == {"good": 25}
    assert office.feed.directory("79")[0] != first


def test_a_web_worker_that_starts_during_an_import_waits_for_the_collector(office: Office) -> None:
    """Its register is newer than the collector's: it says "no data", never another school's status."""
    from store import importing

    office.tick(2, down=[LONE])
    importing.commit(office.centre.db, importing.Changes(schools_new=[school(24)]), 1)
    office.screen()
    assert office.colours() == {"unknown": 25}
    assert not office.json()["flags"]["late"]
    office.lead()
    office.tick(2)
    assert office.colours() == {"good": 25}


def test_without_a_collector_a_screen_finds_a_new_register_by_itself(office: Office) -> None:
    from store import importing

    office.tick(2)
    importing.commit(office.centre.db, importing.Changes(schools_new=[school(24)]), 1)
    office.clock.forward(60)
    office.viewer.refresh()
    office.clock.forward(6)
    office.viewer.refresh()
    assert len(office.statuses()) == 25


def test_a_school_behind_nat_says_itself_that_it_is_alive(office: Office) -> None:
    token = heartbeat.give_token(office.centre, code(LONE))
    assert heartbeat.receive(office.centre, token) == code(LONE)
    office.ingest.take(heartbeat.collect(office.centre, office.register))
    office.tick(1, silent=True)
    assert office.statuses()[LONE] == "good"
    office.clock.forward(heartbeat.GRACE_S + 1)
    office.ingest.take(heartbeat.collect(office.centre, office.register))
    office.tick(4, silent=True)
    assert office.statuses()[LONE] == "unknown", "late is unknown, not down"
    assert office.open_incidents() == {}


def test_a_heartbeat_token_is_stored_only_as_its_hash_and_an_unknown_one_is_refused(office: Office) -> None:
    from domain.errors import NotFound

    old = heartbeat.give_token(office.centre, code(LONE))
    new = heartbeat.give_token(office.centre, code(LONE))
    stored = office.rows("SELECT heartbeat_hash FROM schools WHERE code = :c", c=code(LONE))[0][0]
    assert new not in stored
    assert heartbeat.receive(office.centre, new) == code(LONE)
    for wrong in (old, "", "x" * 200, new.swapcase()):
        with pytest.raises(NotFound):
            heartbeat.receive(office.centre, wrong)
    with pytest.raises(NotFound):
        heartbeat.give_token(office.centre, "79999999")


def test_a_stranger_with_a_wrong_token_never_stands_in_the_writers_queue(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.errors import NotFound

    monkeypatch.setattr(type(office.centre.db), "write", lambda _: pytest.fail("a stranger locked the database"))
    with pytest.raises(NotFound):
        heartbeat.receive(office.centre, "nobody's")


def test_a_source_keeps_its_state_over_a_reload(office: Office) -> None:
    from datetime import timedelta

    from domain.errors import SourceError
    from domain.source import Source
    from domain.wording import Words

    labs = Source(key="labs", label=Words("Phòng máy", "Labs"), collect=lambda ask: (), every=timedelta(seconds=60))
    states = Sources(office.centre, {"labs": labs}, frozenset())
    assert states.states(office.clock())[0].status == "waiting"
    states.failed("labs", SourceError("Hết giờ chờ.", "Timed out.", code="timeout"), now=office.clock(), took_s=10)
    failing_since = office.clock()
    office.clock.forward(5)
    office.ingest.commit(states.states(office.clock()))
    office.settle()
    again = Sources(office.centre, {"labs": labs}, frozenset()).states(office.clock())[0]
    assert (again.status, again.failing_since, again.error_code) == ("failing", failing_since, "timeout")
    assert again.name_vi == "Phòng máy"
    states.succeeded("labs", now=office.clock(), rows=3, rejected=0, took_s=1)
    assert states.states(office.clock() + 159)[0].status == "ok"
    assert states.states(office.clock() + 161)[0].status == "late", "two missed polls"


def test_a_picture_is_frozen(office: Office) -> None:
    office.tick(2)
    with pytest.raises(AttributeError):
        office.viewer.picture.pulse = None  # type: ignore[misc]
    assert replace(office.viewer.picture, pulse=None).version == 0
