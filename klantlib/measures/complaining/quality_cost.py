"""How much prevention is cheapest, prevention and repair together?"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

LEAST_YEARS = 5  # a curve of two numbers through fewer points fits whatever one wishes
LOOK_YEARS = 3  # of fewer years no bottom can be seen
Verdict = Literal["fitted", "between", "most", "least", "few"]


class Optimum(NamedTuple):
    """Money; NaN where it cannot be told. The last year is the latest there is."""

    # fitted: the years carry a curve with a lowest point; else where the cheapest year stands: between years with less
    # and with more prevention, or the one with the most or the least of it; few: too few different years
    verdict: Verdict
    years: int
    cheapest: int  # the year with the lowest total
    cheapest_prevention: float
    cheapest_total: float
    last: int
    last_prevention: float
    last_total: float
    best: float  # prevention at the lowest point of the curve
    low: float  # the lowest and highest of it when each year is left out in turn
    high: float
    best_total: float  # prevention and repair there


def yearly(costs: pd.DataFrame) -> pd.DataFrame:
    """Index year, rising: prevention, repair, complaints and total, of all rows of that year together."""
    known = costs.dropna(subset=["year", "prevention", "repair"])
    sums = known.groupby(known["year"].astype(int))[["prevention", "repair", "complaints"]].sum()
    return sums.assign(total=sums["prevention"] + sums["repair"])


def optimum(years: pd.DataFrame) -> Optimum | None:
    """
    Where the total of prevention and repair is lowest (Feigenbaum, 1956; Juran, 1951); None without years.

    `years`: see `yearly`. Repair falls by an equal part for each amount of prevention: log(repair) = a - b prevention,
    lowest where another euro of prevention saves one of repair: log(b e^a) / b. Told only of five years or more whose
    slope is below 0 (95%), and where that point lies between the amounts tried, whichever year is left out.
    """
    if years.empty:
        return None
    cheapest, last = int(years["total"].idxmin()), int(years.index[-1])
    best, around = _carried(years)
    return Optimum(
        verdict="fitted" if math.isfinite(best) else _seen(years, cheapest),
        years=len(years),
        cheapest=cheapest,
        cheapest_prevention=float(years.loc[cheapest, "prevention"]),
        cheapest_total=float(years.loc[cheapest, "total"]),
        last=last,
        last_prevention=float(years.loc[last, "prevention"]),
        last_total=float(years.loc[last, "total"]),
        best=best,
        low=min(around, default=math.nan),
        high=max(around, default=math.nan),
        best_total=best + _repair_at(years, best),
    )


def _carried(years: pd.DataFrame) -> tuple[float, list[float]]:
    """The lowest point, and those without each of the years; NaN and none where the years do not carry it."""
    if len(years) < LEAST_YEARS or (years["repair"] <= 0).any() or years["prevention"].nunique() < LOOK_YEARS:
        return math.nan, []
    fit = stats.linregress(years["prevention"], np.log(years["repair"]))
    falls = fit.slope + stats.t.ppf(0.975, len(years) - 2) * fit.stderr < 0
    points = [_lowest(years), *(_lowest(years.drop(year)) for year in years.index)]
    tried = years["prevention"].min(), years["prevention"].max()
    if not falls or not all(tried[0] < point < tried[1] for point in points):
        return math.nan, []
    return points[0], points[1:]


def _lowest(years: pd.DataFrame) -> float:
    """Where another euro of prevention saves one of repair; NaN where it never does."""
    fit = stats.linregress(years["prevention"], np.log(years["repair"]))
    saves = -fit.slope * math.exp(fit.intercept)  # at no prevention
    return float(math.log(saves) / -fit.slope) if saves > 0 else math.nan


def _repair_at(years: pd.DataFrame, prevention: float) -> float:
    if not math.isfinite(prevention):
        return math.nan
    fit = stats.linregress(years["prevention"], np.log(years["repair"]))
    return float(math.exp(fit.intercept + fit.slope * prevention))


def _seen(years: pd.DataFrame, cheapest: int) -> Verdict:
    """Where the cheapest year stands among the others."""
    if len(years) < LOOK_YEARS or years["prevention"].nunique() < LOOK_YEARS:
        return "few"
    place = years["prevention"].rank(method="min")[cheapest]
    most = years["prevention"].rank(method="max")[cheapest]
    return "least" if place == 1 else "most" if most == len(years) else "between"
