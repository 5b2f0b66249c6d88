"""The chapter on the classes of customers, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.classes import CLASSES, FACTORS
from klantlib.measures.curves import LEAST_CUSTOMERS
from klantlib.measures.proportions import Part
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    groups_of_companies,
    loss,
    named,
    names,
    new_customers,
    shares_that_tell,
    unknown_customers,
    unknown_margin,
)

if TYPE_CHECKING:
    from klantlib.analyses.classification import Classification

SURE = 0.95  # of the drawings in which a customer is a key account: then the weights do not decide it
POSSIBLE = 0.05  # under this part of the drawings a customer is no rival for a place
ALWAYS = 0.995  # from here on it is printed as 100%
LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
DRAWN = 16  # bars that are still read
TNT_FIRST, TNT_TWO = 0.5, 0.8  # of revenue: the first segment, and the first two
# TNT's three segments, from a Dutch text that gives no year: share of profit
TNT = {"major": 0.25, "field_sales": 0.40, "customer_services": 0.35}


def opening(result: Classification) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.accounts.kind != "contribution":
        yield Note(f"kind_{result.accounts.kind}")
    yield from groups_of_companies(result.accounts)
    if len(result.customers) < LEAST_CUSTOMERS:
        yield Note("few_customers", {"customers": len(result.customers)})
    if result.accounts.kind != "unknown":
        yield from unknown_margin(result.accounts)


def _headline(result: Classification) -> Heading:
    key = result.by_class.loc["key_account"]
    values = {
        "n": key["customers"],
        "profit_share": key["profit_share"],
        "revenue_share": key["revenue_share"],
        "candidates": int(result.customers["candidate"].sum()),
        "customers": len(result.customers),
        "losers": result.by_class.loc["loss_maker", "customers"],
    }
    share = "profit" if 0 < key["profit_share"] <= 1 else "revenue"  # over the whole, where others lose
    choices = {
        "nobody_classed": result.customers["class"].isna().all(),
        f"too_many_{share}": values["candidates"] > values["n"] > 0,
        f"enough_{share}": values["n"] > 0,
        "no_key_accounts": True,
    }
    return Heading(first_that_holds(choices), plain(values), level=1)


def five(result: Classification) -> Iterator[Block]:
    """How many customers each class has and what they bring; and TNT's segments beside ours."""
    rows = result.by_class
    losers, small = rows.loc["loss_maker"], rows.loc["small"]
    values = {
        "customers": len(result.customers),
        "losers": losers["customers"],
        "loss": loss(result.of("loss_maker")),
        "small": small["customers"],
        **result.rules._asdict(),
    }
    choices = {
        "five_all_loss": losers["customers"] == len(result.customers),
        "five_neither": not losers["customers"] and not small["customers"],
        "five_no_small": not small["customers"],
        "five_without_loss": not losers["customers"],
        "five": True,
    }
    key = first_that_holds(choices)
    yield Heading(f"{key}_heading", plain(values))
    yield Finding(key, {**plain(values), "small_share": Part(small["customers"], len(result.customers))})
    yield from _profits(result)
    yield _classes(result)
    yield from _unclassed(result)
    yield from unknown_customers(result.accounts)
    yield from _beside_tnt(result)


def _profits(result: Classification) -> Iterator[Chart]:
    profit = result.by_class["profit"].dropna()
    if len(profit) < 2:
        return
    data = {"class": profit.index.tolist(), "profit": profit.tolist()}
    values = {"n": len(profit), "earned": profit.clip(lower=0).sum(), "lost": -profit.clip(upper=0).sum()}
    formats = {"class": "term", "profit": "money"}
    yield Chart("profits", "bar", plain(data), x="profit", y="class", formats=formats, values=plain(values))


def _classes(result: Classification) -> Table:
    formats = {
        "class": "term",
        "customers": "count",
        "customers_share": "percent",
        "revenue_share": "percent",
        "profit": "money",
        "profit_share": "percent",
    }
    rows = shares_that_tell(result.by_class, len(result.customers)).rename_axis("class").reset_index()
    return table("classes", rows, filled(rows, formats, "customers_share", "revenue_share", "profit", "profit_share"))


