"""What does the work for customers cost, and who causes it?

Activity-based costing (Cooper & Kaplan, 1988), time-driven where minutes are given (Kaplan & Anderson, 2004).
Pure; `accounts` puts it beside what customers bring in. Every euro of pools, rates x quantities and direct costs ends
in one place: with a customer, unallocated, above the customer, or in unused capacity.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from klantlib.measures.curves import above_zero

CHARGES = {"customer_id": "str", "activity": "str", "quantity": float, "cost": float, "attention": bool}


@dataclass(frozen=True, eq=False)
class Charged:
    """Where the costs went; fields as in `accounts.Accounts`."""

    charges: pd.DataFrame
    rates: pd.DataFrame
    unallocated: float
    above_customer: float
    unused_capacity: float
    unpriced: tuple[str, ...]


def charge(activities: pd.DataFrame, rates: pd.DataFrame, costs: pd.DataFrame, known: pd.Index) -> Charged:
    """
    Charge activities at their rates, and costs as they are, to the `known` customers (ids).

    What belongs to no known customer is counted, never spread: unallocated, above the customer, or unused.
    """
    used = activities.groupby(["customer_id", "activity"])["quantity"].sum().reset_index()
    priced = price(rates, used.groupby("activity")["quantity"].sum())
    own = priced["level"].eq("customer")
    traced = pd.concat([_by_activity(used, priced[own]), _direct(costs)], ignore_index=True)
    mine = traced["customer_id"].isin(known)
    pools_left = priced.loc[own & priced["rate"].isna(), "cost"].sum()
    return Charged(
        charges=traced[mine].reset_index(drop=True),
        rates=priced[["activity", "level", "rate", "quantity", "cost", "attention"]],
        unallocated=float(traced.loc[~mine, "cost"].sum() + pools_left),
        above_customer=float(priced.loc[~own, "cost"].sum()),
        unused_capacity=float(priced["unused"].sum(min_count=1)),
        unpriced=tuple(sorted(set(used["activity"]) - set(priced.loc[priced["rate"].notna(), "activity"]))),
    )


def price(rates: pd.DataFrame, quantity: pd.Series) -> pd.DataFrame:
    """
    The rate and cost of every row of `rates`, given the total quantity per activity (index).

    Adds `rate` (money per unit; NaN where there was nothing to divide by), `quantity`, `cost` (money: rate x quantity,
    or the whole pool where it has no rate), and `unused` (money, on the first row of a resource with given capacity).
    """
    rows = rates.reset_index(drop=True).assign(
        level=lambda f: f["level"].fillna("customer"),
        attention=lambda f: f["attention"].astype("boolean").fillna(False).astype(bool),
        quantity=lambda f: f["activity"].map(quantity).astype(float).fillna(0.0),
    )
    rows = rows.astype({"rate": float, "pool": float, "minutes": float, "capacity_minutes": float})
    given = rows["rate"].notna()
    rated = rows[given].assign(cost=lambda f: f["rate"] * f["quantity"], unused=float("nan"))
    return pd.concat([rated, _pooled(rows[~given])]).sort_index().reset_index(drop=True)


def spent_on(charges: pd.DataFrame, total: float) -> pd.DataFrame:
    """What was charged for what, largest first: activity (or kind of cost), quantity, rate, cost, share (of total)."""
    sums = charges.groupby("activity")[["quantity", "cost"]].sum()
    return (
        sums[sums["cost"] != 0]
        .assign(quantity=lambda f: f["quantity"].where(f["quantity"] != 0))
        .assign(rate=lambda f: f["cost"] / f["quantity"], share=lambda f: f["cost"] / above_zero(total))
        .sort_values("cost", ascending=False, kind="stable")
        .reset_index()
    )


def drivers(charges: pd.DataFrame) -> pd.Series:
    """What costs most, per customer_id: an activity, or a kind of direct cost."""
    costs = charges.groupby(["customer_id", "activity"])["cost"].sum()
    largest = costs[costs > 0].sort_values(ascending=False, kind="stable").reset_index()
    return largest.drop_duplicates("customer_id").set_index("customer_id")["activity"]


def _pooled(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Rates from pools; rows of one resource share one, by minutes x quantity where minutes are given, else by quantity.

    The divisor is the capacity where minutes and capacity are given, else what was used.
    """
    resource = rows["resource"].astype(object).where(rows["resource"].notna(), rows.index.to_series())
    first = ~resource.duplicated()

    def shared(values: pd.Series, how: str) -> pd.Series:
        return values.groupby(resource, sort=False).transform(how)

    timed = shared(rows["minutes"], "count") > 0
    weight = rows["minutes"].where(timed, 1.0)
    pool = shared(rows["pool"], "max")  # given once, or the same on every row
    used = shared(weight * rows["quantity"], "sum")
    # above the customer a pool without activity rows is a cost like any other, not idle capacity
    measured = timed & (used.gt(0) | shared(rows["level"].eq("customer"), "any"))
    capacity = shared(rows["capacity_minutes"], "max").where(measured)
    divisor = capacity.fillna(used)
    rate = (pool / divisor * weight).where(divisor > 0)
    cost = (rate * rows["quantity"]).fillna(pool.where(first & ~(divisor > 0))).fillna(0.0)
    unused = (pool - shared(cost, "sum")).where(first & (capacity > 0))
    return rows.assign(rate=rate, cost=cost, unused=unused)


def _by_activity(used: pd.DataFrame, priced: pd.DataFrame) -> pd.DataFrame:
    """One row per customer and priced activity; an activity with two rates costs both."""
    rates = priced.dropna(subset="rate").groupby("activity", as_index=False).agg({"rate": "sum", "attention": "any"})
    return (
        used.merge(rates, on="activity")
        .sort_values(["customer_id", "activity"])
        .assign(cost=lambda f: f["quantity"] * f["rate"])[list(CHARGES)]
        .astype(CHARGES)
    )


def _direct(costs: pd.DataFrame) -> pd.DataFrame:
    """Costs traced straight to a customer: the kind is the activity, without quantity."""
    return (
        costs.groupby(["customer_id", "kind"])["amount"]
        .sum()
        .reset_index()
        .rename(columns={"kind": "activity", "amount": "cost"})
        .assign(quantity=float("nan"), attention=False)[list(CHARGES)]
        .astype(CHARGES)
    )
