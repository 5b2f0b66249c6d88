"""What does a farmer earn who is paid by the profit of the portfolio, and by how long its customers stay?"""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd


class Commission(NamedTuple):
    """The terms of the reward."""

    rate: float = 0.02  # of the profit that counts
    cap: float = 0.2  # of its revenue: more profit than that on a customer does not count
    years: float = 10.0  # weighted lifetime that is wished; 10 goes with keeping 90% a year, 1 / (1 - 0.9)
    a_year: float = 0.05  # more for every year above that
    most: float = 0.25  # more at most


def counted_profit(profit: pd.Series, revenue: pd.Series, cap: float) -> pd.Series:
    """
    The profit of each customer that counts: at most `cap` of its revenue, so that milking a customer does not pay.

    A loss counts in full, and where nothing was bought there is no profit to count.

    >>> counted_profit(pd.Series([10.0, 50.0, -5.0]), pd.Series([100.0, 100.0, 100.0]), 0.2).tolist()
    [10.0, 20.0, -5.0]
    """
    return profit.clip(upper=cap * revenue.clip(lower=0.0))


def weighted_years(years: pd.Series, revenue: pd.Series) -> float:
    """How long the customers of a portfolio are customers, each counted by its revenue; NaN where nobody's is known."""
    weight = revenue.clip(lower=0.0).where(years.notna(), 0.0)
    total = float(weight.sum())
    return float((years.fillna(0.0) * weight).sum()) / total if total > 0 else math.nan


def uplift(years: float, terms: Commission) -> float:
    """
    By how much the reward rises: so much for each year above the lifetime wished, up to a maximum; 0 where unknown.

    >>> uplift(12.0, Commission()), uplift(40.0, Commission()), uplift(3.0, Commission())
    (0.1, 0.25, 0.0)
    """
    return 0.0 if math.isnan(years) else min(terms.most, terms.a_year * max(0.0, years - terms.years))


def commission(counted: float, years: float, terms: Commission) -> float:
    """
    rate x profit that counts (nothing below 0) x (1 + uplift); NaN where the profit is unknown.

    >>> commission(100_000.0, 12.0, Commission())
    2200.0
    """
    if math.isnan(counted):
        return math.nan
    return round(terms.rate * max(0.0, counted) * (1 + uplift(years, terms)), 9)
