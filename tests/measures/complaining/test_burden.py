"""Complaints beside orders: who is above the mean beyond doubt, and when is fewer really fewer?"""

import math

import pandas as pd
import pytest

from klantlib.measures.complaining.burden import burden, change, spread

MANY = pd.Index([f"C{i:02d}" for i in range(40)])


def counted(values, index=MANY):
    return pd.Series(list(values), index)


def test_the_same_rate_everywhere_is_no_more_than_chance():
    """Forty customers, two complaints on twenty orders each: nothing to tell apart, all are told as the mean."""
    counts, orders = counted([2] * 40), counted([20] * 40)
    found = spread(counts, orders)
    assert (found.mean, found.shape, found.p_value) == (0.1, math.inf, 1.0)
    told = burden(counts, orders, found, 0.95)
    assert told["fair"].unique().tolist() == [0.1]
    assert not told["many"].any()


def test_one_who_complains_ten_times_as_much_is_found():
    """Thirty on twenty orders, the others one: above the mean of 69/800, and the only one."""
    counts, orders = counted([30, *[1] * 39]), counted([20] * 40)
    found = spread(counts, orders)
    told = burden(counts, orders, found, 0.95)
    assert found.p_value < 0.001
    assert told.index[told["many"]].tolist() == ["C00"]
    assert told.loc["C00", "expected"] == pytest.approx(20 * 69 / 800)


def test_few_orders_are_drawn_to_the_mean():
    """By hand, a shape of 1 and a mean of a tenth: 1 on 1 is (1 + 1) / (1 + .1) of the mean, 10 on 10 (1 + 10) / 2."""
    told = burden(pd.Series([1, 10]), pd.Series([1, 10]), spread(pd.Series([1, 9]), pd.Series([50, 50])), 0.95)
    assert told["fair"].tolist() == pytest.approx([0.1, 0.1])  # two customers: no more than chance
    found = spread(pd.Series([1, 9]), pd.Series([50, 50]))._replace(shape=1.0)
    told = burden(pd.Series([1, 10]), pd.Series([1, 10]), found, 0.95)
    assert told["fair"].tolist() == pytest.approx([0.1 * 2 / 1.1, 0.1 * 11 / 2])


def test_one_complaint_is_no_pattern():
    """One on a single order is a rate of 100%, and still nobody to visit; two on one order are."""
    counts, orders = counted([1, 2, *[0] * 38]), counted([1, 1, *[100] * 38])
    told = burden(counts, orders, spread(counts, orders)._replace(shape=0.5), 0.9)
    assert told.index[told["many"]].tolist() == ["C01"]


def test_without_orders_nothing_is_told():
    """A customer without orders has no rate; nobody with orders has no mean."""
    counts, orders = counted([3, 1, *[0] * 38]), counted([0, *[10] * 39])
    told = burden(counts, orders, spread(counts, orders), 0.95)
    assert told.loc["C00", ["expected", "rate", "fair"]].isna().all()
    assert not told.loc["C00", "many"]
    assert math.isnan(spread(counts, 0 * orders).mean)


def frame(complaints, orders, index=MANY):
    return pd.DataFrame({"complaints": complaints, "orders": orders}, index)


def test_half_as_many_on_as_many_orders_is_a_ratio_of_a_half():
    """Forty customers, two before and one now each: .5, whoever is drawn."""
    found = change(frame([1] * 40, 10), frame([2] * 40, 10), resamples=200, seed=1)
    assert tuple(found) == (0.5, 0.5, 0.5)


def test_twice_the_orders_explain_twice_the_complaints():
    """Two on twenty is as one on ten."""
    assert change(frame([2] * 40, 20), frame([1] * 40, 10), resamples=200, seed=1).ratio == 1


def test_one_customer_who_makes_the_year_widens_the_bounds():
    """Forty complaints of one against one each: the same total, and no telling."""
    found = change(frame([40, *[0] * 39], 10), frame([1] * 40, 10), resamples=500, seed=1)
    assert found.ratio == 1
    assert found.low < 0.5 < 2 < found.high


def test_under_ten_customers_there_are_no_bounds():
    """Nine customers: the ratio, and that is all; without complaints before not even that."""
    nine = MANY[:9]
    found = change(frame([1] * 9, 10, nine), frame([2] * 9, 10, nine), resamples=200, seed=1)
    assert found.ratio == 0.5
    assert math.isnan(found.low)
    assert math.isnan(change(frame([1] * 40, 10), frame([0] * 40, 10), resamples=200, seed=1).ratio)
