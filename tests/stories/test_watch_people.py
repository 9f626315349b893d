"""Chị Lan and anh Minh move incidents by hand: the watch believes them, and knows for how long."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreDown
from domain.person import EVERYTHING, Actor, ActorKind, Role
from services import _watch_people, respond
from store.database import Database
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

CABLE = [0, 1, 2, 3, 4, 5]
LONE = 20
LAN = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thị Lan", role=Role.OPERATOR, scope=EVERYTHING, session="s")


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def only(office: Office) -> int:
    """The one live incident."""
    office.settle()
    ((found,),) = office.rows_now("SELECT id FROM incidents WHERE resolved_at IS NULL")
    return int(found)


def story(office: Office) -> list[str]:
    """What happened, in order."""
    return [row[0] for row in office.rows("SELECT what FROM incident_events ORDER BY id")]


def test_resolved_by_hand_and_still_dark_after_five_minutes_it_is_the_same_incident_again(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=[LONE])
    number = only(office)
    respond.resolve(office.centre, LAN, number, cause="power")
    office.tick(50, down=[LONE])
    assert office.open_incidents() == {}, "she said so: believed for a while"
    office.tick(15, down=[LONE])
    assert office.rows("SELECT id, state, reopened FROM incidents") == [(number, "open", 1)]
    assert story(office) == ["opened", "resolved", "reopened"]
    office.tick(3)
    assert office.open_incidents() == {}


def test_resolved_by_hand_and_well_it_stays_over(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=CABLE)
    respond.resolve(office.centre, LAN, only(office), cause="cable")
    office.tick(2, down=CABLE)
    office.tick(80)
    assert story(office) == ["opened", "resolved"]
    office.tick(8, down=[LONE])
    assert office.open_incidents() == {f"school:{code(LONE)}": "single"}


def test_a_wide_one_resolved_too_early_is_back_whole(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=CABLE)
    number = only(office)
    respond.resolve(office.centre, LAN, number)
    office.tick(65, down=CABLE)
    assert office.rows("SELECT id, kind, state, reopened FROM incidents") == [(number, "wide", "open", 1)]


def test_resolved_just_before_a_restart_is_remembered(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=[LONE])
    number = only(office)
    respond.resolve(office.centre, LAN, number)
    office.lead()
    office.tick(40, down=[LONE])
    assert office.open_incidents() == {}
    office.tick(30, down=[LONE])
    assert only(office) == number


def test_reopened_by_hand_though_it_measures_well_only_a_person_ends_it(office: Office) -> None:
    """The school calls: still no lesson possible. Readings that were good all along do not contradict her."""
    office.tick(2)
    office.tick(6, down=[LONE])
    number = only(office)
    office.tick(4)
    assert office.open_incidents() == {}
    respond.reopen(office.centre, LAN, number)
    office.tick(30)
    assert only(office) == number
    office.tick(4, down=[LONE])
    office.tick(4)
    assert office.open_incidents() == {}, "it was dark once more and came back: that is measured again"


def test_schools_taken_out_of_a_wide_one_are_watched_one_by_one(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=CABLE)
    number = only(office)
    respond.split(office.centre, LAN, number, schools=[code(0), code(1)])
    office.tick(6, down=CABLE)
    expected = {"area:760/viettel": "wide", f"school:{code(0)}": "single", f"school:{code(1)}": "single"}
    assert office.open_incidents() == expected
    office.tick(4, down=[0])
    assert office.open_incidents() == {f"school:{code(0)}": "single"}
    office.tick(4)
    assert office.open_incidents() == {}
    assert office.rows("SELECT count(*) FROM incidents") == [(3,)]


def test_taken_out_stays_taken_out_after_a_restart(office: Office) -> None:
    office.tick(2)
    office.tick(6, down=CABLE)
    respond.split(office.centre, LAN, only(office), schools=[code(0)])
    office.lead()
    office.tick(8, down=CABLE)
    assert office.open_incidents() == {"area:760/viettel": "wide", f"school:{code(0)}": "single"}
    assert office.rows("SELECT count(*) FROM incident_schools") == [(6,)]


def test_a_centre_that_is_blind_though_somebody_resolved_it(office: Office) -> None:
    office.tick(2)
    office.see(False)
    office.tick(2)
    number = only(office)
    respond.resolve(office.centre, LAN, number)
    office.tick(62)
    assert only(office) == number
    office.see(True)
    office.tick(2)
    assert office.open_incidents() == {}


def test_now_never_waits_for_the_ears(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer delays what people did, not what is measured."""
    import threading
    import time

    free = threading.Event()
    read = Database.read

    def slow(self: Database) -> Any:
        if threading.current_thread().name == "ears":
            free.wait(20)
            raise StoreDown("a", "b")
        return read(self)

    monkeypatch.setattr(Database, "read", slow)
    began = time.monotonic()
    office.tick(8, down=[LONE])
    took = time.monotonic() - began
    free.set()
    assert office.open_incidents() == {f"school:{code(LONE)}": "single"}
    assert took < 8, f"{took:.1f} s for eight commits"


MUTANTS: dict[str, tuple[Any, Any]] = {
    "nobody listens": (test_resolved_by_hand_and_still_dark_after_five_minutes_it_is_the_same_incident_again,
                       lambda m: m.setattr(_watch_people.Ears, "listen", lambda self, now: None)),
    "believed for ever": (test_a_wide_one_resolved_too_early_is_back_whole, lambda m: m.setattr(_watch_people, "BELIEVED_S", 1e9)),
    "not believed": (test_resolved_by_hand_and_still_dark_after_five_minutes_it_is_the_same_incident_again,
                     lambda m: m.setattr(_watch_people, "BELIEVED_S", 0.0)),
    "who was taken out joins again": (test_schools_taken_out_of_a_wide_one_are_watched_one_by_one,
                                      lambda m: m.setattr(_watch_people, "MOVED", frozenset({"resolved", "reopened"}))),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    play, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises((AssertionError, ValueError)):
        play(office)
