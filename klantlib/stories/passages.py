"""What do several chapters say in the same way: whom it is about, what is not known of them, how a chapter ends?

Blocks without words: every chapter words them its own way, under the same keys.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Confidence, Heading, Note, Stake, Text, Values, plain
from klantlib.measures.accounts import Accounts
from klantlib.measures.proportions import carried, within

MATERIAL = 0.001  # of the revenue: what is less is told once, with the customer file and at the end of the report


def names(customers: pd.DataFrame) -> list[str]:
    return customers["name"].tolist()


def named(customers: pd.DataFrame, *sums: str) -> dict[str, Any]:
    """How many these customers are, and who: n and names; and what they have together in some columns."""
    return {"n": len(customers), "names": names(customers), **{column: customers[column].sum() for column in sums}}


def loss(customers: pd.DataFrame) -> float:
    """What those among these customers that lose money lose together; money, not below 0."""
    return float(-customers["profit"].clip(upper=0).sum()) + 0.0


def known_sum(values: pd.Series) -> float | None:
    """What is known, added up; None where nothing is."""
    return plain(values.sum(min_count=1))


def actions_for(
    key: str,
    customers: pd.DataFrame,
    values: Values,
    money: float,
    stake: Stake,
    rests_on: str,
    *,
    parts: pd.Series | None = None,
    confidence: Confidence = "medium",
) -> list[Action]:
    """
    An action for these customers (index customer_id), in this order; none for nobody. No money unless above 0.

    `parts` is how much of the money each customer is, index customer_id; what is below 0 counts as nothing.
    """
    if customers.empty:
        return []
    people = tuple(zip(customers.index, names(customers), strict=True))
    each = [] if parts is None else list(parts.reindex(customers.index).fillna(0.0).clip(lower=0.0))
    return [Action(key, values, money if money > 0 else None, stake, people, rests_on, each, confidence)]


def unknown_margin(accounts: Accounts) -> Iterator[Note]:
    """Who is left out where profit is ranked, as its margin is unknown."""
    unknown = accounts.customers.loc[list(accounts.unknown_margin_customers)]
    if len(unknown):
        yield Note("unknown_margin", named(unknown, "revenue"))


def unknown_customers(accounts: Accounts, **values: float) -> Iterator[Note]:
    """Who is in the totals but in no ranking, as it is not in the client's table; where that is seen in a figure."""
    n, revenue = len(accounts.unknown_customers), abs(accounts.unknown_revenue)
    if n and revenue >= MATERIAL * abs(accounts.revenue):
        yield Note("unknown_customers", {"n": n, "revenue": accounts.unknown_revenue, **values})


def grouping(accounts: Accounts) -> dict[str, int]:
    """Where companies of one parent count as one customer: how many groups of more than one, of how many companies."""
    if accounts.groups is None:
        return {}
    together = accounts.customers.loc[accounts.customers["companies"] > 1, "companies"]
    return {"groups": len(together), "grouped_companies": int(together.sum())}


def groups_of_companies(accounts: Accounts) -> Iterator[Note]:
    """Who counts as one customer, and which parents made that impossible or have no name."""
    if accounts.groups is None:
        return
    together = accounts.customers[accounts.customers["companies"] > 1].sort_values("revenue", ascending=False)
    companies = {"companies": int(together["companies"].sum())}
    yield Note("groups" if len(together) else "no_groups", {**named(together), **companies})
    circles, strangers = accounts.groups.circles, accounts.groups.strangers
    if circles:
        yield Note("group_circles", {"n": len(circles), "ids": list(circles)})
    if strangers:
        yield Note("group_strangers", {"n": len(strangers), "ids": list(strangers)})


def new_customers(customers: pd.DataFrame) -> Iterator[Note]:
    """Who among these customers is ranked on less than a whole period."""
    new = customers.dropna(subset="months_new")
    if len(new):
        yield Note("new_customers", named(new))


def filled(rows: pd.DataFrame, formats: Mapping[str, str], *optional: str) -> dict[str, str]:
    """The columns to show: without those of `optional` (else of all) that hold nothing, as dashes say nothing."""
    empty = {column for column in optional or formats if rows[column].isna().all()}
    return {column: format for column, format in formats.items() if column not in empty}


def shares_that_tell(groups: pd.DataFrame, customers: int) -> pd.DataFrame:
    """Groups of so many customers, without shares that say nothing: of too few, of a total under one of its parts."""
    found = groups.assign(customers_share=carried(groups["customers_share"], customers))
    return found if within(found["profit_share"]) else found.assign(profit_share=math.nan)


def first_that_holds(choices: Mapping[str, Any]) -> str:
    """The key of the first choice that holds; the last one must."""
    return next(key for key, holds in choices.items() if holds)


def ending(*more: Text, **values: Any) -> list[Block]:
    """How every chapter ends: what the method is, what more is to be said of it, and what it cannot tell."""
    return [Heading("how"), Text("method", values), *more, Note("cannot")]
