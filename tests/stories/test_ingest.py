"""Chị Hạnh keeps the records: what the collector remembers, what it forgets on purpose, what it never invents."""

from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.measurement import Column
from services import scribe
from services.ingest import Taken
from services.pulse import SourceState
from store import history
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

LONE = 20
HOUR = 3600.0


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def points(office: Office, metric: str, number: int = LONE) -> list[tuple[float, float | None]]:
    return office.rows("SELECT taken_at, value FROM history WHERE school_id = :i AND metric = :m ORDER BY taken_at", i=number + 1, m=metric)


def test_silence_is_never_green_a_reading_grows_old(office: Office) -> None:
    office.tick(2)
    office.tick(1, seconds=20, only=range(LONE))
    for _ in range(9):
        office.tick(only=range(LONE), seconds=20)
    assert office.statuses()[LONE] == "stale", "connectivity is believed for 3 minutes"
    assert office.colours() == {"good": 20, "stale": 4}


def test_silence_is_never_green_a_dead_collector_turns_all_stale(office: Office) -> None:
    office.tick(2)
    office.tick(down=[LONE])
    office.clock.forward(16)  # the lease is 15 s; nobody commits any more, no code runs but the reading
    assert office.colours() == {"stale": 24}
    assert office.json()["flags"]["late"]


def test_a_late_answer_never_replaces_a_newer_one(office: Office) -> None:
    office.tick()
    sent_before = office.clock() - 3
    office.tick(down=[LONE])
    office.ingest._put("connectivity.reachable", __import__("numpy").array([LONE]), __import__("numpy").array([1.0]), sent_before)
    office.ingest.commit(())
    office.viewer.refresh()
    assert office.statuses()[LONE] == "bad"


def test_history_is_written_on_change_and_once_an_hour(office: Office) -> None:
    office.say(LONE, "connectivity.latency_ms", 20)
    office.tick(2)
    for value in (21, 19, 24):  # moves of less than a quarter
        office.say(LONE, "connectivity.latency_ms", value)
        office.tick(2)
    assert [value for _, value in points(office, "connectivity.latency_ms")] == [20]
    office.say(LONE, "connectivity.latency_ms", 80)
    office.tick(2)
    office.say(LONE, "connectivity.latency_ms", None)
    office.tick(2)
    assert [value for _, value in points(office, "connectivity.latency_ms")] == [20, 80, None]
    for _ in range(7):
        office.say(LONE, "connectivity.latency_ms", None)
        office.tick(seconds=600)
    assert len(points(office, "connectivity.latency_ms")) == 4, "one repetition an hour says that we still ask"


def test_a_restart_forgets_nothing(office: Office) -> None:
    office.say(LONE, "labs.machines_online", 30)
    office.say(LONE, "labs.standard_machines", 40)
    office.tick(20, down=[LONE])
    office.ingest.save_hours()
    before, uptime = office.json(), office.ingest.uptime.share(office.clock())
    assert before["layers"]["labs"]["schools"][code(LONE)] == "good"
    office.lead()
    office.clock.forward(1)
    office.ingest.commit(())
    office.viewer.refresh()
    after = office.json()
    assert after["version"] > before["version"]
    assert after["layers"]["labs"] == before["layers"]["labs"]
    assert after["layers"]["connectivity"] == before["layers"]["connectivity"]
    assert list(office.ingest.uptime.share(office.clock())) == pytest.approx(list(uptime))


def test_uptime_leaves_unknown_out(office: Office) -> None:
    """A quarter of the known beats were bad; the unknown ones, as many again, count on neither side."""
    office.tick(30)
    office.tick(10, down=[LONE])
    office.tick(40, unknown=[LONE])
    office.tick(7)
    share = office.ingest.uptime.share(office.clock())
    assert share[0] == 1.0
    assert share[LONE] == pytest.approx(37 / 47, abs=0.03)
    office.tick(1, seconds=25 * HOUR)
    assert office.ingest.uptime.share(office.clock())[LONE] == 1.0, "older than a day is forgotten"


