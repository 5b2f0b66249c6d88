"""Who left, who came back, how soon do new customers stay away, and on how many products do they rest? Pure."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from klantlib.measures.leaving.drying_up import drying_up
from klantlib.measures.leaving.order_days import among, between
from klantlib.measures.proportions import Share, share_of

YEAR = pd.DateOffset(years=1)
DAY = pd.Timedelta(days=1)
MOST_YEARS = 4  # comparisons shown, latest first


class FirstYear(NamedTuple):
    """Who first bought while the data run, and whether they ordered again within a year."""

    lapse: Share  # of those who first bought a year ago or longer: not within a year
    recent: int  # who first bought in the last year: the year is not over
    again: int  # of those, who already ordered again


def lost(days: pd.DataFrame, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp) -> pd.Index:
    """Who ordered from `before` to the day before `start`, and nothing from `start` to `end`."""
    then, now = _who(days, before, start - DAY), _who(days, start, end)
    return then[~among(then, now)].sort_values()


def loyalty_coefficient(
    days: pd.DataFrame, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp, classes: pd.Series
) -> dict[str, Share]:
    """
    Of the customers of the period before, the share that ordered again: per class in the order of `classes`' own
    categories or first appearance, unknown classes left out, and last `total`. No text gives a formula; this is ours.
    """
    then = _who(days, before, start - DAY)
    again = pd.Series(among(then, _who(days, start, end)), index=then, dtype=bool)
    groups = again.groupby(classes.reindex(then), sort=False).agg(["sum", "size"])
    known = [name for name in classes.dropna().unique() if name in groups.index]
    shares = {str(name): share_of(int(groups.loc[name, "sum"]), int(groups.loc[name, "size"])) for name in known}
    return {**shares, "total": share_of(int(again.sum()), len(again))}


def first_year(days: pd.DataFrame, since: pd.Series, end: pd.Timestamp) -> FirstYear:
    """
    `since` (index customer_id, day or NaT) tells who is new: a customer since the data begin. Without that day, new is
    who first bought a year or more after the data begin, as nobody knows what came before.
    """
    days = days[days["date"] <= end]
    begin = days["date"].min()
    first = days.groupby("customer_id")["date"].min()
    joined = pd.to_datetime(since).reindex(first.index)
    new = first[joined.ge(begin) | (joined.isna() & first.ge(begin + YEAR))]
    second = days[days["gap"].notna()].groupby("customer_id")["date"].min().reindex(new.index)
    due = new <= end - YEAR
    stayed = second <= new + YEAR
    return FirstYear(
        share_of(int((due & ~stayed).sum()), int(due.sum())), int((~due).sum()), int((~due & second.notna()).sum())
    )


def losses_by_period(
    days: pd.DataFrame,
    lines: pd.DataFrame,
    before: pd.Timestamp,
    start: pd.Timestamp,
    end: pd.Timestamp,
    *,
    fall: float,
    chance: float,
) -> pd.DataFrame:
    """
    The revenue lost to customers that left and to customers that dry up, for this period and those before it that the
    data cover: end (last day of the later period), lost, drying (money), lost_n, drying_n; oldest first.

    `lines` are the transactions themselves: what came back is off the money.
    """
    months = max((start.year - before.year) * 12 + start.month - before.month, 1)
    rows, begin = [], lines["date"].min()
    for step in range(MOST_YEARS):
        earlier, first, after = (day - pd.DateOffset(months=months * step) for day in (before, start, end + DAY))
        if pd.isna(begin) or (step and begin > earlier + pd.DateOffset(months=1)):
            break
        gone = lost(days, earlier, first, after - DAY)
        dries = drying_up(days, earlier, first, after - DAY, fall=fall, chance=chance).dries.index
        then, now = revenue_of(lines, earlier, first - DAY), revenue_of(lines, first, after - DAY)
        money = {"lost": then.reindex(gone).sum(), "drying": (then.reindex(dries) - now.reindex(dries)).sum()}
        rows.append({"end": after - DAY, **money, "lost_n": len(gone), "drying_n": len(dries)})
    return pd.DataFrame(rows[::-1], columns=["end", "lost", "drying", "lost_n", "drying_n"])


def revenue_of(lines: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    """Per customer what it bought in that time, credits taken off."""
    return between(lines, start, end).groupby("customer_id")["revenue"].sum()


def breadth(
    transactions: pd.DataFrame, ids: pd.Index, before: pd.Timestamp, start: pd.Timestamp, end: pd.Timestamp
) -> pd.DataFrame:
    """Different products that each customer bought: products_before, products; NA where none is named."""
    bought = transactions[transactions["revenue"].gt(0) & transactions["product"].notna()]
    return pd.DataFrame(
        {
            name: between(bought, first, last).groupby("customer_id")["product"].nunique().reindex(ids).astype("Int64")
            for name, first, last in (("products_before", before, start - DAY), ("products", start, end))
        },
        index=ids,
    )


def _who(days: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Index:
    return pd.Index(between(days, start, end)["customer_id"].unique(), name="customer_id", dtype="str")
