"""Do very satisfied customers grow, and how much room is there up to their natural maximum? Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.curves import LEAST_CUSTOMERS, Interval
from klantlib.measures.lifetime.retention import INTERVAL, resampled
from klantlib.measures.survey.loyalty_answers import by_customer, counted, until

VERY = 5  # the level of the very satisfied


class Growth(NamedTuple):
    """How much more a group buys than in the period before; fractions, NaN where unknown."""

    customers: int  # that bought in the period before
    rate: float
    interval: Interval  # NaN under ten customers


def maxima(
    customers: pd.DataFrame, satisfaction: pd.DataFrame, revenue: pd.Series, end: date, months: float
) -> pd.Series:
    """
    Per customer (the index of `revenue`) the most it can buy from us in a period of so many months; NaN where unknown.

    Its `potential_revenue` (of a year); else revenue / share of wallet, by its latest answers that tell it.
    """
    stated = customers.set_index("customer_id")["potential_revenue"].reindex(revenue.index) * months / 12
    latest = until(satisfaction, end).dropna(subset=["share_of_wallet"])
    latest = latest.drop_duplicates(["customer_id", "respondent"], keep="last")
    share = latest.groupby("customer_id")["share_of_wallet"].mean().reindex(revenue.index) / 100
    return stated.fillna(revenue / share.where(share > 0))


def levels(satisfaction: pd.DataFrame, end: date) -> pd.Series:
    """The level of satisfaction of each customer that answered, 1..5; index customer_id."""
    return by_customer(counted(satisfaction, end)[0])["level"]


def growth(now: pd.Series, before: pd.Series, *, resamples: int, seed: int) -> Growth:
    """How much more these customers buy together; who left counts with nothing, who is new does not count."""
    there = before.index[before > 0]
    money = np.column_stack([now.reindex(there).fillna(0.0), before[there]])
    if not len(there):
        return Growth(0, float("nan"), Interval(float("nan"), float("nan")))
    return Growth(len(there), float(money[:, 0].sum() / money[:, 1].sum() - 1), _spread(money, resamples, seed))


def measured(group: Growth) -> bool:
    """Does the growth of this group rest on enough customers for an interval?"""
    return not np.isnan(group.interval.low)


def years_to_fill(revenue: float, maximum: float, rate: float) -> float:
    """Years of growth at this rate (a year) from the one to the other; infinite without growth."""
    return float(np.log(maximum / revenue) / np.log1p(rate)) if rate > 0 else float("inf")


def _spread(money: np.ndarray, resamples: int, seed: int) -> Interval:
    if len(money) < LEAST_CUSTOMERS or not resamples:
        return Interval(float("nan"), float("nan"))
    drawn = resampled(money, resamples, seed)
    bounds = np.quantile(drawn[:, 0] / drawn[:, 1] - 1, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
    return Interval(*map(float, bounds))
