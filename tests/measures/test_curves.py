"""Shares, curves and intervals, on tables that one can check by head."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.measures.curves import (
    cumulative,
    fraction_for,
    gini,
    order,
    peak,
    ranked,
    ranks,
    running,
    shares_explode,
    thinned,
    top_count,
    top_share,
    top_share_interval,
)

amounts = st.lists(st.floats(1, 1000), min_size=2, max_size=30).map(pd.Series)


@pytest.mark.parametrize(
    ("n", "share", "count"), [(10, 0.2, 2), (11, 0.2, 3), (1, 0.2, 1), (0, 0.2, 0), (15, 0.2, 3), (5, 1.0, 5)]
)
def test_the_top_is_rounded_up_to_whole_customers(n, share, count):
    """A fifth of 11 customers is 3; a fifth of 15 is 3 and not 4, though 0.2 x 15 is a hair over 3 in a computer."""
    assert top_count(n, share) == count


def test_equal_values_are_ranked_by_their_number():
    """B and C tie; whichever row comes first, B goes before C and both are second."""
    values = pd.Series({"C": 5.0, "A": 9.0, "B": 5.0, "D": math.nan})
    assert list(ranked(values).index) == ["A", "B", "C"]
    assert ranks(values).dropna().to_dict() == {"A": 1, "B": 2, "C": 2}


def test_whale_curve_of_spring_distribution():
    """Horngren, Cost Accounting: operating income 2,012 / 11,545 / 38,720 / 41,856 / -3,346."""
    income = pd.Series({"P": 2012.0, "Q": 11545, "R": 38720, "S": 41856, "T": -3346})
    curve = cumulative(income, income.sum())
    assert list(curve.index) == ["S", "R", "Q", "P", "T"]
    assert (curve * 100).round(2).tolist() == [46.10, 88.75, 101.47, 103.69, 100.00]
    assert peak(income) == (4, 94133)


def test_share_of_the_top_is_of_the_whole():
    """60 of the 100 that known customers bring, with 20 more from unknown ones: 60 of 120."""
    assert top_share(pd.Series([60.0, 30, 10]), 1, 120) == 0.5


def test_smallest_fraction_that_makes_eighty_percent():
    """50 + 30 is just 80 of 100: two of four customers. Of a whole of 200 they never make it."""
    values = pd.Series([50.0, 30, 10, 10])
    assert fraction_for(values, 0.8, 100) == 0.5
    assert math.isnan(fraction_for(values, 0.8, 200))


def test_gini_of_a_published_example():
    """(1,3,2,1,1,1,4) -> .3076923 (R package ineq); all equal is 0; nothing to share is unknown."""
    assert gini(pd.Series([1, 3, 2, 1, 1, 1, 4])) == pytest.approx(0.3076923, abs=5e-8)
    assert gini(pd.Series([2.0, 2, 2])) == 0
    assert math.isnan(gini(pd.Series([1.0, -1])))
    assert math.isnan(gini(pd.Series([], dtype=float)))


def test_gini_over_one_is_unknown():
    """10, -9: the credits push the outcome to 9.5, which means nothing."""
    assert math.isnan(gini(pd.Series([10.0, -9])))


def test_no_share_of_nothing():
    """A total of 0 or less gives no shares, never an infinite or a negative one."""
    values = pd.Series([5.0, -5])
    assert cumulative(values, 0).isna().all()
    assert math.isnan(top_share(values, 1, -1))
    assert math.isnan(fraction_for(values, 0.8, 0))


def test_interval_holds_the_share_and_is_the_same_every_time():
    """Customers of 1 to 100: the top fifth makes 1810 of 5050; the same seed gives the same bounds in any row order."""
    values = pd.Series(np.arange(1.0, 101))
    interval = top_share_interval(values, 0.2, 5050, resamples=200, seed=1)
    assert interval.low < 1810 / 5050 < interval.high
    assert interval.high - interval.low < 0.1
    assert top_share_interval(values[::-1], 0.2, 5050, resamples=200, seed=1) == interval


def test_equal_customers_have_no_uncertainty():
    """Ten customers of 1: whoever is drawn, two of ten make a fifth of 10; of 20, with 10 elsewhere, a tenth."""
    values = pd.Series([1.0] * 10)
    assert top_share_interval(values, 0.2, 10, resamples=20, seed=1) == (0.2, 0.2)
    assert top_share_interval(values, 0.2, 20, resamples=20, seed=1) == (0.1, 0.1)


def test_no_interval_under_ten_customers_or_around_zero():
    """Nine customers say nothing of others; a total almost as often below zero as above gives no upper bound."""
    nine, around_zero = pd.Series([1.0] * 9), pd.Series([1.0, -1] * 10 + [0.5])
    assert all(math.isnan(bound) for bound in top_share_interval(nine, 0.2, 9, resamples=20, seed=1))
    assert math.isnan(top_share_interval(around_zero, 0.2, 0.5, resamples=200, seed=1).high)
    assert all(math.isnan(bound) for bound in top_share_interval(around_zero, 0.2, -1, resamples=200, seed=1))


def test_shares_explode_under_a_part_of_what_is_earned():
    """Of 100 earned 10 is left: a tenth still bears shares; 9 does not, nor do 0 and unknown."""
    earned = pd.Series([60.0, 40, -90])
    assert [shares_explode(earned, total, 0.1) for total in (10, 9, 0, math.nan)] == [False, True, True, True]


def test_a_running_total_starts_with_nobody():
    """3, 2 and -1, largest first, in units of 4; who is unknown is not there."""
    assert running(pd.Series([2.0, -1, math.nan, 3]), 4).tolist() == [0, 0.75, 1.25, 1]


def test_a_thinned_curve_keeps_its_ends_and_its_peak():
    frame = pd.DataFrame({"y": range(1001)})
    assert {0, 317, 1000} <= set(thinned(frame, 50, [317])["y"])
    assert len(thinned(frame, 50, [317])) <= 51
    assert len(thinned(frame.head(3), 50)) == 3


@given(amounts, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(values, random):
    """Shuffled customers give the same curve and the same inequality."""
    order = list(values.index)
    random.shuffle(order)
    shuffled = values.loc[order]
    pd.testing.assert_series_equal(cumulative(values, values.sum()), cumulative(shuffled, values.sum()))
    assert gini(shuffled) == pytest.approx(gini(values))


@given(amounts)
def test_a_curve_ends_at_the_whole_and_leaves_its_input_alone(values):
    """The last point is 1, and the shares of the top grow with its size."""
    before = values.copy()
    assert cumulative(values, values.sum()).iloc[-1] == pytest.approx(1)
    assert top_share(values, 1, values.sum()) <= top_share(values, 2, values.sum())
    assert 0 <= gini(values) < 1
    pd.testing.assert_series_equal(values, before)


def test_the_order_of_adding_up_has_no_ties():
    """Largest first, equal values by index, unknown nowhere: running sums can be checked place by place."""
    assert order(pd.Series({"C": 5.0, "A": 5.0, "B": 9.0, "D": math.nan})).fillna(0).tolist() == [3, 2, 1, 0]