def test_the_days_roll_up_is_the_same_twice(office: Office) -> None:
    """A day of beats every ten minutes; the roll-up of yesterday runs again after each restart."""
    start = datetime(2026, 9, 8, 17, 5, tzinfo=UTC).timestamp()  # 00:05 on the 9th in Ho Chi Minh City
    office.clock.forward(start - office.clock())
    office.lead()
    for n in range(144):
        office.tick(seconds=600, down=[LONE] if n % 4 == 0 else [])
    office.ingest.housekeep()
    query = "SELECT start, n, total, low, high FROM daily WHERE school_id = :i AND metric = 'connectivity.reachable'"
    first = office.rows(query, i=LONE + 1)
    assert first == [(datetime(2026, 9, 8, 17, 0, tzinfo=UTC).timestamp(), 143, 107.0, 0.0, 1.0)]
    office.ingest.save_hours()
    office.lead()
    office.ingest.housekeep()
    assert office.rows(query, i=LONE + 1) == first


def test_retention_forgets_old_measurements_and_keeps_incidents(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=[LONE])
    office.tick(3)
    incidents = office.rows("SELECT * FROM incidents")
    office.ingest.note_sweep("labs", office.clock(), office.clock(), Taken(rows=1), 0)
    office.ingest.save_hours()
    with office.centre.db.write() as conn:
        history.write_gap(office.centre.db, conn, "collector", 1.0, 2.0, "paused")
    last = office.rows("SELECT max(taken_at) FROM history")[0][0]
    office.clock.forward(timedelta(days=36).total_seconds())
    office.tick(2)
    office.ingest.housekeep()
    kept = office.rows("SELECT count(*), max(taken_at) FROM history WHERE taken_at < :t GROUP BY school_id, metric", t=office.clock() - 35 * 86400)
    assert {row[0] for row in kept} == {1}, "of what is older the last word of each school stays, and nothing else"
    assert max(row[1] for row in kept) == last
    assert office.rows("SELECT count(*) FROM sweeps") == [(0,)]
    assert office.rows("SELECT * FROM incidents") == incidents
    assert (1.0,) in office.rows("SELECT since FROM gaps")
    assert office.rows("SELECT count(*) FROM hourly")[0][0] > 0, "hours are kept for 400 days"
    office.clock.forward(timedelta(days=401).total_seconds())
    office.tick(1)
    office.ingest.housekeep()
    assert office.rows("SELECT count(*) FROM hourly WHERE start < :t", t=office.clock() - 400 * 86400) == [(0,)]


def test_a_pause_and_a_stop_leave_a_gap_that_says_so(office: Office) -> None:
    office.tick(2)
    asleep = office.clock()
    office.tick(1, seconds=HOUR)
    office.tick(2)
    assert office.rows("SELECT since, until, why FROM gaps") == [(asleep, asleep + HOUR, "paused")]
    office.ingest.save_hours()
    stopped = office.clock()
    office.clock.forward(600)
    office.lead()
    office.tick(2)
    assert office.rows("SELECT since, until, why FROM gaps ORDER BY since")[1] == (stopped, stopped + 600, "stopped")


def test_what_cannot_wait_any_longer_becomes_a_gap_and_incidents_still_do_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    office.settle()
    monkeypatch.setattr(scribe, "SPOOL", 200)
    with office.centre.db.write() as conn:  # somebody holds the file
        conn.exec_driver_sql("SELECT 1")
        monkeypatch.setattr(office.ingest.scribe, "_transaction", refuse)
        for n in range(40):
            for school in range(24):
                office.say(school, "connectivity.latency_ms", 10.0 * 2 ** (n % 5))
            office.tick(down=[LONE])
            assert office.ingest.scribe.waiting < 200 + 24 * 9
        monkeypatch.undo()
    assert office.feed.viewer.picture.pulse is not None
    assert office.feed.viewer.picture.pulse.spooling, "the wall says that history waits"
    office.tick(3, down=[LONE])
    gaps = office.rows("SELECT since, until FROM gaps WHERE why = 'spool full'")
    assert len(gaps) == 1
    assert gaps[0][0] < gaps[0][1] <= office.clock()
    assert list(office.open_incidents()) == [f"school:{code(LONE)}"], "an incident was dropped with the measurements"
    assert not office.feed.viewer.picture.pulse.spooling


def refuse() -> None:
    from domain.errors import StoreDown

    raise StoreDown("Cơ sở dữ liệu chưa trả lời.", "locked")


def test_a_value_no_database_would_take_is_unknown_and_stops_nobody(office: Office) -> None:
    office.say(LONE, "labs.machines_online", 1e16)
    office.say(LONE, "labs.standard_machines", float("inf"))
    office.tick(3)
    assert points(office, "labs.machines_online")[0][1] is None
    assert office.statuses("labs")[LONE] == "unknown"


