"""How many customers stay, how long do they then remain, and what is a stream of profit worth? Pure arithmetic."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from klantlib.measures.curves import Interval
from klantlib.measures.proportions import Part

INTERVAL = 0.95
START_SLACK = 31  # days after a window's start on which its first purchase may lie: else the data begin too late
WHOLE = 1e-6  # how near to a whole number of months a period must be to be repeated backwards


class Retention(NamedTuple):
    """Customers that bought in one period, and how many of those bought again in the next."""

    bought: int
    kept: int

    @property
    def rate(self) -> float:
        """Fraction; NaN where nobody bought."""
        return Part(self.kept, self.bought)

    @property
    def interval(self) -> Interval:
        """95%, by Wilson (1927); NaN where nobody bought."""
        if not self.bought:
            return Interval(float("nan"), float("nan"))
        bounds = binomtest(self.kept, self.bought).proportion_ci(INTERVAL, method="wilson")
        return Interval(float(bounds.low), float(bounds.high))


def windows(transactions: pd.DataFrame, end: date, months: float) -> pd.DataFrame:
    """
    Revenue per customer (index customer_id, sorted) in each whole period of so many months; column 0 is the last one.

    Money, 0 where there was none. Periods count back from `end` as far as the data reach; the last one is always there.
    """
    days, after = pd.to_datetime(transactions["date"]), pd.Timestamp(end) + pd.Timedelta(days=1)
    number = pd.Series(-1, transactions.index)
    for k in range(_whole_windows(days, after, months)):
        first, last = _edges(after, months, k)
        number = number.mask(days.ge(first) & days.lt(last), k)
    lines = transactions.assign(window=number, revenue=transactions["revenue"].astype(float))
    within, count = lines[lines["window"] >= 0], int(number.max()) + 1 if len(lines) else 1
    found = within.pivot_table("revenue", "customer_id", "window", "sum", fill_value=0.0)
    return found.reindex(columns=range(max(1, count)), fill_value=0.0)


def _whole_windows(days: pd.Series, after: pd.Timestamp, months: float) -> int:
    """How many periods the data cover."""
    count = 1
    while len(days) and abs(months - round(months)) < WHOLE:
        if days.min() > _edges(after, months, count)[0] + pd.Timedelta(days=START_SLACK):
            break
        count += 1
    return count


def _edges(after: pd.Timestamp, months: float, k: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first day of the period, and the first day after it."""
    if abs(months - round(months)) >= WHOLE:
        return pd.Timestamp.min, after
    step = round(months)
    return after - pd.DateOffset(months=step * (k + 1)), after - pd.DateOffset(months=step * k)


def kept(revenue: pd.DataFrame, window: int = 0) -> Retention:
    """Of who bought in the window before, who bought in this one; nobody where there is no window before."""
    if window + 1 not in revenue:
        return Retention(0, 0)
    before, now = revenue[window + 1] > 0, revenue[window] > 0
    return Retention(int(before.sum()), int((before & now).sum()))


def lifetime(rate: float) -> float:
    """
    Mean periods a customer, 1 / (1 - r); infinite where nobody leaves.

    >>> lifetime(0.8)
    5.000000000000001
    """
    return 1 / (1 - rate) if rate < 1 else float("inf")


def text_value(profit_per_purchase: float, purchases_a_year: float, years: float) -> float:
    """What a customer is worth by the simplest formula: profit per purchase x purchases a year x years."""
    return profit_per_purchase * purchases_a_year * years


def multiple(rate: float, discount: float) -> float:
    """
    What a stream of 1 a period, of which a part `rate` is left each next one, is worth today (Gupta & Lehmann, 2003).

    r / (1 + i - r): from the next period on, without end. NaN where both are such that it never ends nor shrinks.

    >>> [round(multiple(r, 0.10), 2) for r in (0.6, 0.7, 0.8, 0.9)]
    [1.2, 1.75, 2.67, 4.5]
    """
    loss = 1 + discount - rate
    return rate / loss if loss > 0 else float("nan")


def a_period(yearly: float, months: float) -> float:
    """A yearly rate for a period of so many months."""
    return (1 + yearly) ** (months / 12) - 1


def points_more(rate: float, discount: float, points: float) -> float:
    """How much larger the multiple is with so many points of retention more; fractions, never beyond 100%."""
    now, then = multiple(rate, discount), multiple(min(1.0, rate + points), discount)
    return then / now - 1 if now > 0 else float("nan")


def break_even_years(cost: float, profit_a_year: float) -> float:
    """After how many years a customer has earned back what winning it cost; infinite where it earns nothing."""
    return cost / profit_a_year if profit_a_year > 0 else float("inf")


def layers(base: float, growth: float, cost: float, referrals: float, premium: float, years: int) -> pd.DataFrame:
    """
    What a customer brings in by year (index 1, 2 ...; money), in the five layers of Reichheld (1996).

    base (the same each year), growth (a fraction more of it each year), and from the second year on cost, referrals
    and premium: money a year.
    """
    year = np.arange(1, years + 1)
    later = (year > 1).astype(float)
    return pd.DataFrame(
        {
            "base": np.full(years, float(base)),
            "growth": base * ((1 + growth) ** (year - 1) - 1),
            "cost": cost * later,
            "referrals": referrals * later,
            "premium": premium * later,
        },
        index=pd.Index(year, name="year"),
    )


def resampled(columns: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """
    The sum of each column (customers x columns) over customers drawn with replacement (Efron, 1979), a row a draw.

    The same seed gives the same draws.
    """
    random, n = np.random.default_rng(seed), len(columns)
    draws = (np.bincount(random.integers(0, n, n), minlength=n) @ columns for _ in range(resamples if n else 0))
    return np.array(list(draws)).reshape(-1, columns.shape[1])
