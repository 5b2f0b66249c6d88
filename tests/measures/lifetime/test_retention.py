"""Retention arithmetic: by head, and the published multiples."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime.retention import (
    Retention,
    a_period,
    break_even_years,
    kept,
    layers,
    lifetime,
    multiple,
    points_more,
    resampled,
    text_value,
    windows,
)


def bought(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).assign(
        date=lambda f: pd.to_datetime(f["date"])
    )


SALES = bought(
    ("A", "2023-01-05", 10), ("A", "2024-03-01", 20), ("A", "2025-12-31", 30),
    ("B", "2023-06-01", 10), ("B", "2024-01-01", 5), ("C", "2025-02-01", 7),
    ("D", "2024-05-05", 9), ("D", "2025-05-05", -9),
)  # fmt: skip


def test_whole_years_are_counted_back_from_the_end():
    """Three years; 2022 is not there. The last day of a year is in it."""
    found = windows(SALES, date(2025, 12, 31), 12)
    assert found.columns.tolist() == [0, 1, 2]
    assert found.loc["A"].tolist() == [30, 20, 10]
    assert found.loc["B"].tolist() == [0, 5, 10]


def test_a_year_that_the_data_do_not_cover_is_none():
    """Data from March 2024 on: only 2025 is whole."""
    later = SALES[SALES["date"] >= "2024-03-01"]
    assert windows(later, date(2025, 12, 31), 12).columns.tolist() == [0]
    assert windows(SALES.iloc[:0], date(2025, 12, 31), 12).empty


def test_a_period_of_everything_has_none_before_it():
    """A length that is no whole number of months is not repeated backwards."""
    found = windows(SALES, date(2025, 12, 31), 35.9)
    assert found.columns.tolist() == [0]
    assert found.loc["A", 0] == 60


def test_kept_are_those_with_revenue_in_both():
    """Of A, B and D in 2024 only A bought in 2025: D's credit is no purchase, C is new."""
    assert kept(windows(SALES, date(2025, 12, 31), 12)) == (3, 1)
    assert kept(windows(SALES, date(2025, 12, 31), 12), 1) == (2, 2)
    assert kept(windows(SALES, date(2025, 12, 31), 12), 2) == (0, 0)


def test_retention_has_an_interval():
    """9 of 10: .9, by Wilson .596 to .982 (Newcombe 1998 gives the formula)."""
    rate = Retention(10, 9)
    assert rate.rate == 0.9
    assert rate.interval == pytest.approx((0.5958, 0.9821), abs=0.0001)
    assert math.isnan(Retention(0, 0).rate) and math.isnan(Retention(0, 0).interval.low)


@pytest.mark.parametrize(("rate", "worth"), [(0.6, 1.20), (0.7, 1.75), (0.8, 2.67), (0.9, 4.50)])
def test_the_published_margin_multiples(rate, worth):
    """Gupta & Lehmann (2003), at 10% interest."""
    assert multiple(rate, 0.10) == pytest.approx(worth, abs=0.005)


def test_the_multiple_is_a_sum_of_what_is_left():
    """.8 and 10%: .8/1.1 + .64/1.21 + ... over 500 periods."""
    assert multiple(0.8, 0.10) == pytest.approx(sum((0.8 / 1.1) ** t for t in range(1, 500)))


def test_nobody_leaves_and_no_interest_has_no_value():
    """It never ends: not told. With interest alone 1 / i."""
    assert math.isnan(multiple(1.0, 0.0))
    assert multiple(1.0, 0.10) == pytest.approx(10)
    assert lifetime(1.0) == math.inf


def test_the_simplest_formula():
    """50 of profit, 4 purchases a year, retention .75 so 4 years: 800."""
    assert text_value(50, 4, lifetime(0.75)) == 800


def test_points_of_retention():
    """From .80 to .85 at 10%: 3.4 against 2.667 is 27.5% more; from .98 no further than 1: 10 against 8.1667."""
    assert points_more(0.80, 0.10, 0.05) == pytest.approx(0.275)
    assert points_more(0.98, 0.10, 0.05) == pytest.approx(10 / (0.98 / 0.12) - 1)


def test_a_yearly_rate_by_quarter():
    """Four quarters make the year."""
    assert (1 + a_period(0.10, 3)) ** 4 == pytest.approx(1.10)


def test_break_even():
    """500 at 200 a year is two and a half years; at a loss never."""
    assert break_even_years(500, 200) == 2.5
    assert break_even_years(500, -1) == math.inf


def test_layers_of_reichheld_by_hand():
    """A base of 100 that grows by 10%; from the second year on 5 cheaper, 20 by referrals, 3 by price."""
    found = layers(100, 0.10, 5, 20, 3, 3)
    assert found.loc[1].tolist() == [100, 0, 0, 0, 0]
    assert found.loc[3].tolist() == pytest.approx([100, 21, 5, 20, 3])


def test_draws_are_of_as_many_customers():
    """A column of ones always adds up to the number of customers; the same seed gives the same draws."""
    columns = np.column_stack([np.ones(20), np.arange(20.0)])
    drawn = resampled(columns, 50, 1)
    assert drawn.shape == (50, 2) and (drawn[:, 0] == 20).all()
    assert (drawn == resampled(columns, 50, 1)).all() and drawn[:, 1].std() > 0
    assert resampled(np.empty((0, 2)), 50, 1).shape == (0, 2)
