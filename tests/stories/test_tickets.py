"""Schools call the helpdesk: what they tell is a line on the list, and one line only when we measured it ourselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.indicator import Severity
from domain.person import EVERYTHING
from domain.ticket import OpenTickets, Ticket
from services import tickets as service
from store import tickets
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

LONE = 20
CABLE = [0, 1, 2, 3, 4, 5]


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    for opened in stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory):
        opened.tick(20)
        yield opened


def ticket(ref: str, school: int, category: str = "network", title: str = "Mất kết nối Internet toàn trường", age: float = 60.0) -> tuple[str, int, str, str, float]:
    return (ref, school, category, title, age)


def hear(office: Office, *found: tuple[str, int, str, str, float]) -> None:
    """One whole list of the helpdesk."""
    now = office.clock()
    listed = tuple(Ticket(ref=ref, school=code(n), category=category, severity=Severity.MEDIUM, title=title, opened_at=now - age)
                   for ref, n, category, title, age in found)
    office.ingest.take([OpenTickets(source="helpdesk", taken_at=now, tickets=listed)])
    office.settle()


def lines(office: Office) -> list[tuple[Any, ...]]:
    """Live incidents that are nobody's symptom."""
    office.settle()
    return office.rows_now("SELECT kind, rule, subject FROM incidents WHERE resolved_at IS NULL AND parent IS NULL ORDER BY id")


def test_a_ticket_is_an_incident_and_ends_with_it(office: Office) -> None:
    for _ in range(3):
        hear(office, ticket("HD-1", LONE, "software", "Không đăng nhập được sổ điểm"))
        office.tick()
    assert lines(office) == [("manual", "helpdesk:software", f"school:{code(LONE)}")]
    assert office.rows("SELECT says_vi, category, severity FROM incidents") == [(f"{office.register.schools[LONE].name}: Không đăng nhập được sổ điểm", "software", "medium")]
    assert [row[0] for row in office.rows("SELECT what FROM incident_events ORDER BY id")] == ["opened", "ticket"], "the same list three times"
    hear(office)
    assert lines(office) == []
    assert office.rows("SELECT closed_at FROM tickets") == [(office.clock(),)]


def test_two_tickets_of_one_trouble_are_one_line_that_ends_with_the_last(office: Office) -> None:
    hear(office, ticket("HD-1", LONE, "labs"), ticket("HD-2", LONE, "labs"), ticket("HD-3", LONE, "software"))
    assert len(lines(office)) == 2
    hear(office, ticket("HD-2", LONE, "labs"), ticket("HD-3", LONE, "software"))
    assert len(lines(office)) == 2
    hear(office)
    assert lines(office) == []


def test_a_ticket_about_a_line_we_measured_joins_that_incident(office: Office) -> None:
    office.tick(6, down=CABLE)
    hear(office, ticket("HD-1", 3))
    assert lines(office) == [("wide", "connectivity", "area:760/viettel")]
    assert office.rows("SELECT what, text FROM incident_events ORDER BY id DESC LIMIT 1") == [("ticket", "HD-1: Mất kết nối Internet toàn trường")]
    hear(office)
    assert lines(office) == [("wide", "connectivity", "area:760/viettel")], "a measured one goes its own way"
    office.tick(4)
    assert lines(office) == []


def test_measured_after_it_was_told_it_takes_the_ticket_over(office: Office) -> None:
    hear(office, ticket("HD-1", LONE))
    assert lines(office) == [("manual", "helpdesk:network", f"school:{code(LONE)}")]
    office.tick(8, down=[LONE])
    assert lines(office) == [("single", "connectivity", f"school:{code(LONE)}")]
    assert office.rows("SELECT what, data FROM incident_events ORDER BY id DESC LIMIT 1") == [("linked", '{"parent": 2}')]


def test_a_ticket_waits_while_we_are_measuring_the_line(office: Office) -> None:
    """The school calls before the third bad reading: no second line for one minute's sake."""
    office.tick(1, down=[LONE])
    hear(office, ticket("HD-1", LONE))
    assert lines(office) == []
    office.tick(6, down=[LONE])
    hear(office, ticket("HD-1", LONE))
    assert lines(office) == [("single", "connectivity", f"school:{code(LONE)}")]


def test_what_counts_for_a_school_counts_once(office: Office) -> None:
    for n in range(24):
        office.say(n, "helpdesk.open", float(n == LONE))
    hear(office, ticket("HD-1", LONE))
    office.tick(3)
    assert office.statuses("incidents_open")[LONE] == "watch"
    office.tick(8, down=[LONE])
    value = office.ingest.board.layers["incidents_open"].value
    assert value[LONE] == 1, "told and measured is one trouble"
    assert value[0] == 0


def test_no_pupil_comes_in_by_a_ticket(office: Office) -> None:
    hear(office, ticket("HD-1", LONE, "account", "Em Nguyễn Văn An lớp 9A1 không đăng nhập được"))
    assert office.rows("SELECT title FROM tickets") == [("Tài khoản, đăng nhập",)]
    assert "Nguyễn Văn An" not in str(office.rows("SELECT * FROM incidents")) + str(office.rows("SELECT * FROM incident_events"))


def test_an_old_ticket_is_not_shouted_when_we_first_hear_of_it(office: Office) -> None:
    hear(office, ticket("HD-1", LONE, "software", age=86_400.0), ticket("HD-2", 0, "software"))
    assert office.rows("SELECT i.subject FROM outbox o JOIN incidents i ON i.id = o.incident_id") == [(f"school:{code(0)}",)]


def test_a_ticket_of_the_night_is_recorded_not_shouted(office: Office) -> None:
    office.clock.forward(13 * 3600)
    office.tick(2)
    hear(office, ticket("HD-1", LONE, "software"))
    assert office.rows("SELECT quiet FROM incidents") == [(1,)]
    assert office.rows("SELECT count(*) FROM outbox") == [(0,)]


def test_a_ticket_that_comes_back_is_a_new_line(office: Office) -> None:
    hear(office, ticket("HD-1", LONE, "software"))
    hear(office)
    office.tick()
    hear(office, ticket("HD-1", LONE, "software"))
    assert len(lines(office)) == 1
    assert office.rows("SELECT closed_at FROM tickets") == [(None,)]
    with office.centre.db.read() as conn:
        assert [row["ref"] for row in tickets.read_of(conn, EVERYTHING, 2)] == ["HD-1"]


MUTANTS: dict[str, tuple[Any, Any]] = {
    "nobody takes over": (test_measured_after_it_was_told_it_takes_the_ticket_over, lambda m: m.setattr(service, "take_over", lambda *_, **__: None)),
    "nobody waits": (test_a_ticket_waits_while_we_are_measuring_the_line, lambda m: m.setattr("services.watch.Watch.undecided", lambda *_: frozenset())),
    "never joined": (test_a_ticket_about_a_line_we_measured_joins_that_incident, lambda m: m.setattr(tickets, "find_live", lambda *_: None)),
    "known by nothing": (test_a_ticket_is_an_incident_and_ends_with_it, lambda m: m.setattr(tickets, "read_tickets", lambda *_: {})),
    "as it was written": (test_no_pupil_comes_in_by_a_ticket, lambda m: m.setattr(service, "pupil_data", lambda _: None)),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_mutants(office: Office, mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    play, spoil = MUTANTS[mutant]
    spoil(monkeypatch)
    with pytest.raises(AssertionError):
        play(office)
