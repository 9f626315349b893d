"""Ông Phú asks how many signatures of all that were asked for: small schools and large ones weigh what they are."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.area import Tree
from domain.indicator import FACT
from domain.measurement import Status
from services import view
from services.board import Layer
from services.drill import Drill
from services.sight import Sight
from tests.promises.office import Office, stage
from tests.rig.clock import Clock

ASKED = {0: (9, 10), 1: (100, 400), 2: (0, 0), 8: (7, 7)}  # school -> (issued, requested); 8 lies in another district


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def _ask(office: Office) -> None:
    for number, (issued, requested) in ASKED.items():
        office.say(number, "signatures.issued", issued)
        office.say(number, "signatures.requested", requested)
    office.tick()


def test_a_ratio_is_the_sum_above_over_the_sum_below(office: Office) -> None:
    _ask(office)
    picture, now = office.viewer.picture, office.clock()
    indicator = office.centre.indicators["signatures_issued"]
    one = view.tally(picture, indicator, picture.register.within("760"), now)
    assert (one.numerator, one.denominator) == (109, 410), "not the mean of 90 % and 25 %"
    assert one.value == pytest.approx(109 / 410)
    assert (one.reporting, one.schools) == (2, 8), "who asked for none has no share: unknown, not 0 and not 100 %"
    rows = {area.code: tally for area, tally in view.by_area(picture, indicator, Tree.OLD, now)}
    assert (rows["764"].numerator, rows["764"].denominator, rows["764"].value) == (7, 7, 1)
    assert (rows["787"].numerator, rows["787"].denominator, rows["787"].value) == (None, None, None)


def test_the_drill_and_a_limited_reach_say_the_same(office: Office) -> None:
    _ask(office)
    body = json.loads(Drill(office.viewer).figures()[0])
    assert body["of"]["whole"]["value"]["signatures_issued"] == [pytest.approx(116 / 417, abs=1e-4)]
    place = body["trees"]["old"].index("760")
    assert body["of"]["old"]["value"]["signatures_issued"][place] == pytest.approx(109 / 410, abs=1e-4)
    assert Sight(office.viewer, office.viewer.scope).picture.layers["signatures_issued"].weight is not None


def test_every_other_figure_says_its_parts_too(office: Office) -> None:
    office.tick(2, down=[0], unknown=[1, 2])
    picture, now = office.viewer.picture, office.clock()
    one = view.tally(picture, office.centre.indicators["connectivity"], picture.register.within("760"), now)
    assert (one.numerator, one.denominator) == (5, 6)
    mean = view.tally(picture, office.centre.indicators["uptime_24h"], picture.register.within("760"), now)
    assert mean.denominator == mean.reporting
    assert mean.value == pytest.approx((mean.numerator or 0) / mean.reporting)


def test_a_body_carries_a_weight_only_where_there_is_one(office: Office) -> None:
    _ask(office)
    layers = office.ingest.board.layers
    bodies = {key: layers[key].pack() for key in ("signatures_issued", "connectivity")}
    assert len(bodies["signatures_issued"]) - len(bodies["connectivity"]) == 4 * 24
    again = Layer.unpack(bodies["signatures_issued"], 24)
    assert again is not None
    assert again.weight is not None
    assert again.weight[1] == 400
    assert Layer.unpack(bodies["signatures_issued"][:-4], 24) is None


def test_a_plain_fact_says_that_nobody_judged_it(office: Office) -> None:
    key = "latency"
    office.centre.indicators[key] = replace(office.centre.indicators[key], bands=FACT)
    layers = {layer["key"]: layer["judged"] for layer in json.loads(office.feed.directory("79")[1])["layers"]}
    assert layers[key] is False
    assert layers["connectivity"] is True
    office.say(0, "connectivity.latency_ms", 9_000)
    office.ingest.commit(())
    assert office.ingest.board.layers[key].status[0] == Status.GOOD.code, "whatever is known is normal"
