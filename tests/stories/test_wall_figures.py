"""The wall's five figures: each with its n of N; a trend only where there is a past; nothing invented when nobody reports."""

import json
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from domain.errors import StoreDown
from domain.measurement import Column
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.silence import SilenceKind
from services import silences
from services.ingest import Taken
from services.wall import Wall
from services.wall_figures import COMPARED
from store import history
from tests.promises.office import Office, stage
from tests.rig.clock import Clock
from tests.rig.processes import wait_until

HOUR = 3600.0
MINH = Actor(kind=ActorKind.PERSON, id=5, name="Trần Minh", role=Role.OPERATOR, scope=Scope(parts=frozenset({Part()})))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def ready(office: Office, wall: Wall | None = None) -> dict[str, Any]:
    office.settle()
    answer: dict[str, Any] = json.loads((wall or Wall(office.viewer)).ready())
    return answer


def figure(answer: dict[str, Any], key: str) -> dict[str, Any]:
    return next(f for f in answer["figures"] if f["key"] == key)


def test_every_figure_says_how_many_of_how_many_report(office: Office) -> None:
    office.tick(2, down=[0], unknown=[1, 2])
    answer = ready(office)
    assert [f["key"] for f in answer["figures"]] == ["connected", "offline", "labs", "epayment", "incidents"]
    connected = figure(answer, "connected")
    assert (connected["value"], connected["foot"]) == ("21", "22 / 24 trường báo cáo")
    assert figure(answer, "offline")["value"] == "1"


def test_absence_is_not_zero(office: Office) -> None:
    office.tick(2, unknown=range(24))
    answer = ready(office)
    for key in ("connected", "offline", "labs", "epayment"):
        assert figure(answer, key)["value"] == "–", key
        assert figure(answer, key)["trend"] == "", key


def test_a_house_that_did_not_stand_an_hour_ago_has_no_trend(office: Office) -> None:
    office.tick(5, down=[0])
    assert {f["trend"] for f in ready(office)["figures"]} == {""}


def test_trends_compare_with_the_hour_before(office: Office) -> None:
    office.ingest.note_sweep("labs", office.clock(), office.clock() + 1, Taken(rows=24), 0)
    office.tick(2)
    office.clock.forward(HOUR)
    office.tick(8, down=[0, 1, 2])
    office.ingest.housekeep()
    answer = ready(office)
    assert (figure(answer, "connected")["trend"], figure(answer, "connected")["tone"]) == ("−12,5 điểm %", "worse")
    assert (figure(answer, "offline")["trend"], figure(answer, "offline")["tone"]) == ("+3", "worse")
    opened = figure(answer, "incidents")
    assert int(opened["value"]) >= 1
    assert (opened["trend"], opened["tone"]) == (f"+{opened['value']}", "worse")


def test_a_maintenance_that_lasts_is_no_trend(office: Office) -> None:
    """Two schools were down in announced work an hour ago and still are: nothing moved."""
    now = office.clock()
    silences.silence(office.centre, MINH, what=SilenceKind.MAINTENANCE, reason="thay cáp quang", since=now, until=now + 3 * HOUR, area="760")
    office.clock.forward(2.5)
    wait_until(lambda: office.ingest.commit(()) or bool(office.ingest.watch.works.heard), 10, what="ears")
    office.tick(2, down=[0, 1])
    office.clock.forward(HOUR)
    office.tick(8, down=[0, 1])
    office.ingest.housekeep()
    assert office.rows("SELECT count(*) FROM hourly WHERE metric = 'connectivity.maintained'") != [(0,)]
    answer = ready(office)
    assert figure(answer, "offline")["value"] == "2"
    assert (figure(answer, "offline")["trend"], figure(answer, "connected")["trend"]) == ("không đổi", "không đổi")


def test_the_payment_share_is_compared_with_the_hour_before_too(office: Office) -> None:
    """A quarter of the schools switches e-payment off."""
    def enabled(count: int) -> None:
        values = array("d", [1.0] * count + [0.0] * (24 - count))
        office.ingest.take([Column(metric="epayment.enabled", taken_at=office.clock(), schools=range(24), values=values)])
        office.tick(14)

    enabled(24)
    office.clock.forward(HOUR - 70)
    enabled(18)
    office.ingest.housekeep()
    told = figure(ready(office), "epayment")
    assert (told["value"], told["trend"], told["tone"]) == ("75,0\u00a0%", "−25,0 điểm %", "worse")


def test_a_database_that_is_away_leaves_the_figures_and_the_last_incidents(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(8, down=[0])
    wall = Wall(office.viewer)
    before = ready(office, wall)
    assert before["incidents"]

    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    monkeypatch.setattr(type(office.centre.db), "read", away)
    office.clock.forward(6)
    after = json.loads(wall.ready())
    assert after["incidents"] == before["incidents"]
    assert figure(after, "connected")["value"] == "23"


def test_incidents_nobody_could_ask_for_are_not_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was away since this web worker began: "0" would be a calm that nobody knows of."""
    def away(_: object) -> Any:
        raise StoreDown("vắng mặt", "away")

    office.tick(2)
    office.settle()
    monkeypatch.setattr(type(office.centre.db), "read", away)
    told = figure(json.loads(Wall(office.viewer).ready()), "incidents")
    assert (told["value"], told["status"], told["trend"]) == ("–", "unknown", "")


def test_the_hour_before_is_read_once_an_hour(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    read = history.mean_of_hour
    monkeypatch.setattr("services.wall.PATIENCE_S", 30.0)  # however busy the machine: every question is waited for
    monkeypatch.setattr(history, "mean_of_hour", lambda conn, scope, metric, start, today: asked.append(start) or read(conn, scope, metric, start, today))
    wall = Wall(office.viewer)
    for _ in range(240):
        office.clock.forward(30)
        wall.ready()
    assert len(set(asked)) == 3
    assert len(asked) <= 3 * 4 * len(COMPARED), "and a few times while its roll-up may still come"


def test_many_walls_cost_one_reading(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.tick(2)
    wall = Wall(office.viewer)
    first = wall.ready()
    monkeypatch.setattr(Wall, "_ask", lambda *_: pytest.fail("asked again"))
    assert all(wall.ready() is first for _ in range(50))


def test_figures_of_yesterday_never_stand_in_for_those_being_made(office: Office) -> None:
    office.tick(2)
    wall = Wall(office.viewer)
    first = wall.ready()
    with ThreadPoolExecutor(1) as pool:
        with wall._making:  # another wall's are being made
            office.clock.forward(6)
            assert pool.submit(wall.ready).result(10) is first, "for a moment those before will do"
            office.clock.forward(HOUR)
            asked = pool.submit(wall.ready)
            assert not wait([asked], 0.2).done
        assert json.loads(asked.result(30))["server_time"] == office.clock()


def test_pressing_incidents_come_first_and_say_who_has_them(office: Office) -> None:
    office.tick(8, down=[*range(8), 20])
    rows = ready(office)["incidents"]
    assert rows[0]["kind"] == "wide"
    assert (rows[0]["state"], rows[0]["who"]) == ("open", "")
    assert set(rows[0]) == {"id", "kind", "severity", "says", "state", "who", "tone", "area", "schools", "confidence", "quiet",
                            "started_at", "opened_at", "acknowledged_at", "resolved_at"}
