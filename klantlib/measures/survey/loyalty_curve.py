"""How does loyalty rise with satisfaction? A monotone curve over the five levels, with its uncertainty. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from sklearn.isotonic import isotonic_regression

LEVELS = (1, 2, 3, 4, 5)  # very dissatisfied .. very satisfied
LAST = 4  # where the step to very satisfied starts
INTERVAL = 0.95  # of the bands, as in the rest of the report
DECIMALS = 9  # two gains closer than this are the same gain, whatever the floating point says


Convex = Literal["yes", "no", "cannot_tell"]


@dataclass(frozen=True, eq=False)
class Curve:
    """Loyalty per level and per step; fractions, NaN where a level is empty or where one customer shows no spread."""

    levels: pd.DataFrame  # index level 1..5: n (answers with a loyalty), mean (plain), loyalty (the curve), low, high
    steps: pd.DataFrame  # index from 1..4: to, gain, low, high, largest (share of resamples in which it is the largest)
    undecided: float  # share of resamples that do not show whether 4-5 is the largest: a level is empty, or all others

    @property
    def n(self) -> int:
        """Answers with a loyalty: what the curve rests on."""
        return int(self.levels["n"].sum())

    @property
    def steepest(self) -> int | None:
        """Where the largest gain starts; None when no step gains."""
        gains = self.steps["gain"].round(DECIMALS)
        return int(gains.idxmax()) if gains.max() > 0 else None

    def gains(self, minimum: int) -> pd.Series:
        """The gain of each step that carries money: above 0, with a band, on at least so many answers; else NaN."""
        gain = self.steps["gain"]
        return gain.where(gain.gt(0) & self.steps["low"].notna() & (self.n >= minimum))

    def convex(self, minimum: int, sure: float) -> Convex:
        """
        Is the last step the largest? Told when `sure` (fraction) of the resamples agree, on at least so many answers.

        A resample that cannot show it counts for neither side.
        """
        largest = self.steps.loc[LAST, "largest"]
        if self.n < minimum or pd.isna(self.steps.loc[LAST, "gain"]):
            return "cannot_tell"
        return "yes" if largest >= sure else "no" if largest + self.undecided <= 1 - sure else "cannot_tell"


def loyalty_curve(
    level: pd.Series, loyalty: pd.Series, customer: pd.Series, *, resamples: int = 1000, seed: int = 1
) -> Curve:
    """
    Isotonic regression of `loyalty` (fraction) on `level` (1..5), each level weighing its answers.

    The band is a percentile bootstrap that draws customers with all their answers, as two answers of one customer are
    no two witnesses (Efron & Tibshirani 1993, ch. 13; Davison & Hinkley 1997, sec. 3.8). Answers without loyalty are
    left out. The order of the rows does not matter; the same seed gives the same band.
    """
    answers = pd.DataFrame({"level": level, "loyalty": loyalty, "customer": customer}).dropna(
        subset=["level", "loyalty"]
    )
    n, total = _by_customer(answers, "size"), _by_customer(answers, "sum")
    curve = _monotone(n.sum(axis=0), total.sum(axis=0))
    draws = _draws(n, total, resamples, seed)
    spread = (n > 0).sum(axis=0) > 1
    levels = pd.DataFrame(
        {"n": n.sum(axis=0).astype(int), "mean": _mean(n.sum(axis=0), total.sum(axis=0)), "loyalty": curve}
        | _band(draws, curve, spread),
        index=pd.Index(LEVELS, name="level"),
    )
    return Curve(levels, _steps(curve, draws, spread), _undecided(np.diff(draws)))


def _by_customer(answers: pd.DataFrame, how: str) -> np.ndarray:
    """Customers x levels: the number of answers, or the sum of their loyalty."""
    sums = answers.pivot_table("loyalty", "customer", "level", how, fill_value=0, dropna=False, observed=True)
    return sums.reindex(columns=LEVELS, fill_value=0).to_numpy(float)


def _draws(n: np.ndarray, total: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Resamples x levels: the curve of as many customers, drawn with replacement."""
    customers = len(n)
    if not customers:
        return np.full((0, len(LEVELS)), np.nan)
    times = np.random.default_rng(seed).multinomial(customers, np.full(customers, 1 / customers), size=resamples)
    return np.array([_monotone(*drawn) for drawn in zip(times @ n, times @ total, strict=True)]).reshape(
        -1, len(LEVELS)
    )


def _monotone(n: np.ndarray, total: np.ndarray) -> np.ndarray:
    """The non-decreasing curve nearest to the means (pool adjacent violators, Barlow et al. 1972); NaN where empty."""
    there, curve = n > 0, np.full(len(n), np.nan)
    if there.any():
        curve[there] = isotonic_regression(total[there] / n[there], sample_weight=n[there])
    return curve.round(DECIMALS + 3)


def _mean(n: np.ndarray, total: np.ndarray) -> np.ndarray:
    return np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)


def _band(draws: np.ndarray, estimate: np.ndarray, spread: np.ndarray) -> dict[str, np.ndarray]:
    """The interval of each column of draws, around the estimate; NaN where there is no spread to see."""
    shown = spread & ~np.isnan(estimate)
    low, high = np.full(len(estimate), np.nan), np.full(len(estimate), np.nan)
    if shown.any() and len(draws):
        tail = (1 - INTERVAL) / 2
        low[shown], high[shown] = np.nanquantile(draws[:, shown], [tail, 1 - tail], axis=0)
    return {"low": np.minimum(low, estimate), "high": np.maximum(high, estimate)}


def _steps(curve: np.ndarray, draws: np.ndarray, spread: np.ndarray) -> pd.DataFrame:
    gain, gains = np.diff(curve), np.diff(draws)
    return pd.DataFrame(
        {"to": LEVELS[1:], "gain": gain} | _band(gains, gain, spread[1:] & spread[:-1]) | {"largest": _largest(gains)},
        index=pd.Index(LEVELS[:-1], name="from"),
    )


def _largest(gains: np.ndarray) -> np.ndarray:
    """Per step the share of resamples in which it gains more than every other; a lone step is not a largest one."""
    seen = np.where(np.isnan(gains), -np.inf, gains.round(DECIMALS))
    ranked = np.sort(seen, axis=1)
    clear = np.isfinite(ranked[:, -2]) & (ranked[:, -1] > ranked[:, -2])
    return (clear[:, None] & (seen == ranked[:, -1:])).sum(axis=0) / max(len(gains), 1)


def _undecided(gains: np.ndarray) -> float:
    there = ~np.isnan(gains)
    return float((~there[:, -1] | (there.sum(axis=1) < 2)).sum() / len(gains)) if len(gains) else 1.0
