"""How sure is a mark, or a net promoter score, with so many answers, and has it changed? Pure."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd
from scipy import stats

from klantlib.measures.uncertainty import SURE, Estimate, mean

WALD = 3.0  # answers that the adjusted Wald interval adds, three quarters of them to promoters and detractors


class Promoters(NamedTuple):
    """How people answer on recommending (0-10); shares are fractions of the n that answered, NaN of nobody."""

    net: Estimate  # promoters less detractors, -1..1
    promoters: float
    passives: float
    detractors: float
    mean: float  # of the marks themselves, 0-10


def mean_of(values: pd.Series, lowest: float = -math.inf, highest: float = math.inf) -> Estimate:
    """The mean of the marks that are known, its interval within the scale `lowest` .. `highest`; none where all are
    equal, as nobody knows then how far marks can differ.

    >>> mean_of(pd.Series([1.0, 2.0, 3.0]), lowest=1)[:3]
    (2.0, 1, 4.4841377118)
    """
    found = mean(values)
    if not found.high > found.low:
        return found._replace(low=math.nan, high=math.nan)
    return found._replace(low=max(found.low, lowest), high=min(found.high, highest))


def promoters(recommend: pd.Series, promoter_from: float = 9, detractor_to: float = 6) -> Promoters:
    """
    The net promoter score (Reichheld, 2003) with its adjusted Wald interval (Agresti & Coull, 1998; for the difference
    of two shares of one group Bonett & Price, 2012: three answers more, of which 3/4 promoters and 3/4 detractors).
    """
    known = recommend.dropna()
    n = len(known)
    if not n:
        return Promoters(Estimate(math.nan, math.nan, math.nan, 0), *[math.nan] * 4)
    up, down = int((known >= promoter_from).sum()), int((known <= detractor_to).sum())
    value, (low, high) = (up - down) / n, _adjusted_wald(up, down, n)
    net = Estimate(value, min(low, value), max(high, value), n)  # of few answers that all agree the score lies outside
    return Promoters(net, up / n, (n - up - down) / n, down / n, float(known.mean()))


def change(now: Estimate, before: Estimate) -> Estimate:
    """
    What changed, with an interval from those of both (square and add: Newcombe, 1998; Zou & Donner, 2008).

    It takes the two as groups of different people; where the same people answered twice it is wider than needed.
    """
    value = now.value - before.value
    down = math.hypot(now.value - now.low, before.high - before.value)
    up = math.hypot(now.high - now.value, before.value - before.low)
    return Estimate(value, value - down, value + up, min(now.n, before.n))


def moved(difference: Estimate, minimum: int) -> str:
    """`up` or `down` where the whole interval lies on one side of 0, else `same`; `few` under `minimum` answers."""
    if difference.n < minimum:
        return "few"
    return "up" if difference.low > 0 else "down" if difference.high < 0 else "same"


def _adjusted_wald(up: int, down: int, n: int) -> tuple[float, float]:
    more = n + WALD
    share_up, share_down = (up + WALD / 4) / more, (down + WALD / 4) / more
    centre = share_up - share_down
    half = float(stats.norm.ppf((1 + SURE) / 2)) * math.sqrt((share_up + share_down - centre**2) / more)
    return max(centre - half, -1.0), min(centre + half, 1.0)
