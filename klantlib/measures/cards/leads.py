"""Does what was measured last period tell where customers stand now? Rank correlations, with their uncertainty."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata

Verdict = Literal["rises", "falls", "cannot_tell", "too_few"]


class Pair(NamedTuple):
    """A sign of last period, and what it may announce for this one."""

    sign: str
    outcome: str


def leads(
    before: pd.DataFrame, now: pd.DataFrame, pairs: list[Pair], *, minimum: int, wrong: float, resamples: int, seed: int
) -> pd.DataFrame:
    """
    For each pair whether the sign (a column of `before`) goes with the outcome (a column of both) one period later.

    Partial rank correlation (Kendall, 1942, with Spearman's ranks): the outcome now with the sign before, given the
    outcome before, so that what merely lasts announces nothing (the thought of Granger, 1969). Interval by bootstrap
    over customers, so wide that all pairs that are judged together are wrong at most `wrong` of the time (Bonferroni).
    Rows in the order of `pairs`: sign, outcome, n, r, low, high (NaN under `minimum` customers), verdict.
    """
    known = [_known(before, now, pair) for pair in pairs]
    judged = sum(len(rows) >= minimum for rows in known)
    rows = []
    for pair, values in zip(pairs, known, strict=True):
        enough = len(values) >= minimum
        figures = _interval(values, wrong / judged, resamples, seed) if enough else (np.nan,) * 3
        rows.append((*pair, len(values), *figures, _verdict(enough, *figures[1:])))
    return pd.DataFrame(rows, columns=["sign", "outcome", "n", "r", "low", "high", "verdict"])


def _known(before: pd.DataFrame, now: pd.DataFrame, pair: Pair) -> np.ndarray:
    """Sign, outcome now, outcome before, of the customers of whom all three are known; by customer."""
    both = before.index.intersection(now.index).sort_values()
    columns = [before.loc[both, pair.sign], now.loc[both, pair.outcome], before.loc[both, pair.outcome]]
    return pd.concat(columns, axis="columns").dropna().to_numpy(float)


def _verdict(enough: bool, low: float, high: float) -> Verdict:
    if not enough:
        return "too_few"
    return "rises" if low > 0 else "falls" if high < 0 else "cannot_tell"


def _interval(values: np.ndarray, wrong: float, resamples: int, seed: int) -> tuple[float, float, float]:
    """The correlation and its bootstrap interval; NaN where a column does not vary."""
    draws = np.random.default_rng(seed).integers(len(values), size=(resamples, len(values)))
    r = float(partial_rank(values[None])[0])
    drawn = partial_rank(values[draws])
    drawn = drawn[np.isfinite(drawn)]
    if not np.isfinite(r) or not len(drawn):
        return np.nan, np.nan, np.nan
    low, high = np.quantile(drawn, [wrong / 2, 1 - wrong / 2])
    return r, float(low), float(high)


def partial_rank(samples: np.ndarray) -> np.ndarray:
    """
    Per sample (k x n x 3: x, y, z) the rank correlation of x and y given z; NaN where one of them does not vary.

    Where z does not vary it takes nothing away: the plain rank correlation of x and y.
    """
    ranks = rankdata(samples, axis=1)
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    norm = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y, z = np.moveaxis(centred / norm, 2, 0)
        xy, xz, yz = ((a * b).sum(axis=1) for a, b in ((x, y), (x, z), (y, z)))
        xz, yz = np.nan_to_num(xz), np.nan_to_num(yz)
        partial = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))
    return np.where(np.isfinite(partial), np.clip(partial, -1.0, 1.0), np.nan)
