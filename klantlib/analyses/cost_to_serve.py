"""What does serving each customer cost, and who takes more than he brings?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from klantlib.blocks import Action, Block, Stake, Table, plain, table
from klantlib.measures import serving
from klantlib.measures.accounts import Accounts
from klantlib.measures.complaining.concentration import Complaints, complaints_spread
from klantlib.measures.costing import spent_on
from klantlib.measures.curves import above_zero, top_count, top_share
from klantlib.measures.serving import CELLS, Limits
from klantlib.stories import cost_to_serve as parts
from klantlib.stories import cost_to_serve_matrix as matrix
from klantlib.stories.passages import actions_for, ending, loss, named

NEEDS = ("transactions", "activities|costs", "rates|costs")
MATERIAL = 0.02  # unused capacity under a fiftieth of cost-to-serve may be an error in the minutes
COSTLY = ("high_high", "low_high")
ASIDE = {
    "margin_ratio": "percent1",
    "cost_ratio": "percent1",
    "cell": "term",
    "attention": "money",
    "attention_share": "percent1",
    "burden": "money",
    "driver": "text",
    "out_of_balance": "term",
    "complaints": "count",
}
FORMULAS = {
    "profit_contribution": "{margin} - {cost_to_serve}",
    "margin_ratio": "SHARE({margin}, {revenue})",
    "cost_ratio": "SHARE({cost_to_serve}, {revenue})",
    "cell": '("high_low" if {cost_ratio} < {cost_limit} else "high_high") if {margin_ratio} >= {margin_limit} '
    'else "low_low" if {cost_ratio} < {cost_limit} else "low_high"',
    "attention_share": "SHARE({attention}, SUM({attention}))",
    "burden": "1000 * {attention} / {revenue} if {revenue} > 0 else NONE",
}


class Chosen(NamedTuple):
    """The client's own options, as fractions; `analyse` says what each is."""

    attention_top: float
    profit_bottom: float
    profit_top: float
    overlooked_ratio: float
    tail_share: float
    swing: float