def _unclassed(result: Classification) -> Iterator[Note]:
    unknown = result.customers[result.customers["class"].isna()]
    if len(unknown):
        yield Note("not_classed", named(unknown, "revenue"))


def _beside_tnt(result: Classification) -> Iterator[Block]:
    if len(result.customers) < LEAST_CUSTOMERS or not (result.customers["revenue"] > 0).any():
        return
    first = result.segments.loc["major"]
    known = pd.notna(first["profit_share"])
    values = {"share": first["customers_share"], "profit_share": first["profit_share"], "theirs": TNT["major"]}
    yield Finding("beside_tnt" if known else "beside_tnt_unknown", plain(values))
    formats = {
        "segment": "term",
        "customers_share": "percent1",
        "tnt_customers": "term",
        "profit_share": "percent",
        "tnt_profit": "percent",
        "contact": "term",
    }
    rows = result.segments.rename_axis("segment").reset_index()
    rows = rows.assign(
        tnt_customers="customers_" + rows["segment"],
        tnt_profit=list(TNT.values()),
        contact="contact_" + rows["segment"],
    )
    yield table("tnt", rows, filled(rows, formats, "profit_share"))


def key_accounts(result: Classification) -> Iterator[Block]:
    """Who they are, how many there may be, and who is kept from it by a loss."""
    keys, waiting = result.of("key_account"), result.waiting
    values = {
        **named(waiting),
        "keys": len(keys),
        "waiting": len(waiting),
        "candidates": int(result.customers["candidate"].sum()),
        **result.rules._asdict(),
    }
    yield Heading(f"{key_accounts_key(result)}_heading", values)
    yield Finding(key_accounts_key(result), values)
    if len(keys):
        yield _listed("keys", keys.head(LISTED), len(keys), ("stays", "other"))
        yield from new_customers(keys)
    low = keys[keys["strategic"] < result.rules.strategic_from]
    if len(low):
        yield Finding("keys_for_now", {**named(low), **result.rules._asdict()})
    held = result.held_back
    if len(held):
        yield Finding("held_back", {**named(held), "loss": loss(held), **result.rules._asdict()})


def key_accounts_key(result: Classification) -> str:
    keys, waiting = len(result.of("key_account")), len(result.waiting)
    choices = {"keys_full": keys and waiting, "keys_none_full": waiting, "keys_room": keys, "keys_none": True}
    return first_that_holds(choices)


def doubtful(result: Classification) -> pd.DataFrame:
    """Key accounts that other weights would often put elsewhere; least sure first."""
    keys = result.of("key_account")
    return keys[keys["stays"] < SURE].sort_values("stays", kind="stable")


def sureness(result: Classification) -> Iterator[Block]:
    """Do other weights, or slightly different limits, make other key accounts?"""
    keys = result.of("key_account")
    near = result.customers[result.customers["other"].notna()]
    values = {
        "keys": len(keys),
        "sure": int((keys["stays"] >= SURE).sum()),
        "part": SURE,
        "spread": result.spread,
        "resamples": result.resamples,
        "near": result.near,
        "on_edge": len(near),
        "edge_names": names(near.sort_values("revenue", ascending=False, kind="stable")),
        **named(doubtful(result)),
        **_rivals(result),
    }
    if not (len(keys) and result.tested):
        return
    yield Heading("sure_heading" if values["n"] == 0 else "doubt_heading", values)
    yield Finding("sure" if values["n"] == 0 else "doubt", values)
    yield from _stability(result)
    yield Finding("edge" if len(near) else "no_edge", values)


def _rivals(result: Classification) -> dict[str, Any]:
    others = result.customers[result.customers["class"].ne("key_account") & (result.customers["stays"] >= POSSIBLE)]
    return {"rivals": len(others), "rival_names": names(others.sort_values("stays", ascending=False, kind="stable"))}


