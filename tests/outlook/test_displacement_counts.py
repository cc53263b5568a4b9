"""Totals and sites: what is expected of a running count, on counts worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitroom.outlook.displacement.fall import total_if_fallen
from sitroom.outlook.displacement.fitted import load_fitted
from sitroom.outlook.displacement.series import Series
from sitroom.outlook.displacement.sites import Sites, counts_on, drawn_by_first, kilometres, pull
from sitroom.outlook.displacement.total import expected_rise, total_on

FITTED = load_fitted()
MEDIAN = FITTED.levels.index(0.5)


def series(*points):
    return Series.of(points)


def test_a_series_is_cut_at_a_day_and_sees_nothing_later():
    whole = series((0, 0), (10, 100), (20, 300))
    assert whole.until(19).counts.tolist() == [0, 100]
    assert whole.until(20).last == 300
    assert whole.until(-1).empty


def test_of_two_counts_on_a_day_the_later_given_stands_and_order_does_not_matter():
    assert series((5, 7), (1, 3), (5, 9)).counts.tolist() == [3, 9]


@pytest.mark.parametrize(
    ("points", "a_day"),
    [
        (((0, 0), (10, 100)), 10.0),
        (((0, 0), (100, 1000), (110, 1000), (130, 1300)), 10.0),
        (((0, 500), (10, 400)), -10.0),
        (((0, 0), (1, 100)), 50.0),
        (((0, 100),), 0.0),
    ],
    ids=["plain", "only the last thirty days", "leaving", "one day's news is spread over two", "one count"],
)
def test_the_rise_is_that_of_the_last_month_of_counts(points, a_day):
    assert series(*points).rise() == pytest.approx(a_day)


def test_the_expected_rise_is_between_the_last_months_and_that_since_the_beginning():
    seen = series((0, 0), (60, 600), (90, 3600))
    # 100 a day lately, 40 since the beginning: 63.2 a day, for 30 days, and the two hundredths of a standstill.
    assert expected_rise(seen, 120, 0.5) == pytest.approx(30 * np.sqrt(100 * 40) + 72)


def test_with_all_weight_on_the_last_month_its_rise_goes_on():
    seen = series((0, 0), (60, 600), (90, 3600))
    assert expected_rise(seen, 120, 1.0) == pytest.approx(30 * 100 + 72)
    assert expected_rise(seen, 120, 0.0) == pytest.approx(30 * 40 + 72)


def test_a_count_that_fell_is_expected_to_stand_still():
    assert expected_rise(series((0, 1000), (30, 500)), 60, 0.5) == pytest.approx(10)


def test_a_stale_count_rises_from_the_day_of_its_last_count():
    seen = series((0, 0), (20, 200))
    assert expected_rise(seen, 60, 0.5) > 1.9 * expected_rise(seen, 40, 0.5)


@pytest.mark.parametrize("horizon", [7, 30])
def test_quantiles_rise_with_their_level_and_with_the_days(horizon):
    seen = series((0, 0), (5, 50_000), (8, 280_000))
    counts = total_on(seen, 8 + horizon, horizon, FITTED)
    assert (np.diff(counts) >= 0).all()
    assert counts[0] >= 0
    assert seen.last < counts[MEDIAN] < seen.last + 2 * expected_rise(seen, 8 + horizon, FITTED.lately)


def test_a_young_count_has_a_wider_spread_than_an_old_one_of_the_same_expected_rise():
    young, old = series((0, 0), (30, 3000), (60, 6000)), series((0, 0), (31, 3000), (61, 6000))
    spreads = [np.diff(total_on(s, s.last_day + 30, 30, FITTED)[[2, 10]])[0] for s in (young, old)]
    assert expected_rise(young, 90, 0.3) == pytest.approx(expected_rise(old, 91, 0.3), rel=0.05)
    assert spreads[0] > 1.5 * spreads[1]


def test_an_unlearned_horizon_is_an_error():
    with pytest.raises(KeyError):
        total_on(series((0, 0), (5, 50)), 95, 90, FITTED)


def test_a_town_that_falls_adds_to_what_is_expected_the_more_the_larger_it_is():
    seen = series((0, 0), (5, 50_000), (8, 60_000))
    small, large = (total_if_fallen(seen, 38, 30, people, FITTED) for people in (10_000, 900_000))
    assert (large[MEDIAN:] > small[MEDIAN:]).all()


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**6)), min_size=2, max_size=30))
def test_totals_are_never_below_nought_and_scale_with_the_count(points):
    seen = Series.of(points)
    one = total_on(seen, seen.last_day + 30, 30, FITTED)
    ten = total_on(Series(seen.days, 10 * seen.counts), seen.last_day + 30, 30, FITTED)
    assert (one >= 0).all()
    assert ten == pytest.approx(10 * one)


def test_kilometres_of_a_known_pair():
    hama, aleppo = np.array([(35.1318, 36.7578)]), np.array([(36.2012, 37.1612)])
    assert kilometres(hama, aleppo)[0, 0] == pytest.approx(124.3, abs=1)


def test_gravity_draws_to_the_near_and_splits_a_country_among_its_sites():
    shares = pull(Sites(np.array([50.0, 500.0, 500.0, 500.0]), np.array([0, 1, 2, 2])))
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > shares[1] > shares[2] == shares[3]


def test_people_counted_at_the_start_outweigh_gravity_only_where_they_are_many():
    gravity = np.array([0.5, 0.5])
    few, many = (drawn_by_first(np.array([n, 0.0]), gravity)[0] for n in (50.0, 500_000.0))
    assert few == pytest.approx(0.505, abs=0.001)
    assert many == pytest.approx(0.995, abs=0.001)
    assert drawn_by_first(np.zeros(2), gravity).tolist() == [0.5, 0.5]


def test_sites_keep_their_trend_and_the_rest_of_the_total_comes_by_gravity():
    seen = [series((0, 0), (30, 300)), series((0, 0)), Series.of(())]
    expected = counts_on(seen, 60, 1000, np.array([0.0, 0.25, 0.75]), carried=0.5)
    assert expected.counts == pytest.approx([450, 137.5, 412.5])
    assert (expected.margins > 0).all()


def test_too_many_leave_all_sites_in_proportion():
    seen = [series((0, 0), (30, 300)), series((0, 0), (30, 100))]
    expected = counts_on(seen, 60, 200, np.array([1.0, 0.0]), carried=0.0)
    assert expected.counts == pytest.approx([150, 50])


def test_a_trend_is_not_drawn_out_longer_than_it_was_watched():
    seen = [series((0, 0), (1, 1000)), series((0, 0), (1, 0))]
    expected = counts_on(seen, 181, 2000, np.array([0.0, 1.0]), carried=1.0)
    assert expected.counts == pytest.approx([1500, 500])
