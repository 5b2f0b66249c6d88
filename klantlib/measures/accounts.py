"""What does each customer bring in, what does serving it cost, and what is left? Pure; the base of several chapters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import isnan
from typing import Literal

import pandas as pd

from klantlib.measures.costing import CHARGES, Charged, charge
from klantlib.measures.groups import Groups

ProfitKind = Literal["contribution", "margin", "unknown"]
DAYS_A_MONTH = 365.25 / 12
DUST = 9  # decimals of money that adding up leaves certain


@dataclass(frozen=True, eq=False)
class Accounts:
    """
    One period, per customer and for the whole.

    `customers` has one row per customer that bought or cost something in the period, index `customer_id` (text,
    sorted as in the client's own table, else by id), columns:
        name            text; the id where there is no name
        revenue         money, net of VAT
        margin          money, NaN where cost of goods is unknown
        cost_to_serve   money; 0 where nothing was charged; NaN for all when nothing is known
        profit          money: margin - cost_to_serve where cost-to-serve is known, else margin; NaN where unknown
        attention       money: cost of the activities marked `attention`; NaN for all when none is marked
        orders          number of orders (lines where there are no order numbers)
        months_new      months it has been a customer when shorter than the period, else NA
    and, where companies of one parent count as one customer (`groups.grouped`),
        companies       how many of them bought or cost something
    """

    customers: pd.DataFrame
    kind: ProfitKind  # what `profit` is, for every chapter to say
    revenue: float  # of the whole, with customers that are not in the client's table
    margin: float  # idem, over the lines whose margin is known; NaN where no line's is
    cost_to_serve: float  # charged to known customers; NaN where unknown
    profit: float  # of the whole: margin of the whole - cost_to_serve; NaN where unknown
    unknown_revenue: float  # of transactions whose customer is not in the client's table: in totals, not in rankings
    unknown_margin: float
    unknown_customers: tuple[str, ...]  # their ids
    unallocated: float  # customer-level pools without any activity; costs and activities of unknown customers
    above_customer: float  # channel and company level
    unused_capacity: float  # money, where minutes and capacity are given (below 0: over capacity); NaN where not
    # one row per row of the client's rates: activity, level, rate (money per unit; NaN where there was nothing to
    # divide by), quantity (of all customers, unknown ones too), cost, attention (bool)
    rates: pd.DataFrame
    unpriced: tuple[str, ...]  # activities that have rows but no rate: not counted, to be told
    unknown_margin_customers: tuple[str, ...] = ()  # ids with a line without cost or margin: their margin is unknown
    # what each customer was charged for: customer_id, activity (or the kind of a direct cost), quantity (NaN for direct
    # costs), cost (money), attention (bool)
    charges: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CHARGES)).astype(CHARGES))
    # every customer in the client's own table, active or not: index customer_id, name, parent_id
    parents: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["name", "parent_id"], dtype="str"))
    groups: Groups | None = None  # where companies of one parent count as one customer

    @property
    def remainder(self) -> float:
        """What is left of the whole when every cost has been paid; money, NaN where profit is unknown."""
        unused = 0.0 if isnan(self.unused_capacity) else self.unused_capacity
        return self.profit - self.above_customer - self.unallocated - unused


def customer_accounts(
    customers: pd.DataFrame,
    transactions: pd.DataFrame,
    activities: pd.DataFrame,
    rates: pd.DataFrame,
    costs: pd.DataFrame,
    *,
    start: date,
    end: date,
) -> Accounts:
    """
    The accounts of the period from `start` to `end` (days, both included).

    Tables as `Client.__getitem__` gives them; any may be empty. Without customers, the ids in the transactions are the
    customers. A margin is the one given, else revenue - cost; with one line unknown the customer's margin is unknown.
    """
    known = _known(customers, transactions)
    lines = transactions.assign(margin=transactions["margin"].fillna(transactions["revenue"] - transactions["cost"]))
    stray = lines[~lines["customer_id"].isin(known.index)]
    served = charge(activities, rates, costs, known.index)
    margin, cost = _total(lines["margin"]), _cost_to_serve(served, activities, rates, costs)
    kind = "unknown" if isnan(margin) else "margin" if isnan(cost) else "contribution"
    frame = _profits(known, _bought(lines), served, cost_known=not isnan(cost), margin_known=not isnan(margin))
    frame = frame.assign(months_new=_months_new(known.loc[frame.index, "since"], start, end))
    return Accounts(
        customers=frame,
        kind=kind,
        revenue=_sum(lines["revenue"]),
        margin=margin,
        cost_to_serve=cost,
        profit=margin - cost if kind == "contribution" else margin,
        unknown_revenue=_sum(stray["revenue"]),
        unknown_margin=_total(stray["margin"]) if len(stray) else 0.0,
        unknown_customers=tuple(sorted(stray["customer_id"].unique())),
        unknown_margin_customers=tuple(frame.index[frame["margin"].isna()]),
        parents=known[["name", "parent_id"]],
        **vars(served),  # unallocated, above_customer, unused_capacity, rates, unpriced, charges
    )


def _sum(amounts: pd.Series) -> float:
    """Added up, without the dust of adding: what was all taken back is nothing, and no total to take shares of."""
    return round(float(amounts.sum()), DUST) + 0.0


def _known(customers: pd.DataFrame, transactions: pd.DataFrame) -> pd.DataFrame:
    """Who is a customer: index customer_id, with name, since and parent_id."""
    if customers.empty:
        ids = pd.Index(sorted(transactions["customer_id"].unique()), name="customer_id", dtype="str")
        return pd.DataFrame({"name": ids, "since": pd.NaT, "parent_id": None}, index=ids)
    return (
        customers.set_index("customer_id")
        .reindex(columns=["name", "since", "parent_id"])
        .assign(name=lambda f: f["name"].fillna(f.index.to_series()))
    )


def _bought(lines: pd.DataFrame) -> pd.DataFrame:
    """Per customer: revenue, margin (NaN where one line's is unknown), orders."""
    sums = (
        lines.assign(unknown=lines["margin"].isna(), loose=_lines(lines).where(lines["order_id"].isna(), 0))
        .groupby("customer_id")
        .agg(
            revenue=("revenue", "sum"),
            margin=("margin", "sum"),
            orders=("order_id", "nunique"),
            loose=("loose", "sum"),
            unknown=("unknown", "any"),
        )
    )
    money = sums[["revenue", "margin"]].round(DUST)
    return sums.assign(
        revenue=money["revenue"],
        margin=money["margin"].mask(sums["unknown"].astype(bool)),
        orders=sums["orders"] + sums["loose"],
    )[["revenue", "margin", "orders"]]


def _lines(rows: pd.DataFrame) -> pd.Series:
    """How many lines each row stands for: one, unless they were added up where they come from."""
    given = rows["lines"] if "lines" in rows else pd.Series(1, index=rows.index)
    return given.fillna(1).astype(int)


def _profits(
    known: pd.DataFrame, bought: pd.DataFrame, served: Charged, *, cost_known: bool, margin_known: bool
) -> pd.DataFrame:
    """The frame of `Accounts`, months_new excepted: customers that bought, or were charged something."""
    charges, nothing = served.charges, float("nan")
    marked = served.rates.loc[served.rates["level"].eq("customer"), "attention"].any()
    cost = charges.groupby("customer_id")["cost"].sum().reindex(known.index, fill_value=0.0)
    attention = charges[charges["attention"]].groupby("customer_id")["cost"].sum().reindex(known.index, fill_value=0.0)
    active = known.index.isin(bought.index) | cost.ne(0)
    frame = known[["name"]].join(bought.reindex(known.index, fill_value=0))
    return frame.assign(
        margin=frame["margin"] if margin_known else nothing,
        cost_to_serve=cost if cost_known else nothing,
        profit=lambda f: f["margin"] - f["cost_to_serve"] if cost_known else f["margin"],
        attention=attention if marked else nothing,
    )[active][["name", "revenue", "margin", "cost_to_serve", "profit", "attention", "orders"]].astype(
        {"revenue": float, "margin": float, "profit": float, "orders": int}
    )


def _months_new(since: pd.Series, start: date, end: date) -> pd.Series:
    """Months as a customer up to `end`, rounded, at least 1; NA for who was there at the start."""
    since = pd.to_datetime(since)
    months = ((pd.Timestamp(end) - since).dt.days + 1) / DAYS_A_MONTH
    return months.round().clip(lower=1).where(since > pd.Timestamp(start)).astype("Int64")


def _total(values: pd.Series) -> float:
    return float(values.sum(min_count=1))


def _cost_to_serve(served: Charged, activities: pd.DataFrame, rates: pd.DataFrame, costs: pd.DataFrame) -> float:
    """What known customers were charged; NaN where there is nothing to charge them with."""
    priced = len(rates) and (len(activities) or rates["pool"].notna().any())
    return float(served.charges["cost"].sum()) if len(costs) or priced else float("nan")