@dataclass(frozen=True, eq=False)
class CostToServe:
    """What the chapter rests on; NaN and None where unknown."""

    accounts: Accounts
    customers: pd.DataFrame  # see serving.served, with cell (see CELLS; None where it has none)
    limits: Limits  # from where on a ratio to revenue is high
    moved: pd.Index  # who change cell when one rate is `swing` off
    complaints: Complaints | None
    chosen: Chosen

    @cached_property
    def drains(self) -> pd.Index:
        """Much attention, little profit."""
        return serving.drains(self.customers, self.chosen.attention_top, self.chosen.profit_bottom)

    @cached_property
    def overlooked(self) -> pd.Index:
        """Much profit, little attention."""
        return serving.overlooked(self.customers, self.chosen.profit_top, self.chosen.overlooked_ratio)

    @cached_property
    def tail(self) -> pd.Index:
        """Who bring the last part of the revenue."""
        return serving.tail(self.customers["revenue"], self.chosen.tail_share)

    @cached_property
    def charged(self) -> pd.DataFrame:
        """What was charged for what, largest first; see costing.spent_on."""
        return spent_on(self.accounts.charges, self.accounts.cost_to_serve)

    @property
    def cost_known(self) -> bool:
        return not math.isnan(self.accounts.cost_to_serve)

    @property
    def profit_known(self) -> bool:
        return self.accounts.kind == "contribution"

    @property
    def attention(self) -> float:
        """Of all known customers; NaN where nothing is marked, or nothing was spent."""
        return above_zero(float(self.customers["attention"].sum()))

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Customers with a profit contribution below 0, largest loss first; nobody where it is unknown."""
        return self.customers[self.customers["profit"] < 0].iloc[::-1] if self.profit_known else self.customers.head(0)

    @cached_property
    def losers_range(self) -> tuple[int, int]:
        """How many lose money when all rates are `swing` lower, and higher."""
        low, high = (serving.losers(self.accounts, sign * self.chosen.swing) for sign in (-1, 1))
        return low, high

    @property
    def unplaced(self) -> pd.DataFrame:
        """Customers without positive revenue: no ratio, no place in the matrix."""
        return self.customers[self.customers["revenue"] <= 0]

    def cell(self, name: str) -> pd.DataFrame:
        return self.customers[self.customers["cell"] == name]

    def share_of_attention(self, ids: pd.Index) -> float:
        return float(self.customers.loc[ids, "attention"].sum()) / self.attention

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown."""
        complaints = self.complaints._asdict() if self.complaints else dict.fromkeys(Complaints._fields)
        return plain(
            {
                **self._whole(),
                "customers": len(self.customers),
                **(self._losses() if self.profit_known else dict.fromkeys(self._losses())),
                **self._quadrants(),
                **self._attention(),
                "complaints": complaints,
                "buys_on": serving.buyers(self.customers).set_index("buys_on").to_dict("index"),
                "activities": self.charged.to_dict("records"),
                "unpriced": list(self.accounts.unpriced),
            }
        )

    def _whole(self) -> dict[str, Any]:
        accounts = self.accounts
        return {
            "revenue": accounts.revenue,
            "margin": accounts.margin,
            "profit_contribution": accounts.profit if self.profit_known else None,
            "cost_to_serve": accounts.cost_to_serve,
            "unallocated": accounts.unallocated,
            "above_customer": accounts.above_customer,
            "unused_capacity": accounts.unused_capacity,
            "remainder": accounts.remainder if self.profit_known else None,
            "cost_share_of_margin": accounts.cost_to_serve / above_zero(accounts.margin),
        }

    def _losses(self) -> dict[str, Any]:
        return {
            "loss_makers": len(self.losers),
            "loss": loss(self.losers),
            "loss_makers_low": self.losers_range[0],
            "loss_makers_high": self.losers_range[1],
        }

    def _quadrants(self) -> dict[str, Any]:
        placed = self.customers["cell"].notna().any()
        return {
            "margin_limit": self.limits.margin,
            "cost_limit": self.limits.cost,
            "quadrants": {cell: len(self.cell(cell)) if placed else None for cell in CELLS},
            "not_in_matrix": len(self.unplaced),
            "change_cell": len(self.moved) if placed else None,
        }

    def _attention(self) -> dict[str, Any]:
        count, cost = top_count(len(self.customers), self.chosen.attention_top), above_zero(self.accounts.cost_to_serve)
        return {
            "energy_drains": list(self.drains),
            "overlooked": list(self.overlooked),
            "attention": self.attention,
            "attention_top_customers": count,
            "attention_top_share": top_share(self.customers["attention"], count, self.attention),
            "attention_of_loss_makers": self.share_of_attention(self.losers.index) if self.profit_known else None,
            "cost_to_serve_of_loss_makers": self.losers["cost_to_serve"].sum() / cost,
            "tail_customers": len(self.tail),
            "attention_of_tail": self.share_of_attention(self.tail),
        }

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The customers as the tables show them: with profit_contribution, burden and out_of_balance."""
        revenue, ids = self.customers["revenue"], self.customers.index
        side = pd.Series(None, index=ids, dtype=object)
        return self.customers.assign(
            profit_contribution=lambda f: f["margin"] - f["cost_to_serve"],
            burden=lambda f: 1000 * f["attention"] / revenue.where(revenue > 0),
            out_of_balance=side.mask(ids.isin(self.drains), "drain").mask(ids.isin(self.overlooked), "overlooked"),
        )

    def per_customer(self) -> Table:
        """Every customer, largest profit first."""
        kept = ("customer_id", "name", "revenue", "margin", "cost_to_serve", "profit_contribution")
        frame = self.shown.reset_index()
        formats = dict(zip(kept, ("id", "text", *["money"] * 4), strict=True)) | ASIDE
        limits = plain([(f"{name}_limit", "percent1", value) for name, value in self.limits._asdict().items()])
        return table("customers", frame, formats, formulas=FORMULAS, given=limits, aside=tuple(ASIDE))

    def actions(self) -> list[Action]:
        """Drains; the other loss-makers with high cost; the overlooked; idle capacity. Nobody is in two of them."""
        heavy, forgotten = (self.customers.loc[ids] for ids in (self.drains, self.overlooked))
        costly = self.losers[self.losers["cell"].isin(COSTLY) & ~self.losers.index.isin(self.drains)]
        heavy_excess, costly_excess = (serving.excess(customers, self.limits.cost) for customers in (heavy, costly))
        idle = self.accounts.unused_capacity
        capacity = Action("capacity_action", {"unused": idle}, idle, "loss", rests_on=parts.costs_key(self))
        worst = costly_excess.groupby(costly["cell"]).sum().sort_values(ascending=False, kind="stable").index[:1]
        cell = "".join(matrix.cell_key(self, name) for name in worst)
        return [
            *_actions(
                "drains_action" if heavy_excess.any() else "drains_action_fair", heavy, heavy_excess, "loss", "drains"
            ),
            *_actions("serve_differently", costly, costly_excess, "loss", cell),
            *_actions("overlooked_action", forgotten, forgotten["profit"], "profit", "overlooked"),
            *([capacity] if idle > MATERIAL * self.accounts.cost_to_serve else []),
        ]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        known = (parts.costs, matrix.matrix, parts.attention, parts.complaints, parts.buys_on)
        story = (parts.opening, *(known if self.cost_known and len(self.customers) else ()))
        return [block for part in story for block in part(self)] + ending()


def analyse(
    accounts: Accounts,
    customers: pd.DataFrame,
    complaints: pd.DataFrame,
    *,
    high_margin: float = 0.0,
    high_cost: float = 0.0,
    attention_top: float = 0.2,
    profit_bottom: float = 0.2,
    profit_top: float = 0.2,
    overlooked_ratio: float = 0.5,
    tail_share: float = 0.2,
    swing: float = 0.2,
) -> CostToServe:
    """
    Put margin beside cost-to-serve, and attention and complaints beside profit.

    `customers` is the client's table (for `buys_on`), `complaints` those of the period; both may be empty. High is at
    or above `high_margin` and `high_cost` (ratios to revenue; 0 = the ratio of all customers together). Shares of
    profit are unknown where the total is not above 0, or thin beside what the profitable customers earn.
    """
    frame = serving.served(accounts, customers, complaints)
    limits = serving.own_limits(frame, high_margin, high_cost)
    return CostToServe(
        accounts=accounts,
        customers=frame.assign(cell=serving.cells(frame["margin_ratio"], frame["cost_ratio"], limits)),
        limits=limits,
        moved=serving.moved(accounts, swing, high_margin, high_cost),
        complaints=complaints_spread(frame["complaints"], frame["orders"], attention_top),
        chosen=Chosen(attention_top, profit_bottom, profit_top, overlooked_ratio, tail_share, swing),
    )


def _actions(key: str, customers: pd.DataFrame, money: pd.Series, stake: Stake, rests_on: str) -> list[Action]:
    """An action for customers, most money first."""
    at_stake = float(money.sum())
    ordered = customers.loc[money.sort_values(ascending=False, kind="stable").index]
    values = {
        **named(ordered),
        "loss": loss(customers),
        "profit": float(customers["profit"].sum()),
        "attention_share": float(customers["attention_share"].sum()),
        "money": at_stake,
    }
    sure = "high" if stake == "loss" else "medium"  # a loss is counted; that a profit is at risk, is not
    return actions_for(key, ordered, values, at_stake, stake, rests_on, parts=money, confidence=sure)
