"""How much will a customer spend per purchase? The gamma-gamma model (Fader & Hardie, 2013). Pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import gammaln, psi

from klantlib.measures.lifetime.likelihood import Fitted, highest

STARTS = ((1.0, 2.0, 1.0), (6.0, 4.0, 1.0), (2.0, 10.0, 5.0))  # p, q, v in mean amounts


class Spending(NamedTuple):
    """Amounts spread as gamma(p, nu) within a customer, and nu as gamma(q, v) over customers."""

    p: float
    q: float
    v: float


def spending(mean: pd.Series, purchases: pd.Series) -> tuple[Spending, Fitted]:
    """
    The model that makes these mean amounts (money above 0, over so many purchases each) most likely.

    It takes amount and number of purchases to be independent. Raises ValueError for nobody.
    """
    if not len(mean):
        raise ValueError("nobody bought twice: there are no amounts to fit")
    amount, x = mean.to_numpy(float), purchases.to_numpy(float)
    unit = float(amount.mean())
    z = amount / unit
    outcome = highest(lambda values, rows: _log_likelihood(values, z[rows], x[rows]), STARTS, len(z))
    p, q, v = outcome.values
    in_money = float(outcome.log_likelihood - len(z) * np.log(unit))
    return Spending(p, q, v * unit), outcome._replace(values=(p, q, v * unit), log_likelihood=in_money)


def _log_likelihood(values: np.ndarray, z: np.ndarray, x: np.ndarray):
    """The log-likelihood and its slope in each of p, q, v (Fader & Hardie 2013, eq. 1a)."""
    p, q, v = values
    logs = np.log(v + x * z)
    total = (
        gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        + (p * x - 1) * np.log(z) + p * x * np.log(x) - (p * x + q) * logs
    )  # fmt: skip
    slopes = (
        x * (psi(p * x + q) - psi(p * x) + np.log(z) + np.log(x) - logs),
        psi(p * x + q) - psi(q) + np.log(v) - logs,
        q / v - (p * x + q) / (v + x * z),
    )
    return float(total.sum()), np.array([slope.sum() for slope in slopes])


def expected_amount(model: Spending, total: pd.Series, purchases: pd.Series) -> pd.Series:
    """
    Money per purchase to come, of a customer that spent `total` on so many purchases (idem, eq. 5).

    A mean of its own amounts and everybody's; its own weighs more, the more it bought.
    """
    p, q, v = model
    return p * (v + total.clip(lower=0)) / (p * purchases + q - 1)
