"""How does loyalty rise with satisfaction here, and which customers are worth lifting a step?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from klantlib.blocks import Action, Block, Stake, Table, plain, table
from klantlib.measures.accounts import Accounts
from klantlib.measures.survey.loyalty_answers import (
    QUADRANTS,
    ZONES,
    Source,
    by_customer,
    counted,
    obstacles,
    placed,
    tally,
)
from klantlib.measures.survey.loyalty_curve import LAST, Convex, Curve, loyalty_curve
from klantlib.measures.survey.loyalty_value import Response, leading, portfolio, raisable, responded, tasked, yields
from klantlib.stories import satisfaction_curve as curve_parts
from klantlib.stories import satisfaction_customers as customer_parts
from klantlib.stories.passages import actions_for, ending, known_sum, names

NEEDS = ("satisfaction",)
NAMED = 3  # names in a first step
FORMULAS = {
    "level": "INT({overall})",
    "zone": '"defection" if {level} <= 2 else "indifference" if {level} <= 4 else "affection"',
    "quadrant": '("ambassadors" if {loyalty} >= {loyal_from} else "mercenaries") if {overall} >= {satisfied_from} '
    'else "hostages" if {loyalty} >= {loyal_from} else "lost"',
}


class Limits(NamedTuple):
    """From where on an answer is satisfied, and loyal; and how much it takes to say something."""

    satisfied: float  # a mark
    loyal: float  # a fraction
    minimum: int  # answers
    sure: float  # the fraction of resamples that agree


@dataclass(frozen=True, eq=False)
class Result:
    # the answers that count: customer_id, respondent, date, overall, level, loyalty (fraction), recommend, wish, zone,
    # quadrant
    answers: pd.DataFrame
    # index customer_id, most money first: name, months_new, level, loyalty, zone, quadrant, aspect, wish, obstacle (the
    # aspect, else the wish), revenue (period), profit, potential, task (lift, keep, save or missing) and the
    # money that hangs on it
    customers: pd.DataFrame
    curve: Curve
    response: Response
    unknown: int  # answers of customers that are not in the client's file
    older: int  # answers from before the reporting period
    source: Source | None  # the column that loyalty is taken from
    limits: Limits

    @cached_property
    def convex(self) -> Convex:
        """Is 4-5 the largest step?"""
        return self.curve.convex(self.limits.minimum, self.limits.sure)

    @cached_property
    def yields(self) -> pd.DataFrame:
        """Index from 1..4: to, customers, potential, gain, money, each (money per customer)."""
        return yields(self.customers, self.curve.gains(self.limits.minimum))

    @property
    def n(self) -> int:
        """Answers with a loyalty: what the curve rests on."""
        return self.curve.n

    @property
    def state(self) -> str:
        """What the curve shows, as the key of the words for it."""
        gains, steepest = self.curve.steps["gain"], self.curve.steepest
        if self.answers.empty or self.source is None:
            return "no_answers" if self.answers.empty else "no_loyalty"
        if self.n < self.limits.minimum:
            return "few"
        if pd.isna(gains[LAST]):
            return "gap"
        if steepest is None:
            return "flat"
        if self.convex == "no":
            return "elsewhere" if self.curve.steps.loc[steepest, "largest"] >= self.limits.sure else "not_last"
        return "last" if self.convex == "yes" else "open"

    @property
    def best(self) -> int | None:
        """Where the step starts that is worth most money, of equals the last; None where no step has an amount."""
        money = self.yields["money"].round(2).iloc[::-1]
        return int(money.idxmax()) if money.gt(0).any() else None

    def doing(self, task: str) -> pd.DataFrame:
        """The customers to lift, keep or save, most money first."""
        return self.customers[self.customers["task"] == task]

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        levels, given = self.curve.levels, self.answers["level"].value_counts()
        return {
            "levels": levels.assign(n=given.reindex(levels.index, fill_value=0)).reset_index().to_dict("records"),
            "steps": self.curve.steps.drop(columns="largest").reset_index().to_dict("records"),
            "steepest": self.curve.steepest,
            "convex": self.convex,
            "zones": tally(self.answers["zone"], ZONES),
            "quadrants": tally(self.answers["quadrant"], QUADRANTS),
            "answers": len(self.answers),
            "answers_with_loyalty": self.n,
            "loyalty_source": self.source,
            "yields": self.yields.reset_index().to_dict("records"),
            **{task: self._task_figures(task) for task in ("lift", "keep", "save")},
            "active_customers": self.response.active,
            "active_answered": self.response.heard,
            "revenue_share_answered": self.response.share,
            "answers_unknown_customer": self.unknown,
            "answers_before_period": self.older,
        }

    def _task_figures(self, task: str) -> dict[str, Any]:
        return {"customers": len(self.doing(task)), "money": known_sum(self.doing(task)["money"])}

    def per_customer(self) -> Table:
        """Every customer that answered, most money first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "overall": "number2",
            "level": "count",
            "loyalty": "percent",
            "zone": "term",
            "quadrant": "term",
            "aspect": "text",
            "wish": "text",
            "revenue": "money",
            "money": "money",
        }
        satisfied, loyal, *_ = self.limits
        given = plain([("satisfied_from", "number2", satisfied), ("loyal_from", "percent", loyal)])
        checks = {"formulas": FORMULAS, "given": given, "aside": ("overall",)}
        return table("customers", self.customers.reset_index(), formats, **checks)

    def actions(self) -> list[Action]:
        """Lift the 4s on the aspect that most hangs on, keep the 5s, save the unhappy with a large potential."""
        keep, save = self.doing("keep"), self.doing("save")
        kept, saved = (
            _actions("keep_fives", keep, "profit", "keep"),
            _actions("save", save, "profit", "unhappy_first"),
        )
        return [*self._lift(), *kept, *saved]

    def _lift(self) -> list[Action]:
        """The 4s; where the data deny that their step is the largest, those at the step that pays most."""
        if self.convex == "no" and self.best not in (None, LAST):
            below = raisable(self.customers, self.best)
            return _actions(
                "lift_step", below, "growth", "yield_other_first", **{"from": self.best, "to": self.best + 1}
            )
        fours = self.doing("lift")
        aspect, kept_back = leading(fours)
        shown = customer_parts.obstacle_key(self.customers[self.customers["level"] == LAST])
        if aspect is None:
            return _actions("lift_fours_ask", fours, "growth", shown)
        return _actions("lift_fours", kept_back, "growth", shown, aspect=aspect)

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (
            curve_parts.opening,
            curve_parts.curve,
            customer_parts.response,
            curve_parts.steps_in_money,
            customer_parts.quadrants,
            customer_parts.fours,
            customer_parts.fives,
            customer_parts.unhappy,
        )
        satisfied, loyal, *_ = self.limits
        return [block for part in story for block in part(self)] + ending(satisfied=satisfied, loyal=loyal)


