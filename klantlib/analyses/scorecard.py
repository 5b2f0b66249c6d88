"""What do all measures of a customer say together, and which of them announce what comes?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.cards.indicators import Seen, indicators
from klantlib.measures.cards.leads import Pair, leads
from klantlib.measures.cards.scorecards import ALL, SIGNALS, Limits, by_class, cards, warned
from klantlib.measures.cards.targets import against_targets
from klantlib.stories import scorecard as parts
from klantlib.stories.passages import actions_for, ending

NEEDS = ("transactions",)
PAIRS = [
    Pair("satisfaction", "share_of_wallet"),
    Pair("trust", "share_of_wallet"),
    Pair("satisfaction", "revenue"),
    Pair("trust", "revenue"),
    Pair("repurchase", "revenue"),
    Pair("share_of_wallet", "revenue"),
    Pair("complaint_rate", "revenue"),
    Pair("complaint_rate", "satisfaction"),
    Pair("settle_days", "satisfaction"),
    Pair("paid_late", "revenue"),
]
WRONG = 0.05  # how often the intervals of all pairs together may miss
FORMULAS = {
    "growth": "{revenue} / {revenue_before} - 1 if {revenue_before} > 0 else NONE",
    "complaint_rate": "100 * {complaints} / {orders}",
}
FORMATS = {
    "customer_id": "id",
    "name": "text",
    "class": "term",
    "revenue": "money",
    "revenue_before": "money",
    "growth": "percent",
    "profit": "money",
    "profit_before": "money",
    "expected_value": "money",
    "orders": "count",
    "order_gap": "number",
    "days_since": "count",
    "paid_late": "percent",
    "share_of_wallet": "percent",
    "complaints": "count",
    "complaint_rate": "number",
    "open": "count",
    "settle_days": "number",
    "satisfaction": "number",
    "satisfaction_before": "number",
    "trust": "number",
    "repurchase": "number",
    **dict.fromkeys(SIGNALS, "term"),
    "signals": "count",
}


@dataclass(frozen=True, eq=False)
class Scorecard:
    """What the chapter rests on."""

    accounts: Accounts
    # of this period and the one before, largest revenue first; see measures.scorecards.cards and warned
    customers: pd.DataFrame
    classes: pd.DataFrame  # per class and for all; see measures.scorecards.by_class
    performance: pd.DataFrame  # what the organisation measures of itself; see measures.targets.against_targets
    leads: pd.DataFrame  # per pair; see measures.leads.leads
    limits: Limits
    least: int  # signals from which a customer is on the list
    minimum: int  # customers under which a pair is not judged

    @cached_property
    def red(self) -> pd.DataFrame:
        """Who has several signals at once and still buys: most signals first, then most profit."""
        rows = self.customers[(self.customers["signals"] >= self.least) & (self.customers["revenue"] > 0)]
        return rows.sort_values(["signals", "profit", "revenue"], ascending=False, kind="stable")

    @cached_property
    def together(self) -> pd.Series:
        """All customers as one class."""
        return self.classes.loc[ALL]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        return plain(
            {
                "customers": len(self.customers),
                "warned": len(self.red),
                "warned_profit": self.red["profit"].clip(lower=0).sum(),
                "signals": {name: int(self.customers[name].sum()) for name in SIGNALS},
                "classes": {} if self.customers.empty else self.classes.to_dict("index"),
                "performance": self.performance.reset_index().to_dict("records"),
                "leads": self.leads.to_dict("records"),
                "minimum": self.minimum,
                "least": self.least,
                **self.limits._asdict(),
            }
        )

    def per_customer(self) -> Table:
        """The card of every customer, largest revenue first."""
        said = self.customers.assign(**{name: self.customers[name].map({True: "yes"}) for name in SIGNALS})
        return table("customers", said.reset_index(), FORMATS, formulas=FORMULAS)

    def actions(self) -> list[Action]:
        """Talk to whom several signals are about at once."""
        money = float(self.red["profit"].clip(lower=0).sum())
        values = {"n": len(self.red), "least": self.least, "money": money}
        key = "talk_action" if money > 0 else "talk_unpaid_action"
        return actions_for(key, self.red, values, money, "profit", "warned", parts=self.red["profit"])

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        how = ending(minimum=self.minimum, pairs=len(self.leads))
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *how]
        story = (parts.opening, parts.performance, parts.experience, parts.value, parts.leads, parts.use)
        return [block for part in story for block in part(self)] + how


def analyse(
    now: Seen,
    before: Seen,
    measures: pd.DataFrame,
    measures_before: pd.DataFrame,
    classes: pd.Series,
    months: float,
    *,
    low_score: float = 2.0,
    fall: float = 0.2,
    overdue: float = 2.0,
    signals: int = 2,
    steady: float = 0.02,
    minimum: int = 30,
    resamples: int = 2000,
    seed: int = 1,
) -> Scorecard:
    """
    Every customer's card, the cards of each class together, and what of last period announces this one.

    `classes`: index customer_id, the five classes or NA. `months`: length of the period. `low_score` (1-5), `fall`
    (fraction of revenue) and `overdue` (times the own days between orders) are the limits of a signal, `signals` is how
    many make a customer one to talk to. A class' revenue that differs less than `steady` is level.
    """
    asked = len(now.complaints) + len(before.complaints) > 0
    one, other = indicators(now, complaints_known=asked), indicators(before, complaints_known=asked)
    limits = Limits(low_score, fall, overdue)
    customers = warned(cards(one, other, classes, months), limits)
    found = leads(
        other, _bought(one, other), PAIRS, minimum=minimum, wrong=WRONG, resamples=resamples, seed=seed
    )  # who bought nothing any more counts with a revenue of 0
    return Scorecard(
        now.accounts,
        customers,
        by_class(customers, steady),
        against_targets(measures, measures_before),
        found,
        limits,
        signals,
        minimum,
    )


def _bought(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    every = one.reindex(one.index.union(other.index))
    return every.assign(revenue=every["revenue"].fillna(0.0))
