"""Which customers deserve an investment, which need repair, and which can go? (Whitney, 1996)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Stake, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import ranked
from klantlib.measures.groups import grouped, judged_together
from klantlib.measures.qualification import (
    CRITERIA,
    IMPROVE,
    POLICIES,
    STOP,
    TO_BE_JUDGED,
    Limits,
    qualify,
    strategic_score,
    yes_no,
)
from klantlib.stories import whitney as parts
from klantlib.stories.passages import actions_for, ending, grouping, loss, names

NEEDS = ("transactions", "strategy")
ONE_MEETING = 10  # as many customers as a management team can judge in one go
WORDS = {"y": "yes", "n": "no"}
ANSWERS = [[*(WORDS[letter] for letter in code), code] for code in POLICIES]  # the eight policies as a table to look up
FORMULAS = {
    "whole_revenue": "SUM({revenue}) + {unknown_revenue}",
    "revenue_share": "SHARE({revenue}, {whole_revenue})",
    "strategic": '{answered} if KNOWN({answered}) else "yes" if {score} >= {strategic_from} else "no"',
    "significant": '"yes" if {significant_revenue} > 0 and {revenue} >= {significant_revenue} '
    'else "yes" if {revenue_share} >= {significant_share} else "no"',
    "profitable": '"yes" if {profit} > {profitable_above} else "no"',
    "policy": "LOOKUP({strategic}, {significant}, {profitable}) "
    'if KNOWN({strategic}) and KNOWN({significant}) and KNOWN({profitable}) else "to_be_judged"',
}


@dataclass(frozen=True, eq=False)
class Whitney:
    """What the chapter rests on."""

    accounts: Accounts
    # largest revenue first: name, revenue, margin, cost_to_serve, profit, months_new, revenue_share, score (0-5), given
    # (bool: strategic was answered yes or no, not scored), strategic, significant, profitable (boolean, NA where
    # unknown), policy (a code or to_be_judged), near (the criteria that lie near their limit, joined by _; None)
    customers: pd.DataFrame
    limits: Limits
    near: float  # a limit is moved by this fraction to see who changes row
    moved: pd.DataFrame  # index criterion, columns looser and tighter: customers that change row then
    weights: Mapping[str, float]  # of the scores that count, together 1; empty where there are none

    def rows(self, *codes: str) -> pd.DataFrame:
        """The customers with one of these policies."""
        return self.customers[self.customers["policy"].isin(codes)]

    @cached_property
    def judged(self) -> pd.DataFrame:
        return self.rows(*POLICIES)

    @cached_property
    def losses(self) -> dict[str, pd.DataFrame]:
        """Who to improve and who to stop investing in, as far as they lose money; largest loss first."""
        groups = {"improve": self.rows(*IMPROVE), "stop": self.rows(*STOP)}
        return {name: rows[rows["profit"] < 0].sort_values("profit", kind="stable") for name, rows in groups.items()}

    def figures(self) -> dict[str, Any]:
        """The fields of results.json: the nine counts, and what else the chapter prints."""
        codes = (*POLICIES, TO_BE_JUDGED)
        counts = self.customers["policy"].value_counts().reindex(codes, fill_value=0)
        by_policy = self.customers.groupby("policy")[["revenue", "profit"]].sum(min_count=1).reindex(codes)
        return plain(
            {
                **counts.astype(int).to_dict(),
                "customers": len(self.customers),
                **grouping(self.accounts),
                "revenue": by_policy["revenue"].fillna(0.0).to_dict(),
                "profit": by_policy["profit"].to_dict(),
                "improve_loss": loss(self.losses["improve"]),
                "stop_loss": loss(self.losses["stop"]),
                "near": int(self.judged["near"].notna().sum()),
                "moved": self.moved.to_dict("index"),
                "weights": dict(self.weights),
                **self.limits._asdict(),
            }
        )

    def per_customer(self) -> Table:
        """Every customer, largest revenue first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            **({"companies": "count"} if self.accounts.groups else {}),
            "strategic": "term",
            "significant": "term",
            "profitable": "term",
            "policy": "term",
            "answered": "term",
            "score": "number2",
            "revenue": "money",
            "revenue_share": "percent1",
            "profit": "money",
            "near": "term",
            "months_new": "count",
        }
        checks = {"formulas": FORMULAS, "given": self._given(), "answers": ANSWERS, "aside": ("answered", "revenue")}
        frame = yes_no(self.customers.assign(answered=self.customers["given"]), (*CRITERIA, "answered"))
        return table("customers", frame.reset_index(), formats, **checks)

    def _given(self) -> list[list[Any]]:
        """The total that a share is taken of, and from where on the answers are yes."""
        limits, accounts = self.limits, self.accounts
        return plain(
            [
                ("whole_revenue", "money", accounts.revenue),
                ("unknown_revenue", "money", accounts.unknown_revenue),
                ("strategic_from", "number2", limits.strategic_from),
                ("significant_share", "percent1", limits.significant_share),
                ("significant_revenue", "money", limits.significant_revenue),
                ("profitable_above", "money", limits.profitable_above),
            ]
        )

    def actions(self) -> list[Action]:
        """Improve, stop, judge: no customer is in two of them."""
        improve, stop = self.losses["improve"], self.losses["stop"]
        waiting = self.rows(TO_BE_JUDGED)
        unjudged = waiting.head(ONE_MEETING)  # the largest
        return [
            *_actions("improve_action", improve, loss(improve), "loss", parts.improve_key(self)),
            *_actions("stop_action", stop, loss(stop), "loss", parts.stop_key(self)),
            *_actions("judge_action", unjudged, _at_stake(unjudged), "profit", "unjudged", len(waiting)),
        ]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        how = ending(*parts.limits(self))
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *how]
        story = (parts.opening, parts.matrix, parts.improve, parts.stop, parts.invest, parts.unjudged, parts.doubt)
        return [block for part in story for block in part(self)] + how


