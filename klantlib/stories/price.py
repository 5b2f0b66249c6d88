"""The chapter on price, part by part."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.curves import LEAST_CUSTOMERS, above_zero
from klantlib.measures.pricing import MARGINS, RISES, break_even_loss, effect, profit_rise
from klantlib.measures.proportions import carried
from klantlib.stories.passages import filled, first_that_holds, named, unknown_customers, unknown_margin

if TYPE_CHECKING:
    from klantlib.analyses.price import Price

LISTED = 10  # rows of a list in the chapter; all customers are in the appendix
TIMES = {"once": 1, "twice": 2, "four_times": 4}  # the rise, and what doubling it does
REACH = (
    0.05  # a rise that can still be defended to a customer, by our own judgement; what needs more needs other service
)
BEYOND = 1.3  # the picture shows this much more loss of volume than the largest rise can bear


def opening(result: Price) -> Iterator[Block]:
    values = _values(result)
    choices = {
        "margin_unknown": result.suppressed is None,
        "effect_free": result.contribution_margin <= 0,
        "money_only": result.suppressed,
        "effect_heading": True,
    }
    yield Heading(first_that_holds(choices), values, level=1)
    yield Text("question")
    if result.accounts.kind != "unknown":
        yield Note(f"kind_{result.accounts.kind}")
        yield from unknown_margin(result.accounts)
    yield Finding(effect_key(result), values)
    if not math.isnan(result.whole.result) and result.suppressed is not None:
        key = "result" if result.whole.result > 0 else "result_loss"
        yield Finding(key, {**values, "gain": profit_rise(result.settings.rise, values["net_result"])})
    if result.suppressed is not None:
        yield _picture(result)
        yield _own(result)
    yield from unknown_customers(result.accounts)


def effect_key(result: Price) -> str:
    """The finding on the effect: without margin, sold at or under cost, in money only, or in percent."""
    choices = {
        "effect_unknown": result.suppressed is None,
        "effect_under_cost": result.contribution_margin <= 0,
        "effect_money": result.suppressed,
        "effect": True,
    }
    return first_that_holds(choices)


def _values(result: Price) -> dict[str, Any]:
    """What the sentences of the opening are filled with."""
    rise, whole = result.settings.rise, result.whole
    return {
        "points": points(rise),
        "n": whole.customers,
        "extra": result.extra,
        "profit": whole.profit,
        "result": whole.result,
        "shortage": -whole.result,
        "net_margin": result.net_margin,
        "net_result": whole.result / above_zero(whole.revenue),
        "contribution": result.contribution_margin,
        "gain": profit_rise(rise, result.net_margin),
        "loss": _may_lose(result, rise),
    }


def points(rise: float) -> float:
    """In percent, as it is spoken of: 0.025 is 2.5."""
    return round(100 * rise, 2)


def _may_lose(result: Price, rise: float) -> float:
    margin = result.contribution_margin
    return math.nan if math.isnan(margin) else break_even_loss(rise, margin)


def _picture(result: Price) -> Chart:
    """What a rise brings when volume is lost: down to nothing at the break-even, and below it."""
    rises = [times * result.settings.rise for times in TIMES.values()]
    furthest = min(1.0, BEYOND * _may_lose(result, rises[-1]))
    part = result.whole.profit if result.suppressed is False else 1.0
    rows = [
        {"times": times, "rise": rise, "volume": loss, "effect": _effect(result, rise, loss) / part, "label": label}
        for times, rise in zip(TIMES, rises, strict=True)
        for loss, label in ((0.0, None), (_may_lose(result, rise), _may_lose(result, rise)), (furthest, None))
    ]
    money = "percent" if result.suppressed is False else "money"
    formats = {"times": "term", "rise": "percent1", "volume": "percent", "effect": money, "label": "percent1"}
    values = {
        "n": len(rises),
        "first": points(rises[0]),
        "last": points(rises[-1]),
        "loss": _may_lose(result, rises[0]),
        "most": _may_lose(result, rises[-1]),
    }
    key = "picture" if result.suppressed is False else "picture_money"
    data = {column: [row[column] for row in rows] for column in formats}
    return Chart(
        key,
        "line",
        plain(data),
        x="volume",
        y="effect",
        formats=formats,
        values=values,
        group="times",
        label="label",
        guides={"y": 0.0},
    )


def _effect(result: Price, rise: float, loss: float) -> float:
    return effect(result.whole.revenue, max(result.contribution_margin, 0.0), rise, loss)


def _own(result: Price) -> Table:
    """The client's own figures at each rise."""
    rises = sorted({*RISES, result.settings.rise})
    frame = pd.DataFrame(
        {
            "rise": rises,
            "extra": [rise * result.whole.revenue for rise in rises],
            "gain": [profit_rise(rise, result.net_margin) for rise in rises],
            "volume": [_may_lose(result, rise) for rise in rises],
        }
    )
    formats = {"rise": "percent1", "extra": "money", "gain": "percent", "volume": "percent1"}
    return table("own", frame, filled(frame, formats, "gain"))


