"""Anh Minh is on duty in the operations room: what becomes an incident, and what must not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.source import SourceStatus
from services.pulse import SourceState
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

VIETTEL_760 = [0, 1, 2, 3, 4, 5]  # Quận 1, one carrier; 6 and 7 are Quận 1 on the other
LONE = 20  # Cần Giờ


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def test_an_operator_sees_a_school_go_dark_and_come_back(office: Office) -> None:
    office.tick(2)
    assert set(office.statuses().values()) == {"good"}
    office.tick(down=[LONE])
    assert office.statuses()[LONE] == "bad", "one commit after the reading, no waiting for an incident"
    assert office.colours() == {"good": 23, "bad": 1}
    office.tick()
    assert office.statuses()[LONE] == "good"


def test_a_single_opens_after_three_fresh_bad_readings_and_clears_after_two_good(office: Office) -> None:
    office.tick(2)
    office.tick(2, down=[LONE])
    office.tick(6, silent=True)  # looked at again and again, but nobody measured anew
    assert office.open_incidents() == {}, "the same reading was counted twice"
    office.tick(3, down=[LONE])
    assert office.open_incidents() == {f"school:{code(LONE)}": "single"}
    (vi, en, started) = office.rows("SELECT says_vi, says_en, started_at FROM incidents")[0]
    name = office.register.schools[LONE].name
    assert vi.startswith(f"{name} mất kết nối từ 09/09")
    assert en.startswith(f"{name} offline since 09 Sep")
    assert started < office.clock() - 30, "since the first bad reading, not since the third"
    office.tick()
    assert office.open_incidents(), "one good answer is not yet an end"
    office.tick(2)
    assert office.open_incidents() == {}
    assert [row[0] for row in office.rows("SELECT what FROM incident_events ORDER BY id")] == ["opened", "resolved"]


def test_one_cut_cable_is_one_incident_and_stragglers_get_their_own(office: Office) -> None:
    office.tick(2)
    office.tick(5, down=[*VIETTEL_760, LONE])
    assert office.open_incidents() == {"area:760/viettel": "wide", f"school:{code(LONE)}": "single"}
    assert office.rows("SELECT schools, severity FROM incidents WHERE kind = 'wide'") == [(6, "critical")]
    assert "6 trường ở Quận 1 cùng mất kết nối, nhà mạng Viettel" in office.rows("SELECT says_vi FROM incidents WHERE kind = 'wide'")[0][0]
    office.tick(8, down=[0])  # the cable is mended; Nguyễn Du stays dark
    assert office.open_incidents() == {f"school:{code(0)}": "single"}


def test_a_cable_cut_school_by_school_is_still_one_incident(office: Office) -> None:
    """The cut reaches the schools over half a minute: latecomers join the open wide incident."""
    office.tick(2)
    office.tick(2, down=VIETTEL_760[:5])
    office.tick(8, down=VIETTEL_760)
    assert office.open_incidents() == {"area:760/viettel": "wide"}


def test_schools_lost_one_after_another_do_not_open_and_close_a_wide_incident_every_second(office: Office) -> None:
    """Four were told of one by one; the fifth makes the group look cut, but there is hardly anybody left to tell of."""
    office.tick(2)
    for number in range(4):
        office.tick(8, down=range(number + 1))
    office.tick(12, down=range(5))
    assert office.open_incidents() == {f"school:{code(i)}": "single" for i in range(5)}
    assert office.rows("SELECT count(*) FROM incidents") == [(5,)]


def test_a_blind_centre_opens_one_incident_and_judges_no_school(office: Office) -> None:
    office.tick(2)
    office.see(False)
    office.tick(10, down=range(24))
    assert office.open_incidents() == {"centre:uplink": "blind"}
    office.see(True)
    office.tick(2)
    assert office.open_incidents() == {}
    assert office.rows("SELECT count(*) FROM incidents WHERE kind != 'blind'") == [(0,)]


def test_unknown_neither_opens_nor_resolves(office: Office) -> None:
    office.tick(2)
    office.tick(12, unknown=[LONE])
    assert office.open_incidents() == {}
    office.tick(6, down=[LONE])
    assert list(office.open_incidents()) == [f"school:{code(LONE)}"]
    office.tick(12, unknown=[LONE])
    assert list(office.open_incidents()) == [f"school:{code(LONE)}"]


def test_a_restart_keeps_open_incidents_open_and_lets_them_end(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=[*VIETTEL_760, LONE])
    before = office.rows("SELECT id, subject, opened_at FROM incidents ORDER BY id")
    office.lead()
    office.tick(6, down=[*VIETTEL_760, LONE])
    assert office.rows("SELECT id, subject, opened_at FROM incidents ORDER BY id") == before, "a second opening after the restart"
    office.tick(3)
    assert office.open_incidents() == {}


def test_a_centre_blind_at_its_stop_is_blind_at_its_start(office: Office) -> None:
    office.tick(2)
    office.see(False)
    office.tick(2)
    office.settle()
    office.lead()
    office.tick(3, down=range(24))
    assert office.open_incidents() == {"centre:uplink": "blind"}
    assert office.rows("SELECT count(*) FROM incidents") == [(1,)]
    office.see(True)
    office.tick(2)
    assert office.open_incidents() == {}


def test_a_centre_nobody_tells_about_its_line_does_not_stay_blind_for_ever(office: Office) -> None:
    office.see(False)
    office.tick(2)
    office.settle()
    office.lead()
    office.tick(8)
    assert office.open_incidents() == {}


def test_a_failing_source_is_an_incident_of_the_centre_after_a_minute(office: Office) -> None:
    since = office.clock()
    failing = SourceState(key="labs", status=SourceStatus.FAILING, failing_since=since, error_vi="Hết giờ chờ.", error_en="Timed out.")
    for _ in range(15):
        office.clock.forward(5)
        office.ingest.commit((failing,))
    assert office.open_incidents() == {"source:labs": "source"}
    assert office.rows("SELECT opened_at - started_at >= 60 FROM incidents") == [(1,)]
    for _ in range(2):
        office.clock.forward(5)
        office.ingest.commit((SourceState(key="labs", status=SourceStatus.OK, last_success_at=office.clock()),))
    assert office.open_incidents() == {}


def test_an_incident_counts_for_its_school_on_the_incident_layer(office: Office) -> None:
    for n in range(24):
        office.say(n, "helpdesk.open", 0)
    office.tick(2)
    office.tick(6, down=[LONE])
    assert office.statuses("incidents_open")[LONE] == "watch"
    assert office.statuses("incidents_open")[0] == "good"


def test_up_and_down_and_up_is_one_incident_that_says_so(office: Office) -> None:
    """Naemon's share of changes: 30 % of the last 21 readings; whoever bounces is told of once."""
    office.tick(2)
    for _ in range(20):
        office.tick(2, down=[LONE])
        office.tick()
    assert office.open_incidents() == {f"school:{code(LONE)}": "flapping"}
    assert office.rows("SELECT count(*) FROM incidents") == [(1,)]
    assert "chập chờn từ 09/09" in office.rows("SELECT says_vi FROM incidents")[0][0]
    office.tick(600)
    assert list(office.open_incidents().values()) == ["flapping"], "fifty good minutes are not yet an hour"
    office.tick(130)
    assert office.open_incidents() == {}
