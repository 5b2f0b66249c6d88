"""Of how many did how many, and how far may that share be off? Pure."""

from __future__ import annotations

from typing import NamedTuple

from klantlib.measures import uncertainty


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
    value, low, high, _ = uncertainty.share(hits, n)
    return Share(int(hits), int(n), value, low, high)
