"""Cô Hạnh of the planning office asks who teaches two sessions a day: nurseries are not asked, and are not "unknown"."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from components.readings import groups_of
from domain.area import Tree
from domain.measurement import Status
from domain.person import EVERYTHING
from domain.school import SchoolKind
from services import claims, indicators, trend_days, trends, view
from services import desk as desks
from services import school as schools
from services.desk import Desk
from services.drill import Drill
from services.wall_indicators import indicator_rows
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

KEY = "two_shift"
KINDS = (*["tieu_hoc"] * 6, "mam_non", "tthtcd", *["mam_non"] * 8, *["thpt"] * 7, "khac")
NURSERY, CENTRE, UNSTATED = 6, 7, 23


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory, KINDS)


def ask(office: Office) -> None:
    """Five primary schools of six answer, and a nursery whose clerk filled in the form though nobody asked."""
    for number in (*range(5), NURSERY, 16):
        office.say(number, "network.pupils", 100)
        office.say(number, "network.two_session_pupils", 100 if number else 40)
    office.tick(2)


def seat(office: Office) -> Desk:
    office.settle()
    return desks._desk(office.centre, EVERYTHING, office.viewer)


def test_n_of_n_speaks_of_those_who_are_asked(office: Office) -> None:
    ask(office)
    picture, one = office.viewer.picture, office.centre.indicators[KEY]
    told = view.tally(picture, one, picture.register.within("760"), office.clock())
    assert (told.reporting, told.schools) == (5, 6), "the nursery and the learning centre are not counted"
    assert (told.numerator, told.denominator) == (440, 500), "nor is what the nursery filled in"
    assert told.counts == {Status.GOOD: 4, Status.WATCH: 0, Status.BAD: 1, Status.UNKNOWN: 1, Status.STALE: 0}, "who was asked and is silent is unknown"
    everybody = view.tally(picture, one, np.arange(24), office.clock())
    assert (everybody.reporting, everybody.schools) == (6, 14), "seven THPT, six primary, and the one whose kind nobody stated"
    nobody = view.tally(picture, one, picture.register.within("764"), office.clock())
    assert (nobody.reporting, nobody.schools, nobody.value) == (0, 0, None)
    line = view.tally(picture, office.centre.indicators["connectivity"], picture.register.within("760"), office.clock())
    assert line.schools == 8, "the line concerns everybody"


def test_the_drill_the_frame_the_wall_and_the_catalogue_count_the_same(office: Office) -> None:
    ask(office)
    picture, now = office.viewer.picture, office.clock()
    drill = json.loads(Drill(office.viewer).figures()[0])
    at = 5 * drill["trees"]["old"].index("764")
    assert drill["of"]["whole"]["counts"][KEY] == [8, 5, 0, 1, 0]
    assert drill["of"]["old"]["counts"][KEY][at:at + 5] == [0, 0, 0, 0, 0]
    assert sum(drill["of"]["old"]["counts"]["connectivity"][at:at + 5]) == 8
    frame = office.json()["layers"][KEY]
    assert frame["counts"] == {"unknown": 8, "good": 5, "watch": 0, "bad": 1, "stale": 0}
    assert len(frame["schools"]) == 14
    assert code(NURSERY) not in frame["schools"]
    wall = {row["key"]: row for row in indicator_rows(picture, office.centre.indicators, np.arange(24), now)}
    assert (wall[KEY]["reporting"], wall[KEY]["schools"]) == (6, 14)
    told = json.loads(indicators.figure(seat(office), indicators.Asked(key=KEY, tree=Tree.OLD))[0])
    assert (told["reporting"], told["schools"]) == (6, 14)
    assert [row["code"] for row in told["by_area"]] == ["787", "760"], "an area of nurseries has no row"
    assert code(NURSERY) not in {row["code"] for row in told["by_school"]}
    assert code(5) in {row["code"] for row in told["by_school"]}


def test_a_moment_of_the_past_counts_as_today(office: Office) -> None:
    ask(office)
    at = office.clock()
    office.tick(40, seconds=30)
    told = json.loads(indicators.figure(seat(office), indicators.Asked(key=KEY, at=at))[0])
    assert (told["reporting"], told["schools"]) == (6, 14)


def test_the_browser_is_told_whom_a_layer_concerns(office: Office) -> None:
    body = json.loads(office.feed.directory("79")[1])
    masks = {layer["key"]: layer["mask"] for layer in body["layers"]}
    asked = {kind for place, kind in enumerate(body["kinds"]) if masks[KEY] >> place & 1}
    assert asked == {"tieu_hoc", "thcs", "thpt", "lien_cap", "khac"}
    assert masks["connectivity"] == 2 ** len(body["kinds"]) - 1


def test_a_school_is_not_shown_what_it_is_not_asked(office: Office) -> None:
    ask(office)
    shown = {number: {answer.indicator.key for answer in schools.card(seat(office), code(number)).answers} for number in (0, NURSERY, CENTRE, UNSTATED)}
    assert KEY in shown[0]
    assert KEY in shown[UNSTATED], "nobody can say that it is not asked"
    assert shown[NURSERY].isdisjoint({KEY, "e_record", "clc", "machines_per_room"})
    assert {"connectivity", "classes", "lab_rooms"} <= shown[NURSERY]
    assert "clc" in shown[CENTRE]
    assert shown[CENTRE].isdisjoint({"classes", "pupils_verified"})
    assert groups_of(schools.card(seat(office), code(NURSERY)).answers), "and the page still has its groups"


def test_what_is_not_known_of_a_silent_school_leaves_out_what_nobody_asks(office: Office) -> None:
    ask(office)
    office.say(NURSERY, "network.classes", 9)
    office.tick(400, seconds=5, only=[i for i in range(24) if i != NURSERY])
    lost = next(one for one in claims.ledger(seat(office)).schools if one.school == code(NURSERY))
    told = next(one for one in lost.known if one.group == "network")
    asked = [key for key, one in office.centre.indicators.items() if one.group == "network" and (not one.kinds or SchoolKind.MAM_NON in one.kinds)]
    assert KEY not in asked
    assert (told.of, told.lost) == (len(asked), len(asked) - 2), "of those it is asked, all but classes and pupils of a class"


def test_the_days_of_trends_keep_the_same_count(office: Office) -> None:
    ask(office)
    layer, one = office.ingest.board.layers[KEY], office.centre.indicators[KEY]
    top, bottom, reporting, asked = trend_days.Cells.of_register(office.register).table(one, layer).sum(axis=1)
    assert (top, bottom, reporting, asked) == (pytest.approx(540), 600, 6, 14)
    with office.centre.db.write() as conn:
        trend_days.write(office.centre.db, conn, office.register, office.ingest.board.layers, office.centre.indicators, office.clock(), simulated=False)
    desk = seat(office)
    rows = {row["key"]: row for row in trends.told(desk, trends.Asked(group="network", area=code(0)))["indicators"]}
    assert rows[KEY]["schools"] == [1]
    assert KEY not in {row["key"] for row in trends.told(desk, trends.Asked(group="network", area=code(NURSERY)))["indicators"]}
    area = {row["key"]: row for row in trends.told(desk, trends.Asked(group="network", area="760"))["indicators"]}
    assert (area[KEY]["reporting"], area[KEY]["schools"]) == ([5], [6])
