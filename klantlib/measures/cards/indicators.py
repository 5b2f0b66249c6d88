"""What does one period say of each customer: value, behaviour, complaints, satisfaction and trust? Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.survey.loyalty_answers import until

SCORES = ("overall", "trust", "repurchase", "recommend", "share_of_wallet")
PER_ORDERS = 100  # complaints are counted per so many orders: who orders more, complains more
RHYTHM = 3  # order days at least before somebody has a rhythm: two gaps


class Seen(NamedTuple):
    """What was seen in one period: its accounts and the rows of its tables, any of which may be empty."""

    accounts: Accounts
    transactions: pd.DataFrame
    satisfaction: pd.DataFrame
    complaints: pd.DataFrame
    payments: pd.DataFrame
    end: date  # last day of the period


def indicators(seen: Seen, *, complaints_known: bool = True) -> pd.DataFrame:
    """
    A row for every customer with accounts in the period, index customer_id; NaN is unknown. Columns:

        name, revenue, margin, profit, orders   as in the accounts
        order_gap, days_since                   days: median between order days (three or more), since the last one
        complaints, open, settle_days           number; of them not settled by `end`; median days to settle
        complaint_rate                          complaints per 100 orders
        satisfaction, trust, repurchase         1-5, the mean of the latest answer of each respondent in the period
        recommend, share_of_wallet              0-10; a fraction
        paid_late                               share of what fell due by `end` that was paid late or not yet

    `complaints_known`: no row of a customer means no complaint; else it means that nobody knows.
    """
    base = seen.accounts.customers[["name", "revenue", "margin", "profit", "orders"]]
    parts = (
        rhythm(seen.transactions, seen.end),
        _complaints(seen.complaints, seen.end),
        answered(seen.satisfaction),
        paid_late(seen.payments, seen.end),
    )
    frame = pd.concat([base, *(part.reindex(base.index) for part in parts)], axis="columns")
    counted = frame[["complaints", "open"]].fillna(0.0) if complaints_known else frame[["complaints", "open"]]
    rate = PER_ORDERS * counted["complaints"] / frame["orders"].where(frame["orders"] > 0)
    return frame.assign(**counted, complaint_rate=rate.astype(float))


def rhythm(transactions: pd.DataFrame, end: date) -> pd.DataFrame:
    """Days between orders (median; NaN under three order days), and since the last; index customer_id."""
    days = (
        transactions.loc[transactions["revenue"] > 0, ["customer_id", "date"]]
        .dropna()
        .drop_duplicates()
        .sort_values(["customer_id", "date"])
    )
    gaps = days.assign(gap=days.groupby("customer_id")["date"].diff().dt.days).groupby("customer_id")
    sums = gaps.agg(gap=("gap", "median"), order_days=("date", "size"), last=("date", "max"))
    return pd.DataFrame(
        {
            "order_gap": sums["gap"].where(sums["order_days"] >= RHYTHM).astype(float),
            "days_since": (pd.Timestamp(end) - pd.to_datetime(sums["last"])).dt.days.astype(float),
        }
    )


def answered(satisfaction: pd.DataFrame) -> pd.DataFrame:
    """The mean of the respondents' latest answers, of each question by itself; index customer_id."""
    latest = until(satisfaction, None).groupby(["customer_id", "respondent"], dropna=False)[list(SCORES)].last()
    means = latest.groupby("customer_id").mean().rename(columns={"overall": "satisfaction"})
    return means.assign(share_of_wallet=means["share_of_wallet"] / 100)


def paid_late(payments: pd.DataFrame, end: date) -> pd.Series:
    """Of what fell due by `end`: the share of the money that came after the due date, or has not come; by customer."""
    day = pd.Timestamp(end)
    due = payments[payments["due_date"].le(day) & payments["amount"].gt(0)]
    late = due["paid_date"].isna() | due["paid_date"].gt(due["due_date"])
    sums = due.assign(late=due["amount"].where(late, 0.0)).groupby("customer_id")[["amount", "late"]].sum()
    return (sums["late"] / sums["amount"]).rename("paid_late").astype(float)


def _complaints(complaints: pd.DataFrame, end: date) -> pd.DataFrame:
    settled = complaints["settled"].le(pd.Timestamp(end))
    days = (complaints["settled"] - complaints["date"]).dt.days.where(settled)
    rows = complaints.assign(waiting=~settled, days=days.clip(lower=0)).groupby("customer_id")
    sums = rows.agg(complaints=("date", "size"), open=("waiting", "sum"), settle_days=("days", "median"))
    return sums.astype(float).replace([np.inf], np.nan)