def analyse(
    accounts: Accounts,
    strategy: pd.DataFrame,
    *,
    significant_share: float = 0.01,
    significant_revenue: float = 0.0,
    profitable_above: float = 0.0,
    strategic_from: float = 3.0,
    weight_learning: float = 1.0,
    weight_reputation: float = 1.0,
    weight_bridgehead: float = 1.0,
    weight_network: float = 1.0,
    weight_ambassador: float = 1.0,
    weight_synergy: float = 0.0,
    near: float = 0.1,
    groups: bool = False,
) -> Whitney:
    """
    Ask of each customer: strategic, significant, profitable? What is unknown stays to be judged.

    `strategy`: customer_id, scores of 0-5 and `strategic` (boolean), any of them NA; `strategic` goes before the score.
    `significant_revenue` is money, 0 = off. A weight of 0 leaves a score out; `weight_synergy` is of the mean of
    core_skills, strategy_fit, culture and relational_fit. `near` is the fraction by which limits are moved. With
    `groups` the companies of one parent are one customer, strategic by the parent's answer or scores, else by the best
    of their own.
    """
    accounts = grouped(accounts) if groups else accounts
    wished = {
        "learning": weight_learning,
        "reputation": weight_reputation,
        "bridgehead": weight_bridgehead,
        "network": weight_network,
        "ambassador": weight_ambassador,
        "synergy": weight_synergy,
    }
    limits = Limits(strategic_from, significant_share, significant_revenue, profitable_above)
    judgement, weights = strategic_score(strategy, wished)
    customers, moved = qualify(accounts, judged_together(judgement, accounts.groups), limits, near)
    return Whitney(accounts, customers.loc[ranked(customers["revenue"]).index], limits, near, moved, weights)


def _at_stake(customers: pd.DataFrame) -> float:
    """What those among them that make a profit bring in."""
    return float(customers["profit"].clip(lower=0).sum())


def _actions(
    key: str, customers: pd.DataFrame, money: float, stake: Stake, rests_on: str, every: int = 0
) -> list[Action]:
    """An action for these customers; `every` is how many there are where these are only the first."""
    values = {"n": len(customers), "money": money, "names": names(customers), "revenue": customers["revenue"].sum()}
    each = customers["profit"] if stake == "profit" else -customers["profit"]
    return actions_for(
        key,
        customers,
        {**values, "every": every},
        money,
        stake,
        rests_on,
        parts=each,
        confidence="high" if stake == "loss" else "medium",
    )
