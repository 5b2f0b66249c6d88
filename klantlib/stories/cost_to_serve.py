"""The chapter on cost-to-serve, part by part; the matrix has a file of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.blocks import Block, Finding, Heading, Note, Table, Text, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero, ranked
from klantlib.measures.proportions import FEWEST, Part
from klantlib.measures.serving import buyers
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    loss,
    named,
    names,
    new_customers,
    unknown_customers,
    unknown_margin,
)

if TYPE_CHECKING:
    from klantlib.analyses.cost_to_serve import CostToServe

SHOWN = 6  # rows of a table in the text; the appendix has everyone
FIRST = 3  # complainers named


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
    if costs_key(result) == "nothing_charged":
        yield from (Heading("nothing_charged_heading"), Finding(costs_key(result)))
    else:
        first, whole = result.charged.iloc[0], {"cost": accounts.cost_to_serve, "margin": accounts.margin}
        largest = {"activity": first["activity"], "largest": first["cost"], "share": first["share"]}
        values = {**whole, "remainder": accounts.remainder, **largest}
        yield Heading("costs_heading", values)
        yield Finding(costs_key(result), values)
    if result.profit_known:
        yield _bridge(accounts)
    yield from _rates(result.charged)
    yield from _kept_apart(accounts)


def _rates(charged: pd.DataFrame) -> Iterator[Block]:
    """The largest activities, and what the others cost together."""
    if charged.empty:
        return
    shown, rest = charged.head(SHOWN), charged.iloc[SHOWN:]
    formats = {"activity": "text", "quantity": "count", "rate": "cents", "cost": "money", "share": "percent1"}
    yield table("rates", shown, formats, values={"n": len(shown), "all": len(charged)})
    if len(rest):
        others = {"n": len(rest), "activities": rest["activity"].tolist()}
        yield Text("rates_rest", {**others, "cost": rest["cost"].sum(), "share": rest["share"].sum()})
    if shown["quantity"].isna().any():
        yield Note("direct_costs")


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
    values = {**top, "part": result.chosen.attention_top}
    yield Heading("attention_heading", values)
    yield Finding("attention", values)
    yield from _mirror(result)
    if not len(result.drains):
        yield from _burden(result)
    if result.profit_known:
        yield from _drains(result)
        yield from _overlooked(result)
        yield from new_customers(result.customers.loc[result.drains.union(result.overlooked, sort=False)])
    else:
        yield Note("no_profit_no_drains")


def _burden(result: CostToServe) -> Iterator[Block]:
    """Who gets most attention, with that for every 1,000 of revenue; where drains are listed, they show it."""
    most = result.shown.loc[ranked(result.customers["attention"]).index].head(SHOWN)
    formats = {
        "name": "text",
        "revenue": "money",
        "attention": "money",
        "attention_share": "percent1",
        "burden": "money",
        "profit_contribution": "money",
    }
    yield table("burden", most, filled(most, formats), values={"n": len(most)})
    yield from _average(result)


def _average(result: CostToServe) -> Iterator[Note]:
    """What attention comes to for every 1,000 of revenue, as a large customer asks for more by itself."""
    average = 1000 * result.attention / above_zero(float(result.customers["revenue"].sum()))
    if not math.isnan(average):
        yield Note("burden_average", {"average": average})


def _mirror(result: CostToServe) -> Iterator[Block]:
    """What goes to the customers who bring little, and to those who bring less than nothing."""
    if len(result.tail):
        part, share = result.chosen.tail_share, result.share_of_attention(result.tail)
        values = {"n": len(result.tail), "part": part, "share": share}
        yield Finding("tail_heavy" if share > part else "tail_light", values)
    if len(result.losers):
        figures = result.figures()
        shares = {"share": figures["attention_of_loss_makers"], "cost_share": figures["cost_to_serve_of_loss_makers"]}
        yield Finding("losers_attention", {"n": len(result.losers), **shares})


def _drains(result: CostToServe) -> Iterator[Block]:
    limits = {"part": result.chosen.attention_top, "bottom": result.chosen.profit_bottom}
    if not len(result.drains):
        yield Text("no_drains", limits)
        return
    frame = result.shown.loc[result.drains]
    yield Heading("drains_heading", {"n": len(frame), "share": result.share_of_attention(result.drains)})
    yield Finding("drains", {**named(frame), **limits})
    yield _listed("drains_table", frame, ("attention", "burden", "profit_contribution", "driver"))
    yield from _average(result)


def _overlooked(result: CostToServe) -> Iterator[Block]:
    limits = {"top": result.chosen.profit_top, "ratio": result.chosen.overlooked_ratio}
    frame = result.shown.loc[result.overlooked]
    if result.customers["profit_share"].isna().all():
        yield Note("no_profit_shares")
    elif frame.empty:
        yield Text("no_overlooked", limits)
    else:
        shares = {"profit_share": frame["profit_share"].sum(), "attention_share": frame["attention_share"].sum()}
        yield Heading("overlooked_heading", {"n": len(frame), **shares})
        yield Finding("overlooked", {**named(frame), **shares, **limits})
        yield _listed("overlooked_table", frame, ("revenue", "profit_contribution", "profit_share", "attention_share"))


def _listed(key: str, customers: pd.DataFrame, columns: tuple[str, ...]) -> Table:
    """The first customers by name; with how long the new ones have been there, if any is new."""
    shown = customers.head(SHOWN)
    kinds = {"driver": "text", "months_new": "count", "profit_share": "percent1", "attention_share": "percent1"}
    formats = {"name": "text"} | {name: kinds.get(name, "money") for name in (*columns, "months_new")}
    return table(key, shown, filled(shown, formats, "months_new"), values={"n": len(customers), "shown": len(shown)})


def complaints(result: CostToServe) -> Iterator[Block]:
    """Do they come from a few customers?"""
    found = result.complaints
    if found is None:
        return
    choices = {
        "complaints_few": found.total < FEWEST,
        "complaints_some": found.top_share > found.high,
        "complaints_chance": True,
    }
    key = first_that_holds(choices)
    most = result.customers.loc[ranked(result.customers["complaints"]).index].head(min(FIRST, found.complainers))
    values = {**found._asdict(), "part": result.chosen.attention_top, "n": len(most), "names": names(most)}
    yield Heading(f"{key}_heading", found._asdict())
    yield Finding(key, {**values, "filed": most["complaints"].sum()})


def buys_on(result: CostToServe) -> Iterator[Block]:
    """Do value buyers bring more than price buyers?"""
    groups = buyers(result.customers).dropna(subset="profit_each").set_index("buys_on")
    if len(groups) < 2 or not result.profit_known:
        return
    each, count, losing = (groups[name].to_dict() for name in ("profit_each", "customers", "loss_makers"))
    few = min(count.values()) < FEWEST
    key = "buyers_few" if few else "value_pays" if each["value"] > each["price"] else "price_pays"
    one_loses = each["value"] > 0 > each["price"] and not few
    yield Heading("value_pays_loss_heading" if one_loses else f"{key}_heading", each | {"price_loss": -each["price"]})
    values = {"n": count["value"], "price_n": count["price"], "value_share": Part(count["value"], sum(count.values()))}
    yield Finding(key, {**each, **values, "losing": losing["value"], "price_losing": losing["price"]})
