"""How would the hours there are be divided in proportion to value, and still add up?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd


def reallocated(hours: pd.Series, value: pd.Series, least: pd.Series, most: pd.Series) -> pd.Series:
    """
    The same hours in all, in proportion to value, within bounds; whole hours, a part of an hour left goes to the most.

    Of the same index: `hours`; `value` (money; NaN = unknown: keeps its hours); `least` (fraction of its hours that a
    class keeps, at most 1); `most` (times its hours that it gets, at least 1). What has value but no hours yet has no
    cap. What has no value keeps its least, and what is left once all others are at their most. All stays as it is
    where nothing has value.
    """
    part = value.notna()
    if not (value > 0).any():
        return hours.astype(float)
    divided = _divided(hours[part], value[part].clip(lower=0.0), least[part], most[part])
    return hours.astype(float).where(~part, divided.reindex(hours.index))


def _divided(hours: pd.Series, value: pd.Series, least: pd.Series, most: pd.Series) -> pd.Series:
    total, low = float(hours.sum()), hours * least
    high = (hours * most).where(hours > 0, total)
    worth = value > 0
    room = total - float(low[~worth].sum())
    shares = in_proportion(value[worth], low[worth], high[worth], room)
    rest = room - float(shares.sum())
    idle = hours[~worth]
    back = rest * idle / idle.sum() if idle.sum() > 0 else idle * 0.0
    return whole(pd.concat([shares, low[~worth] + back]).reindex(hours.index), total)


def in_proportion(value: pd.Series, low: pd.Series, high: pd.Series, total: float) -> pd.Series:
    """
    The total in proportion to value (above 0) between bounds; all at their bounds where the total lies beyond those.

    What is given, clip(k x value, low, high), grows with k in straight pieces, so k is read off between their ends.
    """
    ends = np.unique(np.concatenate([[0.0], low / value, high / value]))
    given = [float((end * value).clip(low, high).sum()) for end in ends]
    return (float(np.interp(total, given, ends)) * value).clip(low, high)


def whole(shares: pd.Series, total: float) -> pd.Series:
    """
    Whole numbers that add up to the total by largest remainder (Hamilton, 1792); what is left of one goes to the most.

    >>> whole(pd.Series([1.4, 1.4, 1.2]), 4.0).tolist()
    [2.0, 1.0, 1.0]
    """
    down = np.floor(shares.round(9))
    units = math.floor(round(total, 9)) - int(down.sum())
    first = (down - shares).sort_values(kind="stable").index[: max(units, 0)]
    given = down.where(~down.index.isin(first), down + 1)
    given.loc[given.idxmax()] += total - float(given.sum())
    return given
