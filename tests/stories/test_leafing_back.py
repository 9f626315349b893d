"""Bà Hạnh leafs through a list too long to be told at once, and looks back: last month's word, and weeks before the house lived."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.person import EVERYTHING
from domain.wording import LOCAL
from services import _indicator_trend, trend_days
from services import desk as desks
from services.board import Layer, judge
from services.indicators import Asked, Order, figure
from store import history, snapshot_reads
from store.history import DAY_S, Point
from store.scoping import local_day
from tests.promises.office import Office, stage
from tests.rig.clock import Clock

KEY = "level_4725"


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def told(office: Office, key: str, **asked: Any) -> dict[str, Any]:
    desk = desks._desk(office.centre, EVERYTHING, office.viewer)
    found: dict[str, Any] = json.loads(figure(desk, Asked(key=key, **asked))[0])
    return found


def test_pages_together_are_the_whole_list_and_no_school_is_told_twice(office: Office) -> None:
    office.tick(2, down=[0, 9], unknown=[1, 2])
    whole = told(office, "connectivity")
    assert whole["next"] is None
    assert len(whole["by_school"]) == 24
    pages, cursor = [], "0"
    while cursor is not None:
        page = told(office, "connectivity", limit=7, cursor=int(cursor))
        assert len(page["by_school"]) <= 7
        assert {name: page[name] for name in ("value", "reporting", "schools", "counts")} == {
            name: whole[name] for name in ("value", "reporting", "schools", "counts")}, "a page is of the same figure"
        pages += page["by_school"]
        cursor = page["next"]
    assert pages == whole["by_school"]
    assert whole["counts"] == {"unknown": 2, "good": 20, "watch": 0, "bad": 2, "stale": 0}
    assert told(office, "connectivity", cursor=24)["by_school"] == []


def test_worst_first_is_the_order_of_the_whole_list_not_of_a_page(office: Office) -> None:
    for number in range(24):
        office.say(number, "connectivity.latency_ms", 10.0 + 20 * ((number * 7) % 24))
    office.tick(2)
    first = told(office, "latency", order=Order.WORST, limit=5)["by_school"]
    values = sorted((row["value"] for row in told(office, "latency")["by_school"] if row["value"] is not None), reverse=True)
    assert [row["value"] for row in first] == values[:5], "of a delay the highest is the worst"


def test_a_word_said_long_ago_is_still_in_force_after_a_newer_one_and_after_retention(office: Office) -> None:
    one, now = office.centre.indicators[KEY], office.clock()
    school, metric = int(office.ingest.register.ids[0]), one.needs[0]
    days = (200, 100, 20)  # what was said, so many days ago: the second was in force until the third
    with office.centre.db.write() as conn:
        history.write_points(office.centre.db, conn, [Point(school, metric, now - n * DAY_S, float(n)) for n in days])
        history.prune_points(conn, [(school, metric, now - 20 * DAY_S)], now)
    with office.centre.db.read() as conn:
        left = [row.value for row in conn.execute(history.history.select().where(history.history.c.metric == metric))]
        assert sorted(left) == [20, 100], "what nothing needs any more is gone, the last word of before is not"
        for ago, value in ((10, 20.0), (30, 100.0), (60, 100.0)):
            _, held, _ = snapshot_reads.held(conn, EVERYTHING, metric, now - ago * DAY_S, one.stale_after.total_seconds(), local_day(now))
            assert held.tolist() == [value], f"{ago} days ago"


def kept(office: Office, day: date) -> None:
    """A week of trends from before the house lived: schools 0–9 by their number, the others unknown."""
    one, register = office.centre.indicators["pupils_verified"], office.ingest.register
    at = datetime(day.year, day.month, day.day, 10, tzinfo=LOCAL).timestamp()
    value = np.where(np.arange(24) < 10, 0.9 + np.arange(24) / 100, np.nan)
    layer = Layer(value=value, taken=np.zeros(24), status=judge(one.bands, value), weight=np.full(24, 100.0))
    with office.centre.db.write() as conn:
        assert trend_days.write(office.centre.db, conn, register, {one.key: layer}, {one.key: one}, at, simulated=True)


def wednesday(office: Office, weeks: int) -> date:
    today = datetime.fromtimestamp(office.clock(), LOCAL).date()
    return date.fromordinal(today.toordinal() - (today.weekday() - trend_days.WEEKLY) % 7 - 7 * weeks)


def test_before_the_house_lived_a_week_speaks_for_itself_and_no_longer(office: Office) -> None:
    day = wednesday(office, 3)
    kept(office, day)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=LOCAL).timestamp()
    for later in (0, 3, 6.5):
        found = told(office, "pupils_verified", at=noon + later * DAY_S)
        assert (found["reporting"], found["schools"]) == (10, 24), later
        assert found["value"] == pytest.approx(0.945)
        assert found["as_of"] == noon - 7200, "it says of which day it is"
    for outside in (-DAY_S, 7 * DAY_S):
        assert told(office, "pupils_verified", at=noon + outside)["value"] is None, "another week is not known"
    assert told(office, "teachers_verified", at=noon)["value"] is None


def test_thirty_days_have_the_weekly_days_of_before(office: Office) -> None:
    one, desk = office.centre.indicators["pupils_verified"], desks._desk(office.centre, EVERYTHING, office.viewer)
    assert not [day for day in _indicator_trend.trend(desk, one, "") if day.found]
    kept(office, wednesday(office, 1))
    kept(office, wednesday(office, 3))
    known = [(local_day(day.at), day.found.reporting) for day in _indicator_trend.trend(desk, one, "") if day.found]
    assert known == [(wednesday(office, n).isoformat(), 10) for n in (3, 1)], "and a day that was asked too early is asked again"


def _no_last_word(m: pytest.MonkeyPatch) -> None:
    held = history.prune_points
    m.setattr(history, "prune_points", lambda conn, which, now: conn.execute(
        history.history.delete().where(history.history.c.taken_at < now - 35 * DAY_S)) and held(conn, which, now))


def _forever(m: pytest.MonkeyPatch) -> None:
    from services import _indicator_past
    m.setattr(_indicator_past, "WEEK_S", 40 * DAY_S)


MUTANTS = {
    "the last word forgotten": (test_a_word_said_long_ago_is_still_in_force_after_a_newer_one_and_after_retention, _no_last_word),
    "a week for ever": (test_before_the_house_lived_a_week_speaks_for_itself_and_no_longer, _forever),
    "worst of a page": (test_worst_first_is_the_order_of_the_whole_list_not_of_a_page,
                        lambda m: m.setattr("services.indicators.worst", lambda seen, one, places, now: places)),
}


@pytest.mark.parametrize(("test", "mutate"), MUTANTS.values(), ids=list(MUTANTS))
def test_a_broken_one_is_noticed(test: Any, mutate: Any, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError):
        test(office)
