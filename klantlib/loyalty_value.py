"""What is each customer worth a year, and who are the large ones? Pure."""

from __future__ import annotations

import pandas as pd

from klantlib.accounts import Accounts
from klantlib.curves import ranks, top_count

LARGE = 0.2  # the top fifth by potential, after the first 20/80 rule


def portfolio(customers: pd.DataFrame, accounts: Accounts, months: float = 12) -> pd.DataFrame:
    """
    Everyone the client knows, index customer_id; the accounts are of `months` months, money is a year unless stated.

        name        text; the id where there is no name
        months_new  months it has been a customer when shorter than the period, else NA
        revenue     money in the period; 0 for who did not buy, NaN where no one did
        profit      money
        potential   money: potential_revenue, else revenue
        worth       money: the margin on the potential, at the customer's own rate, else that of all; never below 0
        large       is it in the top fifth by potential?
    """
    bought = accounts.customers[["name", "revenue", "margin", "profit", "months_new"]]
    known = customers.set_index("customer_id")[["name", "potential_revenue"]]
    frame = known.join(bought.rename(columns={"name": "account"}), how="outer").rename_axis("customer_id")
    year = 12 / months
    return frame.assign(
        name=lambda f: f["name"].fillna(f["account"]).fillna(f.index.to_series()),
        revenue=lambda f: f["revenue"].fillna(0) if len(bought) else f["revenue"],
        profit=lambda f: f["profit"] * year,
        potential=lambda f: f["potential_revenue"].fillna(f["revenue"] * year),
        worth=lambda f: (f["potential"] * _rate(f)).clip(lower=0),
        large=lambda f: _large(f["potential"]),
    )[["name", "months_new", "revenue", "profit", "potential", "worth", "large"]]


def _rate(frame: pd.DataFrame) -> pd.Series:
    """Margin per euro of revenue: the customer's own, else that of all whose margin is known."""
    known = frame[frame["margin"].notna()]
    of_all = known["margin"].sum() / known["revenue"].sum() if known["revenue"].sum() > 0 else float("nan")
    return (frame["margin"] / frame["revenue"].where(frame["revenue"] > 0)).fillna(of_all)


def _large(potential: pd.Series) -> pd.Series:
    there = potential[potential > 0]
    return ranks(potential.where(potential > 0)).le(top_count(len(there), LARGE)).fillna(False).astype(bool)
