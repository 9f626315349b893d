"""What a report asks of the past is told as of its moment, within reach, on both databases."""


import pytest

from domain.person import EVERYTHING, Part, Scope
from store import report_reads, scoping
from store.database import Database
from store.history import Point, write_points
from tests.promises.office import REACHABLE, found, school

NOON = 1_795_330_800.0
TODAY = "2026-11-22"
GO_VAP = Scope(parts=frozenset({Part(area="764")}))


@pytest.fixture
def house(db: Database) -> Database:
    found(db, [school(i) for i in range(24)])
    return db


def note(db: Database, number: int, *points: tuple[float, float | None], metric: str = REACHABLE) -> int:
    """Points of the n-th school, minutes before noon; returns its database id."""
    with db.read() as conn:
        ids = scoping.school_ids(conn, EVERYTHING, TODAY)
    with db.write() as conn:
        write_points(db, conn, [Point(ids[number], metric, NOON - 60 * before, value) for before, value in points])
    return ids[number]


def test_a_line_is_down_since_the_first_bad_answer_after_its_last_good_one(house: Database) -> None:
    twice = note(house, 0, (300, 1), (200, 0), (150, 1), (90, 0), (30, 0), (-10, 1))
    flapping = note(house, 1, (100, 0), (80, 0.5), (60, 0))
    never_up = note(house, 2, (100, None), (70, 0))
    up = note(house, 3, (100, 0), (10, 1))
    with house.read() as conn:
        since = report_reads.dark_since(conn, EVERYTHING, [twice, flapping, never_up, up], REACHABLE, NOON, TODAY)
        later = report_reads.dark_since(conn, EVERYTHING, [twice], REACHABLE, NOON + 3600, TODAY)
        earlier = report_reads.dark_since(conn, EVERYTHING, [twice], REACHABLE, NOON - 60 * 160, TODAY)
    assert since == {twice: NOON - 90 * 60, flapping: NOON - 60 * 60, never_up: NOON - 70 * 60}
    assert later == {}
    assert earlier == {twice: NOON - 200 * 60}


def test_nobody_is_told_of_a_foreign_school(house: Database) -> None:
    foreign, own = note(house, 0, (30, 0)), note(house, 8, (30, 0))
    with house.read() as conn:
        assert set(report_reads.dark_since(conn, GO_VAP, [foreign, own], REACHABLE, NOON, TODAY)) == {own}
        ids, values = report_reads.values_at(conn, GO_VAP, REACHABLE, NOON, 3600.0, TODAY)
    assert (ids.tolist(), values.tolist()) == ([own], [0.0])


def test_what_was_last_told_counts_until_it_is_too_old_or_unknown(house: Database) -> None:
    rooms = "labs.rooms"
    fresh, _, unknown = (note(house, 4, (50, 3), (20, 4), (-5, 9), metric=rooms), note(house, 5, (500, 7), metric=rooms),
                         note(house, 6, (50, 2), (20, None), metric=rooms))
    with house.read() as conn:
        ids, values = report_reads.values_at(conn, EVERYTHING, rooms, NOON, 3600.0, TODAY)
    assert (ids.tolist(), values.tolist()) == ([fresh], [4.0])
    assert unknown not in ids
