"""How far can a mean, a share or a difference be off? Intervals for small numbers."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from scipy import stats

SURE = 0.95  # of the intervals that reports print
LEAST = 3  # values; with two an interval says only that there are two


class Estimate(NamedTuple):
    """A figure with its interval and the number it rests on; NaN where it cannot be given."""

    value: float
    low: float
    high: float
    n: int

    def apart(self, other: float) -> bool:
        """Does the whole interval lie above or below `other`? Never where there is no interval."""
        return self.low > other or self.high < other


def mean(values: pd.Series, sure: float = SURE) -> Estimate:
    """
    The mean of what is known, with Student's interval (1908); no interval under LEAST values.

    >>> mean(pd.Series([1.0, 2.0, 3.0]))[:3]  # 2 -+ 4.303 x 1 / sqrt(3)
    (2.0, -0.4841377118, 4.4841377118)
    """
    known = values.dropna().astype(float)
    n, middle = len(known), float(known.mean()) if len(known) else math.nan
    if n < LEAST:
        return Estimate(middle, math.nan, math.nan, n)
    reach = _student(n - 1, sure) * float(known.std()) / math.sqrt(n)
    return Estimate(middle, *_around(middle, reach), n)


def difference(one: pd.Series, other: pd.Series, sure: float = SURE) -> Estimate:
    """How much higher the mean of `one` is than that of `other`, with Welch's interval (1947); n is the smaller."""
    a, b = one.dropna().astype(float), other.dropna().astype(float)
    n, gap = min(len(a), len(b)), float(a.mean() - b.mean()) if len(a) and len(b) else math.nan
    if n < LEAST:
        return Estimate(gap, math.nan, math.nan, n)
    parts = [float(values.var()) / len(values) for values in (a, b)]
    spread = sum(parts)
    if not spread:
        return Estimate(gap, gap, gap, n)
    free = spread**2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    return Estimate(gap, *_around(gap, _student(free, sure) * math.sqrt(spread)), n)


def share(count: int, n: int, sure: float = SURE) -> Estimate:
    """
    A share as a fraction, with Wilson's interval (1927), which holds for small numbers too; NaN where n is 0.

    >>> share(0, 10)[:3]  # nobody of ten is not "never"
    (0.0, 0.0, 0.2775327999)
    """
    if not n:
        return Estimate(math.nan, math.nan, math.nan, 0)
    z = float(stats.norm.ppf((1 + sure) / 2))
    part, weight = count / n, n / (n + z * z)
    middle = weight * part + (1 - weight) / 2
    reach = math.sqrt(weight**2 * part * (1 - part) * z * z / n + (1 - weight) ** 2 / 4)
    low, high = _around(middle, reach)
    return Estimate(part, max(0.0, low), min(1.0, high), n)


def _student(free: float, sure: float) -> float:
    return float(stats.t.ppf((1 + sure) / 2, free))


def _around(middle: float, reach: float) -> tuple[float, float]:
    return round(middle - reach, 10), round(middle + reach, 10)
