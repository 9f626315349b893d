"""Bà Hạnh asks what a number means and on what it rests; anh Quang sets its bands; last week's figure keeps last week's bands."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.area import Tree
from domain.catalogue import Catalogue, Decision
from domain.errors import BadInput, NotAllowed, NotFound
from domain.groups import GROUPS
from domain.indicator import Bands
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from services import audit, bands, view
from services import desk as desks
from services.bands import Wish, decide
from services.board import Board
from services.desk import Desk
from services.indicators import Asked, figure, listed, moment
from services.sight import Sight
from store import bands as store
from store.database import Database
from store.scoping import local_day
from tests.promises.office import DISTRICTS, Office, code, stage
from tests.rig.clock import Clock

QUANG = Actor(kind=ActorKind.PERSON, id=1, name="Quang", role=Role.ADMINISTRATOR, scope=EVERYTHING)
HANH = Actor(kind=ActorKind.PERSON, id=2, name="Hạnh", role=Role.MANAGER, scope=EVERYTHING)
FIELDS = {"value", "numerator", "denominator", "reporting", "schools", "as_of", "status", "by_area", "by_school", "counts", "next"}
WHY = "Theo kết luận họp giao ban tháng 11"
DAY_S = 86400.0


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def seat(office: Office, *parts: Part) -> Desk:
    scope = Scope(parts=frozenset(parts)) if parts else EVERYTHING
    return desks._desk(office.centre, scope, Sight(office.viewer, scope) if parts else office.viewer)


def told(office: Office, key: str = "connectivity", *parts: Part, **asked: Any) -> dict[str, Any]:
    plain, packed = figure(seat(office, *parts), Asked(key=key, **asked))
    assert gzip.decompress(packed) == plain
    found: dict[str, Any] = json.loads(plain)
    return found


def answer_all(office: Office, ms: float) -> None:
    for number in range(24):
        office.say(number, "connectivity.latency_ms", ms)
    office.tick()


def test_the_list_names_every_indicator_by_the_fixed_fields(office: Office) -> None:
    rows = listed(office.centre)
    assert {frozenset(row) for row in rows} == {frozenset(
        {"key", "label", "group", "unit", "source_class", "legal_basis", "bands", "stale_after_s"})}
    assert [row["key"] for row in rows] == list(office.centre.indicators)
    groups = list(dict.fromkeys(row["group"] for row in rows))
    assert groups == [group for group in GROUPS if group in groups], "each group stands together, in the order of the catalogue"
    facts = {row["key"] for row in rows if row["bands"] is None}
    assert facts == {key for key, one in office.centre.indicators.items() if not one.judged}


def test_a_figure_says_its_top_its_bottom_and_who_is_missing(office: Office) -> None:
    office.tick(2, down=[0, 9], unknown=[1, 2])
    found = told(office, tree=Tree.OLD)
    assert set(found) == FIELDS
    assert (found["value"], found["numerator"], found["denominator"]) == (pytest.approx(20 / 22), 20, 22)
    assert (found["reporting"], found["schools"]) == (22, 24)
    assert [(row["name"], row["reporting"], row["schools"], row["numerator"]) for row in found["by_area"]] == [
        ("Huyện Cần Giờ", 8, 8, 8), ("Quận 1", 6, 8, 5), ("Quận Gò Vấp", 8, 8, 7)]
    silent = {row["code"]: row for row in found["by_school"] if row["value"] is None}
    assert set(silent) == {code(1), code(2)}
    assert {row["status"] for row in silent.values()} == {"unknown"}
    assert {row["code"] for row in found["by_school"] if row["status"] == "bad"} == {code(0), code(9)}
    assert set(DISTRICTS) == {row["code"] for row in found["by_area"]}


def test_every_figure_is_the_one_of_the_screens(office: Office) -> None:
    office.tick(2, down=[0, 9], unknown=[1, 2])
    for number in range(24):
        office.say(number, "signatures.issued", 5 + number)
        office.say(number, "signatures.requested", 40)
    office.tick()
    picture = office.viewer.picture
    for key, one in office.centre.indicators.items():
        found, shown = told(office, key), view.tally(picture, one, picture.register.within("79"), office.clock())
        assert (found["value"], found["reporting"], found["status"]) == (shown.value, shown.reporting, shown.status.value), key
    rows = told(office, "signatures_issued")["by_school"]
    assert (rows[3]["numerator"], rows[3]["denominator"], rows[3]["value"]) == (8, 40, pytest.approx(0.2))


def test_what_is_out_of_reach_is_absent(office: Office) -> None:
    office.tick(2)
    hers = told(office, "connectivity", Part(area="764"), tree=Tree.OLD)
    assert [row["code"] for row in hers["by_area"]] == ["764"]
    assert len(hers["by_school"]) == hers["schools"] == 8
    sentences = set()
    for area in ("760", "99999"):
        with pytest.raises(NotFound) as refused:
            told(office, "connectivity", Part(area="764"), area=area)
        sentences.add(refused.value.words.vi)
    assert len(sentences) == 1, "foreign and absent are one sentence"
    with pytest.raises(NotFound):
        told(office, "no_such")


def test_a_past_figure_is_what_was_shown_by_the_bands_of_its_day(office: Office) -> None:
    for _ in range(6):  # a minute and a half: frames are written by the minute
        answer_all(office, 90.0)
        office.clock.forward(10)
    before = told(office, "latency")
    assert before["status"] == "good"
    assert before["value"] == 90
    then = office.clock() - 30
    decide(office.centre, QUANG, "latency", Wish(good=40, watch=60, why=WHY))
    for _ in range(12):
        answer_all(office, 90.0)
        office.clock.forward(10)
    office.ingest.commit(())
    office.settle()
    now, past = told(office, "latency"), told(office, "latency", at=then)
    assert (now["status"], past["status"]) == ("bad", "good")
    assert {row["status"] for row in past["by_school"]} == {"good"}
    assert past["value"] == pytest.approx(90)
    assert past["reporting"] == 24
    assert past["as_of"] <= then
    with pytest.raises(BadInput):
        told(office, "latency", at=office.clock() + 3600)
    nobody = told(office, "latency", at=office.clock() - 3 * DAY_S)
    assert (nobody["value"], nobody["reporting"], nobody["status"]) == (None, 0, "unknown"), "nobody looked: not known, never 0"


def test_a_moment_is_read_as_people_and_programs_write_it(office: Office) -> None:
    now = office.clock()
    assert moment("", now) is None
    assert moment(str(now), now) is None
    assert moment(str(now - 600), now) == now - 600
    assert moment("2025-11-20T14:05", 1.8e9) == moment("2025-11-20T14:05:00+07:00", 1.8e9)
    with pytest.raises(BadInput):
        moment("yesterday", now)


def test_the_administrators_bands_hold_everywhere_from_their_day_on(office: Office) -> None:
    other, start = office.open(), office.clock()
    answer_all(office, 200.0)
    assert told(office, "latency")["status"] == "watch"
    tomorrow = local_day(start + DAY_S)
    decide(office.centre, QUANG, "latency", Wish(good=250, watch=400, target=120, target_by="31/12/2027", since=tomorrow, why=WHY))
    assert office.centre.indicators["latency"].bands == Bands(good=100, watch=300), "not before its day"
    office.clock.forward(DAY_S)
    for centre in (office.centre, other):
        bands.keep_up(centre.db, centre.indicators, office.clock())
        assert centre.indicators["latency"].bands == Bands(good=250, watch=400), "each process hears of it by itself"
        assert isinstance(centre.indicators, Catalogue)
        assert centre.indicators.holding["latency"].target == 120
    office.lead()
    answer_all(office, 200.0)
    assert told(office, "latency")["status"] == "good"
    decide(office.centre, QUANG, "latency", Wish(delivered=True, why="Trở về ngưỡng gốc, kết luận sai"))
    answer_all(office, 200.0)
    assert told(office, "latency")["status"] == "watch"
    assert [one.since for one in bands.decisions(other, "latency")] == [tomorrow, tomorrow], "nothing is ever taken away"
    reopened = office.open()
    assert reopened.indicators["latency"].bands == Bands(good=100, watch=300)


def test_who_may_decide_and_what_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowed):
        decide(office.centre, HANH, "latency", Wish(good=10, watch=20, why=WHY))
    today = local_day(office.clock())
    wrong = {
        "why": Wish(good=10, watch=20, why="vì thế"), "watch": Wish(good=10, why=WHY), "target": Wish(good=10, watch=20, target_by="31/12/2027", why=WHY),
        "good": Wish(good=300, watch=100, why=WHY), "since": Wish(good=10, watch=20, since="2020-01-01", why=WHY),
    }
    for name, wish in wrong.items():
        with pytest.raises(BadInput) as refused:
            decide(office.centre, QUANG, "latency", wish)
        assert refused.value.code == name
    with pytest.raises(BadInput):
        decide(office.centre, QUANG, "bandwidth", Wish(good=80, watch=50, why=WHY))  # a share is 0..1: 80 is a slip of the hand
    assert not bands.decisions(office.centre, "latency")
    decide(office.centre, QUANG, "latency", Wish(good=80, watch=200, why=WHY))
    rows = list(audit.search(office.centre, QUANG, audit.Filters(act="indicator.bands")))
    assert len(rows) == 1
    assert rows[0].why == WHY
    assert rows[0].object == "indicator:latency"
    before, after = rows[0].before or {}, rows[0].after or {}
    assert before["good"] == 100
    assert (after["good"], after["since"]) == (80, today)


def test_of_two_decisions_the_newest_that_has_begun_holds(office: Office) -> None:
    known = office.centre.indicators
    assert isinstance(known, Catalogue)

    def said(number: int, since: str, good: float) -> Decision:
        return Decision(id=number, indicator="latency", bands=Bands(good=good, watch=good + 50), target=None, target_by="", since=since, why=WHY, at=0.0, actor="person:1")

    assert known.hold([said(2, "2026-11-20", 20), said(1, "2026-11-20", 10), said(3, "2026-12-01", 30)], "2026-11-22") == ["latency"]
    assert known["latency"].bands.good == 20
    board = Board(office.register, known)
    assert board.indicators["latency"].bands.good == 20, "the collector judges by the same"
    assert known.hold([], "2026-11-22") == ["latency"]
    assert known["latency"] == known.delivered["latency"]


def test_both_databases_keep_a_decision_as_it_was_made(db: Database) -> None:
    made = Decision(id=0, indicator="latency", bands=Bands(good=80, watch=200), target=60.5, target_by="2027-12-31", since="2026-11-22", why=WHY, at=1.8e9, actor="person:1")
    bare = replace(made, bands=None, target=None, target_by="", since="2026-11-23")
    with db.write() as conn:
        store.alone(db, conn)
        numbers = [store.add(conn, made), store.add(conn, bare)]
    with db.read() as conn:
        assert store.read(conn) == [replace(made, id=numbers[0]), replace(bare, id=numbers[1])]
