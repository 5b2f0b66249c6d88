"""Purchases made by hand or by a known rule, for tests of what customers are worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts, customer_accounts

END = pd.Timestamp(2025, 12, 31)
NOTHING = {
    "activities": ["customer_id", "activity", "quantity", "date"],
    "costs": ["customer_id", "kind", "amount", "date"],
}


def sales(*rows):
    """Transactions: customer, day, revenue, cost."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue", "cost"])
    return frame.assign(date=pd.to_datetime(frame["date"]), margin=np.nan, order_id=None).astype(
        {"customer_id": "str", "revenue": float, "cost": float, "margin": float, "order_id": "str"}
    )


def free_buyers(n=120, seed=3, years=3, leaves=0.01, alike=False):
    """
    Customers that buy at their own rate and may leave after a purchase; cost is 70% of revenue.

    What a customer spends has nothing to do with how often it buys. With `alike` all buy once a month and stay.
    """
    random, rows = np.random.default_rng(seed), []
    start, days = END - pd.DateOffset(years=years), 365 * years
    for number in range(n):
        rate = 30 if alike else 365 / random.gamma(4, 3)
        size, day = random.gamma(3, 100), random.uniform(1, 20)
        while day < days:
            amount = round(size * random.gamma(4, 0.25), 2)
            rows.append((f"{number:04d}", start + pd.Timedelta(days=int(day)), amount, round(0.7 * amount, 2)))
            day += rate if alike else random.exponential(rate)
            if not alike and random.random() < leaves:
                break
    return sales(*rows)


def clients(transactions, **columns):
    """The client's own table of these customers; columns are values or by customer."""
    ids = sorted(transactions["customer_id"].unique())
    empty = {"since": pd.NaT, "parent_id": None, "potential_revenue": np.nan}
    frame = pd.DataFrame({"customer_id": pd.Series(ids, dtype="str"), "name": [f"Klant {i}" for i in ids], **empty})
    return frame.assign(since=pd.to_datetime(frame["since"]), **columns)


def accounts_of(transactions, customers, end=END, months=12) -> Accounts:
    """The accounts of the last months; nobody costs anything to serve."""
    start = end + pd.Timedelta(days=1) - pd.DateOffset(months=months)
    inside = transactions[transactions["date"].between(start, end)]
    none = {name: pd.DataFrame(columns=columns) for name, columns in NOTHING.items()}
    rates = pd.DataFrame(
        columns=["activity", "rate", "pool", "minutes", "resource", "capacity_minutes", "level", "attention"]
    )
    return customer_accounts(
        customers, inside, none["activities"], rates, none["costs"], start=start.date(), end=end.date()
    )
