"""What does a higher price bring, how much volume may it cost, and who would notice?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures import pricing
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero, ranked, shares_explode
from klantlib.stories import price as parts
from klantlib.stories.passages import actions_for, ending

NEEDS = ("transactions",)
FORMULAS = {
    "extra_price": "{rise} * {revenue} if {revenue} > 0 else 0",
    "may_lose": "NONE if {revenue} <= 0 else 1 if {margin} <= 0 "
    "else {rise} * {revenue} / ({rise} * {revenue} + {margin})",
    "needed_rise": "NONE if {revenue} <= 0 else 0 if {profit} >= 0 else (0 - {profit}) / {revenue}",
    "new_profit": "{profit} + {extra_price}",
    "turns": '"yes" if {profit} < 0 and {new_profit} >= 0 else "no"',
    "extra_minimum": "{avoided} * {order_cost}",
    "extra_fee": "{order_fee} * {orders}",
    "extra_rate": "(0 - {rate_change}) * {rate_cost}",
}


class Settings(NamedTuple):
    """What the what-ifs take; NaN and None where there is nothing to take."""

    rise: float  # of all prices
    minimum_order: float  # money
    order_cost: float  # money: what handling one order costs
    order_activity: str | None  # where that is from; None: given by the client, or unknown
    order_fee: float  # money an order
    rate_activity: str | None
    rate_change: float


class Whole(NamedTuple):
    """Of the known customers whose profit is known, together; money."""

    customers: int
    revenue: float
    margin: float
    profit: float
    result: float  # after the costs above the customer and what was not allocated; NaN where there are none, or unknown


@dataclass(frozen=True, eq=False)
class Price:
    """What the chapter rests on; NaN where unknown."""

    accounts: Accounts
    # largest revenue first: Accounts.customers with buys_on, and the columns of pricing.per_customer and
    # pricing.bundled; rate_cost (money), extra_minimum, extra_fee, extra_rate (money; NaN where it cannot be told)
    customers: pd.DataFrame
    whole: Whole
    settings: Settings
    outcomes: (
        pd.DataFrame
    )  # see pricing.outcomes: price, minimum, fee, rate and all of them, as far as they can be told
    suppressed: bool | None  # percentages of profit have no meaning; None = profit unknown
    asked: str  # the activity whose rate the client asked to change; empty: none

    @property
    def net_margin(self) -> float:
        """Profit on revenue; NaN where there is no revenue, or percentages of profit mean nothing."""
        usable = self.suppressed is False
        return self.whole.profit / above_zero(self.whole.revenue) if usable else math.nan

    @property
    def contribution_margin(self) -> float:
        """Gross margin on revenue: what a lost sale costs."""
        return self.whole.margin / above_zero(self.whole.revenue)

    @property
    def extra(self) -> float:
        """What the rise brings in at the same volume."""
        return self.settings.rise * self.whole.revenue

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Customers that lose money, largest loss first."""
        frame = self.customers[self.customers["profit"] < 0]
        return frame.loc[ranked(-frame["profit"]).index]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown or without meaning."""
        rise, margin = self.settings.rise, self.contribution_margin
        return plain(
            {
                **self.whole._asdict(),
                "profit_kind": self.accounts.kind,
                "percentages_suppressed": self.suppressed,
                "net_margin": self.net_margin,
                "contribution_margin": margin,
                "extra": self.extra,
                "profit_rise": pricing.profit_rise(rise, self.net_margin),
                "break_even_loss": pricing.break_even_loss(rise, margin) if margin == margin else None,
                "table": {f"{m:g}": row for m, row in self._general().items()},
                "turned": list(
                    self.customers.index[self.customers["profit"].lt(0) & self.customers["new_profit"].ge(0)]
                ),
                "loss_makers": len(self.losers) if self.suppressed is not None else None,
                "may_lose_median": self.customers["may_lose"].median(),
                "what_if": self.outcomes.to_dict("index"),
                "price_buyers": self._price_buyers(),
                **self.settings._asdict(),
            }
        )

    def _price_buyers(self) -> dict[str, Any] | None:
        found = parts.price_buyers(self)
        return {name: value for name, value in found.items() if name != "names"} if found else None

    def _general(self) -> dict[float, dict[str, float]]:
        frame = pricing.table_of_rises(pricing.MARGINS)
        return {margin: {f"{rise:g}": float(frame.loc[margin, rise]) for rise in frame} for margin in frame.index}

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "buys_on": "term",
            **dict.fromkeys(("revenue", "margin", "profit", "extra_price", "new_profit"), "money"),
            "turns": "term",
            "may_lose": "percent1",
            "needed_rise": "percent1",
            **dict.fromkeys(("orders", "small_orders", "avoided"), "count"),
            **dict.fromkeys(("extra_minimum", "extra_fee", "rate_cost", "extra_rate"), "money"),
        }
        turns = self.customers["profit"].lt(0) & self.customers["new_profit"].ge(0)
        words = turns.map({True: "yes", False: "no"}).where(self.customers["profit"].notna(), None)
        frame = self.customers.assign(turns=words).reset_index()
        return table("customers", frame, formats, formulas=self._formulas(), given=self._given())

    def _formulas(self) -> dict[str, str]:
        """What a reader can change: as far as there is something to compute with."""
        lacking = {
            "extra_minimum": self.settings.order_cost + self.settings.minimum_order,
            "extra_fee": self.settings.order_fee,
            "extra_rate": 0.0 if self.settings.rate_activity else math.nan,
        }
        return {name: formula for name, formula in FORMULAS.items() if not math.isnan(lacking.get(name, 0.0))}

    def _given(self) -> list[list[Any]]:
        """The rise, the fee and the rates that the formulas take."""
        settings = self.settings
        amounts = [
            ("rise", "percent1", settings.rise),
            ("order_cost", "cents", settings.order_cost),
            ("order_fee", "cents", settings.order_fee),
            ("rate_change", "percent1", settings.rate_change if settings.rate_activity else math.nan),
        ]
        return plain([row for row in amounts if not math.isnan(row[2])])

    def actions(self) -> list[Action]:
        """Raise prices, first with those who do not buy on price; none where a percentage more is not seen to help."""
        if not self.extra > 0:
            return []
        first = self.customers[self.customers["buys_on"].ne("price").fillna(True) & self.customers["extra_price"].gt(0)]
        first = first.loc[ranked(first["extra_price"]).index]
        money = float(first["extra_price"].sum())
        values = {"n": len(first), "points": parts.points(self.settings.rise), "money": money}
        key = "price_action_value" if self.customers["buys_on"].eq("value").any() else "price_action"
        return actions_for(
            key, first, values, money, "growth", parts.effect_key(self), parts=first["extra_price"], confidence="low"
        )

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        if not self.extra > 0:
            key = "no_customers" if self.customers.empty else "no_revenue"
            return [Heading(key, level=1), Text("question"), *ending()]
        story = (parts.opening, parts.general, parts.customers, parts.what_if, parts.buyers)
        return [block for part in story for block in part(self)] + ending()


def analyse(
    accounts: Accounts,
    customers: pd.DataFrame,
    transactions: pd.DataFrame,
    *,
    rise: float = 0.01,
    minimum_order: float = 0.0,
    order_cost: float = 0.0,
    order_fee: float = 0.0,
    rate_activity: str = "",
    rate_change: float = -0.1,
    suppress_under: float = 0.1,
) -> Price:
    """
    Put a price rise beside the volume it may cost, for the whole and per customer, and three other ways to earn it.

    `customers` is the client's table (for `buys_on`), `transactions` those of the period (for the size of orders); both
    may be empty. Of the options 0 (and an empty activity) means: as the client's own figures have it. A minimum under
    which a tenth of the orders lie; the cost of the activity counted once an order; a fee that brings as much as the
    rise; the activity that costs most. Percentages of profit are left out where it is not above 0, or under
    `suppress_under` of what the profitable customers earn.
    """
    frame = accounts.customers.loc[ranked(accounts.customers["revenue"]).index]
    frame = frame.assign(buys_on=customers.set_index("customer_id")["buys_on"].reindex(frame.index))
    frame = frame.join(pricing.per_customer(frame, rise))
    orders = pricing.order_values(transactions)
    found = _settings(accounts, orders, rise, minimum_order, order_cost, order_fee, rate_activity, rate_change)
    frame = _with_extras(frame, accounts, orders, found)
    whole = _whole(accounts, frame)
    return Price(
        accounts=accounts,
        customers=frame,
        whole=whole,
        settings=found,
        outcomes=pricing.outcomes(frame["profit"], _extras(frame)),
        suppressed=_suppressed(frame["profit"], whole, accounts, suppress_under),
        asked=rate_activity,
    )


def _settings(
    accounts: Accounts,
    orders: pd.DataFrame,
    rise: float,
    minimum_order: float,
    cost: float,
    fee: float,
    activity: str,
    change: float,
) -> Settings:
    """The options, and what the client's own figures say where an option is 0."""
    number = int(accounts.customers["orders"].sum())
    own_activity, own_cost = pricing.order_cost(accounts.charges, number)
    sold = float(accounts.customers["revenue"].clip(lower=0).sum())
    charged = accounts.charges.dropna(subset="quantity")["activity"]
    return Settings(
        rise=rise,
        minimum_order=minimum_order or pricing.lowest_tenth(orders),
        order_cost=cost or own_cost,
        order_activity=None if cost else own_activity,
        order_fee=fee or pricing.fee_for(rise * sold, number),
        rate_activity=(activity if charged.eq(activity).any() else None)
        if activity
        else pricing.costliest(accounts.charges),
        rate_change=change,
    )


