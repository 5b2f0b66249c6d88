"""Room left and growth: on customers that one can judge by head."""

import math
from datetime import date

import pandas as pd
import pytest

from klantlib.measures.lifetime.growth_room import VERY, growth, levels, maxima, measured, years_to_fill

END = date(2025, 12, 31)


def answers(*rows):
    """customer, respondent, day, overall, share of wallet."""
    frame = pd.DataFrame(rows, columns=["customer_id", "respondent", "date", "overall", "share_of_wallet"])
    return frame.assign(loyalty=math.nan, recommend=math.nan, repurchase=math.nan, wish=None).astype(
        {"overall": float, "share_of_wallet": float}
    )


def test_potential_goes_before_share_of_wallet():
    """A could buy 200 a year; B buys 50 and calls that 25%; of C nothing is known; nobody's share is nothing."""
    customers = pd.DataFrame({"customer_id": list("ABCD"), "potential_revenue": [200.0, math.nan, math.nan, math.nan]})
    said = answers(("A", "x", "2025-01-01", 5, 10), ("B", "y", "2025-01-01", 5, 25), ("D", "z", "2025-01-01", 5, 0))
    revenue = pd.Series({"A": 100.0, "B": 50.0, "C": 10.0, "D": 5.0})
    found = maxima(customers, said, revenue, END, 12)
    assert found[["A", "B"]].tolist() == [200, 200] and found[["C", "D"]].isna().all()
    assert maxima(customers, said, revenue, END, 6)["A"] == 100


def test_the_latest_answer_of_each_respondent_counts():
    """B said 50% and later 20%; after the end nothing counts."""
    customers = pd.DataFrame({"customer_id": ["B"], "potential_revenue": [math.nan]})
    said = answers(("B", "y", "2024-01-01", 4, 50), ("B", "y", "2025-01-01", 5, 20), ("B", "y", "2026-01-01", 1, 90))
    assert maxima(customers, said, pd.Series({"B": 10.0}), END, 12)["B"] == 50
    assert levels(said, END)["B"] == VERY


def test_growth_is_of_all_together_and_who_left_counts_for_nothing():
    """100 + 50 + 50 becomes 150 + 70 + 0: 10% more. N is new and does not count."""
    now, before = pd.Series({"A": 150.0, "B": 70.0, "N": 999.0}), pd.Series({"A": 100.0, "B": 50.0, "C": 50.0})
    found = growth(now, before, resamples=20, seed=1)
    assert (found.customers, found.rate) == (3, pytest.approx(0.1))
    assert not measured(found)


def test_growth_has_an_interval_from_ten_customers_on():
    """Ten customers, half of them doubled: 50% more, with room on both sides; nobody has none."""
    before = pd.Series(10.0, index=list("ABCDEFGHIJ"))
    found = growth(pd.Series([20.0] * 5 + [10.0] * 5, index=before.index), before, resamples=400, seed=1)
    assert measured(found) and found.interval.low < 0.5 < found.interval.high
    assert math.isnan(growth(before, before.iloc[:0], resamples=20, seed=1).rate)


def test_years_until_full():
    """From 100 to 144 at 20% a year takes two years; without growth it never comes."""
    assert years_to_fill(100, 144, 0.2) == pytest.approx(2)
    assert years_to_fill(100, 144, 0.0) == math.inf
