"""On which days did each customer order, and in what rhythm of its own? Pure."""

from __future__ import annotations

import numpy as np
import pandas as pd

LEAST_GAPS = 2  # pauses between orders from which a customer has a rhythm of its own


def order_days(transactions: pd.DataFrame, known: pd.Index) -> pd.DataFrame:
    """
    One row a customer and day of ordering, by customer and day: customer_id, date, revenue (money), and gap (days since
    its order before; NaN for its first).

    An order is a day on which a known customer's lines come to more than nothing: a credit alone is none, and whoever
    orders twice a day orders once. Undated lines are left out.
    """
    lines = transactions[among(transactions["customer_id"], known)].dropna(subset="date")
    days = lines.groupby(["customer_id", "date"], as_index=False)["revenue"].sum()
    days = days[days["revenue"] > 0].reset_index(drop=True)
    same = days["customer_id"].eq(days["customer_id"].shift())
    return days.assign(gap=days["date"].diff().dt.days.where(same))


def rhythms(days: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """
    Where each customer stands at the end of a day, index customer_id, of those that ordered by then:

        last      day of its latest order
        silent    days since then
        orders    days on which it ordered
        own       bool: has it a rhythm of its own (LEAST_GAPS or more)?
        rhythm    days: the median of its pauses; without a rhythm of its own the median of those who have (NaN: nobody)
        overdue   silent / rhythm
    """
    past = days[days["date"] <= at]
    each = past.groupby("customer_id").agg(last=("date", "max"), gaps=("gap", "count"), rhythm=("gap", "median"))
    own = each["gaps"] >= LEAST_GAPS
    rhythm = each["rhythm"].where(own)
    frame = each.assign(own=own, rhythm=rhythm.fillna(rhythm.median()), orders=each["gaps"] + 1)
    frame["silent"] = (at - frame["last"]).dt.days.astype(float)
    return frame.assign(overdue=frame["silent"] / frame["rhythm"])[
        ["last", "silent", "orders", "own", "rhythm", "overdue"]
    ]


def among(ids: pd.Index | pd.Series, some: pd.Index) -> np.ndarray:
    """Which of these ids are among some (unique) others? As `isin`, but quick for a million texts."""
    return some.get_indexer(pd.Index(ids)) >= 0


def between(days: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The orders from `start` to `end`, both included."""
    return days[days["date"].between(start, end)]


def months_before(day: pd.Timestamp, months: int) -> pd.Timestamp:
    """
    The last day of the time that lies so many months before a day, as months are counted: ends of months stay ends.

    >>> months_before(pd.Timestamp("2025-12-31"), 6)
    Timestamp('2025-06-30 00:00:00')
    """
    after = day + pd.Timedelta(days=1)
    return after - pd.DateOffset(months=months) - pd.Timedelta(days=1)
