"""The chapter on concentration, part by part."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import Block, Chart, Finding, Heading, Note, Table, Text, Values, plain, table
from klantlib.measures.curves import LEAST_CUSTOMERS, above_zero, ranked, running, thinned, top_share
from klantlib.measures.proportions import Part
from klantlib.measures.ranking import SIZES, offset, size_classes
from klantlib.stories.passages import (
    filled,
    first_that_holds,
    groups_of_companies,
    named,
    names,
    new_customers,
    shares_that_tell,
    unknown_customers,
    unknown_margin,
)

if TYPE_CHECKING:
    from klantlib.analyses.concentration import Concentration

CLASSES = 3  # fewer customers than there are classes need no classes
SLIGHT = 0.05  # a loss under a twentieth of what the profitable customers earn is not the main point of a chapter
WHOLE = 0.5  # amounts are printed in whole units: a smaller difference is not seen
CURVE_POINTS = 400  # more points than that are neither seen nor pointed at on a page


def opening(result: Concentration) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.suppressed is not None:
        yield Note(f"kind_{result.accounts.kind}")
    yield from groups_of_companies(result.accounts)
    if len(result.customers) < LEAST_CUSTOMERS:
        yield Note("few_customers", {"customers": len(result.customers)})
    if result.suppressed is not None:
        yield from unknown_margin(result.accounts)


def _headline(result: Concentration) -> Heading:
    values = {
        "profit": result.profit,
        "loss_makers": len(result.losers),
        "loss": result.loss,
        "offset": offset(result.customers["profit"], result.loss),
        **named(result.customers.head(1), "revenue", "revenue_share"),
        **_top(result),
    }
    share = result.customers["revenue_share"].max()
    losses = "loss_makers" if values["offset"] else "loss_makers_only"
    choices = {
        "total_loss": result.profit <= 0,
        losses: result.loss > SLIGHT * result.winners[1],
        "dependence": share > result.limits.dependent,
        "loss_makers_slight": result.loss > 0,
        "no_revenue": math.isnan(share),
        "profit_unknown": result.suppressed is None,
        "all_earn": True,
    }
    return Heading(first_that_holds(choices), values, level=1)


def _top(result: Concentration) -> dict[str, Any]:
    share = top_share(result.customers["revenue"], result.count, result.accounts.revenue)
    return {"top": result.count, "customers": len(result.customers), "top_share": share}


def revenue(result: Concentration) -> Iterator[Block]:
    """How much of it the top has, how unequal it is, and who was in the top before."""
    figures, total = result.figures(), result.accounts.revenue
    if math.isnan(above_zero(total)):
        yield Note("credits_only", {"revenue": total})
        return
    n = len(result.customers)
    top, fraction = _top(result), Part(result.count, n)
    yield Heading("revenue_heading", top)
    yield Finding("revenue_finding", {**top, "fraction": fraction, "part": result.limits.top})
    if (share := figures["customers_for_80"]) is not None:
        yield Text("eighty", {"share": Part(round(share * n), n), "n": round(share * n)})
    curve = _curve(result.customers, "revenue", total, result.count)
    yield _line("concentration_curve", curve, "revenue", "percent", top, {"x": fraction})
    if None not in (figures["top20_revenue_low"], figures["top20_revenue_high"]):
        yield Note("revenue_interval", result.revenue_interval._asdict())
    if figures["gini_revenue"] is not None:
        yield Text("inequality", {"gini": figures["gini_revenue"]})
    if result.retained is not None:
        yield Text("retained", {"top": result.count, "n": result.retained})
    yield from unknown_customers(result.accounts, total=total)


def profits(result: Concentration) -> Iterator[Block]:
    """Who earns and who loses: the cumulative profit curve."""
    if result.suppressed is None:
        yield from (Heading("no_profit_heading"), Finding("no_profit"))
        return
    key, values = profit_key(result), _earned_and_lost(result)
    yield Heading(f"{key}_heading", values)
    yield Finding(key, values)
    yield _whale(result, values)
    if abs(values["left"] - values["profit"]) >= WHOLE:
        yield Note("profit_whole", values)
    if result.suppressed:
        yield Note("no_percentages", values)
    else:
        yield from _profit_shares(result)


def profit_key(result: Concentration) -> str:
    """The finding on what is earned and lost, where profit is known."""
    choices = {
        "profit_none": not result.winners[0],
        "profit_money": result.suppressed,
        "profit_losses": len(result.losers) > 0,
        "profit_all": True,
    }
    return first_that_holds(choices)


def _earned_and_lost(result: Concentration) -> dict[str, Any]:
    figures = result.figures()
    return {
        **{name: figures[name] for name in ("profit", "loss", "loss_makers", "peak_share", "customers")},
        "winners": figures["profitable_customers"],
        "earned": figures["profit_of_profitable"],
        "left": figures["profit_of_profitable"] - figures["loss"],
        "lost_share": result.loss / result.profit_base,
        "suppress_under": result.limits.suppress_under,
        "names": names(result.losers),
    }


def _profit_shares(result: Concentration) -> Iterator[Block]:
    figures = result.figures()
    shares = {
        "top": result.count,
        "top_share": figures["top20_profit_share"],
        "ten": result.limits.ten,
        "ten_share": figures["top10_profit_share"],
    }
    yield Text("profit_shares" if len(result.customers) > result.limits.ten else "profit_share", shares)
    if None not in (figures["top20_profit_low"], figures["top20_profit_high"]):
        yield Note("profit_interval", result.profit_interval._asdict())
    yield Text("kanthal")


def _whale(result: Concentration, values: Values) -> Chart:
    """The cumulative profit curve; in money where percentages have no meaning."""
    winners = result.winners[0]
    if result.suppressed:
        curve = _curve(result.customers, "profit", 1.0, winners)
        return _line("whale_money", curve, "profit", "money", values, {"y": result.profit})
    curve = _curve(result.customers, "profit", result.profit, winners)
    return _line("whale_curve", curve, "profit", "percent", values, {"y": 1.0})


def _curve(customers: pd.DataFrame, column: str, unit: float, marked: int) -> pd.DataFrame:
    """A running total, from nobody to everyone, with who stands at each place and the height at one place marked."""
    order, heights = ranked(customers[column]).index, running(customers[column], unit)
    standing = customers.loc[order, ["name", column]].set_axis(range(1, len(heights)))
    points = pd.DataFrame({"rank": range(len(heights)), f"cumulative_{column}": heights}).join(standing)
    points["customers_share"] = points["rank"] / len(order)
    points["marked"] = points[f"cumulative_{column}"].where(points["rank"] == marked)
    return thinned(points, CURVE_POINTS, [marked])


def _line(key: str, curve: pd.DataFrame, column: str, format: str, values: Values, guides: Values) -> Chart:
    height = f"cumulative_{column}"
    formats = {"name": "text", "rank": "count", column: "money", "customers_share": "percent", height: format}
    return Chart(
        key,
        "line",
        plain(curve.to_dict("list")),
        x="customers_share",
        y=height,
        formats={**formats, "marked": format},
        values={**values, "n": int(curve["rank"].max())},
        label="marked",
        who="name",
        guides=guides,
    )


def largest(result: Concentration) -> Iterator[Block]:
    """The top ten, and what is the matter with some of them."""
    if math.isnan(above_zero(result.accounts.revenue)):
        return
    ten, kind = result.largest, result.figures()["profit_kind"]
    shares = {f"{name}_share": ten[f"{name}_share"].sum() for name in ("revenue", "profit")}
    everyone = "_everyone" if len(ten) == len(result.customers) else ""
    known = everyone or ("_profit" if ten["profit_share"].notna().any() else "")
    yield Heading(f"largest{known}_heading", {"n": len(ten), **shares})
    yield Finding("largest_finding", {"n": len(ten), "revenue": ten["revenue"].sum()})
    yield _top_ten(ten, margin=kind == "contribution")
    if len(losing := ten[ten["profit"] < 0]):
        yield Finding("large_losers", {"ten": len(ten), **named(losing), "loss": -losing["profit"].sum()})
    if len(heavy := ten[ten["heavy"] & (ten["profit"] > 0)]):
        values = {"ten": len(ten), **named(heavy), "disproportion": result.limits.disproportion}
        yield Finding("heavy_attention", values)
    if len(result.dependence):
        limits = {"dependent": result.limits.dependent, "large": result.limits.large}
        yield Finding("dependence_finding", {**named(result.dependence, "revenue", "revenue_share"), **limits})
    yield from new_customers(ten)


def _top_ten(largest: pd.DataFrame, *, margin: bool) -> Table:
    formats = {
        "revenue_rank": "count",
        "name": "text",
        **({"companies": "count"} if "companies" in largest else {}),
        "months_new": "count",
        "revenue": "money",
        "revenue_share": "percent1",
        **({"margin": "money"} if margin else {}),
        "profit": "money",
        "profit_share": "percent1",
        "profit_rank": "count",
        "attention_share": "percent1",
        "heavy": "term",
    }
    rows = largest.assign(heavy=largest["heavy"].map({True: "yes"}).astype(object))
    return table("top_ten", rows, filled(rows, formats), values={"n": len(rows)})


def sizes(result: Concentration) -> Iterator[Block]:
    """Large, middle and small customers, and whether the small ones pay."""
    if result.customers[["size", "revenue_share"]].isna().any(axis=None) or len(result.customers) < CLASSES:
        return
    classes = size_classes(result.customers, result.accounts, result.profit_base)
    kind, values = _small_ones(classes), _of_sizes(classes)
    values |= {"limit": result.limits.large, "middle_limit": result.limits.middle}
    n, small = len(result.customers), values["small_customers"]
    values |= {"small_loss": -classes.loc["small", "profit"], "n": n, "small_customers_share": Part(small, n)}
    yield Heading(f"sizes_{kind}_heading", values)
    yield Finding(f"sizes_{kind}", values)
    formats = {
        "size": "term",
        "customers": "count",
        "customers_share": "percent",
        "revenue": "money",
        "revenue_share": "percent",
        "profit": "money",
        "profit_share": "percent",
    }
    rows = shares_that_tell(classes, len(result.customers)).rename_axis("size").reset_index()
    limits = {"large": result.limits.large, "middle": result.limits.middle}
    yield table("sizes", rows, filled(rows, formats), values=limits, total=True)


def _small_ones(classes: pd.DataFrame) -> str:
    """Do they pay, beside the large ones?"""
    small, large = classes.loc["small"], classes.loc["large"]
    choices = {
        "loss": small["profit"] < 0,
        "plain": not small["customers"] or math.isnan(small["profit_share"] + large["profit_each"]),
        "lags": small["profit_share"] < small["revenue_share"],
        "pays": True,
    }
    return first_that_holds(choices)


def _of_sizes(classes: pd.DataFrame) -> dict[str, Any]:
    """What the small and the large have and earn, by the name of the hole."""
    values = {f"{size}_{name}": classes.loc[size, name] for size in ("small", "large") for name in classes}
    return values | {f"{size}_customers": int(classes.loc[size, "customers"]) for size in SIZES}
