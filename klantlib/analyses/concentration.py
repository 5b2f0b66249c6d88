"""On how few customers do revenue and profit rest, and which customers cost money?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import (
    LEAST_CUSTOMERS,
    Interval,
    above_zero,
    fraction_for,
    gini,
    peak,
    ranked,
    thinned,
    top_count,
    top_share,
    top_share_interval,
)
from klantlib.measures.ranking import SIZES, offset, ranking, retained, size_classes

NEEDS = ("transactions",)
SLIGHT = 0.05  # a loss under a twentieth of what the profitable customers earn is not the main point of a chapter
FEW = 3  # customers that make half of the revenue with so few are each a dependence
WHOLE = 0.5  # amounts are printed in whole units: a smaller difference is not seen
CURVE_POINTS = 200  # more points than that are not seen on a page


@dataclass(frozen=True, eq=False)
class Concentration:
    """What the chapter rests on. Shares are fractions of the whole, unknown customers included."""

    accounts: Accounts
    # largest revenue first; Accounts.customers with revenue_rank, profit_rank, revenue_share, profit_share,
    # attention_share, cumulative_revenue_share, cumulative_profit_share, size (large/middle/small), heavy (bool:
    # attention out of proportion to profit)
    customers: pd.DataFrame
    top: float  # the fraction of customers called the top
    count: int  # customers in the top
    ten: int  # customers in the table of the largest
    dependent: float  # share of revenue above which one customer is a dependence
    disproportion: float  # times its share of profit: a customer's share of attention over that is flagged
    large: float  # share of revenue that the large customers make
    middle: float  # share of revenue that the large and middle customers make together
    suppressed: bool | None  # percentages of profit have no meaning; None = profit unknown
    retained: int | None  # of the top by revenue, who was in the top of the period before; None = no revenue then
    revenue_interval: Interval  # of the share of revenue of the top, 95%
    profit_interval: Interval

    @property
    def profit(self) -> float:
        """Of the whole; NaN where unknown."""
        return math.nan if self.suppressed is None else self.accounts.profit

    @property
    def profit_base(self) -> float:
        """The total that shares of profit are taken of; NaN where they have no meaning."""
        return math.nan if self.suppressed else self.profit

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Customers with a profit below 0, largest loss first."""
        return self.customers[self.customers["profit"] < 0].sort_values("profit", kind="stable")

    @property
    def loss(self) -> float:
        """What the loss-makers lose together; money, positive."""
        return -float(self.losers["profit"].sum()) + 0.0

    @property
    def winners(self) -> tuple[int, float]:
        """How many customers earn a profit, and how much together."""
        return peak(self.customers["profit"])

    @cached_property
    def largest(self) -> pd.DataFrame:
        """The customers of the top ten."""
        return self.customers.head(self.ten)

    @cached_property
    def dependence(self) -> pd.DataFrame:
        """The one customer, or the few, that too much of the revenue rests on; else empty."""
        first = self.customers.head(1)
        if (first["revenue_share"] > self.dependent).any():
            return first
        few = self.customers[self.customers["size"] == "large"]
        return few if len(few) <= FEW else few.head(0)

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown or without meaning."""
        revenue, profit, accounts = self.customers["revenue"], self.customers["profit"], self.accounts
        known = self.suppressed is not None
        winners, earned = self.winners
        return plain(
            {
                "customers": len(self.customers),
                "top_customers": self.count,
                "revenue": accounts.revenue,
                "profit": self.profit,
                "profit_kind": accounts.kind if known else "unknown",
                "top20_revenue_share": top_share(revenue, self.count, accounts.revenue),
                "top20_revenue_low": self.revenue_interval.low,
                "top20_revenue_high": self.revenue_interval.high,
                "top20_profit_share": top_share(profit, self.count, self.profit_base),
                "top20_profit_low": self.profit_interval.low,
                "top20_profit_high": self.profit_interval.high,
                "top20_retained": self.retained,
                "top10_revenue_share": top_share(revenue, self.ten, accounts.revenue),
                "top10_profit_share": top_share(profit, self.ten, self.profit_base),
                "customers_for_80": fraction_for(revenue, 0.8, accounts.revenue),
                "gini_revenue": gini(revenue),
                "loss_makers": len(self.losers) if known else None,
                "loss": self.loss if known else None,
                "profitable_customers": winners if known else None,
                "profit_of_profitable": earned if known else None,
                "peak_share": earned / self.profit_base,
                "peak_customers": None if self.suppressed or not known else winners,
                "percentages_suppressed": self.suppressed,
                "largest_revenue_share": self.customers["revenue_share"].max(),
                "unknown_customers": len(accounts.unknown_customers),
                "unknown_revenue": accounts.unknown_revenue,
                "sizes": {size: int((self.customers["size"] == size).sum()) for size in SIZES},
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "revenue": "money",
            "margin": "money",
            "cost_to_serve": "money",
            "profit": "money",
            "revenue_rank": "count",
            "profit_rank": "count",
            "cumulative_revenue_share": "percent1",
            "cumulative_profit_share": "percent1",
            "attention_share": "percent1",
            "size": "term",
            "months_new": "count",
        }
        return table("customers", self.customers.reset_index(), formats)

    def actions(self) -> list[Action]:
        """Stop the losses; guard the customers that much rests on. No customer is in both."""
        guarded = self.dependence[~(self.dependence["profit"] < 0)]
        actions = [
            Action("loss_makers_action", {"loss": self.loss}, self.loss, "loss", _people(self.losers)),
            Action("dependence_action", _dependence(guarded), _money(guarded["profit"]), "profit", _people(guarded)),
        ]
        return [action for action in actions if action.customers]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *_method(self)]
        parts = (_opening, _revenue, _profits, _largest, _sizes, _method)
        return [block for part in parts for block in part(self)]


def analyse(
    accounts: Accounts,
    before: Accounts,
    *,
    top: float = 0.2,
    ten: int = 10,
    resamples: int = 1000,
    seed: int = 1,
    suppress_under: float = 0.1,
    disproportion: float = 2.0,
    dependent: float = 0.25,
    large: float = 0.5,
    middle: float = 0.8,
) -> Concentration:
    """
    Rank customers by revenue and by profit, and add up from the largest.

    `before` is the period before, for who was in the top then. Shares of profit are left out where the total is not
    above 0, or under `suppress_under` of what the profitable customers earn: they explode. `large` and `middle` are the
    shares of known customers' revenue at which the large, and the large and middle customers end. A customer's
    attention is out of proportion at over `disproportion` times its share of profit.
    """
    revenue, profit = accounts.customers["revenue"], accounts.customers["profit"]
    suppressed = _suppressed(profit, accounts, suppress_under)
    base = accounts.profit if suppressed is False else math.nan
    chance = {"resamples": resamples, "seed": seed}
    return Concentration(
        accounts=accounts,
        customers=ranking(accounts, base, disproportion, (large, middle)),
        top=top,
        count=top_count(len(revenue), top),
        ten=ten,
        dependent=dependent,
        disproportion=disproportion,
        large=large,
        middle=middle,
        suppressed=suppressed,
        retained=retained(revenue, before.customers["revenue"], top),
        revenue_interval=_interval(revenue, accounts.revenue, top, **chance),
        profit_interval=_interval(profit, base, top, **chance),
    )


def _suppressed(profit: pd.Series, accounts: Accounts, under: float) -> bool | None:
    if accounts.kind == "unknown" or profit.isna().all() or math.isnan(accounts.profit):
        return None
    return bool(accounts.profit <= 0 or accounts.profit < under * peak(profit)[1])


def _interval(values: pd.Series, total: float, top: float, **chance: int) -> Interval:
    if math.isnan(above_zero(total)):
        return Interval(math.nan, math.nan)
    return top_share_interval(values, top, total - float(values.sum()), **chance)


def _people(customers: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    return tuple(zip(customers.index, customers["name"], strict=True))


def _names(customers: pd.DataFrame) -> list[str]:
    return customers["name"].tolist()


def _money(values: pd.Series) -> float | None:
    """A sum of money at stake; None where there is none or it is unknown."""
    total = float(values.sum(min_count=1))
    return total if total > 0 else None


# ---- the chapter, part by part ----


def _opening(result: Concentration) -> Iterator[Block]:
    yield _headline(result)
    yield Text("question")
    if result.suppressed is not None:
        yield Note(f"kind_{result.accounts.kind}")
    if len(result.customers) < LEAST_CUSTOMERS:
        yield Note("few_customers", {"customers": len(result.customers)})
    if result.accounts.unknown_margin_customers and result.suppressed is not None:
        unknown = result.customers.loc[list(result.accounts.unknown_margin_customers)]
        yield Note("unknown_margin", {"n": len(unknown), "names": _names(unknown), "revenue": unknown["revenue"].sum()})


def _headline(result: Concentration) -> Heading:
    values = {
        "profit": result.profit,
        "loss_makers": len(result.losers),
        "loss": result.loss,
        "offset": offset(result.customers["profit"], result.loss),
        **_dependence(result.customers.head(1)),
        **_top(result),
    }
    share = result.customers["revenue_share"].max()
    losses = "loss_makers" if values["offset"] else "loss_makers_only"
    choices = {
        "total_loss": result.profit <= 0,
        losses: result.loss > SLIGHT * result.winners[1],
        "dependence": share > result.dependent,
        "loss_makers_slight": result.loss > 0,
        "no_revenue": math.isnan(share),
        "profit_unknown": result.suppressed is None,
        "all_earn": True,
    }
    return Heading(next(key for key, holds in choices.items() if holds), values, level=1)


def _top(result: Concentration) -> dict[str, Any]:
    share = top_share(result.customers["revenue"], result.count, result.accounts.revenue)
    return {"top": result.count, "customers": len(result.customers), "top_share": share}


def _dependence(customers: pd.DataFrame) -> dict[str, Any]:
    return {
        "n": len(customers),
        "names": _names(customers),
        "revenue": customers["revenue"].sum(),
        "revenue_share": customers["revenue_share"].sum(),
    }


def _revenue(result: Concentration) -> Iterator[Block]:
    if math.isnan(above_zero(result.accounts.revenue)):
        yield Note("credits_only", {"revenue": result.accounts.revenue})
        return
    figures = result.figures()
    yield Heading("revenue_heading", _top(result))
    yield Finding("revenue_finding", {**_top(result), "fraction": result.count / len(result.customers)})
    if figures["customers_for_80"] is not None:
        share = figures["customers_for_80"]
        yield Text("eighty", {"share": share, "n": round(share * len(result.customers))})
    unit, guides = (result.accounts.revenue, "percent"), {"x": result.count / len(result.customers)}
    yield _curve("concentration_curve", result, "revenue", unit, result.count, _top(result), guides)
    if figures["top20_revenue_low"] is not None:
        yield Note("revenue_interval", {"low": result.revenue_interval.low, "high": result.revenue_interval.high})
    if figures["gini_revenue"] is not None:
        yield Text("inequality", {"gini": figures["gini_revenue"]})
    if result.retained is not None:
        yield Text("retained", {"top": result.count, "n": result.retained})
    if figures["unknown_customers"]:
        money = {"revenue": result.accounts.unknown_revenue, "total": result.accounts.revenue}
        yield Note("unknown_customers", {"n": figures["unknown_customers"], **money})


def _profits(result: Concentration) -> Iterator[Block]:
    if result.suppressed is None:
        yield from (Heading("no_profit_heading"), Finding("no_profit"))
        return
    figures = result.figures()
    kind = "money" if result.suppressed else "losses" if len(result.losers) else "all"
    values = {
        **{name: figures[name] for name in ("profit", "loss", "loss_makers", "peak_share", "customers")},
        "winners": figures["profitable_customers"],
        "earned": figures["profit_of_profitable"],
        "left": figures["profit_of_profitable"] - figures["loss"],
        "lost_share": result.loss / result.profit_base,
        "names": _names(result.losers),
    }
    yield Heading(f"profit_{kind}_heading", values)
    yield Finding(f"profit_{kind}", values)
    yield _whale(result, values)
    if abs(values["left"] - values["profit"]) >= WHOLE:
        yield Note("profit_whole", values)
    if result.suppressed:
        yield Note("no_percentages", values)
        return
    shares = {
        "top": result.count,
        "top_share": figures["top20_profit_share"],
        "ten": result.ten,
        "ten_share": figures["top10_profit_share"],
    }
    yield Text("profit_shares" if len(result.customers) > result.ten else "profit_share", shares)
    if figures["top20_profit_low"] is not None and figures["top20_profit_high"] is not None:
        yield Note("profit_interval", {"low": result.profit_interval.low, "high": result.profit_interval.high})
    yield Text("kanthal")


def _whale(result: Concentration, values: dict[str, Any]) -> Chart:
    """The cumulative profit curve; in money where percentages have no meaning."""
    winners = result.winners[0]
    if result.suppressed:
        return _curve("whale_money", result, "profit", (1.0, "money"), winners, values, {"y": result.profit})
    return _curve("whale_curve", result, "profit", (result.profit, "percent"), winners, values, {"y": 1.0})


def _curve(
    key: str,
    result: Concentration,
    column: str,
    unit: tuple[float, str],
    marked: int,
    values: dict[str, Any],
    guides: dict[str, float],
) -> Chart:
    """A running total that starts at 0, in units of so much, with its height at one customer written beside it."""
    largest = ranked(result.customers[column])
    name, n = f"cumulative_{column}", len(largest)
    y = np.concatenate([[0.0], largest.to_numpy().cumsum() / unit[0]])
    points = pd.DataFrame({"customers_share": np.arange(n + 1) / n, name: y}).assign(
        marked=lambda f: f[name].where(f.index == marked)
    )
    return Chart(
        key,
        "line",
        plain(thinned(points, CURVE_POINTS, [marked]).to_dict("list")),
        x="customers_share",
        y=name,
        formats={"customers_share": "percent", name: unit[1], "marked": unit[1]},
        values={**values, "n": n},
        label="marked",
        guides=guides,
    )


def _largest(result: Concentration) -> Iterator[Block]:
    if math.isnan(above_zero(result.accounts.revenue)):
        return
    figures, largest = result.figures(), result.largest
    values = {
        "n": len(largest),
        "revenue_share": largest["revenue_share"].sum(),
        "profit_share": largest["profit_share"].sum(),
    }
    known = "_profit" if largest["profit_share"].notna().any() else ""
    yield Heading(f"largest{known}_heading", values)
    yield _top_ten(largest, figures["profit_kind"])
    if len(losing := largest[largest["profit"] < 0]):
        loss = -losing["profit"].sum()
        yield Finding("large_losers", {"ten": len(largest), "n": len(losing), "names": _names(losing), "loss": loss})
    if len(heavy := largest[largest["heavy"] & (largest["profit"] > 0)]):
        yield Finding(
            "heavy_attention", {"n": len(heavy), "names": _names(heavy), "disproportion": result.disproportion}
        )
    if len(result.dependence):
        yield Finding("dependence_finding", _dependence(result.dependence))
    if len(new := largest[largest["months_new"].notna()]):
        yield Note("new_customers", {"n": len(new), "names": _names(new)})


def _top_ten(largest: pd.DataFrame, kind: str) -> Table:
    """Only the columns that are known: a column of dashes says nothing."""
    formats = {
        "revenue_rank": "count",
        "name": "text",
        "months_new": "count",
        "revenue": "money",
        "revenue_share": "percent1",
        "margin": "money" if kind == "contribution" else "",
        "profit": "money",
        "profit_share": "percent1",
        "profit_rank": "count",
        "attention_share": "percent1",
        "heavy": "term",
    }
    rows = largest.assign(heavy=largest["heavy"].map({True: "yes"}).astype(object))
    known = {column: format for column, format in formats.items() if format and rows[column].notna().any()}
    return table("top_ten", rows, known, values={"n": len(rows)})


def _sizes(result: Concentration) -> Iterator[Block]:
    if result.customers["size"].isna().any():
        return
    classes = size_classes(result.customers, result.accounts, result.profit_base)
    small, large = classes.loc["small"], classes.loc["large"]
    kind = (
        "loss" if small["profit"] < 0
        else "plain" if not small["customers"] or math.isnan(small["profit_share"] + large["profit_each"])
        else "lags" if small["profit_share"] < small["revenue_share"]
        else "pays"
    )  # fmt: skip
    values = {f"{size}_{name}": row[name] for size, row in (("small", small), ("large", large)) for name in classes}
    values |= {f"{size}_customers": int(classes.loc[size, "customers"]) for size in SIZES}
    values |= {"limit": result.large, "small_loss": -small["profit"], "n": len(result.customers)}
    yield Heading(f"sizes_{kind}_heading", values)
    yield Finding(f"sizes_{kind}", values)
    formats = {
        "size": "term",
        "customers": "count",
        "customers_share": "percent",
        "revenue": "money",
        "revenue_share": "percent",
    }
    formats |= {"profit": "money", "profit_share": "percent"}
    known = {name: format for name, format in formats.items() if name == "size" or classes[name].notna().any()}
    limits = {"large": result.large, "middle": result.middle}
    yield table("sizes", classes.rename_axis("size").reset_index(), known, values=limits, total=True)


def _method(result: Concentration) -> Iterator[Block]:
    yield Heading("how")
    yield Text("method", {"top": result.top})
    yield Note("cannot")