def general(result: Price) -> Iterator[Block]:
    """The rule for any margin, and where the client stands in it."""
    if result.suppressed is None:
        return
    own = {f"own_{result.accounts.kind}": result.net_margin, "own_result": _values(result)["net_result"]}
    own = {name: margin for name, margin in own.items() if margin > 0}
    values = {"net_margin": result.net_margin, "points": points(result.settings.rise)}
    key = "general" if own and not math.isnan(result.net_margin) else "general_none"
    yield Heading("general_heading")
    yield Finding(key, {**values, "gain": profit_rise(result.settings.rise, result.net_margin)})
    rows = [("any", margin) for margin in MARGINS] + list(own.items())
    rows.sort(key=lambda row: row[1])
    frame = pd.DataFrame(rows, columns=["whose", "net_margin"])
    columns = {
        f"rise_{round(100 * rise)}": frame["net_margin"].map(lambda m, r=rise: profit_rise(r, m)) for rise in RISES
    }
    formats = {"net_margin": "percent1", "whose": "term", **dict.fromkeys(columns, "percent1")}
    yield table("general_table", frame.assign(**columns), formats)


def customers(result: Price) -> Iterator[Block]:
    """What it does to each: who leaves the red, and how much volume each may take away."""
    if result.suppressed is None:
        return
    frame, losers = result.customers, result.losers
    turned = losers[losers["new_profit"] >= 0]
    bear = frame["may_lose"].dropna()
    values = {
        "points": points(result.settings.rise),
        "n": len(losers),
        "turned": len(turned),
        "names": turned["name"].tolist(),
        "reach": REACH,
        "reached": int(losers["needed_rise"].le(REACH).sum()),
        "customers": len(bear),
        "median": bear.median(),
        "low": bear.quantile(0.1),
        "high": bear.quantile(0.9),
    }
    key = "customers_none" if losers.empty else "customers_turn" if len(turned) else "customers_stay"
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    if len(bear) >= LEAST_CUSTOMERS:  # eight in ten of fewer are nobody in particular
        yield Finding("bear", values)
    shown = (losers if len(losers) else frame).head(LISTED)
    formats = {
        "name": "text",
        "months_new": "count",
        "revenue": "money",
        "profit": "money",
        "needed_rise": "percent1",
        "new_profit": "money",
        "may_lose": "percent1",
    }
    if losers.empty:
        formats.pop("needed_rise")
    table_key = "losers_table" if len(losers) else "largest_table"
    sizes = {"n": len(shown), "all": len(losers) if len(losers) else len(frame), "points": points(result.settings.rise)}
    yield table(table_key, shown, filled(shown, formats, "months_new"), values=sizes)