def test_a_poll_leaves_one_row_and_source_states_outlive_the_collector(office: Office) -> None:
    began = office.clock()
    office.clock.forward(2)
    office.ingest.note_sweep("labs", began, office.clock(), Taken(rows=24, unknown=2, changed=5), 1)
    state = SourceState(key="labs", status="ok", last_success_at=office.clock(), rows=24, rejected=1, took_s=2.0)
    office.ingest.commit((state,))
    query = "SELECT source, started_at, finished_at, rows, unknown, changed, rejected, error FROM sweeps"
    assert office.rows(query) == [("labs", began, began + 2, 24, 2, 5, 1, None)]
    with office.centre.db.read() as conn:
        assert history.read_source_states(conn)["labs"]["last_success_at"] == office.clock()


def test_a_poll_counts_what_is_not_known_and_what_is_new(office: Office) -> None:
    def labs(*values: float) -> Taken:
        column = Column(metric="labs.rooms", taken_at=office.clock(), schools=range(3), values=array("d", values))
        office.clock.forward(60)
        return office.ingest.take([column])

    unknown = float("nan")
    assert labs(2, unknown, 3) == Taken(rows=3, unknown=1, changed=2)
    assert labs(2, unknown, 4) == Taken(rows=3, unknown=1, changed=1)
    assert labs(unknown, 1, 4) == Taken(rows=3, unknown=1, changed=2)


def test_a_value_asked_for_but_not_known_does_not_turn_into_old_data(office: Office) -> None:
    office.say(LONE, "labs.machines_online", None)
    office.say(LONE, "labs.standard_machines", 30)
    office.tick(2)
    assert office.statuses("labs")[LONE] == "unknown"
    office.tick(1, seconds=HOUR)
    assert office.statuses("labs")[LONE] == "unknown"


def test_the_last_beats_before_an_hour_turns_count_in_the_uptime(office: Office) -> None:
    office.tick()
    office.clock.forward(HOUR - office.clock() % HOUR - 24)
    office.tick()  # the uptime is worked out here, and not again before the hour turns
    office.tick(3, down=[LONE])
    office.tick(8)
    uptime = office.ingest.uptime
    lost = uptime._n.sum(axis=0) - uptime._good.sum(axis=0)
    assert (lost[LONE], lost[0]) == (3, 0)
    assert uptime.share(office.clock())[LONE] < 1


def test_a_day_that_ended_while_nobody_collected_is_rolled_up_later(office: Office) -> None:
    office.tick(6)
    office.ingest.save_hours()
    office.clock.forward(timedelta(days=3).total_seconds())
    office.lead()
    office.tick(6)
    office.ingest.housekeep()
    days = office.rows("SELECT DISTINCT start FROM daily WHERE metric = 'connectivity.reachable'")
    assert days == [(datetime(2026, 9, 8, 17, 0, tzinfo=UTC).timestamp(),)]


def test_versions_grow_over_flush_and_restart_together(office: Office) -> None:
    """The cache forgot, the copy in the database is older than the last frame: the version still goes on."""
    office.tick(7, down=[LONE])
    seen = office.json()["version"]
    with office.centre.db.write() as conn:
        conn.exec_driver_sql("DELETE FROM boards")
    office.centre.live._redis.flushall()
    office.lead()
    office.tick()
    assert office.json()["version"] > seen


def test_a_clock_set_back_an_hour_neither_freezes_nor_repeats_the_wall(office: Office) -> None:
    """K3: NTP corrects by an hour. The wall goes on at once, the version grows, the overlap is a gap."""
    office.tick(4)
    before = office.json()
    office.clock.forward(-HOUR)
    assert set(office.statuses().values()) == {"stale"}, "a proof from the future proves nothing"
    office.tick(2, down=[LONE])
    after = office.json()
    assert after["version"] > before["version"]
    assert office.colours() == {"good": 23, "bad": 1}
    assert not after["flags"]["late"]
    office.tick(3, down=[LONE])
    assert office.rows("SELECT why FROM gaps") == [("clock set back",)]


def test_a_school_added_by_an_import_is_there_for_the_next_collector(office: Office) -> None:
    from store import importing
    from tests.promises.office import school

    office.tick(4)
    importing.commit(office.centre.db, importing.Changes(schools_new=[school(24)]), 1)
    office.tick(2)
    assert len(office.statuses()) == 24, "until the collector has read the register, screens keep the whole picture"
    office.ingest.save_hours()
    office.lead()
    office.tick(2)
    assert office.statuses() == dict.fromkeys(range(25), "good")
