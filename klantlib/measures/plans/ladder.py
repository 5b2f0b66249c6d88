"""On which step of the ladder does the contact with a customer stand, and which form of selling goes with it?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

STEPS = (1, 2, 3, 4, 5)  # commodity, good product & service, service & support, business issues, organisational issues
FORMS = ("transactional", "representation", "account_management", "consultative")


class FormsFrom(NamedTuple):
    """From which step each form goes, after transactional; the ladder names the order of forms, not their steps."""

    representation: float = 2.0
    account_management: float = 3.0
    consultative: float = 4.0


def forms(steps: pd.Series, starts: Sequence[float] = FormsFrom()) -> pd.Series:
    """
    The form of selling at each step; None where the step is unknown.

    >>> forms(pd.Series([1.0, 2.0, 3.0, 5.0])).tolist()
    ['transactional', 'representation', 'account_management', 'consultative']
    """
    number = np.searchsorted(np.asarray(starts, float), steps.to_numpy(float), side="right")
    named = pd.Series(np.array(FORMS, dtype=object)[np.minimum(number, len(FORMS) - 1)], steps.index)
    return named.where(steps.notna(), None)


def positions(contact: pd.DataFrame) -> pd.DataFrame:
    """
    One row a customer, index customer_id: ladder_now and ladder_wished (the mean where rows differ), seller (the first
    that is named), judged (rows).

    `contact`: customer_id, ladder_now, ladder_wished (1-5), seller. (After Miller & Heiman, Strategic Selling, 1985.)
    """
    ordered = contact.sort_values(["customer_id", "seller"], kind="stable").groupby("customer_id")
    return ordered.agg(
        ladder_now=("ladder_now", "mean"),
        ladder_wished=("ladder_wished", "mean"),
        seller=("seller", "first"),
        judged=("ladder_now", "size"),
    )
