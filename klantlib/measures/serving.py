"""Which customers take more than they bring: margin against cost-to-serve, attention against profit?"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.costing import drivers
from klantlib.measures.curves import EXACT, above_zero, ranked, shares_explode, top_count

CELLS = ("high_low", "high_high", "low_low", "low_high")  # margin_cost
THIN = 0.1  # total profit under a tenth of what the profitable earn: shares of it explode


class Limits(NamedTuple):
    """From where on a ratio to revenue is high; NaN where it cannot be told."""

    margin: float
    cost: float


def served(accounts: Accounts, customers: pd.DataFrame, complaints: pd.DataFrame) -> pd.DataFrame:
    """
    Accounts.customers, largest profit first and unknown ones last, with the columns

        margin_ratio, cost_ratio         to revenue; see `ratios`
        attention_share, profit_share    of all; NaN where unknown, or where the total is too thin to take a share of
        driver                           its largest activity or kind of cost
        complaints                       in number
        buys_on                          value or price, as in the client's own table
    """
    frame = accounts.customers.join(ratios(accounts))
    order = ranked(frame["profit"]).index.append(frame.index[frame["profit"].isna()])
    explode = shares_explode(frame["profit"], accounts.profit, THIN)
    return frame.assign(
        attention_share=frame["attention"] / above_zero(float(frame["attention"].sum())),
        profit_share=math.nan if explode else frame["profit"] / accounts.profit,
        driver=drivers(accounts.charges).reindex(frame.index),
        complaints=complaints.groupby("customer_id").size().reindex(frame.index, fill_value=0),
        buys_on=customers.set_index("customer_id")["buys_on"].reindex(frame.index),
    ).loc[order]


def ratios(accounts: Accounts) -> pd.DataFrame:
    """margin_ratio and cost_ratio per customer: to revenue; NaN without positive revenue, or where unknown."""
    frame = accounts.customers
    revenue = frame["revenue"].where(frame["revenue"] > 0)
    return pd.DataFrame({"margin_ratio": frame["margin"] / revenue, "cost_ratio": frame["cost_to_serve"] / revenue})


def own_limits(customers: pd.DataFrame, high_margin: float, high_cost: float) -> Limits:
    """
    The given limits; where 0, the ratio of all customers together (those whose margin is known).

    NaN where there is no revenue, or nothing was charged: then nobody is high or low.
    """
    known = customers.dropna(subset=["margin", "cost_to_serve"])
    revenue, cost = above_zero(float(known["revenue"].sum())), above_zero(float(known["cost_to_serve"].sum()))
    return Limits(high_margin or float(known["margin"].sum()) / revenue, high_cost or cost / revenue)


def cells(margin_ratio: pd.Series, cost_ratio: pd.Series, limits: Limits) -> pd.Series:
    """The cell of each customer, high = at or above the limit; None where it has none."""
    margin = np.where(margin_ratio >= limits.margin - EXACT, "high", "low")
    cost = np.where(cost_ratio >= limits.cost - EXACT, "high", "low")
    known = margin_ratio.notna() & cost_ratio.notna() & bool(not math.isnan(sum(limits)))
    pairs = pd.Series(margin, index=margin_ratio.index, dtype=object) + "_" + cost
    return pairs.where(known, None)


def moved(accounts: Accounts, swing: float, high_margin: float, high_cost: float) -> pd.Index:
    """
    Who changes cell when one activity's rate is `swing` higher or lower, the company's own ratio moving along.

    One at a time: if all rates rise together, everyone's cost rises alike and no cell changes.
    """
    frame, ratio = accounts.customers, ratios(accounts)
    now = cells(*(ratio[name] for name in ratio), own_limits(frame, high_margin, high_cost))
    changed = pd.Series(False, index=frame.index)
    for _, charged in accounts.charges.dropna(subset="quantity").groupby("activity"):
        part = charged.groupby("customer_id")["cost"].sum().reindex(frame.index, fill_value=0.0)
        for sign in (swing, -swing):
            cost = frame["cost_to_serve"] + sign * part
            limits = own_limits(frame.assign(cost_to_serve=cost), high_margin, high_cost)
            then = cells(ratio["margin_ratio"], cost / frame["revenue"].where(frame["revenue"] > 0), limits)
            changed |= now.notna() & (then != now)
    return frame.index[changed]


def losers(accounts: Accounts, swing: float) -> int:
    """How many customers lose money when all rates are `swing` higher (below 0: lower); direct costs stay."""
    frame = accounts.customers
    rated = accounts.charges.dropna(subset="quantity").groupby("customer_id")["cost"].sum()
    return int((frame["profit"] - swing * rated.reindex(frame.index, fill_value=0.0) < 0).sum())


def drains(customers: pd.DataFrame, attention_top: float, profit_bottom: float) -> pd.Index:
    """
    Who is in the top by attention and at the bottom by profit; smallest profit first, ties by id.

    The most profitable customer is no drain, however few there are.
    """
    most = ranked(customers["attention"]).head(top_count(len(customers), attention_top))
    least = ranked(-customers["profit"]).head(min(top_count(len(customers), profit_bottom), max(len(customers) - 1, 0)))
    return least.index[least.index.isin(most.index[most > 0])]


def overlooked(customers: pd.DataFrame, profit_top: float, ratio: float) -> pd.Index:
    """
    Who is in the top by profit, with a share of attention under `ratio` times its share of profit; largest first.

    `customers` with profit, profit_share and attention_share; nobody where a share is unknown.
    """
    best = ranked(customers["profit"]).head(top_count(len(customers), profit_top))
    frame = customers.loc[best.index[best > 0]]
    return frame.index[frame["attention_share"] < ratio * frame["profit_share"] - EXACT]


def tail(revenue: pd.Series, share: float) -> pd.Index:
    """The customers that together bring the last `share` of the revenue; nobody where there is none."""
    largest = ranked(revenue)
    before = largest.cumsum() - largest
    return largest.index[before >= (1 - share) * above_zero(float(revenue.sum())) * (1 - EXACT)]


def excess(customers: pd.DataFrame, limit: float) -> pd.Series:
    """What serving costs above the limit to revenue; money, never below 0."""
    allowed = limit * customers["revenue"].clip(lower=0)
    return (customers["cost_to_serve"] - allowed).clip(lower=0).fillna(0.0)


def buyers(customers: pd.DataFrame) -> pd.DataFrame:
    """Value buyers against price buyers: customers, revenue, profit together and each, loss-makers."""
    groups = customers.dropna(subset="buys_on").assign(loss=lambda f: f["profit"] < 0).groupby("buys_on")
    return (
        groups.agg(
            customers=("name", "size"),
            revenue=("revenue", "sum"),
            profit_contribution=("profit", "sum"),
            profit_each=("profit", "mean"),
            loss_makers=("loss", "sum"),
        )
        .sort_index(ascending=False)
        .reset_index()
    )
