"""The chapter on cost-to-serve, part by part; the matrix has a file of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, Values, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.complaints import shrunken
from klantlib.measures.costing import spent_on
from klantlib.measures.curves import above_zero, ranked
from klantlib.measures.serving import buyers
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    loss,
    named,
    new_customers,
    unknown_customers,
    unknown_margin,
)

if TYPE_CHECKING:
    from klantlib.analyses.cost_to_serve import CostToServe

LONG = 10  # rows of a table in the text; the appendix has everyone


def opening(result: CostToServe) -> Iterator[Block]:
    accounts = result.accounts
    values = {
        "cost": accounts.cost_to_serve,
        "n": len(result.losers),
        "loss": loss(result.losers),
        "share": accounts.cost_to_serve / above_zero(accounts.margin),
        "shortage": -accounts.profit,
    }
    choices = {
        "no_customers": result.customers.empty,
        "no_costs": not result.cost_known,
        "profit_unknown": not result.profit_known,
        "total_loss": accounts.profit < 0 or not accounts.margin > 0,
        "losses": len(result.losers),
        "all_earn": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    if result.profit_known:
        yield from unknown_margin(accounts)


def costs(result: CostToServe) -> Iterator[Block]:
    """What was charged for what, and what is left of the margin."""
    accounts = result.accounts
    charged = spent_on(accounts.charges, accounts.cost_to_serve)
    if costs_key(result) == "nothing_charged":
        yield from (Heading("nothing_charged_heading"), Finding(costs_key(result)))
    else:
        first, whole = charged.iloc[0], {"cost": accounts.cost_to_serve, "margin": accounts.margin}
        largest = {"activity": first["activity"], "largest": first["cost"], "share": first["share"]}
        values = {**whole, "remainder": accounts.remainder, **largest}
        yield Heading("costs_heading", values)
        yield Finding(costs_key(result), values)
    if result.profit_known:
        yield _bridge(accounts)
    if not charged.empty:
        formats = {"activity": "text", "quantity": "count", "rate": "cents", "cost": "money", "share": "percent1"}
        yield table("rates", charged, formats)
    if charged["quantity"].isna().any():
        yield Note("direct_costs")
    yield from _kept_apart(accounts)


def costs_key(result: CostToServe) -> str:
    """The finding on what was charged."""
    if not result.accounts.cost_to_serve > 0:
        return "nothing_charged"
    return "costs_known" if result.profit_known else "costs_only"


def _bridge(accounts: Accounts) -> Table:
    """From margin to what is left; costs of nothing are left out."""
    apart = {name: -getattr(accounts, name) for name in ("above_customer", "unallocated", "unused_capacity")}
    apart = {name: amount for name, amount in apart.items() if amount and not math.isnan(amount)}
    lines = {
        "margin": accounts.margin,
        "cost_to_serve": -accounts.cost_to_serve,
        "profit_contribution": accounts.profit,
        **(apart and {**apart, "remainder": accounts.remainder}),
    }
    frame = pd.DataFrame({"line": lines.keys(), "amount": lines.values()})
    frame = frame.assign(of_revenue=frame["amount"] / above_zero(accounts.revenue))
    return table("bridge", frame, {"line": "term", "amount": "money", "of_revenue": "percent1"}, total=True)


def _kept_apart(accounts: Accounts) -> Iterator[Block]:
    """What was not charged to a customer, and why."""
    if accounts.above_customer:
        yield Note("above_customer", {"money": accounts.above_customer})
    if accounts.unallocated:
        idle = accounts.rates.loc[accounts.rates["rate"].isna() & accounts.rates["level"].eq("customer"), "activity"]
        values = {"money": accounts.unallocated, "n": len(idle), "activities": idle.tolist()}
        yield Note("unallocated_pools" if len(idle) else "unallocated", values)
    if accounts.unused_capacity > 0:
        yield Note("unused_capacity", {"money": accounts.unused_capacity})
    if accounts.unused_capacity < 0:
        yield Note("over_capacity", {"money": -accounts.unused_capacity})
    if accounts.unpriced:
        yield Note("unpriced", {"n": len(accounts.unpriced), "activities": list(accounts.unpriced)})
    yield from unknown_customers(accounts)


def attention(result: CostToServe) -> Iterator[Block]:
    """Who gets it, and whether they are the ones who bring something."""
    if math.isnan(result.attention):
        yield from (Heading("no_attention_heading"), Note("no_attention"))
        return
    figures, customers = result.figures(), len(result.customers)
    top = {"n": figures["attention_top_customers"], "customers": customers, "share": figures["attention_top_share"]}
    values = {**top, "part": result.attention_top}
    yield Heading("attention_heading", values)
    yield Finding("attention", values)
    yield from _burden(result)
    yield from _mirror(result)
    if result.profit_known:
        yield from _drains(result)
        yield from _overlooked(result)
        ranking = result.drains.union(result.overlooked, sort=False).union(result.losers.index[:LONG], sort=False)
        yield from new_customers(result.customers.loc[ranking])
    else:
        yield Note("no_profit_no_drains")


def _burden(result: CostToServe) -> Iterator[Block]:
    """Attention for every 1,000 of revenue."""
    average = 1000 * result.attention / above_zero(float(result.customers["revenue"].sum()))
    if math.isnan(average):
        return
    most = result.customers.loc[ranked(result.customers["attention"]).index].head(LONG)
    burden = most["attention"] / most["revenue"].where(most["revenue"] > 0) * 1000
    formats = {
        "name": "text",
        "revenue": "money",
        "attention": "money",
        "attention_share": "percent1",
        "burden": "money",
        "profit_contribution": "money",
    }
    frame = most.assign(burden=burden, profit_contribution=most["profit"])
    yield table("burden", frame, formats, values={"n": len(most), "average": average})


def _mirror(result: CostToServe) -> Iterator[Block]:
    """What goes to the customers who bring little, and to those who bring less than nothing."""
    if len(result.tail):
        share = result.share_of_attention(result.tail)
        key = "tail_heavy" if share > result.tail_share else "tail_light"
        yield Finding(key, {"n": len(result.tail), "part": result.tail_share, "share": share})
    if len(result.losers):
        figures = result.figures()
        shares = {"share": figures["attention_of_loss_makers"], "cost_share": figures["cost_to_serve_of_loss_makers"]}
        yield Finding("losers_attention", {"n": len(result.losers), **shares})


def _drains(result: CostToServe) -> Iterator[Block]:
    limits = {"part": result.attention_top, "bottom": result.profit_bottom}
    if not len(result.drains):
        yield Text("no_drains", limits)
        return
    frame = result.customers.loc[result.drains]
    yield Heading("drains_heading", {"n": len(frame), "share": result.share_of_attention(result.drains)})
    yield Finding("drains", {**named(frame), **limits})
    yield _listed("drains_table", frame, ("attention", "profit_contribution", "driver"), limits)


def _overlooked(result: CostToServe) -> Iterator[Block]:
    limits = {"top": result.profit_top, "ratio": result.overlooked_ratio}
    frame = result.customers.loc[result.overlooked]
    if result.customers["profit_share"].isna().all():
        yield Note("no_profit_shares")
    elif frame.empty:
        yield Text("no_overlooked", limits)
    else:
        shares = {"profit_share": frame["profit_share"].sum(), "attention_share": frame["attention_share"].sum()}
        yield Heading("overlooked_heading", {"n": len(frame), **shares})
        yield Finding("overlooked", {**named(frame), **shares, **limits})
        yield _listed("overlooked_table", frame, ("profit_contribution", "profit_share", "attention_share"), limits)


def _listed(key: str, customers: pd.DataFrame, columns: tuple[str, ...], limits: Values) -> Table:
    """Customers by name, at most LONG; with how long the new ones have been there, if any is new."""
    shown = customers.head(LONG).assign(profit_contribution=customers["profit"])
    kinds = {"driver": "text", "months_new": "count", "profit_share": "percent1", "attention_share": "percent1"}
    formats = {"name": "text"} | {name: kinds.get(name, "money") for name in ("revenue", *columns, "months_new")}
    values = {"n": len(customers), "shown": len(shown), **limits}
    return table(key, shown, filled(shown, formats, "months_new"), values=values)


def complaints(result: CostToServe) -> Iterator[Block]:
    """Do they come from a few customers?"""
    found = result.complaints
    if found is None:
        return
    key = "complaints_some" if found.top_share > found.high else "complaints_chance"
    yield Heading(f"{key}_heading", found._asdict())
    yield Finding(key, {**found._asdict(), "part": result.attention_top})
    frame = result.customers.assign(
        per_100=lambda f: 100 * f["complaints"] / f["orders"].where(f["orders"] > 0),
        fair_per_100=lambda f: 100 * shrunken(f["complaints"], f["orders"]),
    )
    most = frame.loc[ranked(frame["complaints"][frame["complaints"] > 0]).index].head(LONG)
    formats = {"name": "text", "complaints": "count", "orders": "count", "per_100": "number", "fair_per_100": "number"}
    mean = 100 * found.total / above_zero(float(frame["orders"].sum()))
    yield table("complaints", most, formats, values={"n": len(most), "mean": mean})


def buys_on(result: CostToServe) -> Iterator[Block]:
    """Do value buyers bring more than price buyers?"""
    groups = buyers(result.customers)
    if len(groups) < 2 or not result.profit_known:
        return
    each, count = (groups.set_index("buys_on")[name].to_dict() for name in ("profit_each", "customers"))
    key = "value_pays" if each["value"] > each["price"] else "price_pays"
    one_loses = each["value"] > 0 > each["price"]
    yield Heading("value_pays_loss_heading" if one_loses else f"{key}_heading", each | {"price_loss": -each["price"]})
    yield Finding(key, each | {"n": count["value"], "value_share": count["value"] / sum(count.values())})
    formats = {
        "buys_on": "term",
        "customers": "count",
        "revenue": "money",
        "profit_contribution": "money",
        "profit_each": "money",
        "loss_makers": "count",
    }
    yield table("buyers", groups, formats)
