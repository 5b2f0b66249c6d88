"""Where does each customer stand among the others, by revenue, by profit and by attention?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import EXACT, above_zero, cumulative, ranked, ranks, top_count

SIZES = ("large", "middle", "small")


def ranking(accounts: Accounts, profit_base: float, disproportion: float, limits: tuple[float, float]) -> pd.DataFrame:
    """
    Accounts.customers, largest revenue first, with the columns

        revenue_rank, profit_rank                            1 is the largest; equal amounts share a place
        revenue_share, profit_share                          of the whole; NaN where the total is not above 0
        attention_share                                      of what known customers take
        cumulative_revenue_share, cumulative_profit_share    running, each in its own order
        size                                                 large, middle or small, by `limits`
        heavy                                                share of attention over `disproportion` x share of profit
    """
    revenue, profit, attention = (accounts.customers[name] for name in ("revenue", "profit", "attention"))
    shared = accounts.customers.assign(
        revenue_rank=ranks(revenue),
        profit_rank=ranks(profit),
        revenue_share=revenue / above_zero(accounts.revenue),
        profit_share=profit / above_zero(profit_base),
        attention_share=attention / above_zero(float(attention.sum())),
        cumulative_revenue_share=cumulative(revenue, accounts.revenue),
        cumulative_profit_share=cumulative(profit, profit_base),
        size=_size(revenue, limits),
    )
    fair = disproportion * shared["profit_share"].clip(lower=0)
    return shared.assign(heavy=shared["attention_share"] > fair).loc[ranked(revenue).index]


def retained(now: pd.Series, before: pd.Series, top: float) -> int | None:
    """How many of the top `top` were in the top of the period before; None without revenue in that period."""
    if not (before > 0).any():
        return None
    first, then = (set(ranked(values).head(top_count(len(values), top)).index) for values in (now, before))
    return len(first & then)


def offset(profit: pd.Series, loss: float) -> int:
    """How many of the profitable customers with the smallest profit it takes to earn the loss."""
    earned = np.sort(profit[profit > 0].to_numpy()).cumsum()
    return int((earned <= loss + EXACT).sum())


def size_classes(customers: pd.DataFrame, accounts: Accounts, profit_base: float) -> pd.DataFrame:
    """
    Per size of `ranking`, for unknown customers where there are any (not counted), and in total: customers, revenue,
    profit, the share of each in the whole, and profit_each (money a customer).
    """
    sums = customers.groupby("size").agg(customers=("name", "size"), revenue=("revenue", "sum"))
    profit = customers.groupby("size")["profit"].sum(min_count=1)
    rows = sums.assign(profit=profit).reindex(list(SIZES)).fillna({"customers": 0, "revenue": 0.0})
    if accounts.unknown_customers:
        margin = accounts.unknown_margin if customers["profit"].notna().any() else float("nan")
        rows.loc["unknown"] = [float("nan"), accounts.unknown_revenue, margin]  # numbers that are no customers
    rows.loc["total"] = rows.sum(min_count=1)
    return rows.assign(
        customers_share=rows["customers"] / rows.loc["total", "customers"],
        revenue_share=rows["revenue"] / above_zero(accounts.revenue),
        profit_share=rows["profit"] / profit_base,
        profit_each=rows["profit"] / rows["customers"].where(rows["customers"] > 0),
    )


def _size(revenue: pd.Series, limits: tuple[float, float]) -> pd.Series:
    """A customer is large while those above it make less than the first limit, middle while less than the second."""
    largest = ranked(revenue)
    above = (largest.cumsum() - largest) / above_zero(float(revenue.sum()))
    sizes = np.select([above < limits[0] - EXACT, above < limits[1] - EXACT], SIZES[:2], default=SIZES[2])
    return pd.Series(sizes, index=largest.index, dtype=object).where(above.notna(), None)
