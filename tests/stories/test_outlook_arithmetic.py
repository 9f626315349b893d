"""Mr Tín, who plans, trusts an outlook only because it says how wrong it was before, and is silent when it does not know."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services._outlook import AHEAD, LEAST, Outlook, Why, bridged, outlook, reached, robust_z, theil_sen

numbers = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(numbers, min_size=3, max_size=40), numbers, st.floats(-100, 100))
def test_the_slope_ignores_level_and_follows_tilt(values: list[float], level: float, tilt: float) -> None:
    column = np.array(values)
    tilted = column + level + tilt * np.arange(len(column))
    assert np.isclose(theil_sen(tilted), theil_sen(column) + tilt, atol=1e-3)


def test_one_mad_week_moves_no_slope() -> None:
    column = 0.5 + 0.01 * np.arange(30)
    spoiled = column.copy()
    spoiled[11] = 9.0
    assert np.isclose(theil_sen(spoiled), 0.01, atol=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=LEAST, max_size=70))
def test_a_share_stays_a_share_and_its_band_holds_its_middle(values: list[float]) -> None:
    found = outlook(np.array(values), share=True)
    if isinstance(found, Outlook):
        assert len(found.center) == AHEAD
        assert (found.low >= 0).all()
        assert (found.high <= 1).all()
        assert (found.low <= found.center).all()
        assert (found.center <= found.high).all()
        assert found.error <= 0.08


def test_a_steady_climb_meets_its_target_when_it_should() -> None:
    found = outlook(0.6 + 0.005 * np.arange(60), share=True)  # 0.895 now
    assert isinstance(found, Outlook)
    assert found.way == "line"
    assert found.error < 1e-9
    assert reached(found, 0.92, rising=True)[0] == 5
    assert reached(found, 0.99999, rising=True)[0] == 21
    assert reached(found, 0.5, rising=False) == (None, None, None)


def test_a_short_past_and_a_wild_one_foretell_nothing_and_say_why() -> None:
    assert outlook(np.linspace(0, 1, LEAST - 1), share=True) is Why.SHORT
    assert outlook(np.array([0.5] * 30 + [np.nan] * 8 + [0.5] * 5), share=True) is Why.SHORT  # a hole begins anew
    wild = np.random.default_rng(7).uniform(0, 1, 60)
    assert outlook(wild, share=True) is Why.WRONG


def test_holes_are_bridged_only_between_known_weeks() -> None:
    assert bridged(np.array([np.nan, 1.0, np.nan, 3.0, np.nan])).tolist() == [1.0, 2.0, 3.0]
    assert len(bridged(np.full(5, np.nan))) == 0


def test_who_is_out_of_line_is_found_and_four_areas_are_no_crowd() -> None:
    z = robust_z(np.array([0.9, 0.91, 0.92, 0.93, 0.9, 0.91, 0.2]))
    assert abs(z[-1]) > 3.5
    assert (np.abs(z[:-1]) < 3.5).all()
    assert np.isnan(robust_z(np.array([1.0, 2.0, 3.0, 100.0]))).all()
    assert np.isnan(robust_z(np.ones(9))).all()
