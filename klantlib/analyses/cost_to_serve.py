"""What does serving each customer cost, and who takes more than he brings?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero, peak, ranked, top_count, top_share
from klantlib.measures.serving import (
    CELLS,
    Complaints,
    Limits,
    cells,
    complaints_spread,
    drains,
    losers,
    moved,
    overlooked,
    own_limits,
    ratios,
    shrunken,
    tail,
)

NEEDS = ("transactions", "activities|costs", "rates|costs")
LONG = 10  # rows of a table in the text; the appendix has everyone
NAMED = 6  # losses named in the chart
EDGE = 0.02  # a chart that shows the outer 2% on each side shows little else...
ROOM = 0.5  # ...so it reaches half of the range between them further, and tells who lies outside
THIN = 0.1  # total profit under a tenth of what the profitable earn: shares of it explode
MATERIAL = 0.02  # unused capacity under a fiftieth of cost-to-serve may be an error in the minutes
COSTLY = ("high_high", "low_high")
METHOD = [Heading("how"), Text("method"), Note("cannot")]
SIGNS = dict(zip(CELLS, ("++", "+", "+", "---"), strict=True))


@dataclass(frozen=True, eq=False)
class CostToServe:
    """What the chapter rests on; NaN and None where unknown."""

    accounts: Accounts
    # Accounts.customers, largest profit first, with margin_ratio and cost_ratio (to revenue), cell (see CELLS, None
    # where it has none), attention_share, profit_share, driver (its largest activity or cost), complaints, buys_on
    customers: pd.DataFrame
    limits: Limits  # from where on a ratio to revenue is high
    drains: pd.Index  # much attention, little profit
    overlooked: pd.Index  # much profit, little attention
    tail: pd.Index  # who bring the last part of the revenue
    moved: pd.Index  # who change cell when one rate is `swing` off
    losers_low: int  # loss-makers when all rates are `swing` lower
    losers_high: int
    complaints: Complaints | None
    attention_top: float
    profit_bottom: float
    profit_top: float
    overlooked_ratio: float
    tail_share: float
    swing: float

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

    @property
    def attention_ratio(self) -> float:
        """Attention to revenue, of all known customers; NaN where either is unknown or nothing."""
        return self.attention / above_zero(float(self.customers["revenue"].sum()))

    @cached_property
    def losers(self) -> pd.DataFrame:
        """Customers with a profit contribution below 0, largest loss first; nobody where it is unknown."""
        return self.customers[self.customers["profit"] < 0].iloc[::-1] if self.profit_known else self.customers.head(0)

    @property
    def loss(self) -> float:
        return -float(self.losers["profit"].sum()) + 0.0

    @property
    def unplaced(self) -> pd.DataFrame:
        """Customers without positive revenue: no ratio, no place in the matrix."""
        return self.customers[self.customers["revenue"] <= 0]

    @property
    def remainder(self) -> float:
        """What is left of the whole when every cost has been paid; money."""
        accounts = self.accounts
        unused = 0.0 if math.isnan(accounts.unused_capacity) else accounts.unused_capacity
        return accounts.profit - accounts.above_customer - accounts.unallocated - unused

    def cell(self, *names: str) -> pd.DataFrame:
        return self.customers[self.customers["cell"].isin(names)]

    def share_of_attention(self, ids: pd.Index) -> float:
        return float(self.customers.loc[ids, "attention"].sum()) / self.attention

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown."""
        accounts, placed = self.accounts, self.customers["cell"].notna().any()
        count = top_count(len(self.customers), self.attention_top)
        complaints = self.complaints._asdict() if self.complaints else dict.fromkeys(Complaints._fields)
        return plain(
            {
                "revenue": accounts.revenue,
                "margin": accounts.margin,
                "profit_contribution": accounts.profit if self.profit_known else None,
                "cost_to_serve": accounts.cost_to_serve,
                "unallocated": accounts.unallocated,
                "above_customer": accounts.above_customer,
                "unused_capacity": accounts.unused_capacity,
                "remainder": self.remainder if self.profit_known else None,
                "cost_share_of_margin": accounts.cost_to_serve / above_zero(accounts.margin),
                "customers": len(self.customers),
                "loss_makers": len(self.losers) if self.profit_known else None,
                "loss": self.loss if self.profit_known else None,
                "loss_makers_low": self.losers_low if self.profit_known else None,
                "loss_makers_high": self.losers_high if self.profit_known else None,
                "margin_limit": self.limits.margin,
                "cost_limit": self.limits.cost,
                "quadrants": {cell: len(self.cell(cell)) if placed else None for cell in CELLS},
                "not_in_matrix": len(self.unplaced),
                "change_cell": len(self.moved) if placed else None,
                "energy_drains": list(self.drains),
                "overlooked": list(self.overlooked),
                "attention": self.attention,
                "attention_top_customers": count,
                "attention_top_share": top_share(self.customers["attention"], count, self.attention),
                "attention_of_loss_makers": self.share_of_attention(self.losers.index) if self.profit_known else None,
                "cost_to_serve_of_loss_makers": self.losers["cost_to_serve"].sum() / above_zero(accounts.cost_to_serve),
                "tail_customers": len(self.tail),
                "attention_of_tail": self.share_of_attention(self.tail),
                "complaints": complaints,
                "buys_on": _buyers(self).set_index("buys_on").to_dict("index"),
                "unpriced": list(accounts.unpriced),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest profit first."""
        kept = ("customer_id", "name", "revenue", "margin", "cost_to_serve", "profit_contribution")
        frame = self.customers.reset_index().assign(profit_contribution=lambda f: f["margin"] - f["cost_to_serve"])
        return table("customers", frame, dict(zip(kept, ("id", "text", *["money"] * 4), strict=True)))

    def actions(self) -> list[Action]:
        """Drains; the other loss-makers with high cost; the overlooked; idle capacity. Nobody is in two of them."""
        heavy, forgotten = (self.customers.loc[ids] for ids in (self.drains, self.overlooked))
        excess = self._excess(heavy)
        costly = self.losers[self.losers["cell"].isin(COSTLY) & ~self.losers.index.isin(self.drains)]
        found = (
            _action("drains_action" if excess.any() else "drains_action_fair", heavy, excess, "loss"),
            _action("serve_differently", costly, self._excess(costly), "loss"),
            _action("overlooked_action", forgotten, forgotten["profit"], "profit"),
        )
        idle = self.accounts.unused_capacity
        capacity = Action("capacity_action", {"unused": idle}, idle, "")
        return [*filter(None, found), *([capacity] if idle > MATERIAL * self.accounts.cost_to_serve else [])]

    def _excess(self, customers: pd.DataFrame) -> pd.Series:
        """What serving costs above the limit to revenue; money, never below 0."""
        allowed = self.limits.cost * customers["revenue"].clip(lower=0)
        return (customers["cost_to_serve"] - allowed).clip(lower=0).fillna(0.0)

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        known = (_costs, _matrix, _attention, _complaints, _buys_on) if self.cost_known and len(self.customers) else ()
        return [block for part in (_opening, *known) for block in part(self)] + METHOD


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
    frame = _customers(accounts, customers, complaints)
    limits = own_limits(frame, high_margin, high_cost)
    frame = frame.assign(cell=cells(frame["margin_ratio"], frame["cost_ratio"], limits))
    return CostToServe(
        accounts=accounts,
        customers=frame,
        limits=limits,
        drains=drains(frame, attention_top, profit_bottom),
        overlooked=overlooked(frame, profit_top, overlooked_ratio),
        tail=tail(frame["revenue"], tail_share),
        moved=moved(accounts, swing, high_margin, high_cost),
        losers_low=losers(accounts, -swing),
        losers_high=losers(accounts, swing),
        complaints=complaints_spread(frame["complaints"], frame["orders"], attention_top),
        attention_top=attention_top,
        profit_bottom=profit_bottom,
        profit_top=profit_top,
        overlooked_ratio=overlooked_ratio,
        tail_share=tail_share,
        swing=swing,
    )


def _customers(accounts: Accounts, customers: pd.DataFrame, complaints: pd.DataFrame) -> pd.DataFrame:
    frame = accounts.customers.join(ratios(accounts))
    order = ranked(frame["profit"]).index.append(frame.index[frame["profit"].isna()])
    thin = not accounts.profit > 0 or accounts.profit < THIN * peak(frame["profit"])[1]
    return frame.assign(
        attention_share=frame["attention"] / above_zero(float(frame["attention"].sum())),
        profit_share=math.nan if thin else frame["profit"] / accounts.profit,
        driver=_drivers(accounts.charges).reindex(frame.index),
        complaints=complaints.groupby("customer_id").size().reindex(frame.index, fill_value=0),
        buys_on=customers.set_index("customer_id")["buys_on"].reindex(frame.index),
    ).loc[order]


def _drivers(charges: pd.DataFrame) -> pd.Series:
    """What costs most, per customer: an activity, or a kind of direct cost."""
    costs = charges.groupby(["customer_id", "activity"])["cost"].sum()
    largest = costs[costs > 0].sort_values(ascending=False, kind="stable").reset_index()
    return largest.drop_duplicates("customer_id").set_index("customer_id")["activity"]


def _action(key: str, customers: pd.DataFrame, money: pd.Series, stake: str) -> Action | None:
    """An action for customers, most money first; None where there is nobody."""
    order = money.sort_values(ascending=False, kind="stable").index
    values = {
        "n": len(customers),
        "names": customers.loc[order, "name"].tolist(),
        "loss": -float(customers["profit"].clip(upper=0).sum()) + 0.0,
        "profit": float(customers["profit"].sum()),
        "attention_share": float(customers["attention_share"].sum()),
        "money": float(money.sum()),
    }
    people = tuple(zip(order, values["names"], strict=True))
    return Action(key, values, values["money"] or None, stake, people) if people else None


def _names(customers: pd.DataFrame) -> list[str]:
    return customers["name"].tolist()


# ---- the chapter, part by part ----


def _opening(result: CostToServe) -> Iterator[Block]:
    accounts = result.accounts
    values = {
        "cost": accounts.cost_to_serve,
        "n": len(result.losers),
        "loss": result.loss,
        "share": accounts.cost_to_serve / above_zero(accounts.margin),
        "shortage": -accounts.profit,
    }
    choices = {
        "no_customers": result.customers.empty,
        "no_costs": not result.cost_known,
        "profit_unknown": not result.profit_known,
        "total_loss": accounts.profit < 0 or not accounts.margin > 0,
        "losses": len(result.losers) > 0,
        "all_earn": True,
    }
    yield Heading(next(key for key, holds in choices.items() if holds), values, level=1)
    yield Text("question")
    if accounts.unknown_margin_customers and result.profit_known:
        unknown = result.customers.loc[list(accounts.unknown_margin_customers)]
        yield Note("unknown_margin", {"n": len(unknown), "names": _names(unknown), "revenue": unknown["revenue"].sum()})


def _costs(result: CostToServe) -> Iterator[Block]:
    accounts, charged = result.accounts, _charged(result.accounts)
    values = {"cost": accounts.cost_to_serve, "margin": accounts.margin, "remainder": result.remainder}
    if charged.empty or not accounts.cost_to_serve > 0:
        yield from (Heading("nothing_charged_heading"), Finding("nothing_charged"))
    else:
        first = charged.iloc[0]
        largest = {"activity": first["activity"], "largest": first["cost"], "share": first["share"]}
        kind = "known" if result.profit_known else "only"
        yield Heading("costs_heading", values | largest)
        yield Finding(f"costs_{kind}", values | largest)
    if result.profit_known:
        yield _bridge(result)
    if not charged.empty:
        formats = {"activity": "text", "quantity": "count", "rate": "cents", "cost": "money", "share": "percent1"}
        yield table("rates", charged, formats)
    if charged["quantity"].isna().any():
        yield Note("direct_costs")
    yield from _kept_apart(accounts)


def _charged(accounts: Accounts) -> pd.DataFrame:
    """What known customers were charged, by activity and kind of cost, largest first: quantity, rate, cost, share."""
    sums = accounts.charges.groupby("activity")[["quantity", "cost"]].sum()
    total = above_zero(accounts.cost_to_serve)
    return (
        sums[sums["cost"] != 0]
        .assign(quantity=lambda f: f["quantity"].where(f["quantity"] != 0))
        .assign(rate=lambda f: f["cost"] / f["quantity"], share=lambda f: f["cost"] / total)
        .sort_values("cost", ascending=False, kind="stable")
        .reset_index()
    )


def _bridge(result: CostToServe) -> Table:
    """From margin to what is left; costs of nothing are left out."""
    accounts = result.accounts
    apart = {name: -getattr(accounts, name) for name in ("above_customer", "unallocated", "unused_capacity")}
    apart = {name: amount for name, amount in apart.items() if amount and not math.isnan(amount)}
    lines = {
        "margin": accounts.margin,
        "cost_to_serve": -accounts.cost_to_serve,
        "profit_contribution": accounts.profit,
        **(apart and {**apart, "remainder": result.remainder}),
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
    if accounts.unknown_customers:
        values = {"n": len(accounts.unknown_customers), "revenue": accounts.unknown_revenue}
        yield Note("unknown_customers", values)


def _matrix(result: CostToServe) -> Iterator[Block]:
    if result.customers["cell"].isna().all():
        reasons = {"margin": not result.profit_known, "cost": not result.accounts.cost_to_serve > 0, "revenue": True}
        yield Heading("no_matrix_heading")
        yield Note(f"no_matrix_{next(key for key, holds in reasons.items() if holds)}")
        return
    worst = result.cell("low_high")
    profit = float(worst["profit"].sum())
    key = "matrix_none" if worst.empty else "matrix_loss" if profit < 0 else "matrix_thin"
    yield Heading(key, {"n": len(worst), "profit": profit, "loss": -profit})
    yield Text("matrix_how", {"margin": result.limits.margin, "cost": result.limits.cost})
    yield from _scatter(result)
    yield _cells(result)
    yield from (_cell(cell, result.cell(cell)) for cell in CELLS if len(result.cell(cell)))
    if len(result.unplaced):
        cost = float(result.unplaced["cost_to_serve"].sum())
        yield Note("unplaced", {"n": len(result.unplaced), "names": _names(result.unplaced), "cost": cost})
    yield from _certainty(result)


def _scatter(result: CostToServe) -> Iterator[Block]:
    placed = result.customers.dropna(subset="cell")
    inside = _within(placed["margin_ratio"]) & _within(placed["cost_ratio"])
    losses = placed.index[inside & (placed["profit"] < 0)][::-1][:NAMED]
    shown = placed[inside].assign(label=lambda f: f["name"].where(f.index.isin(losses), ""))
    shown = pd.concat([shown[shown["cell"] == cell] for cell in CELLS])  # the legend in the order of the table
    formats = {"cost_ratio": "percent", "margin_ratio": "percent", "cell": "term", "label": "text"}
    values = {"n": len(shown), "margin": result.limits.margin, "cost": result.limits.cost}
    yield Chart(
        "matrix",
        "scatter",
        plain({column: shown[column].tolist() for column in formats}),
        x="cost_ratio",
        y="margin_ratio",
        formats=formats,
        values=values | {cell: len(result.cell(cell)) for cell in CELLS},
        group="cell",
        label="label",
        guides={"x": result.limits.cost, "y": result.limits.margin},
    )
    if not inside.all():
        outside = placed[~inside].sort_values("profit", kind="stable")
        yield Note("outside_chart", {"n": len(outside), "names": _names(outside)})


def _within(values: pd.Series) -> pd.Series:
    low, high = values.quantile([EDGE, 1 - EDGE])
    room = ROOM * (high - low)
    return values.between(low - room, high + room)


def _cells(result: CostToServe) -> Table:
    total = above_zero(float(result.customers["revenue"].sum()))
    rows = [
        {
            "cell": cell,
            "sign": SIGNS[cell],
            "customers": len(part),
            "revenue": part["revenue"].sum(),
            "revenue_share": part["revenue"].sum() / total,
            "cost_to_serve": part["cost_to_serve"].sum(),
            "profit_contribution": part["profit"].sum(),
        }
        for cell, part in ((cell, result.cell(cell)) for cell in CELLS)
    ]
    formats = ("term", "text", "count", "money", "percent", "money", "money")
    return table("cells", pd.DataFrame(rows), dict(zip(rows[0], formats, strict=True)))


def _cell(cell: str, part: pd.DataFrame) -> Finding:
    """A cell in words; the losses are named first where it is the bad one, else the largest profits."""
    profit = float(part["profit"].sum())
    kind = f"{cell}_loss" if profit < 0 else cell
    names = _names(part.iloc[::-1] if cell == "low_high" else part)
    return Finding(f"cell_{kind}", {"n": len(part), "names": names, "profit": profit, "loss": -profit})


def _certainty(result: CostToServe) -> Iterator[Block]:
    """How much hangs on the rates and on the limits."""
    values = {"swing": result.swing, "n": len(result.moved), "customers": int(result.customers["cell"].notna().sum())}
    names = {"names": _names(result.customers.loc[result.customers.index.isin(result.moved)])}
    yield Note("moved" if len(result.moved) else "nobody_moved", values | names)
    if result.losers_low != result.losers_high:
        yield Note("losers_range", {"swing": result.swing, "low": result.losers_low, "high": result.losers_high})


def _attention(result: CostToServe) -> Iterator[Block]:
    if math.isnan(result.attention):
        yield from (Heading("no_attention_heading"), Note("no_attention"))
        return
    figures = result.figures()
    values = {
        "n": figures["attention_top_customers"],
        "customers": len(result.customers),
        "share": figures["attention_top_share"],
        "part": result.attention_top,
    }
    yield Heading("attention_heading", values)
    yield Finding("attention", values)
    if not math.isnan(result.attention_ratio):
        yield _burden(result)
    yield from _mirror(result)
    if not result.profit_known:
        yield Note("no_profit_no_drains")
        return
    yield from _drains(result)
    yield from _overlooked(result)
    yield from _new(result)


def _burden(result: CostToServe) -> Table:
    most = result.customers.loc[ranked(result.customers["attention"]).index].head(LONG)
    revenue = most["revenue"].where(most["revenue"] > 0)
    frame = most.assign(burden=most["attention"] / revenue * 1000, profit_contribution=most["profit"])
    formats = {
        "name": "text",
        "revenue": "money",
        "attention": "money",
        "attention_share": "percent1",
        "burden": "money",
        "profit_contribution": "money",
    }
    return table("burden", frame, formats, values={"n": len(most), "average": 1000 * result.attention_ratio})


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
    frame, share = result.customers.loc[result.drains], result.share_of_attention(result.drains)
    yield Heading("drains_heading", {"n": len(frame), "share": share})
    yield Finding("drains", {"n": len(frame), "names": _names(frame), **limits})
    yield _people("drains_table", frame, ("attention", "profit_contribution", "driver"), limits)


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
        yield Finding("overlooked", {"n": len(frame), "names": _names(frame), **shares, **limits})
        yield _people("overlooked_table", frame, ("profit_contribution", "profit_share", "attention_share"), limits)


def _people(key: str, frame: pd.DataFrame, columns: tuple[str, ...], values: dict[str, Any]) -> Table:
    """Customers by name, at most LONG; with how long the new ones have been there, if any is new."""
    shown = frame.head(LONG).assign(profit_contribution=frame["profit"])
    new = ("months_new",) if shown["months_new"].notna().any() else ()
    kinds = {"driver": "text", "months_new": "count", "profit_share": "percent1", "attention_share": "percent1"}
    formats = {"name": "text"} | {column: kinds.get(column, "money") for column in ("revenue", *columns, *new)}
    return table(key, shown, formats, values={"n": len(frame), "shown": len(shown), **values})


def _new(result: CostToServe) -> Iterator[Block]:
    """Who is ranked on less than a whole period."""
    ranking = result.drains.union(result.overlooked, sort=False).union(result.losers.index[:LONG], sort=False)
    new = result.customers.loc[ranking].dropna(subset="months_new")
    if len(new):
        yield Note("new_customers", {"n": len(new), "names": _names(new)})


def _complaints(result: CostToServe) -> Iterator[Block]:
    found = result.complaints
    if found is None:
        return
    key = "complaints_some" if found.top_share > found.high else "complaints_chance"
    yield Heading(f"{key}_heading", found._asdict())
    yield Finding(key, found._asdict())
    frame = result.customers.assign(
        per_100=lambda f: 100 * f["complaints"] / f["orders"].where(f["orders"] > 0),
        fair_per_100=lambda f: 100 * shrunken(f["complaints"], f["orders"]),
    )
    most = frame.loc[ranked(frame["complaints"][frame["complaints"] > 0]).index].head(LONG)
    formats = {"name": "text", "complaints": "count", "orders": "count", "per_100": "number", "fair_per_100": "number"}
    mean = 100 * found.total / above_zero(float(frame["orders"].sum()))
    yield table("complaints", most, formats, values={"n": len(most), "mean": mean})


def _buys_on(result: CostToServe) -> Iterator[Block]:
    buyers = _buyers(result)
    if len(buyers) < 2 or not result.profit_known:
        return
    each = buyers.set_index("buys_on")["profit_each"].to_dict()
    key = "value_pays" if each["value"] > each["price"] else "price_pays"
    one_loses = each["value"] > 0 > each["price"]
    yield Heading("value_pays_loss_heading" if one_loses else f"{key}_heading", each | {"price_loss": -each["price"]})
    count = buyers.set_index("buys_on")["customers"]
    yield Finding(key, each | {"n": int(count["value"]), "value_share": count["value"] / count.sum()})
    formats = {
        "buys_on": "term",
        "customers": "count",
        "revenue": "money",
        "profit_contribution": "money",
        "profit_each": "money",
        "loss_makers": "count",
    }
    yield table("buyers", buyers, formats)


def _buyers(result: CostToServe) -> pd.DataFrame:
    """Value buyers against price buyers: customers, revenue, profit together and each, loss-makers."""
    groups = result.customers.dropna(subset="buys_on").assign(loss=lambda f: f["profit"] < 0).groupby("buys_on")
    return (
        groups.agg(
            customers=("name", "size"),
            revenue=("revenue", "sum"),
            profit_contribution=("profit", "sum"),
            profit_each=("profit", "mean"),
            loss_makers=("loss", "sum"),
        )
        .sort_index(ascending=False)
        .reset_index()
    )
