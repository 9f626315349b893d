"""Cô Thảo asks whose line comes and goes, since when a school is silent, and what one cut cable would take along."""

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from domain.silence import SilenceKind
from services import _derived, silences
from services.register import NONE
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock
from tests.rig.processes import wait_until
from tests.stories.test_uptime import MINH

LONE, STEADY = 20, 3
HOUR = 3600.0
CONTACT = "connectivity.last_contact"


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def told(office: Office, key: str, number: int = LONE) -> float:
    """What the desk says, after its next half minute."""
    office.clock.forward(31)
    office.ingest.commit(())
    return float(office.ingest.board.layers[key].value[number])


def drop(office: Office, times: int = 1) -> None:
    for _ in range(times):
        office.tick(2)
        office.tick(3, down=[LONE])
    office.tick(1)


def test_a_line_that_comes_and_goes_is_counted_once_each_time(office: Office) -> None:
    office.tick(2, down=[LONE])
    assert told(office, "flaps") == 0, "dark from the beginning: nobody saw it fall"
    drop(office, 3)
    assert (told(office, "flaps"), told(office, "flaps", STEADY)) == (3, 0)


def test_what_the_centre_could_not_see_is_no_drop(office: Office) -> None:
    office.tick(2)
    office.tick(5, unknown=range(24))
    office.tick(2)
    assert told(office, "flaps") == 0
    office.tick(3, unknown=[LONE])
    office.tick(2, down=[LONE])
    assert told(office, "flaps") == 1, "it was up before we lost sight, and is not after"


def test_a_school_that_nobody_ever_heard_of_has_no_count(office: Office) -> None:
    office.tick(3, only=[STEADY])
    assert math.isnan(told(office, "flaps"))
    assert told(office, "flaps", STEADY) == 0


def test_announced_work_is_no_drop(office: Office) -> None:
    office.tick(2)
    made = silences.silence(office.centre, MINH, what=SilenceKind.MAINTENANCE, reason="thay cáp quang", school=code(LONE),
                            since=office.clock(), until=office.clock() + HOUR)
    office.clock.forward(3)
    wait_until(lambda: office.ingest.commit(()) or made.silence.id in {one.id for one, _ in office.ingest.watch.works.heard}, 10, what="ears")
    office.tick(3, down=[LONE, STEADY])
    assert (told(office, "flaps"), told(office, "flaps", STEADY)) == (0, 1)


def test_drops_survive_a_restart_and_are_forgotten_after_a_day(office: Office) -> None:
    drop(office, 2)
    office.ingest.save_hours()
    office.lead()
    assert told(office, "flaps") == 2
    drop(office, 1)
    assert told(office, "flaps") == 3, "the one who came after knows what was up before"
    office.tick(1, seconds=25 * HOUR)
    assert told(office, "flaps") == 0


def test_an_old_beat_that_arrives_late_is_no_drop(office: Office) -> None:
    office.tick(2)
    before = office.clock() - 3
    office.ingest._put("connectivity.reachable", np.array([LONE]), np.array([0.0]), before)
    assert told(office, "flaps") == 0


def test_the_silence_of_a_school_has_its_length(office: Office) -> None:
    office.tick()
    office.say(LONE, CONTACT, office.clock())
    assert told(office, "last_contact") == 0
    assert math.isnan(told(office, "last_contact", STEADY)), "never heard of is not long ago"
    office.tick(1, seconds=1.5 * HOUR, down=[LONE])
    assert told(office, "last_contact") == pytest.approx(1.5, abs=0.11)
    assert office.ingest.board.layers["last_contact"].status[LONE] == 2, "needs attention"


def test_a_probe_that_started_again_does_not_forget_who_answered_yesterday(office: Office) -> None:
    office.say(LONE, CONTACT, office.clock())
    told(office, "last_contact")
    office.say(LONE, CONTACT, None)
    office.tick(1, seconds=2 * HOUR, down=[LONE])
    office.ingest.save_hours()
    office.lead()
    office.say(LONE, CONTACT, None)
    assert told(office, "last_contact") == pytest.approx(2.0, abs=0.3)


def test_a_blind_centre_measures_nobodys_silence(office: Office) -> None:
    office.say(LONE, CONTACT, office.clock())
    told(office, "last_contact")
    office.see(False)
    office.tick(1, seconds=HOUR, unknown=range(24))
    assert told(office, "last_contact") == 0
    assert office.ingest.board.layers["last_contact"].status[LONE] == 4, "old data, not a long silence"


def test_one_carrier_of_a_ward(office: Office) -> None:
    assert told(office, "carrier_share", 0) == pytest.approx(18 / 24), "18 of the 24 schools of the ward are on one carrier"
    assert told(office, "carrier_share", 7) == pytest.approx(6 / 24)


def test_no_carrier_no_ward_and_a_ward_of_two_say_nothing(office: Office) -> None:
    register = office.register
    schools = tuple(replace(one, carrier="" if i == 0 else one.carrier) for i, one in enumerate(register.schools))
    new, old = np.full(24, 0, np.uint16), register.old.copy()
    new[1], old[1] = NONE, NONE
    new[[2, 3]] = 1
    shares = _derived.carrier_shares(replace(register, schools=schools, new=new, old=old))
    assert np.isnan(shares[:4]).all()
    assert not np.isnan(shares[4:]).any()
    assert math.isclose(shares[7], 6 / 20)


def test_a_country_is_worked_out_between_two_beats(office: Office) -> None:
    """52,000 schools: the beats of 12 s and all derived figures take well under a second."""
    many = 52_000
    register = office.register
    wide = replace(register, schools=register.schools * (many // 24 + 1), new=np.resize(register.new, (many // 24 + 1) * 24),
                   old=np.resize(register.old, (many // 24 + 1) * 24))
    one = office.ingest.derived
    count = len(wide.schools)
    one._up, one._at, one._drops = np.ones(count, np.float32), np.zeros(count), np.zeros((24, count), np.uint16)
    began = perf_counter()
    one.heard(office.ingest, "connectivity.reachable", np.arange(count), np.ones(count), office.clock())
    one.drops(office.clock())
    _derived.carrier_shares(wide)
    assert perf_counter() - began < 1.0
