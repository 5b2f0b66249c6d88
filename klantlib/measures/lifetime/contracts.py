"""How long do customers with a contract stay? The shifted beta-geometric model (Fader & Hardie, 2007). Pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import gammaln, psi

from klantlib.measures.lifetime.likelihood import Fitted, highest

STARTS = ((1.0, 1.0), (0.5, 5.0), (2.0, 20.0))


class Renewal(NamedTuple):
    """The chance not to renew, spread over customers as beta(alpha, beta)."""

    alpha: float
    beta: float


def renewal(entered: pd.Series, left: pd.Series, stayed: pd.Series) -> tuple[Renewal, Fitted]:
    """
    The model that makes these contracts most likely.

    One row a customer: periods it had been there when we first saw it (`entered`, 0 = from the start), periods up to
    which it was seen (`left`), and whether it was still there then (`stayed`, bool; else it left in that last period).
    Raises ValueError where nobody was seen for a period.
    """
    seen = left > entered
    if not seen.any():
        raise ValueError("nobody was seen for a whole period")
    contracts = pd.DataFrame({"e": entered, "t": left, "s": stayed})[seen].groupby(["e", "t", "s"]).size()
    e, t, s = (contracts.index.get_level_values(name).to_numpy(float) for name in ("e", "t", "s"))
    n = contracts.to_numpy(float)
    outcome = highest(lambda values, rows: _log_likelihood(values, e[rows], t[rows], s[rows], n[rows]), STARTS, len(n))
    return Renewal(*outcome.values), outcome


def _log_likelihood(values: np.ndarray, e: np.ndarray, t: np.ndarray, s: np.ndarray, n: np.ndarray):
    """ln S(t) - ln S(e) for who stayed, ln P(t) - ln S(e) for who left; and the slopes in alpha and beta."""
    a, b = values
    leaves = 1 - s  # who left in period t survived t - 1 of them, and then did not renew
    total = _log_survival(a, b, t - leaves) - _log_survival(a, b, e) + leaves * (np.log(a) - np.log(a + b + t - 1))
    to, since = _slopes(a, b, t - leaves), _slopes(a, b, e)
    by_a = to[0] - since[0] + leaves * (1 / a - 1 / (a + b + t - 1))
    by_b = to[1] - since[1] - leaves / (a + b + t - 1)
    return float(n @ total), np.array([n @ by_a, n @ by_b])


def _log_survival(a: float, b: float, t: np.ndarray) -> np.ndarray:
    return gammaln(a + b) - gammaln(b) + gammaln(b + t) - gammaln(a + b + t)


def _slopes(a: float, b: float, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    both = psi(a + b) - psi(a + b + t)
    return both, both - psi(b) + psi(b + t)


def survival(model: Renewal, t: np.ndarray) -> np.ndarray:
    """The part of a cohort that is still there after t periods; fractions."""
    return np.exp(_log_survival(*model, np.asarray(t, float)))


def retention_rate(model: Renewal, t: np.ndarray) -> np.ndarray:
    """The chance to renew for the t-th time (t = 1, 2 ...): rises, as those who leave easily are gone (idem, eq. 8)."""
    return (model.beta + t - 1) / (model.alpha + model.beta + t - 1)


def residual_lifetime(model: Renewal, tenure: pd.Series, discount: float, periods: int) -> pd.Series:
    """Discounted periods still to come in the next so many, of who has been there for `tenure` periods."""
    t, ahead = tenure.to_numpy(float)[:, None], np.arange(1, periods + 1)[None, :]
    stays = np.exp(_log_survival(*model, t + ahead) - _log_survival(*model, t))
    return pd.Series((stays / (1 + discount) ** ahead).sum(axis=1), tenure.index)
