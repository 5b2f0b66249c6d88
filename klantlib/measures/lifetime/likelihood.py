"""Which parameters, all above 0, make what was seen most likely? A search from several starts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

SAMPLE = 4000  # rows on which the starts compete; the winner goes on with all
BOUND = 11.5  # of the logarithm: between 1/100,000 and 100,000 times; beyond it a parameter changes nothing any more
PRECISE = {"maxiter": 300, "ftol": 1e-12, "gtol": 1e-8}  # of a likelihood per row

# parameters, which rows -> log-likelihood and its slope in each parameter
Likelihood = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]


class Fitted(NamedTuple):
    """The parameters found."""

    values: tuple[float, ...]
    log_likelihood: float
    bounded: bool  # a parameter ran to the end of its range: the data do not say how large it is


def highest(likelihood: Likelihood, starts: Sequence[Sequence[float]], n: int) -> Fitted:
    """
    Maximum likelihood over n rows by L-BFGS-B on the logarithms of the parameters (Byrd, Lu, Nocedal & Zhu, 1995).

    Every start is tried; where there are many rows on an even sample of them first. Raises ValueError where no start
    leads anywhere: the likelihood has no number.
    """
    rows, sample = np.arange(n), np.unique(np.linspace(0, n - 1, min(n, SAMPLE)).round().astype(int))
    tried = [_climb(likelihood, np.log(start), sample) for start in starts]
    tried = [outcome for outcome in tried if np.isfinite(outcome.fun)]
    if not tried:
        raise ValueError("the likelihood has no number from any start")
    best = _climb(likelihood, min(tried, key=lambda outcome: outcome.fun).x, rows)
    return Fitted(tuple(map(float, np.exp(best.x))), -float(best.fun) * n, bool((np.abs(best.x) > BOUND - 0.01).any()))


def _climb(likelihood: Likelihood, start: np.ndarray, rows: np.ndarray):
    def falling(logs: np.ndarray) -> tuple[float, np.ndarray]:
        values = np.exp(logs)
        height, slope = likelihood(values, rows)
        return -height / len(rows), -slope * values / len(rows)

    return minimize(falling, start, jac=True, method="L-BFGS-B", bounds=[(-BOUND, BOUND)] * len(start), options=PRECISE)
