"""How long does it take to settle a complaint, those that are still open counted as they should be?"""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.curves import EXACT, Interval

Z = 1.959964  # of a 95% interval


class Settling(NamedTuple):
    """Days are whole days from the complaint to its settlement; NaN where it cannot be told."""

    n: int  # complaints whose time is known, open ones included
    open: int  # of those, not settled at the end
    overdue: int  # of those, open for longer than the norm
    wrong: int  # settled before they were made: left out
    median: float  # half was settled within so many days
    ninety: float  # nine in ten within so many
    longest: float  # of those that were settled
    oldest: float  # of those still open, so far
    within: float  # share settled within the norm
    interval: Interval  # of that share, 95%


def durations(complaints: pd.DataFrame, end: date) -> pd.DataFrame:
    """days and settled (bool) per complaint, same index; open ones have the days up to `end`, wrong ones NaN."""
    settled = complaints["settled"].notna()
    days = (complaints["settled"].fillna(pd.Timestamp(end)) - complaints["date"]).dt.days.astype(float)
    return pd.DataFrame({"days": days.where(~settled, days.where(days >= 0)).clip(lower=0), "settled": settled})


def settling(complaints: pd.DataFrame, end: date, norm: int) -> Settling | None:
    """
    Time to settle of complaints (`date`, `settled`: days); None where no day of settlement is known.

    Open complaints count for as long as they have been open (Kaplan & Meier, 1958): without them times look shorter
    than they are. The interval is Wilson's (1927) with the effective number behind Greenwood's variance (1926).
    """
    times = durations(complaints, end)
    known = times.dropna()
    if not known["settled"].any():
        return None
    left = survival(known["days"], known["settled"])
    waiting = known.loc[~known["settled"], "days"]
    share = 1 - _at(left["share"], norm, 1.0)
    return Settling(
        n=len(known),
        open=len(waiting),
        overdue=int((waiting > norm).sum()),
        wrong=int(times["days"].isna().sum()),
        median=_reached(left["share"], 0.5),
        ninety=_reached(left["share"], 0.1),
        longest=float(known.loc[known["settled"], "days"].max()),
        oldest=float(waiting.max()),
        within=share,
        interval=_wilson(share, _effective(share, _at(left["greenwood"], norm, 0.0), len(known))),
    )


def survival(days: pd.Series, settled: pd.Series) -> pd.DataFrame:
    """
    Per day on which something was settled (index, rising): `share` still open after it, `greenwood` (the sum of
    d / (n (n - d)) up to it). Who is open for as long as that day counts as waiting on it.
    """
    done = days[settled].value_counts().sort_index()
    waiting = np.array([int((days >= day).sum()) for day in done.index], dtype=float)
    stay = 1 - done.to_numpy() / waiting
    with np.errstate(divide="ignore"):
        steps = np.where(stay > 0, done.to_numpy() / (waiting * (waiting - done.to_numpy())), 0.0)
    return pd.DataFrame({"share": stay.cumprod(), "greenwood": steps.cumsum()}, index=done.index)


def _at(values: pd.Series, day: float, before: float) -> float:
    """The value on this day: that of the last step up to it."""
    steps = values[values.index <= day]
    return float(steps.iloc[-1]) if len(steps) else before


def _reached(share: pd.Series, level: float) -> float:
    """The first day on which no more than this share is still open; NaN where that day has not come."""
    days = share.index[share <= level + EXACT]
    return float(days[0]) if len(days) else math.nan


def _effective(share: float, greenwood: float, n: int) -> float:
    """How many complaints without open ones would know this share as well."""
    variance = (1 - share) ** 2 * greenwood
    return share * (1 - share) / variance if variance > 0 else float(n)


def _wilson(share: float, n: float) -> Interval:
    middle, room = share + Z**2 / (2 * n), Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Interval(max(0.0, (middle - room) / (1 + Z**2 / n)), min(1.0, (middle + room) / (1 + Z**2 / n)))
