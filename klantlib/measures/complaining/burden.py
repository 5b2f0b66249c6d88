"""Who complains more than what he buys explains, and did complaints become fewer?"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats

from klantlib.measures.curves import LEAST_CUSTOMERS, above_zero

CHANCE = 0.05  # differences between customers that chance gives this often or more are no differences
SHAPES = (-7.0, 14.0)  # logarithms between which the shape is looked for: from a few customers have all to all alike
PATTERN = 2  # one complaint is no pattern, however little someone orders


class Spread(NamedTuple):
    """How much the rates of customers differ: gamma distributed around the mean."""

    mean: float  # complaints per order of all customers together; NaN without orders
    shape: float  # of the gamma; infinite where customers differ no more than chance gives them
    p_value: float  # how often chance gives differences as large, were every order as likely to lead to a complaint


class Change(NamedTuple):
    """Complaints per order now as a multiple of those before; 95% bounds, NaN where they cannot be given."""

    ratio: float
    low: float
    high: float


def spread(counts: pd.Series, orders: pd.Series) -> Spread:
    """
    Do customers differ in complaints per order beyond chance? Negative binomial against Poisson.

    After Clayton & Kaldor (1987), with a likelihood ratio test at the edge of what the shape can be (Self & Liang,
    1987). Same index; customers without orders tell nothing.
    """
    y, size = (values[orders > 0].to_numpy(float) for values in (counts, orders))
    mean = float(y.sum()) / above_zero(float(size.sum()))
    if not mean > 0:
        return Spread(mean, math.inf, 1.0)
    chance = float(stats.poisson.logpmf(y, mean * size).sum())
    found = optimize.minimize_scalar(lambda log: -_likelihood(y, mean * size, math.exp(log)), SHAPES, bounds=SHAPES)
    gain = max(0.0, 2 * (-float(found.fun) - chance))
    p_value = float(stats.chi2.sf(gain, 1)) / 2 if gain else 1.0
    return Spread(mean, math.exp(found.x) if p_value < CHANCE else math.inf, p_value)


def burden(counts: pd.Series, orders: pd.Series, spread: Spread, sure: float) -> pd.DataFrame:
    """
    Per customer, same index; NaN without orders (many: False):

        expected   complaints, had its orders been like all others
        rate       complaints per order
        fair       idem, drawn towards the mean the fewer orders there are: empirical Bayes, gamma-Poisson
                   (Clayton & Kaldor, 1987)
        many       bool: at least PATTERN complaints, and with a probability of `sure` or more a rate over the mean
    """
    expected = spread.mean * orders.where(orders > 0)
    apart = math.isfinite(spread.shape)
    trusted = (spread.shape + counts) / (spread.shape + expected) if apart else 1.0 + 0.0 * expected
    above = stats.gamma.sf(1.0, spread.shape + counts, scale=1 / (spread.shape + expected)) if apart else 0.0
    return pd.DataFrame(
        {
            "expected": expected,
            "rate": counts / orders.where(orders > 0),
            "fair": spread.mean * trusted,
            "many": (above >= sure) & counts.ge(PATTERN) & orders.gt(0),
        }
    )


def change(now: pd.DataFrame, before: pd.DataFrame, *, resamples: int, seed: int) -> Change:
    """
    Complaints per order of this period against the one before; percentile bootstrap over customers (Efron, 1979).

    Frames with index customer_id and columns complaints and orders. NaN where there is nothing to divide by; no bounds
    under ten customers: one customer with many complaints makes a year, so complaints are not counted as loose ones.
    """
    periods = now[["complaints", "orders"]], before[["complaints", "orders"]].add_suffix("_before")
    both = periods[0].join(periods[1], how="outer")
    counts = both.sort_index().fillna(0.0).to_numpy(float)
    ratio = float(_ratios(counts.sum(axis=0)[None])[0])
    rates = counts[:, [1, 3]].sum(axis=0).min() >= len(counts)  # under an order a customer there is none to compare
    if len(counts) < LEAST_CUSTOMERS or not resamples or not math.isfinite(ratio) or not rates:
        return Change(ratio if math.isfinite(ratio) else math.nan, math.nan, math.nan)
    times = np.random.default_rng(seed).multinomial(len(counts), [1 / len(counts)] * len(counts), size=resamples)
    low, high = np.quantile(_ratios(times @ counts), [0.025, 0.975], method="inverted_cdf")
    return Change(ratio, float(low), float(high)) if math.isfinite(high) else Change(ratio, math.nan, math.nan)


def _ratios(sums: np.ndarray) -> np.ndarray:
    """Of rows of complaints, orders, complaints before, orders before; infinite where there is nothing to divide by."""
    complaints, orders, complaints_before, orders_before = sums.T
    possible = (complaints_before > 0) & (orders > 0)
    return np.divide(
        complaints * orders_before, complaints_before * orders, out=np.full(len(sums), math.inf), where=possible
    )


def _likelihood(y: np.ndarray, expected: np.ndarray, shape: float) -> float:
    return float(stats.nbinom.logpmf(y, shape, shape / (shape + expected)).sum())
