"""Which of several marks that go together carries most of the overall mark, and how sure is that? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from klantlib.measures.uncertainty import SURE

EACH = 5  # customers per mark that a regression needs at the least (a rule of thumb)
OVERALL = "overall mark"  # beside the aspects, whose names are the client's
COLUMNS = ["weight", "share", "low", "high"]
FLAT = 1e-12  # a spread under this is none
State = Literal["", "few", "flat"]


@dataclass(frozen=True, eq=False)
class Weights:
    """
    What each mark contributes. `table`: index the mark's name, largest first, columns weight (part of the variance of
    the overall mark that it accounts for), share (of r2), low, high (interval of the share).
    """

    table: pd.DataFrame
    r2: float  # part of the variance that all account for together; NaN where there is no table
    n: int  # customers with every mark
    state: State = ""  # why there is no table: too few customers, or nothing differs

    @property
    def apart(self) -> bool:
        """Does the first stand apart from all others: its whole interval above theirs?"""
        low, high = self.table["low"], self.table["high"]
        return bool(len(low) > 1 and (low.iloc[0] > high.iloc[1:]).all())


def relative_weights(marks: pd.DataFrame, overall: pd.Series) -> tuple[np.ndarray, float]:
    """
    The relative weight of each column for `overall`, and R2, which they add up to (Johnson, 2000).

    The columns are replaced by the nearest ones that do not go together; what those explain is divided over the
    columns by how much they share with each. Needs known values that differ; the order of the columns does not matter.
    """
    return _johnson(np.column_stack([marks.to_numpy(float), overall.to_numpy(float)]))


def key_drivers(
    marks: pd.DataFrame, overall: pd.Series, *, minimum: int = 30, resamples: int = 1000, seed: int = 1
) -> Weights:
    """
    Relative weights with an interval: a percentile bootstrap over the rows (Tonidandel, LeBreton & Johnson, 2009).

    `marks`: a row a customer, a column an aspect; rows with an unknown mark are left out, columns in which all marks
    are equal have no weight and are left out. No table under `minimum` rows or under five a column.
    """
    complete = marks.join(overall.rename(OVERALL)).dropna().sort_index()
    columns = sorted(column for column in marks.columns if complete[column].std() > FLAT)
    if len(complete) < max(minimum, EACH * marks.shape[1]):
        return _none(len(complete), "few")
    if len(columns) < 2 or not complete[OVERALL].std() > FLAT:
        return _none(len(complete), "flat")
    rows = complete[[*columns, OVERALL]].to_numpy(float)
    weight, r2 = _johnson(rows)
    if not r2 > FLAT:
        return _none(len(complete), "flat")
    return Weights(_table(columns, weight, weight / r2, _draws(rows, resamples, seed)), r2, len(complete))


def _none(n: int, state: State) -> Weights:
    return Weights(pd.DataFrame(columns=COLUMNS, dtype=float), float("nan"), n, state)


def _table(columns: list[str], weight: np.ndarray, share: np.ndarray, draws: np.ndarray) -> pd.DataFrame:
    """Largest share first, with its interval."""
    tail = (1 - SURE) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0) if len(draws) else (share * np.nan, share * np.nan)
    found = dict(zip(COLUMNS, (weight, share, np.minimum(low, share), np.maximum(high, share)), strict=True))
    table = pd.DataFrame(found, index=pd.Index(columns, name="aspect"))
    return table.sort_values("share", ascending=False, kind="stable")


def _johnson(rows: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights of all columns but the last, for the last; NaN where a column does not differ."""
    spread = rows.std(axis=0)
    if not (spread > FLAT).all():
        return np.full(rows.shape[1] - 1, np.nan), float("nan")
    together = np.corrcoef(rows, rowvar=False)
    among, with_overall = together[:-1, :-1], together[:-1, -1]
    values, vectors = np.linalg.eigh(among)
    loadings = vectors @ np.diag(np.sqrt(values.clip(min=0))) @ vectors.T
    beta = np.linalg.pinv(loadings, rcond=1e-7, hermitian=True) @ with_overall
    weights = loadings**2 @ beta**2
    return weights, float(weights.sum())


def _draws(rows: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Resamples x columns: the shares of as many customers drawn with replacement; those without spread left out."""
    random = np.random.default_rng(seed)
    drawn = (_johnson(rows[random.integers(0, len(rows), len(rows))]) for _ in range(resamples))
    return np.array([weights / r2 for weights, r2 in drawn if r2 > FLAT]).reshape(-1, rows.shape[1] - 1)
