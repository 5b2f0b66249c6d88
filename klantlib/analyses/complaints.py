"""What goes wrong, what does it cost, who is hit by it more than chance explains, and does prevention pay?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
from scipy.stats import fisher_exact

from klantlib.blocks import Action, Block, Table, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.complaining.burden import Change, Spread, burden, change, spread
from klantlib.measures.complaining.kinds import FOUNDED, causes, kinds, of_customers, per_thousand, read
from klantlib.measures.complaining.quality_cost import Optimum, optimum, yearly
from klantlib.measures.complaining.settling import Settling, settling
from klantlib.measures.curves import above_zero, ranked
from klantlib.measures.proportions import Part
from klantlib.stories import complaints as parts
from klantlib.stories.passages import actions_for, ending, known_sum, named

NEEDS = ("complaints",)
FEWEST = 3  # complaints of one cause before something is done about it


class Silent(NamedTuple):
    """Of who bought in the period before: who bought nothing now, who did, and who of them never complained."""

    gone: int  # customers
    without: int  # of those, no complaint in either period
    stayed: int
    stayed_without: int
    p_value: float  # how often chance gives a difference as large (Fisher, 1922)


@dataclass(frozen=True, eq=False)
class Complaints:
    """What the chapter rests on; NaN and None where unknown."""

    accounts: Accounts
    rows: pd.DataFrame  # complaints of the period: see complaint_kinds.read
    before: int | None  # complaints in the period before; None where that period has none at all to compare with
    before_cost: float | None
    # everyone who bought or complained, most complaints first: see complaint_kinds.of_customers, with expected, rate,
    # fair, many (see complaint_burden.burden) and cost_per_1000
    customers: pd.DataFrame
    causes: pd.DataFrame  # see complaint_kinds.causes
    kinds: pd.DataFrame  # see complaint_kinds.kinds
    settling: Settling | None  # None: no day of settlement is known
    spread: Spread
    change: Change
    silent: Silent | None  # None: nobody bought in the period before
    years: pd.DataFrame  # see quality_cost.yearly
    optimum: Optimum | None
    norm_days: int
    vital: float
    sure: float

    @property
    def cost(self) -> float | None:
        """Of all complaints of which it is known; None where of none."""
        return known_sum(self.rows["cost"])

    @property
    def strangers(self) -> int:
        """Complaints of customers outside the client's table: in the whole, not per customer."""
        return len(self.rows) - int(self.customers["complaints"].sum())

    @cached_property
    def heavy(self) -> pd.DataFrame:
        """Who complains more than his orders explain, most complaints first."""
        return self.customers[self.customers["many"]]

    @property
    def orders_known(self) -> bool:
        return bool(self.customers["orders"].gt(0).any())

    def figures(self) -> dict[str, Any]:
        """The fields of results.json; None where unknown."""
        rows, heavy = self.rows, self.heavy
        return plain(
            {
                "complaints": len(rows),
                "complaints_before": self.before,
                "cost": self.cost,
                "cost_before": self.before_cost,
                "cost_known": int(rows["cost"].notna().sum()),
                "complainers": int(self.customers["complaints"].gt(0).sum()),
                "customers": len(self.customers),
                "of_unknown_customers": self.strangers,
                "founded_share": rows["sort"].eq(FOUNDED).sum() / above_zero(float(len(rows))),
                "kinds": self.kinds[["complaints", "cost"]].to_dict("index"),
                "causes": self.causes[["complaints", "share", "cost"]].to_dict("index"),
                "vital_causes": int(self.causes["vital"].sum()),
                "per_100_orders": 100 * self.spread.mean,
                "change": self.change._asdict(),
                "settling": parts.told_settling(self.settling),
                "more_than_chance": self.spread.p_value if self.orders_known else None,
                "heavy": list(heavy.index),
                "heavy_complaints": int(heavy["complaints"].sum()),
                "heavy_expected": float(heavy["expected"].sum()),
                "silent": self.silent._asdict() if self.silent else None,
                "optimum": self.optimum._asdict() if self.optimum else None,
                "norm_days": self.norm_days,
            }
        )

    def per_customer(self) -> Table:
        """Everyone who bought or complained, most complaints first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            **dict.fromkeys(("complaints", "founded", "open"), "count"),
            "cost": "money",
            "orders": "count",
            "revenue": "money",
            **dict.fromkeys(("per_100", "expected", "fair_per_100"), "number2"),
            "cost_per_1000": "cents",
            "many": "term",
        }
        frame = self.customers.reset_index().assign(
            per_100=lambda f: 100 * f["rate"],
            fair_per_100=lambda f: 100 * f["fair"],
            many=lambda f: f["many"].map({True: "yes", False: "no"}),
        )
        return table("customers", frame, formats, formulas=self._formulas(), given=self._given())

    def _formulas(self) -> dict[str, str]:
        apart = math.isfinite(self.spread.shape)
        fair = "{mean_per_100} * ({shape} + {complaints}) / ({shape} + {expected})" if apart else "{mean_per_100}"
        orders = {
            "per_100": "100 * {complaints} / {orders}",
            "expected": "NONE if {orders} <= 0 else {orders} * {mean_per_100} / 100",
            "fair_per_100": f"NONE if {{orders}} <= 0 else {fair}",
        }
        money = {"cost_per_1000": "NONE if {revenue} <= 0 else 1000 * {cost} / {revenue}"}
        return (orders if self.orders_known else {}) | money

    def _given(self) -> list[list[Any]]:
        """The average of all customers, and how far they differ."""
        mean = ("mean_per_100", "number2", 100 * self.spread.mean)
        shape = [("shape", "number2", self.spread.shape)] if math.isfinite(self.spread.shape) else []
        return plain([mean, *shape]) if self.orders_known else []

    def actions(self) -> list[Action]:
        """Take away the largest cause; go and see who complains beyond what his orders explain."""
        return [*self._cause_action(), *self._heavy_action()]

    def _cause_action(self) -> list[Action]:
        first = self.causes.head(1)
        if first.empty or first["complaints"].iloc[0] < FEWEST:
            return []
        rows = self.rows[self.rows["cause"].eq(first.index[0]).fillna(False)]
        cost = rows.groupby("customer_id")["cost"].sum()
        hit = self.customers[self.customers.index.isin(rows["customer_id"])]
        hit = hit.loc[ranked(cost.reindex(hit.index).fillna(0.0)).index]
        money = float(rows["cost"].sum())
        share = Part(first["complaints"].iloc[0], self.causes["complaints"].sum())
        values = {"cause": first.index[0], "n": len(rows), "share": share, "customers": len(hit)}
        sure = "high" if rows["cost"].notna().all() else "medium"
        key = parts.causes_key(self)
        return actions_for("cause_action", hit, values, money, "loss", key, parts=cost, confidence=sure)

    def _heavy_action(self) -> list[Action]:
        heavy = self.heavy
        profit = heavy["profit"].clip(lower=0).fillna(0.0)
        values = {**named(heavy), "complaints": int(heavy["complaints"].sum())}
        key = "heavy_action" if profit.gt(0).any() else "heavy_action_plain"
        return actions_for(key, heavy, values, float(profit.sum()), "profit", "heavy", parts=profit, confidence="low")

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        known = (parts.kinds, parts.causes, parts.times, parts.heavy, parts.silent) if len(self.rows) else ()
        return [block for part in (parts.opening, *known, parts.prevention) for block in part(self)] + ending()


def analyse(
    complaints: pd.DataFrame,
    before: pd.DataFrame,
    accounts: Accounts,
    accounts_before: Accounts,
    costs: pd.DataFrame,
    end: date,
    *,
    norm_days: int = 14,
    vital: float = 0.8,
    sure: float = 0.95,
    resamples: int = 1000,
    seed: int = 1,
) -> Complaints:
    """
    Sort complaints by kind, cause and customer, and hold them against what customers buy.

    `complaints` are those of the period, `before` of the period before (customer_id, date, kind, cause, settled,
    cost), `costs` the yearly cost of prevention and repair; accounts may be empty. `end` is the last day of the period:
    what is open then has no end yet. A customer complains much when its rate is above the mean with a probability of
    `sure`. `resamples` and `seed` are behind the interval of the change.
    """
    rows, earlier = read(complaints), read(before)
    customers, then = of_customers(rows, accounts), of_customers(earlier, accounts_before)
    found = spread(customers["complaints"], customers["orders"])
    customers = customers.join(burden(customers["complaints"], customers["orders"], found, sure))
    customers = customers.assign(cost_per_1000=per_thousand(customers["cost"], customers["revenue"]))
    years = yearly(costs[costs["year"].le(end.year).fillna(False)])
    return Complaints(
        accounts=accounts,
        rows=rows,
        before=len(earlier) if len(earlier) or len(then) else None,
        before_cost=known_sum(earlier["cost"]),
        customers=customers.loc[ranked(customers["complaints"]).index],
        causes=causes(rows, vital),
        kinds=kinds(rows),
        settling=settling(rows, end, norm_days),
        spread=found,
        change=change(customers, then, resamples=resamples, seed=seed),
        silent=_silent(customers, then),
        years=years,
        optimum=optimum(years),
        norm_days=norm_days,
        vital=vital,
        sure=sure,
    )


def _silent(now: pd.DataFrame, before: pd.DataFrame) -> Silent | None:
    """Who bought then and not now, and how many of them never said a word."""
    if not before["orders"].gt(0).any() or not now["orders"].gt(0).any():
        return None
    buyers, active = before.index[before["orders"].gt(0)], now.index[now["orders"].gt(0)]
    gone, stayed = buyers.difference(active), buyers.intersection(active)
    spoke = before.index[before["complaints"].gt(0)].union(now.index[now["complaints"].gt(0)])
    silent = [len(group.difference(spoke)) for group in (gone, stayed)]
    said = [len(gone) - silent[0], len(stayed) - silent[1]]
    return Silent(len(gone), silent[0], len(stayed), silent[1], float(fisher_exact([silent, said]).pvalue))