def _with_extras(frame: pd.DataFrame, accounts: Accounts, orders: pd.DataFrame, found: Settings) -> pd.DataFrame:
    """What a minimum, a fee and another rate bring of each customer; NaN where it cannot be told."""
    rated = accounts.charges.dropna(subset="quantity")
    cost = rated[rated["activity"].eq(found.rate_activity)].groupby("customer_id")["cost"].sum()
    own = frame.join(pricing.bundled(orders, found.minimum_order, frame.index))
    return own.assign(
        rate_cost=cost.reindex(own.index).fillna(0.0) if found.rate_activity else math.nan,
        extra_minimum=own["avoided"] * found.order_cost if found.minimum_order > 0 else math.nan,
        extra_fee=own["orders"] * found.order_fee,
        extra_rate=lambda f: -found.rate_change * f["rate_cost"] + 0.0,
    )


def _extras(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The what-ifs that can be told, and all of them together."""
    columns = {"price": "extra_price", "fee": "extra_fee", "minimum": "extra_minimum", "rate": "extra_rate"}
    told = {name: frame[column] for name, column in columns.items() if not frame[column].isna().any()}
    return told | ({"together": pd.concat(told, axis=1).sum(axis=1)} if len(told) > 1 else {})


def _whole(accounts: Accounts, frame: pd.DataFrame) -> Whole:
    known = frame.dropna(subset="profit") if accounts.kind != "unknown" else frame
    revenue, margin, profit = (float(known[name].sum(min_count=1)) for name in ("revenue", "margin", "profit"))
    beyond = accounts.profit - accounts.remainder
    result = profit - beyond if accounts.kind == "contribution" and abs(beyond) > pricing.CENT else math.nan
    return Whole(len(known), revenue if len(known) else 0.0, margin, profit, result)


def _suppressed(profit: pd.Series, whole: Whole, accounts: Accounts, under: float) -> bool | None:
    if accounts.kind == "unknown" or math.isnan(whole.profit):
        return None
    return shares_explode(profit.dropna(), whole.profit, under)
