"""How often will a customer who is free to buy come back? The BG/NBD model (Fader, Hardie & Lee, 2005). Pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import gammaln, hyp2f1, psi

from klantlib.measures.lifetime.likelihood import Fitted, highest

WEEK = 7.0  # days: the model's unit of time
EXACT = 4  # decimals of money: sums that differ less are the same sum, in whatever order they were added up
STARTS = ((0.5, 0.5, 0.5, 2.0), (2.0, 2.0, 0.1, 5.0), (1.0, 1.0, 1.0, 1.0))  # r, alpha in mean ages, a, b
AT_ONE = 1e-6  # how near to 1 the formula for a divides by nothing


class Model(NamedTuple):
    """Rates of buying spread as gamma(r, alpha), in weeks; the chance to leave after a purchase as beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


def histories(transactions: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """
    What each customer's purchases up to a day (included) amount to; index customer_id, sorted.

    A purchase is a day on which the lines of a customer add up to more than 0: lines of a day are one purchase, a
    credit is none. Who never bought has no row. Columns:

        purchases     how many, the first included
        first, last   days
        x, t_x, T     repeat purchases; weeks from the first to the last, and to `until`
        spend         money: mean of the repeat purchases; NaN without one
        revenue       money: all lines together, credits too
    """
    lines = transactions.loc[pd.to_datetime(transactions["date"]) <= until, ["customer_id", "date", "revenue"]]
    days = (
        lines.assign(day=pd.to_datetime(lines["date"]).dt.normalize()).groupby(["customer_id", "day"])["revenue"].sum()
    )
    bought = days[days > 0].reset_index().sort_values(["customer_id", "day"])
    repeats = bought[bought.duplicated("customer_id")].groupby("customer_id")["revenue"].mean()
    found = bought.groupby("customer_id")["day"].agg(["size", "min", "max"])
    found.columns = ["purchases", "first", "last"]
    return found.assign(
        x=lambda f: f["purchases"] - 1,
        t_x=lambda f: (f["last"] - f["first"]).dt.days / WEEK,
        T=lambda f: (until - f["first"]).dt.days / WEEK,
        spend=repeats.round(EXACT),
        revenue=lines.groupby("customer_id")["revenue"].sum().round(EXACT),
    )


def fitted(history: pd.DataFrame) -> tuple[Model, Fitted]:
    """
    The model that makes these histories (x, t_x, T) most likely, and how likely.

    Raises ValueError without a repeat purchase: then nothing tells how often people come back.
    """
    if not history["x"].gt(0).any():
        raise ValueError("nobody bought twice: there is no rhythm to fit")
    kinds = history.groupby(["x", "t_x", "T"], sort=True).size().rename("n").reset_index()
    x, t_x, age, n = (kinds[name].to_numpy(float) for name in ("x", "t_x", "T", "n"))
    age = np.maximum(age, 1 / WEEK)  # who came on the last day has been there a day
    span = float(np.average(age, weights=n))
    starts = [(r, alpha * span, a, b) for r, alpha, a, b in STARTS]
    outcome = highest(
        lambda values, rows: _log_likelihood(values, x[rows], t_x[rows], age[rows], n[rows]), starts, len(n)
    )
    return Model(*outcome.values), outcome


def _log_likelihood(values: np.ndarray, x: np.ndarray, t_x: np.ndarray, age: np.ndarray, n: np.ndarray):
    """The log-likelihood and its slope in each of r, alpha, a, b (Fader, Hardie & Lee 2005, eq. 6)."""
    r, alpha, a, b = values
    there, left = np.log(alpha + age), np.log(alpha + t_x)
    stay = -(r + x) * there
    gone = np.where(x > 0, np.log(a) - np.log(np.maximum(b + x - 1, 1e-300)) - (r + x) * left, -np.inf)
    both = np.logaddexp(stay, gone)
    w = np.exp(gone - both)  # how much of the likelihood is that of having left
    beta = gammaln(b + x) - gammaln(a + b + x) - gammaln(b) + gammaln(a + b)
    total = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + beta + both
    shared = psi(a + b) - psi(a + b + x)
    slopes = (
        psi(r + x) - psi(r) + np.log(alpha) - (1 - w) * there - w * left,
        r / alpha - (r + x) * ((1 - w) / (alpha + age) + w / (alpha + t_x)),
        shared + w / a,
        shared + psi(b + x) - psi(b) - np.where(x > 0, w / np.maximum(b + x - 1, 1e-300), 0),
    )
    return float(n @ total), np.array([n @ slope for slope in slopes])


def expected(model: Model, history: pd.DataFrame, weeks: float) -> pd.Series:
    """
    How many purchases each customer will make in the next so many weeks, by what it did before (idem, eq. 10).

    Written by Euler's transformation of the hypergeometric function, so that nothing overflows for who buys each day.
    """
    r, alpha, a, b = model
    a = a if abs(a - 1) > AT_ONE else 1 + AT_ONE
    x, age = history["x"].to_numpy(float), history["T"].to_numpy(float)
    z, c = weeks / (alpha + age + weeks), a + b + x - 1
    stays = 1 - (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z)
    return pd.Series(c / (a - 1) * stays / (1 + _odds_of_gone(model, history)), history.index)


def alive(model: Model, history: pd.DataFrame) -> pd.Series:
    """
    The chance that a customer has not left; NaN for who bought once.

    The model lets nobody leave before a second purchase: its certainty of a one-time buyer is an artefact.
    """
    return (1 / (1 + pd.Series(_odds_of_gone(model, history), history.index))).where(history["x"] > 0)


def _odds_of_gone(model: Model, history: pd.DataFrame) -> np.ndarray:
    r, alpha, a, b = model
    x, t_x, age = (history[name].to_numpy(float) for name in ("x", "t_x", "T"))
    with np.errstate(over="ignore"):
        odds = np.exp(
            np.log(a) - np.log(np.maximum(b + x - 1, AT_ONE)) + (r + x) * np.log((alpha + age) / (alpha + t_x))
        )
    return np.where(x > 0, odds, 0.0)
