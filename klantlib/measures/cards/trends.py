"""Has it risen or fallen since last period, or is that more than the numbers can carry?"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

Direction = Literal["up", "down", "steady", "too_few"]
SURE = 0.95  # of the intervals that a direction rests on
ANSWERS = 10  # customers that answered twice, below which their mean says nothing
COUNTED = 10  # complaints in both periods together, below which one more or less is chance


def of_scores(now: pd.Series, before: pd.Series) -> Direction:
    """Of the same customers twice: the mean of their differences, where its 95% interval (Student's t) leaves 0 out."""
    change = (now - before).dropna().to_numpy(float)
    return "too_few" if len(change) < ANSWERS else _beyond(change)


def of_counts(now: float, before: float, size_now: float, size_before: float) -> Direction:
    """Of counts over sizes: more or fewer than by chance (the exact test of two Poisson rates, Przyborowski, 1940)."""
    total, sizes = int(now + before), size_now + size_before
    if total < COUNTED or min(size_now, size_before) <= 0:
        return "too_few"
    share = size_now / sizes
    if stats.binomtest(int(now), total, share).pvalue > 1 - SURE:
        return "steady"
    return "up" if now / total > share else "down"


def of_money(now: float, before: float, steady: float) -> Direction:
    """Of amounts counted in full: more or less than `steady` (a fraction) beside the one before."""
    if not before > 0 or np.isnan(now):
        return "too_few"
    change = now / before - 1
    return "steady" if abs(change) <= steady else "up" if change > 0 else "down"


def _beyond(change: np.ndarray) -> Direction:
    if np.ptp(change) == 0:
        return _side(change[0], change[0])
    interval = stats.ttest_1samp(change, 0.0).confidence_interval(SURE)
    return _side(interval.low, interval.high)


def _side(low: float, high: float) -> Direction:
    return "up" if low > 0 else "down" if high < 0 else "steady"