def what_if(result: Price) -> Iterator[Block]:
    """The same money in other ways, and who pays it."""
    frame, settings = result.outcomes, result.settings
    if "fee" in frame.index and result.suppressed is not None:
        most = frame.drop("together", errors="ignore")["turned"]
        values = {
            **{name: value for name, value in plain(settings._asdict()).items() if value is not None},
            "points": points(settings.rise),
            "price_extra": frame.loc["price", "extra"],
            "fee_extra": frame.loc["fee", "extra"],
            "price_turned": int(most["price"]),
            "fee_turned": int(most["fee"]),
            "losers": len(result.losers),
        }
        choices = {
            "what_if_none": result.losers.empty,
            "what_if_fee": most["fee"] > most["price"],
            "what_if_price": most["price"] > most["fee"],
            "what_if_same": True,
        }
        key = first_that_holds(choices)
        yield Heading(f"{key}_heading", values)
        yield Finding(key, values)
        yield from _assumed(result)
        shown = frame.assign(touched_share=carried(frame["touched_share"], len(result.customers)))
        shown = shown.rename_axis("what").reset_index()
        formats = {
            "what": "term",
            "extra": "money",
            "touched": "count",
            "touched_share": "percent",
            "turned": "count",
            "fallen": "count",
            "losers": "count",
        }
        if not shown["fallen"].any():
            formats.pop("fallen")
        yield table(
            "what_if_table", shown, filled(shown, formats, "touched_share"), values={"n": len(result.customers)}
        )


def _assumed(result: Price) -> Iterator[Block]:
    """What each of the other what-ifs takes for granted."""
    settings, frame = result.settings, result.outcomes
    if "minimum" in frame.index:
        small, saved = int(result.customers["small_orders"].sum()), int(result.customers["avoided"].sum())
        values = {
            "minimum": settings.minimum_order,
            "cost": settings.order_cost,
            "small": small,
            "saved": saved,
            "orders": int(result.customers["orders"].sum()),
            "activity": settings.order_activity or "",
        }
        yield Finding("minimum_own" if settings.order_activity else "minimum", values)
    else:
        yield Note("no_minimum")
    if "rate" in frame.index:
        key = "rate_lower" if settings.rate_change < 0 else "rate_higher"
        values = {"activity": settings.rate_activity, "change": abs(settings.rate_change)}
        yield Finding(
            key, {**values, "extra": abs(frame.loc["rate", "extra"]), "touched": frame.loc["rate", "touched"]}
        )
    elif result.asked:
        yield Note("no_such_activity", {"activity": result.asked})


def buyers(result: Price) -> Iterator[Block]:
    """Price buyers are the first to go: how much of their volume may be lost before the rise is gone?"""
    found = price_buyers(result)
    if found is None or result.suppressed is None:
        return
    everyone = found["may_lose"] >= 1
    yield Heading("buyers_heading", found)
    yield Finding("buyers_all" if everyone else "buyers", {**found, "points": points(result.settings.rise)})


def price_buyers(result: Price) -> dict[str, Any] | None:
    """Customers that buy on price: how many, their share, and what they may take away; None where it is not known."""
    frame = result.customers.dropna(subset=["profit"]) if result.suppressed is not None else result.customers
    price, value = (frame[frame["buys_on"].eq(kind).fillna(False)] for kind in ("price", "value"))
    revenue = float(price["revenue"].clip(lower=0).sum())
    if price.empty or value.empty or not revenue > 0:
        return None
    margin = float(price["margin"].sum(min_count=1))
    at_risk = result.settings.rise * revenue + max(margin, 0.0)
    return {
        **named(price),
        "known": len(price) + len(value),
        "revenue_share": revenue / above_zero(float(frame["revenue"].clip(lower=0).sum())),
        "extra_price_buyers": float(price["extra_price"].sum()),
        "extra_all": float(frame["extra_price"].sum()),
        "may_lose": min(1.0, float(frame["extra_price"].sum()) / above_zero(at_risk)),
    }
