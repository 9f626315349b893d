"""A value earns one of five statuses; more health never earns a worse one."""

from array import array

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.indicator import Bands
from domain.measurement import STATUSES, Code, Column, Status

LIMIT = st.floats(-1e6, 1e6)
HEALTH = {Status.BAD: 0, Status.WATCH: 1, Status.GOOD: 2}


@given(LIMIT, LIMIT, LIMIT, LIMIT)
def test_better_values_never_earn_worse_statuses(good: float, watch: float, one: float, other: float) -> None:
    assume(good != watch)
    bands = Bands(good=good, watch=watch)
    worse, better = sorted((one, other), reverse=good < watch)
    assert HEALTH[bands.status(worse)] <= HEALTH[bands.status(better)]


@given(LIMIT, LIMIT)
def test_a_limit_itself_belongs_to_its_band(good: float, watch: float) -> None:
    bands = Bands(good=good, watch=watch)
    assert bands.status(good) is Status.GOOD
    assert bands.status(watch) in {Status.WATCH, Status.GOOD}


@given(LIMIT, LIMIT, st.sampled_from([None, float("nan")]))
def test_absence_is_unknown_and_never_a_colour_of_health(good: float, watch: float, value: float | None) -> None:
    assert Bands(good=good, watch=watch).status(value) is Status.UNKNOWN


@given(LIMIT, LIMIT)
def test_endless_values_are_judged_too(good: float, watch: float) -> None:
    assume(good != watch)
    best = float("inf") if good > watch else float("-inf")
    assert Bands(good=good, watch=watch).status(best) is Status.GOOD
    assert Bands(good=good, watch=watch).status(-best) is Status.BAD


def test_there_are_five_statuses_with_fixed_bytes() -> None:
    assert [s.value for s in STATUSES] == ["unknown", "good", "watch", "bad", "stale"]
    assert [s.code for s in STATUSES] == [0, 1, 2, 3, 4] == [Code[s.name].value for s in STATUSES]
    assert set(STATUSES) == set(Status)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_has_words_of_its_own(status: Status) -> None:
    assert status.words.vi
    assert status.words.en
    assert sum(other.words == status.words for other in STATUSES) == 1


def test_domain_values_cannot_be_changed_or_widened() -> None:
    column = Column(metric="connectivity.reachable", taken_at=1.0, schools=[0], values=array("d", [1.0]))
    with pytest.raises(AttributeError):
        column.metric = "other"  # type: ignore[misc]
    with pytest.raises((AttributeError, TypeError)):
        column.more = 1  # type: ignore[attr-defined]
