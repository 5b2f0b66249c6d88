"""Which customers take more than they bring: margin against cost-to-serve, attention and complaints? Pure."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import EXACT, above_zero, ranked, top_count, top_share

CELLS = ("high_low", "high_high", "low_low", "low_high")  # margin_cost
DRAWINGS, SEED = 1000, 1  # behind what chance alone would give; the same seed gives the same answer


class Limits(NamedTuple):
    """From where on a ratio to revenue is high; NaN where it cannot be told."""

    margin: float
    cost: float


class Complaints(NamedTuple):
    """How complaints are spread over customers; shares are fractions of all complaints of known customers."""

    total: int
    complainers: int  # customers that complained
    top: int  # customers in the top
    top_share: float
    by_chance: float  # what the same top would have if every order were as likely to lead to a complaint
    low: float  # between which 95 of 100 drawings by chance lie
    high: float


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


def complaints_spread(counts: pd.Series, orders: pd.Series, top: float) -> Complaints | None:
    """
    The share of complaints of the top complainers, beside what chance alone would give them; None without complaints.

    By chance: the same number of complaints fallen over the orders (Poisson, given the total: multinomial).
    """
    total, size = int(counts.sum()), top_count(len(counts), top)
    if not total or not orders.sum():
        return None
    drawn = np.random.default_rng(SEED).multinomial(total, (orders / orders.sum()).to_numpy(float), size=DRAWINGS)
    shares = np.sort(drawn, axis=1)[:, len(counts) - size :].sum(axis=1) / total
    low, high = np.quantile(shares, [0.025, 0.975])
    by_chance = (float(value) for value in (shares.mean(), low, high))
    return Complaints(total, int((counts > 0).sum()), size, top_share(counts, size, total), *by_chance)


def shrunken(counts: pd.Series, orders: pd.Series) -> pd.Series:
    """
    Complaints per order, drawn towards the mean of all customers the fewer orders there are (Marshall, 1991).

    NaN for a customer without orders.
    """
    weight = orders.where(orders > 0)
    mean = counts.sum() / above_zero(float(weight.sum()))
    rate = counts / weight
    spread = (weight * (rate - mean) ** 2).sum() / weight.sum() - mean / weight.mean()
    trust = max(spread, 0.0) / (max(spread, 0.0) + mean / weight) if mean > 0 else 0.0 * weight
    return mean + trust * (rate - mean)
