"""What is each customer worth to us by more than revenue, and in which class does that put it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Heading, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import (
    CLASSES,
    FACTORS,
    MONEY,
    Rules,
    classed,
    full_marks,
    large_ones,
    otherwise,
    scaled,
    staying,
    weighed,
    weights_of,
)
from klantlib.measures.curves import above_zero, ranked, ranks, shares_explode
from klantlib.measures.groups import grouped
from klantlib.measures.worth import factors
from klantlib.stories import classification as parts
from klantlib.stories.passages import actions_for, ending, grouping, names

NEEDS = ("transactions",)
SUPPRESS_UNDER = 0.1  # no shares of profit when the total is under a tenth of what the profitable earn
SOURCES = dict(zip(FACTORS, ("profit", "revenue_share", "potential", *FACTORS[3:]), strict=True))  # column of a factor
PARTS = {name: f"{name}_part" for name in FACTORS}
WEIGHTS = {name: f"weight_{name}" for name in FACTORS}
KNOWN = " + ".join(f"({{{WEIGHTS[name]}}} if KNOWN({{{PARTS[name]}}}) else 0)" for name in FACTORS)
VALUE = " + ".join(f"({{{WEIGHTS[name]}}} * {{{PARTS[name]}}} if KNOWN({{{PARTS[name]}}}) else 0)" for name in FACTORS)
FORMULAS = {
    "whole_revenue": "SUM({revenue}) + {unknown_revenue}",
    "revenue_share": "SHARE({revenue}, {whole_revenue})",
    "potential": "0 if {potential_revenue} <= {revenue} else {potential_revenue} - {revenue}",
    **{
        PARTS[name]: f"0 if {{{SOURCES[name]}}} <= 0 else 1 if {{{SOURCES[name]}}} >= {{full_{name}}} "
        f"else {{{SOURCES[name]}}} / {{full_{name}}}"
        for name in MONEY
    },
    "strategic_part": "{strategic} / 5",
    "synergy_part": "{synergy} / 5",
    "satisfaction_part": "({satisfaction} - 1) / 4",
    "known": KNOWN,
    "value": f"({VALUE}) / {{known}}",
    "key": '("yes" if {place} <= {key_accounts} else "no") if KNOWN({place}) else "no"',
    "promising": '("yes" if {strategic} >= {strategic_from} and {potential_revenue} >= {large_from} '
    'and {known} >= {known_from} else "no") if KNOWN({strategic}) and KNOWN({potential_revenue}) else "no"',
    "class": '"loss_maker" if {profit} < 0 else "key_account" if {key} == "yes" '
    'else "large" if {revenue} >= {large_from} else "future_key_account" if {promising} == "yes" else "small"',
}


@dataclass(frozen=True, eq=False)
class Classification:
    """What the chapter rests on."""

    accounts: Accounts
    # highest value first: Accounts.customers with revenue_share (fraction), potential_revenue and potential (money in
    # the period), strategic and synergy (0-5), satisfaction (1-5), each of FACTORS with _part (0-1), value and known
    # (0-1), rank, class (NA where it cannot be told), large and candidate (bool), place (among the candidates), other
    # (the class at a slightly different limit; None), stays (fraction of drawings in which it is a key account)
    customers: pd.DataFrame
    wished: Mapping[str, float]  # the weights as they were set
    weights: Mapping[str, float]  # those that count, together 1
    full: Mapping[str, float]  # of each money factor the amount with the full mark
    rules: Rules
    near: float  # a limit is moved by this fraction to see who changes class
    moved: pd.DataFrame  # index limit, columns looser and tighter: customers that change class then
    spread: float  # how far weights were varied, as a fraction
    resamples: int

    def of(self, *classes: str) -> pd.DataFrame:
        """The customers of these classes, highest value first."""
        return self.customers[self.customers["class"].isin(classes)]

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """Who has the value of a key account, but not the place."""
        return self.customers[self.customers["candidate"] & self.customers["place"].gt(self.rules.key_accounts)]

    @cached_property
    def held_back(self) -> pd.DataFrame:
        """Who would have the value of a key account if it made no loss; largest loss first."""
        frame, rules = self.customers, self.rules
        good = frame["value"].ge(rules.key_from) & frame["known"].ge(rules.known_from) & frame["large"]
        return frame[good & frame["class"].eq("loss_maker")].sort_values("profit", kind="stable")

    @cached_property
    def profit_base(self) -> float:
        """What shares of profit are taken of; NaN where they would mean nothing."""
        profit = self.accounts.profit
        explodes = shares_explode(self.accounts.customers["profit"].dropna(), profit, SUPPRESS_UNDER)
        return float("nan") if explodes else profit

    @cached_property
    def classes(self) -> pd.Series:
        """Index customer_id, the class of each company: with groups, that of its group. NA where it cannot be told."""
        own, groups = self.customers["class"].sort_index(), self.accounts.groups
        if groups is None:
            return own.rename_axis("customer_id")
        known = self.accounts.parents.index
        tops = pd.Series(groups.of(known), known)
        return tops[tops.isin(own.index)].map(own).rename("class").rename_axis("customer_id")

    @cached_property
    def by_class(self) -> pd.DataFrame:
        """Index CLASSES: customers, customers_share, revenue, revenue_share, profit, profit_share."""
        rows = self.customers.groupby("class")
        frame = pd.DataFrame(
            {
                "customers": rows.size(),
                "revenue": rows["revenue"].sum(),
                "profit": rows["profit"].sum(min_count=1),
            }
        ).reindex(list(CLASSES))
        frame = frame.fillna({"customers": 0, "revenue": 0.0}).astype({"customers": int})
        return frame.assign(
            customers_share=frame["customers"] / above_zero(len(self.customers)),
            revenue_share=frame["revenue"] / above_zero(self.accounts.revenue),
            profit_share=frame["profit"] / self.profit_base,
        )

    @cached_property
    def segments(self) -> pd.DataFrame:
        """Index TNT's three segments: our customers_share and profit_share, cut where they cut revenue."""
        revenue = self.customers["revenue"]
        first, two = (large_ones(revenue, part)[0] for part in (parts.TNT_FIRST, parts.TNT_TWO))
        cuts = dict(zip(parts.TNT, (first, two & ~first, ~two), strict=True))
        return pd.DataFrame(
            {
                name: {
                    "customers_share": there.sum() / above_zero(len(there)),
                    "profit_share": self.customers.loc[there, "profit"].sum(min_count=1) / self.profit_base,
                }
                for name, there in cuts.items()
            }
        ).T

    def figures(self) -> dict[str, Any]:
        """What the chapter prints: the five classes, the key accounts and how sure they are."""
        keys = self.of("key_account")
        return plain(
            {
                "classes": self.by_class["customers"].to_dict(),
                "not_classed": int(self.customers["class"].isna().sum()),
                "customers": len(self.customers),
                **grouping(self.accounts),
                "revenue": self.by_class["revenue"].to_dict(),
                "profit": self.by_class["profit"].to_dict(),
                "revenue_share": self.by_class["revenue_share"].to_dict(),
                "profit_share": self.by_class["profit_share"].to_dict(),
                "candidates": int(self.customers["candidate"].sum()),
                "waiting": len(self.waiting),
                "held_back": len(self.held_back),
                "sure": int(keys["stays"].ge(parts.SURE).sum()) if self.tested else None,
                "stays": keys["stays"].to_dict(),
                "other": int(self.customers["other"].notna().sum()),
                "moved": self.moved.to_dict("index"),
                "weights": dict(self.weights),
                "full": dict(self.full),
                "segments": self.segments.to_dict("index"),
                "limits": self.rules._asdict(),
            }
        )

    @property
    def tested(self) -> bool:
        """Were the weights varied, and was there a customer to see it with?"""
        return bool(self.customers["stays"].notna().any())

    def per_customer(self) -> Table:
        """Every customer, highest value first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            **({"companies": "count"} if self.accounts.groups else {}),
            "class": "term",
            "rank": "count",
            "value": "number2",
            "known": "percent",
            "revenue": "money",
            "revenue_share": "percent1",
            "profit": "money",
            "potential_revenue": "money",
            "potential": "money",
            "strategic": "number",
            "synergy": "number",
            "satisfaction": "number",
            **dict.fromkeys(PARTS.values(), "number2"),
            "place": "count",
            "key": "term",
            "promising": "term",
            "stays": "percent",
            "other": "term",
            "months_new": "count",
        }
        checks = {"formulas": self._formulas(), "given": self._given(), "aside": ("key", "promising")}
        return table("customers", self._checked().reset_index(), formats, **checks)

    def _checked(self) -> pd.DataFrame:
        """The customers with the two answers that their class is made of."""
        frame, rules = self.customers, self.rules
        lowest = large_ones(frame["revenue"], rules.large)[1]
        key = frame["place"].le(rules.key_accounts).fillna(False)
        promising = (
            frame["strategic"].ge(rules.strategic_from)
            & frame["potential_revenue"].ge(lowest)
            & frame["known"].ge(rules.known_from)
        )
        words = {True: "yes", False: "no"}
        return frame.assign(key=key.astype(bool).map(words), promising=promising.map(words))

    def _formulas(self) -> dict[str, str]:
        """Without the class where nobody is large or profit is unknown: what it is made of is not there to compare."""
        complete = self.customers["large"].any() and self.customers["profit"].notna().any()
        return {name: formula for name, formula in FORMULAS.items() if complete or name not in ("class", "promising")}

    def _given(self) -> list[list[Any]]:
        """The total that a share is taken of, the full marks, the weights and the limits."""
        rules, lowest = self.rules, large_ones(self.customers["revenue"], self.rules.large)[1]
        full = {"profit": "money", "significance": "percent1", "potential": "money"}
        return plain(
            [
                ("whole_revenue", "money", self.accounts.revenue),
                ("unknown_revenue", "money", self.accounts.unknown_revenue),
                *((f"full_{name}", format, self.full[name]) for name, format in full.items()),
                *((WEIGHTS[name], "percent1", self.weights.get(name, 0.0)) for name in FACTORS),
                ("key_accounts", "count", rules.key_accounts),
                ("large_from", "money", lowest),
                ("strategic_from", "number2", rules.strategic_from),
                ("known_from", "percent", rules.known_from),
            ]
        )

    def actions(self) -> list[Action]:
        """Settle the list, and win more from who may be on it later."""
        keys, future = self.of("key_account"), self.of("future_key_account")
        values = {
            "n": len(keys),
            "names": names(keys),
            "doubtful": len(parts.doubtful(self)),
            "waiting": len(self.waiting),
        }
        rate = (future["profit"] / future["revenue"].where(future["revenue"] > 0)).clip(lower=0)
        gain = (future["potential"] * rate).fillna(0.0)
        won = {"n": len(future), "names": names(future), "money": float(gain.sum())}
        return [
            *actions_for("settle_action", keys, values, 0.0, "", parts.key_accounts_key(self), confidence="medium"),
            *actions_for(
                "future_action" if won["money"] > 0 else "future_unknown_action",
                future, won, won["money"], "growth", "future", parts=gain, confidence="low",
            ),
        ]  # fmt: skip

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        how = ending(*parts.rules(self))
        if self.customers.empty:
            return [Heading("no_customers", level=1), Text("question"), *how]
        story = (parts.opening, parts.five, parts.key_accounts, parts.sureness, parts.future, parts.concepts)
        return [block for part in story for block in part(self)] + how


def analyse(
    accounts: Accounts,
    customers: pd.DataFrame,
    strategy: pd.DataFrame,
    satisfaction: pd.DataFrame,
    months: float = 12,
    *,
    key_accounts: int = 10,
    key_from: float = 0.5,
    large: float = 0.5,
    strategic_from: float = 3.0,
    known_from: float = 0.6,
    weight_profit: float = 0.3,
    weight_significance: float = 0.2,
    weight_potential: float = 0.15,
    weight_strategic: float = 0.15,
    weight_synergy: float = 0.1,
    weight_satisfaction: float = 0.1,
    full_at: float = 0.97,
    spread: float = 0.5,
    resamples: int = 1000,
    seed: int = 1,
    near: float = 0.1,
    groups: bool = False,
) -> Classification:
    """
    Weigh what is known of each customer, and put it in one of five classes.

    `satisfaction` are all answers that count, `months` the length of the period of the accounts. Each factor runs from
    0 to 1; of money factors the customer at `full_at` of the way up gets the full mark. Weights are scaled to 1 over
    the factors there are data of, and for each customer over those known of it; with less than `known_from` of them
    known it is no key account, nor a future one. At most `key_accounts` with a value from `key_from`, of the customers
    that make `large` of the revenue. `resamples` times the weights are varied by `spread`; `near` is the fraction by
    which limits are moved. With `groups` the companies of one parent are one customer.
    """
    wished = {
        "profit": weight_profit,
        "significance": weight_significance,
        "potential": weight_potential,
        "strategic": weight_strategic,
        "synergy": weight_synergy,
        "satisfaction": weight_satisfaction,
    }
    one = grouped(accounts) if groups else accounts
    raw = factors(accounts, one, customers, strategy, satisfaction, months)
    full = full_marks(raw, full_at)
    marks = scaled(raw, full)
    weights = weights_of(marks, wished)
    rules = Rules(key_accounts, key_from, large, strategic_from, known_from)
    frame = one.customers.join(raw.drop(columns="profit").rename(columns={"significance": "revenue_share"}))
    frame = frame.join(weighed(marks, weights))
    other, moved = otherwise(frame, rules, near)
    stays = staying(marks, frame, weights, rules, resamples=resamples, spread=spread, seed=seed)
    frame = frame.join(marks.rename(columns=PARTS)).join(classed(frame, rules))
    frame = frame.assign(rank=ranks(frame["value"]), other=other, stays=stays.reindex(frame.index))
    order = ranked(frame["value"].fillna(-1.0)).index
    return Classification(
        one, frame.loc[order], wished, weights, full, rules, near, moved, spread=spread, resamples=resamples
    )
