"""What do we aim at with each class of customers, is that what happened before, and who sees to the key accounts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Table, Text, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import CLASSES
from klantlib.measures.plans.account_plans import aims, plans, without_plan
from klantlib.measures.plans.objectives import Repeated, again, pairs_of, realised, repeated, strangers, targets
from klantlib.measures.proportions import FEWEST
from klantlib.stories import objectives as parts
from klantlib.stories.passages import actions_for, ending, known_sum, names

NEEDS = ("transactions", "objectives|account_plan")


@dataclass(frozen=True, eq=False)
class Objectives:
    """What the chapter rests on."""

    accounts: Accounts
    aims: pd.DataFrame  # index the classes and unclassed: measures.objectives.targets
    done: pd.DataFrame  # index the classes: measures.objectives.realised
    again: pd.Series  # index the classes: what each would bring by doing what it did, money
    repeated: Repeated  # idem, of all
    strangers: Sequence[str]  # classes in the client's table that are none of ours
    twice: Sequence[str]  # classes with more than one row
    listed: pd.DataFrame  # the rows of the account plan: measures.account_plans.aims; with name, class and known
    # key accounts and whoever has a plan, most revenue first, index customer_id: name, class, revenue, profit, and of
    # its plan aims, measurable, felt, unowned, undated, overdue (numbers; 0 without a plan), objectives (text)
    planned: pd.DataFrame
    unplanned: pd.DataFrame  # of those, key accounts without a plan
    far: float  # an aim is far from what happened at a difference of more than this, as a fraction

    @property
    def existing(self) -> float:
        """All revenue of the period, money."""
        return float(self.aims["existing"].sum())

    @property
    def goal(self) -> float:
        """The targets of all classes, and what is in none as it is; money."""
        return float(self.aims["target"].sum())

    @property
    def gap(self) -> float:
        """What the goal is more than doing it again would bring; money, NaN without a period before."""
        return self.goal - self.repeated.revenue

    @cached_property
    def aimed(self) -> pd.DataFrame:
        """The classes with an objective."""
        return self.aims[self.aims["aimed"]]

    @cached_property
    def beside(self) -> pd.DataFrame:
        """Per aimed class what is aimed at beside what happened: again (money), ahead (fraction), verdict (a key)."""
        then = {"lapse": "lapse_then", "growth": "growth_then", "new_accounts": "new_accounts_then"}
        frame = self.aimed.join(self.done[["then_customers", *then]].rename(columns=then)).assign(again=self.again)
        ahead = (frame["target"] - frame["again"]) / frame["existing"].where(frame["existing"] > 0)
        verdict = pd.Series("near", frame.index).mask(ahead > self.far, "rosy").mask(ahead < -self.far, "gloomy")
        told = ahead.notna() & ~frame["then_customers"].between(1, FEWEST - 1)  # of so few one makes what happened
        return frame.assign(ahead=ahead, verdict=verdict.astype(object).where(told, None))

    def judged(self, verdict: str) -> pd.DataFrame:
        """The aimed classes of which this holds: rosy, gloomy, near."""
        return self.beside[self.beside["verdict"].eq(verdict)]

    def figures(self) -> dict[str, Any]:
        """What the chapter prints."""
        keys = self.planned[self.planned["class"].eq("key_account")]
        return plain(
            {
                "existing": self.existing,
                "goal": self.goal if len(self.aimed) else None,
                "repeated": self.repeated.revenue,
                "repeated_low": self.repeated.interval.low,
                "repeated_high": self.repeated.interval.high,
                "gap": self.gap if len(self.aimed) else None,
                "targets": self.aims["target"].to_dict(),
                "change": (self.aims["target"] - self.aims["existing"]).to_dict(),
                "lapse": {"aimed": self.aims["lapse"].to_dict(), "done": self.done["lapse"].to_dict()},
                "growth": {"aimed": self.aims["growth"].to_dict(), "done": self.done["growth"].to_dict()},
                "new_accounts": {"aimed": self.aims["won"].to_dict(), "done": self.done["new_accounts"].to_dict()},
                "verdicts": self.beside["verdict"].to_dict(),
                "again": self.again.to_dict(),
                "far": self.far,
                "key_accounts": len(keys),
                "without_plan": len(self.unplanned),
                "aims": len(self.listed),
                "measurable": int(self.listed["measurable"].sum()),
                "unowned": int((~self.listed["owned"]).sum()),
                "undated": int((~self.listed["dated"]).sum()),
                "overdue": int(self.listed["overdue"].sum()),
                "plans_of_others": len(parts.others(self)),
                "unknown_classes": list(self.strangers),
            }
        )

    def per_customer(self) -> Table | None:
        """Key accounts and whoever has a plan, most revenue first; None where there is nobody."""
        if self.planned.empty:
            return None
        formats = {
            "customer_id": "id",
            "name": "text",
            "class": "term",
            "revenue": "money",
            "profit": "money",
            "aims": "count",
            "measurable": "count",
            "unowned": "count",
            "undated": "count",
            "overdue": "count",
            "objectives": "text",
            "months_new": "count",
        }
        return table("customers", self.planned.reset_index(), formats)

    def actions(self) -> list[Action]:
        """A plan for every key account; aims that a class can reach."""
        customers = self.unplanned
        profit = customers["profit"].clip(lower=0)
        values = {"n": len(customers), "names": names(customers), "profit": known_sum(profit) or 0.0}
        far = len(self.judged("rosy")) + len(self.judged("gloomy"))
        return [
            *actions_for(
                "plan_action" if values["profit"] > 0 else "plan_unknown_action",
                customers,
                values,
                values["profit"],
                "profit",
                parts.plans_key(self),
                parts=profit,
                confidence="low",
            ),
            *([Action("aims_action", {"n": far, "far": self.far}, rests_on=parts.reality_key(self))] if far else []),
        ]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (parts.opening, parts.bridged, parts.reality, parts.plans, parts.caution)
        return [block for part in story for block in part(self)] + ending(Text("limits", {"far": self.far}))


def analyse(
    accounts: Accounts,
    before: Accounts,
    classes: pd.Series,
    classes_before: pd.Series,
    objectives: pd.DataFrame,
    account_plan: pd.DataFrame,
    end: date | None = None,
    *,
    far: float = 0.05,
    resamples: int = 1000,
    seed: int = 1,
) -> Objectives:
    """
    The targets of the classes added up to the goal of the company, beside what happened; and the account plans.

    `classes` and `classes_before`: customer_id -> class (NA where none) in the period and in the one before, of which
    `accounts` and `before` are the accounts. Percentages in `objectives` are 0-100; `end` is the last day of the
    period. `far` is the fraction of a class' revenue by which its target may differ from what doing it again would
    bring.
    """
    goals = targets(accounts, classes, objectives)
    done = realised(accounts, classes, before, classes_before)
    pairs = pairs_of(accounts, before, classes_before)
    known = objectives["class"][objectives["class"].isin(CLASSES)]
    listed = _listed(aims(account_plan, end), accounts, classes)
    planned = _planned(listed, accounts, classes)
    keys = planned.index[planned["class"].eq("key_account")]
    open_ = without_plan(keys, pd.Index(listed["customer_id"].unique()), accounts.parents)
    return Objectives(
        accounts=accounts,
        aims=goals,
        done=done,
        again=again(goals, done, pairs),
        repeated=repeated(goals, done, pairs, resamples=resamples, seed=seed),
        strangers=strangers(objectives),
        twice=known[known.duplicated()].unique().tolist(),
        listed=listed,
        planned=planned,
        unplanned=planned.loc[open_],
        far=far,
    )


def _listed(rows: pd.DataFrame, accounts: Accounts, classes: pd.Series) -> pd.DataFrame:
    """The aims with the name and class of their customer, and whether we know it; largest customer first."""
    called = _names(accounts)
    ids = rows["customer_id"]
    revenue = ids.map(accounts.customers["revenue"]).astype(float).fillna(0.0)
    order = pd.DataFrame({"revenue": -revenue, "id": ids}).sort_values(["revenue", "id"], kind="stable").index
    return rows.assign(
        name=ids.map(called).astype("str").fillna(ids),
        known=ids.isin(called.keys()),
        **{"class": ids.map(classes.astype(object)).astype(object)},
    ).loc[order]


def _planned(listed: pd.DataFrame, accounts: Accounts, classes: pd.Series) -> pd.DataFrame:
    ids = classes.index[classes.eq("key_account").fillna(False)].union(listed["customer_id"].unique())
    frame = pd.DataFrame(index=pd.Index(ids, dtype="str", name="customer_id"))
    frame = frame.join(accounts.customers[["revenue", "profit", "months_new"]]).join(plans(listed))
    texts = listed.groupby("customer_id")["objective"].agg("; ".join)
    counts = ["aims", "measurable", "felt", "unowned", "undated", "overdue"]
    return (
        frame.assign(
            name=frame.index.to_series().map(_names(accounts)).astype("str").fillna(frame.index.to_series()),
            revenue=frame["revenue"].fillna(0.0),
            objectives=texts.reindex(frame.index),
            **{"class": classes.reindex(frame.index).astype(object)},
            **frame[counts].fillna(0).astype(int),
        )
        .sort_index()
        .sort_values("revenue", ascending=False, kind="stable")
    )


def _names(accounts: Accounts) -> Mapping[str, str]:
    """Of everyone in the client's table, and of everyone that bought."""
    return {**accounts.parents["name"].dropna().to_dict(), **accounts.customers["name"].to_dict()}
