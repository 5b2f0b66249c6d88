"""What do customers expect and what do they get, what matters to them, and whom have we not heard?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from klantlib.blocks import Action, Block, Table, plain, table
from klantlib.measures.accounts import Accounts, ProfitKind
from klantlib.measures.survey.aspects import latest, own_gaps, priorities, stands_apart, value_parts, with_overall
from klantlib.measures.survey.estimates import Promoters, change, mean_of, moved, promoters
from klantlib.measures.survey.loyalty_answers import by_customer, counted, obstacles
from klantlib.measures.survey.relative_weights import Weights, key_drivers
from klantlib.measures.survey.response import TALK, asked, everyone, groups_of, last_answers, response, share_heard
from klantlib.measures.survey.wishes import named_in_two, wishes_by_level
from klantlib.measures.survey.years import (
    MEASURES,
    by_year,
    group_history,
    latest_change,
    long_marks,
    marks_by_year,
    newest,
    newest_marks,
    scores,
)
from klantlib.measures.uncertainty import Estimate
from klantlib.stories import satisfaction_asked as asked_parts
from klantlib.stories import satisfaction_aspects as aspect_parts
from klantlib.stories import satisfaction_scores as score_parts
from klantlib.stories.passages import actions_for, ending, known_sum, names

NEEDS = ("satisfaction|aspects",)
FORMULAS = {"change": "{overall} - {overall_before}"}


@dataclass(frozen=True, eq=False)
class Result:
    """What the chapter rests on."""

    # index aspect, most urgent first: see measures.aspects.priorities
    aspects: pd.DataFrame
    gap: Estimate  # of the customers' own weighed gaps (marks of 1-10)
    drivers: Weights  # what goes together with the overall mark
    scores: pd.DataFrame  # measure, year, n, value, low, high
    recommend: Promoters  # of the last year in which anyone answered it
    wishes: pd.DataFrame  # index level: n, wished, wishes, times, aspect
    repeated: list[str]  # wishes that more than one group names most
    # index customer_id, most profit first, those that bought or answered: name, group, revenue, profit (NaN where
    # they did not buy), overall (1-5), overall_before, year_marked, year_before, change, gap, worst, wish, recommend,
    # effort, trust, last (date of the newest answer), answered and overdue (boolean; NA for who did not buy)
    customers: pd.DataFrame
    response: pd.DataFrame  # index group: customers, answered, share, profit_share, overdue
    history: pd.DataFrame  # group, year, n, value, low, high of the overall mark
    marks: pd.DataFrame  # customer_id, year, overall: of each customer in each year, of several respondents the middle
    profit_share: float  # of all profit, of who answered in the last year; NaN where unknown
    revenue_share: float
    kind: ProfitKind  # what profit is
    named: int  # answers with the name of who gave them
    answers: int  # the latest of each respondent
    older: int  # of those, from before the last year
    unknown: int  # customers that answered and are not in the client's file
    minimum: int
    fall: float
    overdue_days: int
    broad: float
    promoter_from: float
    detractor_to: float
    end: date

    @property
    def few(self) -> bool:
        """Too few customers judged aspects for a conclusion?"""
        return bool(len(self.aspects) and self.aspects["n"].max() < self.minimum)

    @property
    def short(self) -> pd.DataFrame:
        """The aspects whose whole interval lies below what was expected."""
        return self.aspects[self.aspects["high"] < 0]

    @property
    def parts(self) -> pd.DataFrame:
        """The aspects by what they are about."""
        return value_parts(self.aspects)

    @property
    def apart(self) -> bool:
        """Does one aspect disappoint more than all others, intervals and all?"""
        return len(self.aspects) > 1 and not self.few and stands_apart(self.aspects)

    @property
    def bought(self) -> pd.DataFrame:
        return self.customers[self.customers["answered"].notna()]

    @property
    def unheard(self) -> pd.DataFrame:
        """The customers to talk to of whom there is no answer in so many days; most profit first."""
        bought = self.bought
        return bought[bought["overdue"].astype(bool) & bought["group"].isin(TALK)]

    @property
    def fallen(self) -> pd.DataFrame:
        """Who gave `fall` or more less than the year before, in the last year of all; largest fall first."""
        recent = self.customers[self.customers["year_marked"] == self.customers["year_marked"].max()]
        return recent[recent["change"] <= -self.fall].sort_values(["change", "revenue"], ascending=[True, False])

    def pair(self, measure: str) -> tuple[pd.Series | None, pd.Series | None]:
        """The last two years of a measure, the newest first; None where there is none."""
        rows = self.scores[self.scores["measure"] == measure]
        return (rows.iloc[-1] if len(rows) else None, rows.iloc[-2] if len(rows) > 1 else None)

    def change(self, measure: str) -> tuple[str, Estimate] | None:
        """How a measure moved between the last two years: up, down, same or few; None where there is one year."""
        now, before = (None if row is None else _estimate(row) for row in self.pair(measure))
        if now is None or before is None:
            return None
        difference = change(now, before)
        return moved(difference, self.minimum), difference

    def figures(self) -> dict[str, Any]:
        """The fields of results.json."""
        changes = {name: found for name in MEASURES if (found := self.change(name))}
        return plain(
            {
                "aspects": self.aspects.reset_index().to_dict("records"),
                "parts": self.parts.reset_index().to_dict("records"),
                "customers_judging": self.gap.n,
                "gap": self.gap._asdict(),
                "first_apart": self.apart,
                "recommend": {**self.recommend._asdict(), "net": self.recommend.net._asdict()},
                "scores": self.scores.to_dict("records"),
                "changes": {name: {"verdict": how, **found._asdict()} for name, (how, found) in changes.items()},
                "drivers": self.drivers.table.reset_index().to_dict("records"),
                "drivers_r2": self.drivers.r2,
                "drivers_n": self.drivers.n,
                "drivers_apart": self.drivers.apart,
                "wishes": self.wishes.reset_index().to_dict("records"),
                "response": self.response.reset_index().to_dict("records"),
                "active_customers": len(self.bought),
                "answered_last_year": int(self.bought["answered"].astype(bool).sum()),
                "answered_profit_share": self.profit_share,
                "answered_revenue_share": self.revenue_share,
                "unheard": self.unheard.index.tolist(),
                "unheard_profit": known_sum(self.unheard["profit"]),
                "history": self.history.to_dict("records"),
                "history_by_customer": self.marks.to_dict("records"),
                "fallen": self.fallen.index.tolist(),
                "answers": self.answers,
                "answers_by_name": self.named,
                "answers_before_last_year": self.older,
                "customers_unknown": self.unknown,
            }
        )

    def per_customer(self) -> Table:
        """Every customer that bought or answered, most profit first."""
        formats = {
            "customer_id": "id",
            "name": "text",
            "group": "term",
            "overall": "number",
            "year_marked": "plain",
            "overall_before": "number",
            "year_before": "plain",
            "change": "number",
            "gap": "number2",
            "worst": "text",
            "wish": "text",
            "recommend": "number",
            "effort": "number",
            "trust": "number",
            "last": "day",
            "waiting": "term",
            "revenue": "money",
            "profit": "money",
        }
        waiting = self.customers["overdue"].map({True: "yes", False: "no"}).astype(object)
        frame = self.customers.assign(waiting=waiting.where(waiting.notna(), None)).reset_index()
        return table("customers", frame, formats, formulas=FORMULAS)

    def actions(self) -> list[Action]:
        """Talk to the valuable who were not heard; make one promise on what disappoints most."""
        unheard, profit = self.unheard, self.unheard["profit"].clip(lower=0)
        values = {"n": len(unheard), "names": names(unheard), "days": self.overdue_days}
        talk = actions_for("talk", unheard, values, float(profit.sum()), "profit", "plan_due", parts=profit)
        if not self.apart:
            return talk
        first = self.aspects.iloc[0]
        said = {"aspect": self.aspects.index[0], **first[["expectation", "experience", "n"]]}
        return [*talk, Action("promise", plain(said), rests_on="priority_apart")]

    def blocks(self) -> list[Block]:
        """The chapter in reading order."""
        story = (
            aspect_parts.opening,
            aspect_parts.gaps,
            aspect_parts.value,
            aspect_parts.drivers,
            score_parts.scores,
            score_parts.wishes,
            asked_parts.plan,
        )
        return [block for part in story for block in part(self)] + ending(minimum=self.minimum)


def analyse(
    satisfaction: pd.DataFrame,
    aspects: pd.DataFrame,
    accounts: Accounts,
    classes: pd.Series,
    end: date,
    known: pd.Series | None = None,
    *,
    minimum: int = 30,
    fall: float = 2.0,
    overdue_days: int = 365,
    broad: float = 0.5,
    promoter_from: float = 9,
    detractor_to: float = 6,
    product_aspects: str = "",
    relation_aspects: str = "",
    process_aspects: str = "",
    price_aspects: str = "",
    brand_aspects: str = "",
    resamples: int = 1000,
    seed: int = 1,
) -> Result:
    """
    Experience less expectation per aspect, what matters, what goes with the overall mark, and who answered.

    `satisfaction` and `aspects` may go back as far as they like: of each respondent (of each customer and aspect) the
    latest counts, and each year keeps its own. `classes`: index customer_id, values of measures.classes.CLASSES or NA;
    where all are unknown customers are grouped in fifths by profit. `known` are the ids in the client's file.
    `..._aspects` are names, separated by a semicolon, that stand under a kind whatever their name tells. Below
    `minimum` answers nothing is concluded; `broad` is the share of a group that must have answered to speak for it.
    """
    given = {"product": product_aspects, "relation": relation_aspects, "process": process_aspects}
    kinds = _kinds({**given, "price": price_aspects, "brand": brand_aspects})
    judged, yearly = latest(aspects, end), by_year(satisfaction, end)
    answers, _ = counted(satisfaction, end)
    marks, dates = marks_by_year(yearly), last_answers(satisfaction, aspects, end)
    groups, order = groups_of(accounts.customers, classes)
    bought = asked(accounts.customers, groups, dates, end, overdue_days)
    own = own_gaps(judged).assign(worst=obstacles(aspects, end)).join(by_customer(answers)["wish"], how="outer")
    sure = {"minimum": minimum, "resamples": resamples, "seed": seed}
    return Result(
        aspects=priorities(judged, kinds),
        gap=mean_of(own["gap"]),
        drivers=key_drivers(*with_overall(aspects, satisfaction, end), **sure),
        scores=scores(yearly, promoter_from, detractor_to),
        recommend=promoters(newest(yearly, "recommend"), promoter_from, detractor_to),
        wishes=wishes_by_level(answers, judged),
        repeated=named_in_two(answers),
        customers=everyone(accounts, bought, groups, dates, latest_change(marks), newest_marks(yearly), own),
        response=response(bought, order),
        history=group_history(marks, groups),
        marks=long_marks(marks),
        profit_share=share_heard(bought, "profit"),
        revenue_share=share_heard(bought, "revenue"),
        kind=accounts.kind,
        named=int(answers["respondent"].notna().sum()),
        answers=len(answers),
        older=int((answers["date"] <= pd.Timestamp(end) - pd.DateOffset(years=1)).sum()),
        unknown=0 if known is None or not len(known) else len(dates.index.difference(known)),
        minimum=minimum,
        fall=fall,
        overdue_days=overdue_days,
        broad=broad,
        promoter_from=promoter_from,
        detractor_to=detractor_to,
        end=end,
    )


def _kinds(given: dict[str, str]) -> dict[str, str]:
    """name -> kind, of the names that a client listed."""
    return {name.strip(): kind for kind, listed in given.items() for name in listed.split(";") if name.strip()}


def _estimate(row: pd.Series) -> Estimate:
    return Estimate(float(row["value"]), float(row["low"]), float(row["high"]), int(row["n"]))
