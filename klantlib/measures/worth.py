"""What is known of each customer's worth, factor by factor? Money, and scores on their own scale. Pure."""

from __future__ import annotations

import pandas as pd

from klantlib.measures.accounts import Accounts
from klantlib.measures.curves import above_zero
from klantlib.measures.groups import Groups, judged_together
from klantlib.measures.qualification import strategic_score
from klantlib.measures.survey.loyalty_answers import by_customer, counted

SCORES = ("learning", "reputation", "bridgehead", "network", "ambassador")  # of equal weight
HIGHEST = 5.0  # of a score; what a yes counts for, a no is 0


def factors(
    companies: Accounts,
    accounts: Accounts,
    customers: pd.DataFrame,
    strategy: pd.DataFrame,
    satisfaction: pd.DataFrame,
    months: float = 12,
) -> pd.DataFrame:
    """
    Per customer of `accounts` (index customer_id), NaN where unknown:

        profit             money
        significance       share of the revenue of the whole; NaN where that is not above 0
        potential_revenue  money that it could bring in the period
        potential          money: that less its revenue, at least 0
        strategic          0-5: the mean of the five scores; a yes is 5, a no 0
        synergy            0-5: the mean of the scores on skills, strategy, culture and relation
        satisfaction       1-5: the median of its respondents' latest answers

    `accounts` are those of `companies`, with groups as one customer or not. A group has the potential of its companies
    together (unknown where one's is), and is as strategic as its parent, else as the best of them.
    """
    ids, groups = accounts.customers.index, accounts.groups
    revenue, could = accounts.customers["revenue"], _potential(companies, customers, groups) * months / 12
    judgement, _ = strategic_score(strategy, {**dict.fromkeys(SCORES, 1.0), "synergy": 0.0})
    fit, _ = strategic_score(strategy.assign(strategic=pd.NA), {**dict.fromkeys(SCORES, 0.0), "synergy": 1.0})
    worth = judged_together(judgement, groups).reindex(ids)
    return pd.DataFrame(
        {
            "profit": accounts.customers["profit"],
            "significance": revenue / above_zero(accounts.revenue),
            "potential_revenue": could.reindex(ids),
            "potential": (could.reindex(ids) - revenue).clip(lower=0),
            "strategic": worth["strategic"].astype("Float64").astype(float).mul(HIGHEST).fillna(worth["score"]),
            "synergy": judged_together(fit, groups)["score"].reindex(ids),
            "satisfaction": _satisfaction(satisfaction, groups).reindex(ids),
        },
        index=ids,
    ).astype(float)


def _potential(companies: Accounts, customers: pd.DataFrame, groups: Groups | None) -> pd.Series:
    """Revenue a year that each could bring, of a group those of its companies that bought or cost something."""
    known = customers.set_index("customer_id")["potential_revenue"].reindex(companies.customers.index).astype(float)
    if groups is None:
        return known
    rows = known.groupby(groups.of(known.index))
    return rows.sum().where(rows.count().eq(rows.size()))


def _satisfaction(satisfaction: pd.DataFrame, groups: Groups | None) -> pd.Series:
    answers, _ = counted(satisfaction)
    together = answers if groups is None else answers.assign(customer_id=groups.of(pd.Index(answers["customer_id"])))
    return by_customer(together)["overall"]
