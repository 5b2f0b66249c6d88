"""Do complaints come from a few customers, or as chance would have it?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.curves import top_count, top_share

DRAWINGS, SEED = 1000, 1  # behind what chance alone would give; the same seed gives the same answer


class Complaints(NamedTuple):
    """How complaints are spread over customers; shares are fractions of all complaints of known customers."""

    total: int
    complainers: int  # customers that complained
    top: int  # customers in the top
    top_share: float
    by_chance: float  # what the same top would have if every order were as likely to lead to a complaint
    low: float  # between which 95 of 100 drawings by chance lie
    high: float


def complaints_spread(counts: pd.Series, orders: pd.Series, top: float) -> Complaints | None:
    """
    The share of complaints of the top complainers, beside what chance alone would give them; None without complaints.

    By chance: the same number of complaints fallen over the orders (Poisson, given the total: multinomial).
    """
    total, size = int(counts.sum()), top_count(len(counts), top)
    if not total or not orders.sum():
        return None
    drawn = np.random.default_rng(SEED).multinomial(total, (orders / orders.sum()).to_numpy(float), size=DRAWINGS)
    shares = np.sort(drawn, axis=1)[:, len(counts) - size :].sum(axis=1) / total
    low, high = np.quantile(shares, [0.025, 0.975])
    by_chance = (float(value) for value in (shares.mean(), low, high))
    return Complaints(total, int((counts > 0).sum()), size, top_share(counts, size, total), *by_chance)
