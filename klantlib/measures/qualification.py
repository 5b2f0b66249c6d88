"""Is a customer strategic, significant, profitable, and how near is that to being otherwise?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import EXACT, above_zero, ranks

CRITERIA = ("strategic", "significant", "profitable")
POLICIES = tuple("".join(letters) for letters in product("yn", repeat=3))  # yyy, yyn, ... nnn, in the table's order
IMPROVE = ("yyn", "ynn")  # strategic, but not profitable
STOP = ("nyn", "nnn")  # not strategic and not profitable
TO_BE_JUDGED = "to_be_judged"
SYNERGY = ("core_skills", "strategy_fit", "culture", "relational_fit")


class Limits(NamedTuple):
    """From where on the answer is yes."""

    strategic_from: float  # score, 0-5
    significant_share: float  # share of the revenue of the whole
    significant_revenue: float  # money; 0 = off
    profitable_above: float  # money


def strategic_score(strategy: pd.DataFrame, wished: Mapping[str, float]) -> tuple[pd.DataFrame, dict[str, float]]:
    """
    Per customer_id the weighted `score` (0-5, NaN where one is missing) and the answer `strategic` where one was given.

    `wished` are weights of the scores; those above 0 whose column was delivered are scaled to 1, and given back.
    A customer with several rows gets the mean of its scores; answers that contradict each other are no answer.
    """
    scores = _scores(strategy)
    delivered = {name: wished[name] for name in wished if wished[name] > 0 and scores[name].notna().any()}
    weights = {name: weight / sum(delivered.values()) for name, weight in delivered.items()}
    score = sum((scores[name] * weight for name, weight in weights.items()), pd.Series(0.0, index=scores.index))
    answers = strategy.groupby("customer_id")["strategic"].agg(["min", "max"]).astype("boolean")
    return pd.DataFrame(
        {
            "score": score.round(9) if weights else float("nan"),
            "strategic": answers["min"].mask(answers["min"].ne(answers["max"])),
        }
    ), weights


def _scores(strategy: pd.DataFrame) -> pd.DataFrame:
    """The scores per customer, with `synergy` as the mean of those of its four that were delivered."""
    scores = strategy.drop(columns="strategic").groupby("customer_id").mean().astype(float)
    delivered = [name for name in SYNERGY if scores[name].notna().any()]
    return scores.assign(synergy=scores[delivered].mean(axis="columns", skipna=False) if delivered else float("nan"))


def qualify(
    accounts: Accounts, judgement: pd.DataFrame, limits: Limits, near: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Accounts.customers with revenue_rank, revenue_share, score, given, the three answers, policy and near; and per
    criterion how many judged customers change row when its limit is `near` looser or tighter.

    Unknown stays unknown (NA): no score, no profit, no total to take a share of.
    """
    revenue = accounts.customers["revenue"]
    frame = (
        accounts.customers.join(judgement)
        .rename(columns={"strategic": "given"})
        .assign(revenue_rank=ranks(revenue), revenue_share=revenue / above_zero(accounts.revenue))
    )
    now = _answers(frame, limits)
    judged = now.notna().all(axis="columns")
    looser, tighter = (_moved(frame, limits, near * way).ne(now).fillna(False) for way in (-1, 1))
    moved = pd.DataFrame({"looser": looser[judged].sum(), "tighter": tighter[judged].sum()}).astype(int)
    return frame.join(now).assign(policy=_policy(now), near=_joined(looser | tighter)), moved


def yes_no(customers: pd.DataFrame, answers: Sequence[str] = CRITERIA) -> pd.DataFrame:
    """With the answers in these columns as keys: yes, no, None where unknown."""
    words = {True: "yes", False: "no"}
    return customers.assign(**{name: customers[name].astype(object).map(words, na_action="ignore") for name in answers})


def _answers(frame: pd.DataFrame, limits: Limits) -> pd.DataFrame:
    """The three answers: True, False or NA."""
    scored = _at_least(frame["score"], limits.strategic_from)
    by_share = _at_least(frame["revenue_share"], limits.significant_share)
    by_revenue = _at_least(frame["revenue"], limits.significant_revenue) & (limits.significant_revenue > 0)
    return pd.DataFrame(
        {
            "strategic": frame["given"].astype("boolean").fillna(scored),
            "significant": by_share | by_revenue,
            "profitable": (frame["profit"] > limits.profitable_above).astype("boolean").mask(frame["profit"].isna()),
        }
    )


def _at_least(values: pd.Series, limit: float) -> pd.Series:
    return (values >= limit - EXACT).astype("boolean").mask(values.isna())


def _moved(frame: pd.DataFrame, limits: Limits, by: float) -> pd.DataFrame:
    """The answers with limits moved by a fraction; of profit its cost-to-serve, or else its margin, moves."""
    cost = frame["cost_to_serve"] if frame["cost_to_serve"].notna().any() else frame["margin"]
    shift = cost.abs() * by
    elsewhere = limits._replace(
        strategic_from=limits.strategic_from * (1 + by),
        significant_share=limits.significant_share * (1 + by),
        significant_revenue=limits.significant_revenue * (1 + by),
    )
    return _answers(frame.assign(profit=frame["profit"] - shift), elsewhere)


def _policy(answers: pd.DataFrame) -> pd.Series:
    letters = answers.apply(lambda column: column.map({True: "y", False: "n"}))
    return (
        (letters["strategic"] + letters["significant"] + letters["profitable"])
        .astype(object)
        .where(answers.notna().all(axis="columns"), TO_BE_JUDGED)
    )


def _joined(near: pd.DataFrame) -> pd.Series:
    """The names of the criteria that are near, joined by _; None where none is."""
    words = [near[name].map({True: f"{name}_", False: ""}).astype(str) for name in CRITERIA]
    joined = (words[0] + words[1] + words[2]).str.rstrip("_").astype(object)
    return joined.where(joined.ne(""), None)
