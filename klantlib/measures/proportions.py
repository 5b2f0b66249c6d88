"""Of how many did how many, and how far may that share be off? Pure."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from klantlib.measures import uncertainty

FEWEST = 5  # a share of fewer is told as a count: one customer more or less moves it by 25 points or more


class Part(float):
    """
    A share that knows how many of how many it is: a float in every sum, told as a count where `of` is under FEWEST.

    >>> Part(3, 4) + 0.0, Part(3, 4).few, Part(30, 40).few
    (0.75, True, False)
    """

    hits: int
    of: int

    def __new__(cls, hits: float, of: float) -> Part:
        """NaN where nothing was counted."""
        share = super().__new__(cls, hits / of if of else math.nan)
        share.hits, share.of = int(hits), int(of)
        return share

    def __getnewargs__(self) -> tuple[int, int]:
        return self.hits, self.of

    @property
    def few(self) -> bool:
        return self.of < FEWEST


class Share(NamedTuple):
    """A counted share with its interval; fractions, NaN where nothing was counted."""

    hits: int
    n: int
    share: float
    low: float
    high: float


def share_of(hits: int, n: int) -> Share:
    """
    `hits` of `n`, with the interval of Wilson (1927).

    >>> [round(bound, 4) for bound in share_of(8, 10)[2:]]
    [0.8, 0.4902, 0.9433]
    """
    _, low, high, _ = uncertainty.share(hits, n)
    return Share(int(hits), int(n), Part(hits, n), low, high)


def carried(shares: pd.Series, of: pd.Series | float) -> pd.Series:
    """
    The shares that their number carries, as percentages; NaN where it is under FEWEST: beside it stands the count.

    shares: fractions; of: of how many each is, or all of them are.
    """
    return shares.where(pd.Series(of, index=shares.index) >= FEWEST)


def within(shares: pd.Series) -> bool:
    """Are these parts of a whole, none over the whole and none more than the whole below nothing? Unknown ones are."""
    return not shares.abs().gt(1.0 + 1e-9).any()
