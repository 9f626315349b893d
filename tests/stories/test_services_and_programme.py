"""Chị Hoa runs the one-stop desk, anh Khoa the plan: dossiers, codes, websites, proof, money and levels, school by school."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from domain.indicator import Indicator, RollUp
from domain.measurement import Measurement, Status
from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.registry import discover
from domain.snapshot import Template
from services import _contents as contents
from services import view
from services._snapshot_ground import ground
from services._snapshot_wish import Wish
from services.desk import sit
from services.view import Tally
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

INDICATORS = discover("indicators", "INDICATOR", Indicator)
DAY = 86_400.0
QUAN_1, GO_VAP = range(8), range(8, 16)


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def over(office: Office, key: str, area: str) -> Tally:
    """The figure of an area."""
    picture = office.viewer.picture
    return view.tally(picture, office.centre.indicators[key], picture.register.within(area), office.clock())


def say(office: Office, schools: Any, **metrics: float | None) -> None:
    """What a source said of these schools; `onestop__open` is onestop.open."""
    for number in schools:
        for name, value in metrics.items():
            office.say(number, name.replace("__", "."), value)


def test_one_busy_desk_that_is_late_is_not_outvoted_by_seven_idle_ones(office: Office) -> None:
    say(office, QUAN_1[:7], onestop__settled=2, onestop__on_time=2, onestop__overdue=0)
    say(office, QUAN_1[7:], onestop__settled=86, onestop__on_time=43, onestop__overdue=5)
    say(office, GO_VAP[:1], onestop__settled=0, onestop__on_time=0, onestop__overdue=0)
    office.tick(2)
    found = over(office, "on_time", "760")
    assert (found.numerator, found.denominator, found.value) == (57, 100, pytest.approx(0.57))
    assert office.statuses("on_time")[7] == "bad"
    assert office.statuses("on_time")[8] == "unknown", "who settled nothing was neither on time nor late"
    assert over(office, "overdue", "760").value == 5
    assert [office.statuses("overdue")[n] for n in (0, 7, 8)] == ["good", "bad", "good"]


def test_a_code_that_crawls_is_seen_at_once_and_a_silent_watch_within_five_minutes(office: Office) -> None:
    say(office, QUAN_1[:1], eform__otp_seconds=8, eform__forms_opened=100, eform__forms_failed=1)
    say(office, QUAN_1[1:2], eform__otp_seconds=140, eform__forms_opened=100, eform__forms_failed=20)
    office.tick(2)
    assert [office.statuses("otp_delivery")[n] for n in (0, 1, 2)] == ["good", "bad", "unknown"]
    assert [office.statuses("form_errors")[n] for n in (0, 1, 2)] == ["good", "bad", "unknown"]
    office.tick(seconds=301)
    assert office.statuses("otp_delivery")[0] == "stale"


def test_a_school_without_a_website_is_not_a_website_that_is_down(office: Office) -> None:
    say(office, QUAN_1[:3], portal__checks_24h=288, portal__up_24h=288)
    say(office, QUAN_1[3:4], portal__checks_24h=288, portal__up_24h=0)
    office.tick(2)
    found = over(office, "portal_uptime", "760")
    assert (found.value, found.reporting, found.schools) == (0.75, 4, 8)
    assert [office.statuses("portal_uptime")[n] for n in (3, 4)] == ["bad", "unknown"]


def test_in_the_first_days_of_the_season_nobody_is_late_because_the_quota_is_far(office: Office) -> None:
    say(office, QUAN_1[:1], admissions__quota=400, admissions__expected=20, admissions__confirmed=19)
    say(office, QUAN_1[1:2], admissions__quota=400, admissions__expected=20, admissions__confirmed=4)
    say(office, QUAN_1[2:3], admissions__quota=400, admissions__expected=0, admissions__confirmed=0)
    office.tick(2)
    assert [office.statuses("admissions")[n] for n in (0, 1, 2)] == ["good", "bad", "unknown"]


def test_an_item_without_proof_is_never_green_and_a_school_without_a_place_is_no_failed_pilot(office: Office) -> None:
    say(office, QUAN_1[:1], programme__items=6, programme__items_done=0, programme__pilot_places=1, programme__pilots_running=0)
    say(office, QUAN_1[1:2], programme__items=6, programme__items_done=6, programme__pilot_places=0, programme__pilots_running=0)
    office.tick(2)
    assert [office.statuses("item_states")[n] for n in (0, 1)] == ["bad", "good"]
    assert [office.statuses("pilots")[n] for n in (0, 1)] == ["bad", "unknown"]
    assert (over(office, "pilots", "760").reporting, over(office, "pilots", "760").denominator) == (1, 1)


def test_money_adds_up_and_its_share_weighs_by_what_was_given(office: Office) -> None:
    say(office, QUAN_1[:1], programme__allocated_million=900, programme__disbursed_million=90)
    say(office, QUAN_1[1:2], programme__allocated_million=100, programme__disbursed_million=100)
    say(office, QUAN_1[2:3], programme__allocated_million=0, programme__disbursed_million=0)
    office.tick(2)
    assert over(office, "allocated", "760").value == 1000
    assert over(office, "disbursed", "760").value == pytest.approx(0.19)
    assert office.statuses("disbursed")[2] == "unknown", "nothing given, nothing to spend"
    assert not INDICATORS["allocated"].judged


LEVELS = [((49, 90), 1), ((50, 50), 2), ((75, 90), 2), ((90, 75), 2), ((76, 76), 3), ((100, 90), 3), ((0, 0), 1)]


@pytest.mark.parametrize(("points", "level"), LEVELS)
def test_the_weaker_group_decides_the_level(points: tuple[int, int], level: int) -> None:
    assert INDICATORS["level_4725"].value({"index4725.teaching": float(points[0]), "index4725.governance": float(points[1])}) == level


MISSING = [((76, 76), 0), ((61, 80), 1), ((60, 80), 2), ((80, 64), 1), ((80, 63), 2), ((49, 49), 2), ((49, 90), 1), ((60, 60), 4)]


@pytest.mark.parametrize(("points", "criteria"), MISSING)
def test_one_criterion_closes_at_most_its_own_points_and_only_in_its_own_group(points: tuple[int, int], criteria: int) -> None:
    near = INDICATORS["near_next_level"]
    found = near.value({"index4725.teaching": float(points[0]), "index4725.governance": float(points[1])})
    assert found == criteria
    assert (near.bands.status(found) is Status.WATCH) == (criteria == 1), "the work list is exactly the schools one criterion short"


def test_points_of_nobody_make_no_level() -> None:
    both = {"index4725.teaching": np.array([math.nan, 80.0]), "index4725.governance": np.array([80.0, math.nan])}
    for key in ("level_4725", "near_next_level"):
        assert np.isnan(INDICATORS[key].value(both)).all(), "half an assessment is none"


def test_a_self_assessment_of_may_is_believed_in_november_and_not_the_year_after(office: Office) -> None:
    now = office.clock()
    for number, days in ((0, 180), (1, 401)):
        office.ingest.take(Measurement(school=code(number), metric=f"index4725.{name}", value=80.0, taken_at=now - days * DAY)
                           for name in ("teaching", "governance"))
    office.tick(2)
    assert [office.statuses("level_4725")[n] for n in (0, 1, 2)] == ["good", "stale", "unknown"]


PRESS = {"procedures_fully": [17 / 23], "procedures_online": [None], "allocated": [51_225], "unfunded_projects": [3],
         "admissions": [1.0, 1.0], "pilots": [None], "on_time": [1.0], "otp_delivery": [None], "recommendations": [None]}


def test_what_the_founding_documents_say_stands_beside_with_a_doubt() -> None:
    for key, values in PRESS.items():
        assert [p.value for p in INDICATORS[key].press] == values, key
        assert all(p.doubt for p in INDICATORS[key].press), key
    said = " ".join(p.says.vi + p.doubt.vi for key in PRESS for p in INDICATORS[key].press if p.doubt)
    for figure in ("23", "17", "35", "71.545", "102.095", "51,225", "15,766", "35,459", "277", "304"):
        assert figure in said, figure
    assert INDICATORS["allocated"].press[0].value == 15_766 + 35_459, "the total is the sum of its parts"


def test_both_groups_are_whole_and_say_what_stands_over_what() -> None:
    for group, count in (("services", 10), ("programme", 8)):
        members = sorted((i for i in INDICATORS.values() if i.group == group), key=lambda i: i.order)
        assert [i.order for i in members] == list(range(1, count + 1))
        assert all(i.formula.vi and i.formula.en for i in members)
        assert all(i.weight is not None for i in members if i.roll_up is RollUp.RATIO)


def test_what_the_tracker_told_is_in_the_paper_with_how_many_told_it(office: Office) -> None:
    khoa = Actor(kind=ActorKind.PERSON, id=8, name="Lê Đăng Khoa", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))
    for number, (given, spent) in enumerate(((900, 90), (100, 100))):
        say(office, [number], programme__allocated_million=given, programme__disbursed_million=spent)
    office.tick(2)
    sit(office.centre)
    told = ground(office.centre, khoa, Wish(template=Template.PROGRAMME))
    chapters = {one.key: one for one in contents.sections(told, told.template)}
    figures = {one.key: (one.value, one.known, one.total) for one in chapters["tracked"].figures}
    assert figures == {"allocated": (1000, 2, 24), "disbursed": (0.19, 2, 24)}
    absent = {row[0]: row[1] for row in chapters["absent"].tables[0].rows}
    assert absent["Kiến nghị chưa được trả lời"] == "chưa trường nào báo cáo"
    assert "Kinh phí được bố trí" not in absent