def _stability(result: Classification) -> Iterator[Chart]:
    """Of whom it hangs on the weights: as often as the figure says."""
    rows = result.customers[result.customers["stays"].between(POSSIBLE, ALWAYS, inclusive="left")]
    rows = rows.sort_values("stays", ascending=False, kind="stable").head(DRAWN)
    if len(rows) < 2:
        return
    data = {"name": rows["name"].tolist(), "stays": rows["stays"].tolist(), "class": rows["class"].tolist()}
    formats = {"stays": "percent", "name": "text", "class": "term"}
    words = {"n": len(rows), "lowest": rows["stays"].min(), "highest": rows["stays"].max()}
    told = plain({**words, "resamples": result.resamples})
    yield Chart("stability", "bar", plain(data), "stays", "name", formats, values=told, group="class")


def future(result: Classification) -> Iterator[Block]:
    """Small today, large tomorrow: who they are, or why nobody can be named."""
    customers = result.of("future_key_account").sort_values("potential", ascending=False, kind="stable")
    values = {**named(customers, "potential", "revenue"), **result.rules._asdict()}
    if len(customers):
        yield Heading("future_heading", values)
        yield Finding("future", values)
        yield _listed("future_table", customers.head(LISTED), len(customers), ("potential", "strategic", "other"))
        return
    lacking = {
        "future_no_potential": result.customers["potential_revenue"].isna().all(),
        "future_no_strategy": result.customers["strategic"].isna().all(),
        "future_none": True,
    }
    yield Note(first_that_holds(lacking), values)


def concepts(result: Classification) -> Iterator[Block]:
    """What each class may expect of us: relationship, service, and range, customisation and price."""
    yield Heading("concept_heading")
    yield Finding("concept")
    parts = ("relationship", "service", "offer")
    rows = pd.DataFrame([{"class": name, **{part: f"{part}_{name}" for part in parts}} for name in CLASSES])
    yield table("concepts", rows, dict.fromkeys(("class", *parts), "term"))


def rules(result: Classification) -> Iterator[Block]:
    """How each factor is scaled, what it weighs, and from where on a class begins."""
    yield Text("limits", {**result.rules._asdict(), "near": result.near, "spread": result.spread})
    yield _weights(result)
    left_out = [name for name in FACTORS if result.wished[name] > 0 and name not in result.weights]
    if left_out and result.weights:
        yield Note("left_out", {"n": len(left_out)})
    if not result.weights:
        yield Note("no_weights")


def _weights(result: Classification) -> Table:
    parts = result.customers[[f"{name}_part" for name in FACTORS]]
    full = {**result.full, "significance": result.full["significance"] * result.accounts.revenue}  # as money, for all
    rows = pd.DataFrame(
        {
            "factor": list(FACTORS),
            "scale": [f"scale_{name}" for name in FACTORS],
            "full": [full.get(name) for name in FACTORS],
            "customers": parts.notna().sum().tolist(),
            "weight": [result.weights.get(name, 0.0) for name in FACTORS],
        }
    )
    formats = {"factor": "term", "scale": "term", "full": "money", "customers": "count", "weight": "percent1"}
    return table("weights", rows, formats, values={"customers": len(result.customers)})


def _listed(key: str, customers: pd.DataFrame, every: int, more: tuple[str, ...]) -> Table:
    """The first of a list, with what is known of them."""
    formats = {
        "name": "text",
        "months_new": "count",
        "value": "number2",
        "revenue": "money",
        "profit": "money",
        "potential": "money",
        "strategic": "number",
        "stays": "percent",
        "other": "term",
    }
    columns = [name for name in formats if name not in ("potential", "strategic", "stays", "other") or name in more]
    shown = filled(customers, {name: formats[name] for name in columns}, "months_new", "profit", "stays", "other")
    return table(key, customers, shown, values={"n": len(customers), "all": every})
