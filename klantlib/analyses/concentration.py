"""On how few customers do revenue and profit rest, and which customers cost money?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import (
    Interval,
    fraction_for,
    gini,
    order,
    peak,
    shares_explode,
    top_count,
    top_share,
    top_share_interval,
)
from klantlib.measures.groups import grouped
from klantlib.measures.ranking import SIZES, ranking, retained
from klantlib.stories import concentration as parts
from klantlib.stories.passages import actions_for, ending, grouping, loss, named

NEEDS = ("transactions",)
FEW = 3  # customers that make half of the revenue with so few are each a dependence


ASIDE = ("revenue_share", "profit_share", "revenue_order", "profit_order", "attention")
BEFORE = "(RUNNING({revenue}, {revenue_order}) - {revenue}) / SUM({revenue})"  # what the larger customers make together
FORMULAS = {
    "whole_revenue": "SUM({revenue}) + {unknown_revenue}",
    "revenue_share": "SHARE({revenue}, {whole_revenue})",
    "profit_share": "SHARE({profit}, {whole_profit})",
    "revenue_rank": "RANK({revenue})",
    "profit_rank": "RANK({profit})",
    "cumulative_revenue_share": "SHARE(RUNNING({revenue}, {revenue_order}), {whole_revenue})",
    "cumulative_profit_share": "SHARE(RUNNING({profit}, {profit_order}), {whole_profit})",
    "attention_share": "SHARE({attention}, SUM({attention}))",
    "size": f'NONE if SUM({{revenue}}) <= 0 else "large" if {BEFORE} < {{large_until}} '
    f'else "middle" if {BEFORE} < {{middle_until}} else "small"',
}


class Limits(NamedTuple):
    """Where the client draws the lines."""

    top: float  # the fraction of customers called the top
    ten: int  # customers in the table of the largest
    dependent: float  # share of revenue above which one customer is a dependence
    disproportion: float  # times its share of profit: a customer's share of attention over that is flagged
    large: float  # share of revenue that the large customers make
    middle: float  # share of revenue that the large and middle customers make together
    suppress_under: float  # part of what the profitable earn under which shares of the total profit explode


@dataclass(frozen=True, eq=False)
class Concentration:
    """What the chapter rests on. Shares are fractions of the whole, unknown customers included."""

    accounts: Accounts
    # largest revenue first; Accounts.customers with revenue_rank, profit_rank, revenue_share, profit_share,
    # attention_share, cumulative_revenue_share, cumulative_profit_share, size (large/middle/small), heavy (bool:
    # attention out of proportion to profit)
    customers: pd.DataFrame
    limits: Limits
    suppressed: bool | None  # percentages of profit have no meaning; None = profit unknown
    retained: int | None  # of the top by revenue, who was in the top of the period before; None = no revenue then
    revenue_interval: Interval  # of the share of revenue of the top, 95%
    profit_interval: Interval

    @property
    def count(self) -> int:
        """How many customers are in the top."""
        return top_count(len(self.customers), self.limits.top)

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
        return loss(self.losers)

    @property
    def winners(self) -> tuple[int, float]:
        """How many customers earn a profit, and how much together."""
        return peak(self.customers["profit"])

    @cached_property
    def largest(self) -> pd.DataFrame:
        """The customers of the top ten."""
        return self.customers.head(self.limits.ten)

    @cached_property
    def dependence(self) -> pd.DataFrame:
        """The one customer, or the few, that too much of the revenue rests on; else empty."""
        first = self.customers.head(1)
        if (first["revenue_share"] > self.limits.dependent).any():
            return first
        few = self.customers[self.customers["size"] == "large"]
        return few if len(few) <= FEW else few.head(0)

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown or without meaning."""
        accounts = self.accounts
        return plain(
            {
                "customers": len(self.customers),
                **grouping(self.accounts),
                "top_customers": self.count,
                "revenue": accounts.revenue,
                "profit": self.profit,
                "profit_kind": "unknown" if self.suppressed is None else accounts.kind,
                **self._shares(),
                **self._profits(),
                "largest_revenue_share": self.customers["revenue_share"].max(),
                "unknown_customers": len(accounts.unknown_customers),
                "unknown_revenue": accounts.unknown_revenue,
                "sizes": {size: int((self.customers["size"] == size).sum()) for size in SIZES},
            }
        )

    def _shares(self) -> dict[str, Any]:
        """Of the largest in revenue and profit."""
        revenue, profit, total = self.customers["revenue"], self.customers["profit"], self.accounts.revenue
        return {
            "top20_revenue_share": top_share(revenue, self.count, total),
            "top20_revenue_low": self.revenue_interval.low,
            "top20_revenue_high": self.revenue_interval.high,
            "top20_profit_share": top_share(profit, self.count, self.profit_base),
            "top20_profit_low": self.profit_interval.low,
            "top20_profit_high": self.profit_interval.high,
            "top20_retained": self.retained,
            "top10_revenue_share": top_share(revenue, self.limits.ten, total),
            "top10_profit_share": top_share(profit, self.limits.ten, self.profit_base),
            "customers_for_80": fraction_for(revenue, 0.8, total),
            "gini_revenue": gini(revenue),
        }

    def _profits(self) -> dict[str, Any]:
        """Who earns and who loses."""
        known, (winners, earned) = self.suppressed is not None, self.winners
        return {
            "loss_makers": len(self.losers) if known else None,
            "loss": self.loss if known else None,
            "profitable_customers": winners if known else None,
            "profit_of_profitable": earned if known else None,
            "peak_share": earned / self.profit_base,
            "peak_customers": winners if self.suppressed is False else None,
            "percentages_suppressed": self.suppressed,
        }

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            **({"companies": "count"} if self.accounts.groups else {}),
            "revenue": "money",
            "revenue_share": "percent1",
            "margin": "money",
            "cost_to_serve": "money",
            "profit": "money",
            "profit_share": "percent1",
            "revenue_rank": "count",
            "profit_rank": "count",
            "revenue_order": "count",
            "cumulative_revenue_share": "percent1",
            "profit_order": "count",
            "cumulative_profit_share": "percent1",
            "attention": "money",
            "attention_share": "percent1",
            "size": "term",
            "months_new": "count",
        }
        frame = self.customers.reset_index().assign(
            revenue_order=lambda f: order(f.set_index("customer_id")["revenue"]).array,
            profit_order=lambda f: order(f.set_index("customer_id")["profit"]).array,
        )
        checks = {"formulas": self._formulas(), "given": self._given(), "aside": ASIDE}
        return table("customers", frame, formats, **checks)

    def _formulas(self) -> dict[str, str]:
        """What a reader can check of each customer, and of the totals as far as every part of them is known."""
        profit = {"contribution": "{margin} - {cost_to_serve}", "margin": "{margin}"}.get(self.accounts.kind)
        parts = (self.accounts.unknown_margin, self.profit_base)
        whole = not self.accounts.unknown_margin_customers and not any(map(math.isnan, parts))
        return {
            **FORMULAS,
            **({"profit": profit} if profit else {}),
            **({"whole_profit": "SUM({profit}) + {unknown_margin}"} if whole else {}),
        }

    def _given(self) -> list[list[Any]]:
        """The totals that shares are taken of, and the limits of the sizes."""
        accounts = self.accounts
        return plain(
            [
                ("whole_revenue", "money", accounts.revenue),
                ("unknown_revenue", "money", accounts.unknown_revenue),
                ("whole_profit", "money", self.profit_base),
                ("unknown_margin", "money", accounts.unknown_margin),
                ("large_until", "percent", self.limits.large),
                ("middle_until", "percent", self.limits.middle),
            ]
        )

    def actions(self) -> list[Action]:
        """Stop the losses; guard the customers that much rests on. No customer is in both."""
        guarded = self.dependence[~(self.dependence["profit"] < 0)]
        rest = named(guarded, "revenue", "revenue_share")
        return [
            *actions_for(
                "loss_makers_action",
                self.losers,
                {"loss": self.loss},
                self.loss,
                "loss",
                parts.profit_key(self),
                parts=-self.losers["profit"],
                confidence="high",
            ),
            *actions_for(
                "dependence_action",
                guarded,
                rest,
                guarded["profit"].sum(),
                "profit",
                "dependence_finding",
                parts=guarded["profit"],
            ),
        ]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *ending(top=self.limits.top)]
        story = (parts.opening, parts.revenue, parts.profits, parts.largest, parts.sizes)
        return [block for part in story for block in part(self)] + ending(top=self.limits.top)


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
    groups: bool = False,
) -> Concentration:
    """
    Rank customers by revenue and by profit, and add up from the largest.

    `before` is the period before, for who was in the top then. Shares of profit are left out where the total is not
    above 0, or under `suppress_under` of what the profitable customers earn: they explode. `large` and `middle` are the
    shares of known customers' revenue at which the large, and the large and middle customers end. A customer's
    attention is out of proportion at over `disproportion` times its share of profit. With `groups` the companies of one
    parent are one customer.
    """
    if groups:
        accounts, before = grouped(accounts), grouped(before)
    revenue, profit = accounts.customers["revenue"], accounts.customers["profit"]
    suppressed = _suppressed(profit, accounts, suppress_under)
    base = accounts.profit if suppressed is False else math.nan
    chance = {"resamples": resamples, "seed": seed}
    return Concentration(
        accounts=accounts,
        customers=ranking(accounts, base, disproportion, (large, middle)),
        limits=Limits(top, ten, dependent, disproportion, large, middle, suppress_under),
        suppressed=suppressed,
        retained=retained(revenue, before.customers["revenue"], top),
        revenue_interval=top_share_interval(revenue, top, accounts.revenue, **chance),
        profit_interval=top_share_interval(profit, top, base, **chance),
    )


def _suppressed(profit: pd.Series, accounts: Accounts, under: float) -> bool | None:
    if accounts.kind == "unknown" or profit.isna().all() or math.isnan(accounts.profit):
        return None
    return shares_explode(profit, accounts.profit, under)