def analyse(
    satisfaction: pd.DataFrame,
    aspects: pd.DataFrame,
    accounts: Accounts,
    customers: pd.DataFrame,
    start: date | None = None,
    end: date | None = None,
    months: float = 12,
    *,
    satisfied: float = 4,
    loyal: float = 0.6,
    resamples: int = 1000,
    seed: int = 1,
    minimum: int = 30,
    sure: float = 0.95,
) -> Result:
    """
    The curve of loyalty over five levels of satisfaction, and what hangs on it for each customer.

    `satisfaction` and `aspects` may go back as far as they like: of each respondent the latest answer up to `end`
    counts; `start` and `months` are of the period of the accounts. A money amount needs at least `minimum` answers and
    a gain above 0; `convex` is told when `sure` (fraction) of the resamples agree.
    """
    answers, source = counted(satisfaction, end)
    known = portfolio(customers, accounts, months)
    ours = answers[answers["customer_id"].isin(known.index)] if len(known) else answers
    curve = loyalty_curve(answers["level"], answers["loyalty"], answers["customer_id"], resamples=resamples, seed=seed)
    frame = placed(by_customer(ours), satisfied, loyal).join(obstacles(aspects, end)).join(known)
    lifts = curve.n < minimum or curve.steps.loc[LAST, "gain"] != 0
    return Result(
        answers=placed(answers, satisfied, loyal),
        customers=tasked(frame, curve.gains(minimum), lifts=lifts),
        curve=curve,
        response=responded(known, frame.index),
        unknown=len(answers) - len(ours),
        older=int((answers["date"] < pd.Timestamp(start)).sum()) if start else 0,
        source=source,
        limits=Limits(satisfied, loyal, minimum, sure),
    )


def _actions(key: str, customers: pd.DataFrame, stake: Stake, rests_on: str, **values: Any) -> list[Action]:
    values = {"n": len(customers), "names": names(customers.head(NAMED)), **values}
    money = customers["money"]
    return actions_for(key, customers, values, float(money.sum()), stake, rests_on, parts=money)
