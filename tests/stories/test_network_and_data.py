"""Anh Minh answers for the sector's data: a rate weighs schools by their pupils, who is not asked is nobody's zero."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.indicator import Indicator, RollUp
from domain.measurement import Status
from domain.registry import discover
from services import view
from services.view import Tally
from tests.promises.office import Office, stage
from tests.rig.clock import Clock

INDICATORS = discover("indicators", "INDICATOR", Indicator)
DAY = 86_400.0
QUAN_1, GO_VAP, CAN_GIO = range(8), range(8, 16), range(16, 24)


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


@pytest.fixture
def primary(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory, ("tieu_hoc",) * 24)


def over(office: Office, key: str, area: str) -> Tally:
    """The figure of an area."""
    picture = office.viewer.picture
    return view.tally(picture, office.centre.indicators[key], picture.register.within(area), office.clock())


def say(office: Office, schools: Any, **metrics: float | None) -> None:
    """What a source said of these schools; `sector__pupil_records` is sector.pupil_records."""
    for number in schools:
        for name, value in metrics.items():
            office.say(number, name.replace("__", "."), value)


def test_a_large_school_with_few_verified_pupils_is_not_hidden_by_small_ones(office: Office) -> None:
    say(office, QUAN_1[:7], sector__pupil_records=100, sector__pupils_verified=100)
    say(office, QUAN_1[7:], sector__pupil_records=2300, sector__pupils_verified=1150)
    office.tick(2)
    whole = over(office, "pupils_verified", "760")
    assert (whole.numerator, whole.denominator, whole.reporting, whole.schools) == (1850, 3000, 8, 8)
    assert whole.value == pytest.approx(1850 / 3000), "61.7 %, not the 93.8 % of a mean of schools"


def test_a_school_that_is_not_asked_is_unknown_and_in_no_denominator(office: Office) -> None:
    say(office, GO_VAP[:3], network__pupils=1000, network__two_session_pupils=400)
    say(office, GO_VAP[3:], network__pupils=200, network__two_session_pupils=None)  # preschools
    office.tick(2)
    whole = over(office, "two_shift", "764")
    assert (whole.value, whole.denominator, whole.reporting, whole.schools) == (pytest.approx(0.4), 3000, 3, 8)
    assert [office.statuses("two_shift")[n] for n in GO_VAP] == ["bad"] * 3 + ["unknown"] * 5


def test_nobody_told_is_no_zero_schools_but_an_unknown(office: Office) -> None:
    say(office, QUAN_1, network__level=4, network__closed=0)
    say(office, GO_VAP[:1], network__level=4, network__closed=1)
    office.tick(2)
    assert over(office, "schools_by_level", "760").value == 8
    assert over(office, "schools_by_level", "764").value == 0, "the only one we heard of is closed"
    assert over(office, "schools_by_level", "764").reporting == 1
    assert over(office, "schools_by_level", "787").value is None
    assert over(office, "schools_by_level", "787").status is Status.UNKNOWN


def test_schools_for_ten_thousand_children_count_schools_over_children(primary: Office) -> None:
    say(primary, QUAN_1[:4], network__children=5000)
    primary.tick(2)
    found = over(primary, "schools_per_10000", "760")
    assert (found.value, found.numerator, found.denominator) == (pytest.approx(2), pytest.approx(4), pytest.approx(2))


def test_pupils_of_full_classes_weigh_by_classes(office: Office) -> None:
    say(office, QUAN_1[:1], network__pupils=1350, network__classes=30)
    say(office, QUAN_1[1:2], network__pupils=300, network__classes=10)
    office.tick(2)
    assert over(office, "pupils_per_class", "760").value == pytest.approx(1650 / 40)
    assert (office.statuses("pupils_per_class")[0], office.statuses("pupils_per_class")[1]) == ("watch", "good")


def test_a_day_old_figure_is_believed_a_forgotten_one_is_not(office: Office) -> None:
    say(office, QUAN_1, sector__updates_due=12, sector__updates_on_time=12, network__coordinates_verified=1)
    office.tick(2)
    office.tick(seconds=2.9 * DAY)
    assert office.statuses("punctuality")[0] == "good", "the sector database is read once a day"
    office.tick(seconds=0.2 * DAY)
    assert office.statuses("punctuality")[0] == "stale"
    assert office.statuses("coordinates_verified")[0] == "good", "the register is of the term"
    office.tick(seconds=27 * DAY)
    assert office.statuses("coordinates_verified")[0] == "stale"


def test_the_founding_documents_stand_beside_with_their_doubts() -> None:
    beside = {"pupils_verified": 0.99, "teachers_verified": 0.95, "completeness": None, "duplicates": 0, "signatures_issued": None,
              "e_record": None, "e_gradebook": None}
    for key, value in beside.items():
        (press,) = INDICATORS[key].press
        assert press.value == value
        assert press.doubt is not None, "none of these can be compared without a word"
    assert "5.953" in INDICATORS["signatures_issued"].press[0].says.vi
    assert (INDICATORS["pupils_verified"].bands.good, INDICATORS["teachers_verified"].bands.good) == (0.99, 0.95)


def test_both_groups_are_whole_and_say_what_stands_over_what() -> None:
    for group, count in (("network", 12), ("data", 9)):
        members = sorted((i for i in INDICATORS.values() if i.group == group), key=lambda i: i.order)
        assert [i.order for i in members] == list(range(1, count + 1))
        assert all(i.formula.vi and i.formula.en for i in members)
        assert all(i.weight is not None for i in members if i.roll_up is RollUp.RATIO)


def test_a_standard_nobody_is_bound_to_warns_and_never_alarms(office: Office) -> None:
    for key in ("national_standard", "accredited", "coordinates_verified"):
        say(office, QUAN_1, **{f"network__{key}": 0})
        say(office, QUAN_1[:2], **{f"network__{key}": 1})
    office.tick(2)
    for key in ("national_standard", "accredited", "coordinates_verified"):
        found = over(office, key, "760")
        assert (found.numerator, found.denominator) == (2, 8)
        assert [office.statuses(key)[n] for n in QUAN_1] == ["good"] * 2 + ["watch"] * 6
