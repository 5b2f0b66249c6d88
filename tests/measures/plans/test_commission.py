"""The farmer's commission, by hand."""

import math

import pandas as pd
import pytest

from klantlib.measures.plans.commission import Commission, commission, counted_profit, uplift, weighted_years

TERMS = Commission(rate=0.02, cap=0.2, years=10.0, a_year=0.05, most=0.25)


def test_the_worked_example():
    """
    A portfolio of three: revenue 500, 300, 200 (thousand), profit 60, 90, -10, a customer for 16, 10 and 4 years.

    Counts: 60 (under 100), 60 (capped at 20% of 300), -10: 110. Weighted years (16 x 500 + 10 x 300 + 4 x 200) / 1000
    = 11.8: 1.8 years over 10 is 9% more. Commission .02 x 110,000 x 1.09 = 2,398.
    """
    revenue, profit = pd.Series([500_000.0, 300_000, 200_000]), pd.Series([60_000.0, 90_000, -10_000])
    counted = counted_profit(profit, revenue, TERMS.cap)
    assert counted.tolist() == [60_000, 60_000, -10_000]
    years = weighted_years(pd.Series([16.0, 10, 4]), revenue)
    assert years == 11.8
    assert round(uplift(years, TERMS), 9) == 0.09
    assert commission(float(counted.sum()), years, TERMS) == 2398


def test_milking_a_customer_does_not_pay():
    """Of 100 revenue, 20 counts, whether the profit is 20 or 60."""
    assert counted_profit(pd.Series([20.0, 60.0]), pd.Series([100.0, 100.0]), 0.2).tolist() == [20, 20]


def test_who_bought_nothing_or_was_credited_counts_for_no_profit():
    """A profit on revenue of 0 or less is not counted; a loss is."""
    assert counted_profit(pd.Series([5.0, 5.0, -3.0]), pd.Series([0.0, -10.0, 0.0]), 0.2).tolist() == [0, 0, -3]


@pytest.mark.parametrize(("years", "more"), [(4, 0), (10, 0), (11, 0.05), (15, 0.25), (40, 0.25), (math.nan, 0)])
def test_the_reward_rises_with_the_years_up_to_its_maximum(years, more):
    """Nothing up to ten years, 5% a year after that, 25% at most; unknown is no more."""
    assert uplift(years, TERMS) == more


def test_a_portfolio_that_loses_pays_nothing():
    """Below zero there is no commission, and nobody pays back; unknown stays unknown."""
    assert commission(-1_000.0, 20.0, TERMS) == 0
    assert math.isnan(commission(math.nan, 20.0, TERMS))


def test_every_parameter_counts():
    """10% of 1,000, 12 years of 2 wished at 1% a year: 100 x 1.1; at most 5% more: 105."""
    assert commission(1_000.0, 12.0, Commission(0.1, 0.2, 2.0, 0.01, 1.0)) == 110
    assert commission(1_000.0, 12.0, Commission(0.1, 0.2, 2.0, 0.01, 0.05)) == 105


def test_unknown_years_have_no_weight():
    """The half that is unknown leaves 8; where nobody's is known, or nothing was bought, it is unknown."""
    assert weighted_years(pd.Series([8.0, math.nan]), pd.Series([10.0, 90.0])) == 8
    assert math.isnan(weighted_years(pd.Series([math.nan]), pd.Series([10.0])))
    assert math.isnan(weighted_years(pd.Series([8.0]), pd.Series([-10.0])))
