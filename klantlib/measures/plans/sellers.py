"""What kind of seller does a customer ask for, and what did each seller's portfolio win, keep and earn?"""

from __future__ import annotations

import pandas as pd

from klantlib.measures.accounts import Accounts

TYPES = ("inside", "representative", "born_seller", "remote_advice", "relation_manager")


def days_between(transactions: pd.DataFrame) -> pd.Series:
    """
    Mean days between a customer's transactions, index customer_id: from the first to the last day on which it bought,
    divided by the days that it bought after the first. NaN for who bought on one day. Credits are no purchase.
    """
    bought = transactions[transactions["revenue"] > 0].groupby("customer_id")["date"]
    span, again = (bought.max() - bought.min()).dt.days.astype(float), bought.nunique() - 1
    return (span / again).where(again > 0).rename("days_between")


def seller_type(
    margin: pd.Series, days: pd.Series, advice: pd.Series, *, margin_from: float, days_from: float, advice_from: float
) -> pd.Series:
    """
    Who goes with a customer: a key of TYPES, None where one of the three is unknown.

    `margin` per transaction (money, high above `margin_from`), `days` between transactions (long above `days_from`) and
    need for `advice` (high from `advice_from`). The three criteria are the literature's; the division is ours.
    """
    dear, rare, advised = margin > margin_from, days > days_from, advice >= advice_from
    chosen = pd.Series("inside", margin.index, dtype=object)
    chosen = chosen.mask(~advised & dear, "representative").mask(~advised & dear & rare, "born_seller")
    chosen = chosen.mask(advised, "remote_advice").mask(advised & dear, "relation_manager")
    known = margin.notna() & days.notna() & advice.notna() & (margin_from == margin_from)
    return chosen.where(known, None)


def portfolios(accounts: Accounts, before: Accounts, seller: pd.Series, new: pd.Series) -> pd.DataFrame:
    """
    One row a seller, index its name, largest revenue first.

    `seller`: index customer_id, NA where a customer has none; `new`: bool, is it a customer only since this period?
    Columns: customers (that bought or cost something), revenue, profit (of whom it is known; NaN where of none),
    new_customers, new_revenue, kept_change (money: revenue of all other customers that bought, less theirs before),
    lost_customers, lost_revenue (of who bought before and not now, before). The last three are NaN without a period
    before.
    """
    both = accounts.customers[["revenue", "profit"]].join(before.customers["revenue"].rename("then"), how="outer")
    both = both.assign(seller=seller.reindex(both.index), new=new.reindex(both.index).fillna(False).astype(bool))
    active = both.index.isin(accounts.customers.index)
    lost = (both["then"] > 0) & ~(both["revenue"] > 0)
    kept = ~both["new"] & ~lost
    history = pd.Series(bool(len(before.customers)), both.index)
    parts = both.assign(
        customers=active,
        new_customers=both["new"] & active,
        new_revenue=both["revenue"].where(both["new"]),
        kept_change=(both["revenue"].fillna(0.0) - both["then"].fillna(0.0)).where(kept & history),
        lost_customers=lost.astype(float).where(history),
        lost_revenue=both["then"].where(lost & history),
    ).dropna(subset="seller")
    by = parts.groupby("seller")
    whole = by[["customers", "new_customers", "revenue", "new_revenue"]].sum()
    unknown = by[["profit", "lost_customers", "kept_change"]].sum(min_count=1)
    lost_revenue = by["lost_revenue"].sum().where(unknown["lost_customers"].notna())
    kept_change = unknown["kept_change"].mask(unknown["lost_customers"].notna() & unknown["kept_change"].isna(), 0.0)
    table = whole.join(unknown[["profit", "lost_customers"]]).assign(kept_change=kept_change, lost_revenue=lost_revenue)
    return table[table["customers"] + table["lost_customers"].fillna(0.0) > 0].pipe(_largest_first)


def prospect_quotes(quotes: pd.DataFrame, first_bought: pd.Series, seller: pd.Series) -> pd.DataFrame:
    """
    Quotes to who had not bought yet, by seller: prospect_quotes and prospects_won (numbers).

    `first_bought`: index customer_id, the first day in all the data on which it bought.
    """
    day = pd.Series(first_bought.reindex(quotes["customer_id"]).array, quotes.index)
    asked = quotes[day.isna() | (day >= quotes["date"])]
    by = asked.assign(won=asked["won"].fillna(False).astype(bool)).groupby(asked["customer_id"].map(seller))["won"]
    return pd.DataFrame({"prospect_quotes": by.size(), "prospects_won": by.sum()})


def _largest_first(table: pd.DataFrame) -> pd.DataFrame:
    counts = {"customers": int, "new_customers": int}
    return table.astype(counts).sort_index().sort_values("revenue", ascending=False, kind="stable")
