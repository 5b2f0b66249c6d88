"""The chapter on what customers are worth: who stays, who grows, and what winning one may cost."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Text, plain
from klantlib.measures.lifetime import retention
from klantlib.measures.lifetime.growth_room import measured, years_to_fill
from klantlib.stories.passages import first_that_holds, named

if TYPE_CHECKING:
    from klantlib.analyses.customer_value import CustomerValue

CLAIM = 5  # times: winning against keeping, as the texts have it
LONG = 50  # years: beyond this nobody waits
FEW = 30  # under so many nothing is concluded, only shown


def staying(result: CustomerValue) -> Iterator[Block]:
    """How many stay, what a point more is worth, and what Reichheld's 5% is about."""
    if not result.retention.bought:
        yield Note("no_retention")
        return
    low, high = result.retention.interval
    values = {
        "bought": result.retention.bought,
        "kept": result.retention.kept,
        "retention": result.retention.rate,
        "low": low,
        "high": high,
        "years": result.years,
        "point": result.point,
        "discount": result.terms.discount,
        "five": result.five,
        "room": 1 - result.retention.rate,
    }
    priced = result.point > 0 and not math.isnan(result.five)
    yield Heading("staying_heading" if priced else "staying_bare_heading", values)
    yield Finding("staying" if math.isfinite(result.years) else "staying_all", values)
    if priced:
        yield Finding("point" if values["room"] >= 0.05 else "point_little_room", values)
    yield from _layers(result)


def _layers(result: CustomerValue) -> Iterator[Block]:
    """Reichheld's layers: a picture of those that were measured."""
    layers = result.layers
    if layers.empty:
        return
    base, total = layers["base"].sum() if "base" in layers else 0.0, layers.to_numpy().sum()
    values = {"years": len(layers), "base": base, "each": base / len(layers), "total": total, "n": layers.shape[1]}
    if layers.shape[1] == 1:
        yield Finding("layers_base", values)
        return
    yield Finding("layers", values)
    rows = layers.reset_index().melt("year", var_name="layer", value_name="money")
    formats = {"year": "count", "layer": "term", "money": "money"}
    yield Chart(
        "layers_by_year",
        "line",
        plain(rows.to_dict("list")),
        x="year",
        y="money",
        formats=formats,
        group="layer",
        values=values,
    )


def growing(result: CustomerValue) -> Iterator[Block]:
    """Do the very satisfied grow as fast as is claimed, and how much room have they left?"""
    if not result.customers["level"].notna().any():
        return
    very, others = result.very, result.others
    low, high = very.interval
    values = {
        "claim": result.inputs.growth,
        "n": very.customers,
        "rate": very.rate,
        "low": low,
        "high": high,
        "others": others.customers,
        "others_rate": others.rate,
    }
    heading = "growing_heading" if very.rate >= 0 else "shrinking_heading"
    yield Heading(heading if measured(very) else "growing_unmeasured_heading", values)
    yield Finding(_growth_key(result), values)
    if measured(very) and measured(others):
        yield Finding("growth_beside", values)
    if len(result.growing):
        yield Finding(room_key(result), room_left(result))
    elif result.customers["maximum"].notna().any():
        yield Note("no_room")
    else:
        yield Note("unknown_room")


def room_left(result: CustomerValue) -> dict[str, Any]:
    """How far those that could still grow are from their maximum, in money and in years at either pace."""
    rows, own = result.growing, result.very.rate * result.a_year
    revenue, maximum = float(rows["revenue"].sum()), float(rows["maximum"].sum())
    years = {
        "claimed": years_to_fill(revenue, maximum, result.inputs.growth),
        "own": years_to_fill(revenue, maximum, own),
    }
    return {**named(rows, "room", "gain"), "claim": result.inputs.growth, "share": revenue / maximum, **years}


def room_key(result: CustomerValue) -> str:
    """The finding on the room left: how long it takes to fill is told at the paces that lead there."""
    values = room_left(result)
    told = measured(result.very) and values["own"] < LONG
    return "room" if told else "room_claimed" if values["claimed"] < LONG else "room_bare"


def _growth_key(result: CustomerValue) -> str:
    """How the growth of the very satisfied stands to the claim."""
    very, claim = result.very, retention.a_period(result.inputs.growth, result.months)
    choices = {
        "growth_unmeasured": not measured(very),
        "growth_few": very.customers < FEW,
        "growth_slower": very.interval.high < claim,
        "growth_faster": very.interval.low > claim,
        "growth_fits": True,
    }
    return first_that_holds(choices)


def winning(result: CustomerValue) -> Iterator[Block]:
    """Winning against keeping, what may be spent on either, and what of this is goodwill."""
    if not len(result.valued) or math.isnan(result.profit_each):
        return
    values = _costs(result)
    yield Heading(_winning_heading(values), values)
    yield Finding(winning_key(result), values)
    yield from _reinvested(result)
    yield Text("goodwill_above" if values["above"] > 0 and result.total > 0 else "goodwill", values)


def _costs(result: CustomerValue) -> dict[str, Any]:
    """What winning a customer costs, and keeping one, beside what the middle one is worth."""
    cost, keeping = result.inputs.acquisition_cost, result.keeping
    return {
        "value": result.value_each,
        "profit": result.profit_each,
        "times": CLAIM,
        "cost": cost,
        "keeping": keeping,
        "fivefold": CLAIM * keeping,
        "years": retention.break_even_years(cost, result.profit_each) if cost else None,
        "ratio": cost / keeping if cost and keeping > 0 else None,
        "equity": result.total,
        "above": result.accounts.above_customer,
    }


def _winning_heading(values: dict[str, Any]) -> str:
    if not values["cost"]:
        return "winning_heading" if values["value"] > 0 else "winning_loss_heading"
    return "winning_known_heading" if math.isfinite(values["years"]) else "winning_never_heading"


def winning_key(result: CustomerValue) -> str:
    """The finding on winning against keeping."""
    values = _costs(result)
    choices = {
        "winning_never": values["cost"] and not math.isfinite(values["years"]),
        "winning_known": values["cost"] and values["ratio"],
        "winning_known_bare": values["cost"],
        "winning_loss": not values["value"] > 0,
        "winning_bare": not values["keeping"] > 0,
        "winning_dear": values["fivefold"] > values["value"],
        "winning": True,
    }
    return first_that_holds(choices)


def _reinvested(result: CustomerValue) -> Iterator[Block]:
    """The part of the profit that goes back into customers, against what attention costs now."""
    attention = result.accounts.customers["attention"].sum(min_count=1)
    profit = float(result.accounts.customers["profit"].clip(lower=0).sum())
    if not attention > 0 or not profit > 0:
        return
    values = {"attention": attention, "share": attention / profit, "profit": profit}
    values |= {"reinvest": result.inputs.reinvest, "budget": result.budget}
    values["difference"] = abs(values["budget"] - attention)
    more = "more" if values["budget"] >= attention else "less"
    now = "reinvest_now" if attention <= profit else "reinvest_beyond"
    yield Finding(f"reinvest_{more}" if result.inputs.reinvest else now, values)
