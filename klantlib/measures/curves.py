"""How unequally is an amount spread over customers? Shares, curves and intervals that several chapters use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

LEAST_CUSTOMERS = 10  # under ten customers a resample says more about chance than about the client
EXACT = 1e-9  # computers do not know 0.8 exactly; people do


class Interval(NamedTuple):
    """Bounds as fractions; NaN where they cannot be given."""

    low: float
    high: float


def above_zero(total: float) -> float:
    """A total that shares may be taken of: NaN where it is not above 0, for then a share means nothing."""
    return total if total > 0 else math.nan


def top_count(n: int, share: float) -> int:
    """
    How many customers are the top `share` of n: ceil(share n).

    >>> top_count(10, 0.2), top_count(11, 0.2), top_count(89, 0.2)
    (2, 3, 18)
    """
    return min(n, math.ceil(round(share * n, 9)))


def ranked(values: pd.Series) -> pd.Series:
    """The known values, largest first; equal values by index, so that the order of the rows does not matter."""
    return values.dropna().sort_index().sort_values(ascending=False, kind="stable")


def ranks(values: pd.Series) -> pd.Series:
    """1 for the largest; equal values share a place; NA where unknown."""
    return values.rank(method="min", ascending=False).astype("Int64")


def order(values: pd.Series) -> pd.Series:
    """1, 2, 3 ... in the order in which `cumulative` adds up; NA where unknown."""
    largest = ranked(values)
    return pd.Series(range(1, len(largest) + 1), largest.index, dtype="Int64").reindex(values.index)


def cumulative(values: pd.Series, total: float) -> pd.Series:
    """Running share of the total, largest first; NaN throughout where the total is not above 0."""
    return ranked(values).cumsum() / above_zero(total)


def top_share(values: pd.Series, count: int, total: float) -> float:
    """Share of the total held by the `count` largest; NaN where the total is not above 0."""
    return float(ranked(values).head(count).sum()) / above_zero(total)


def fraction_for(values: pd.Series, part: float, total: float) -> float:
    """The smallest fraction of the customers that together reach `part` of the total; NaN where they never do."""
    reached = np.flatnonzero(cumulative(values, total) >= part - EXACT)
    return (int(reached[0]) + 1) / len(values) if len(reached) else math.nan


def gini(values: pd.Series) -> float:
    """
    Inequality, 0 (all equal) to almost 1 (all with one): sum((2i - n - 1) x) / (n sum(x)), x rising (Gini, 1912).

    Not corrected for small n. Negative values count as they are. NaN where the total is not above 0, and where
    negative values push the outcome over 1, as it then means nothing.

    >>> round(gini(pd.Series([1, 3, 2, 1, 1, 1, 4])), 7)
    0.3076923
    """
    x = np.sort(values.dropna().to_numpy(dtype=float))
    n = len(x)
    outcome = float(np.sum((2 * np.arange(1, n + 1) - n - 1) * x)) / (n * above_zero(float(x.sum()))) if n else math.nan
    return max(0.0, outcome) if outcome <= 1 else math.nan  # equal amounts may come out a hair under 0


def peak(values: pd.Series) -> tuple[int, float]:
    """Where the cumulative curve is highest: how many customers are above 0, and what they make together."""
    above = values[values > 0]
    return len(above), float(above.sum())


def shares_explode(values: pd.Series, total: float, under: float) -> bool:
    """Is the total not above 0, or under this part of what those above 0 make? Then shares of it mean nothing."""
    return bool(not total > 0 or total < under * peak(values)[1])


def running(values: pd.Series, unit: float = 1.0) -> np.ndarray:
    """What the largest, the two largest ... hold together, in units of so much; starts with 0 for nobody."""
    return np.concatenate([[0.0], ranked(values).to_numpy().cumsum() / unit])


def top_share_interval(
    values: pd.Series, share: float, total: float, *, resamples: int, seed: int, level: float = 0.95
) -> Interval:
    """
    How far the share of the top would differ with other customers of the same kind: percentile bootstrap over
    customers (Efron, 1979).

    The part of the total that no known customer holds stays as it is. NaN under ten customers, where the total is not
    above 0, and where so many resamples have no positive total that a bound is without meaning.
    """
    x, random = np.sort(values.dropna().to_numpy(dtype=float)), np.random.default_rng(seed)
    count, elsewhere = min(top_count(len(values), share), len(x)), total - float(values.sum())
    if len(x) < LEAST_CUSTOMERS or not resamples or not total > 0:
        return Interval(math.nan, math.nan)
    drawn = [_share_of_top(random.choice(x, len(x)), count, elsewhere) for _ in range(resamples)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    return Interval(*(float(bound) if np.isfinite(bound) else math.nan for bound in (low, high)))


def _share_of_top(x: np.ndarray, count: int, elsewhere: float) -> float:
    """Infinite where the total is not above 0: the share grows without limit on the way there."""
    total = x.sum() + elsewhere
    return float(np.partition(x, len(x) - count)[len(x) - count :].sum() / total) if total > 0 else math.inf


def thinned(frame: pd.DataFrame, at_most: int, keep: Sequence[int] = ()) -> pd.DataFrame:
    """At most so many rows, evenly spread, with the first, the last and those at the positions to keep."""
    spread = np.linspace(0, len(frame) - 1, min(at_most, len(frame))).round().astype(int)
    return frame.iloc[np.union1d(spread, np.asarray(keep, dtype=int))]
