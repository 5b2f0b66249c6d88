"""What is known of each customer's worth, and of a group's."""

import math
from dataclasses import replace

import pandas as pd

from klantlib.client.model import empty
from klantlib.measures.groups import grouped
from klantlib.measures.worth import SCORES, factors
from tests.made_accounts import accounts


def rows(table, **columns):
    """A client's table with these columns; the others are empty."""
    return empty(table).reindex(range(len(next(iter(columns.values()))))).assign(**columns)


def known(accounts_, **tables):
    frames = [tables.get(name, empty(name)) for name in ("customers", "strategy", "satisfaction")]
    return factors(accounts_, tables.get("together", accounts_), *frames, tables.get("months", 12))


def test_room_is_potential_less_revenue_and_never_below_nothing():
    """A could buy 100 and bought 60: 40. B bought more than was thought: 0. C's potential is unknown."""
    customers = rows("customers", customer_id=list("ABC"), potential_revenue=[100.0, 10.0, math.nan])
    found = known(accounts([60, 20, 20], [1, 1, 1]), customers=customers)
    assert found["potential"].tolist()[:2] == [40, 0]
    assert math.isnan(found.loc["C", "potential"])


def test_potential_is_of_a_year():
    """In a period of six months a potential of 100 a year is 50."""
    customers = rows("customers", customer_id=["A"], potential_revenue=[100.0])
    assert known(accounts([30], [1]), customers=customers, months=6)["potential"].tolist() == [20]


def test_a_yes_is_the_highest_score_and_a_no_the_lowest():
    """A was scored 1 throughout but answered yes; B answered no; C was scored 2, 3, 3, 4, 3."""
    scores = pd.DataFrame([[1.0] * 5, [math.nan] * 5, [2, 3, 3, 4, 3]], columns=SCORES)
    answers = pd.array([True, False, pd.NA], dtype="boolean")
    strategy = rows("strategy", customer_id=list("ABC"), strategic=answers, **scores.to_dict("series"))
    assert known(accounts([1, 1, 1], [1, 1, 1]), strategy=strategy)["strategic"].tolist() == [5, 0, 3]


def test_satisfaction_is_that_of_the_latest_answers():
    """A's respondent went from 2 to 4: 4."""
    days = pd.to_datetime(["2025-01-01", "2025-06-01"])
    answers = rows("satisfaction", customer_id=["A", "A"], respondent=["x", "x"], date=days, overall=[2.0, 4.0])
    assert known(accounts([1], [1]), satisfaction=answers)["satisfaction"].tolist() == [4]


def test_a_group_has_the_potential_of_its_companies_and_the_best_strategic_score():
    """B is of A: together a potential of 50 + 30, a room of 80 - 30, and B's score of 4."""
    of = pd.DataFrame({"name": ["Klant A", "Klant B"], "parent_id": [None, "A"]}, index=["A", "B"])
    companies = replace(accounts([10, 20], [1, 1]), parents=of)
    customers = rows("customers", customer_id=["A", "B"], potential_revenue=[50.0, 30.0])
    scores = {name: [4.0] for name in SCORES}
    strategy = rows("strategy", customer_id=["B"], **scores)
    found = known(companies, together=grouped(companies), customers=customers, strategy=strategy)
    assert found.index.tolist() == ["A"]
    assert found.loc["A", ["potential_revenue", "potential", "strategic"]].tolist() == [80, 50, 4]


def test_without_any_table_everything_but_the_accounts_is_unknown():
    """Profit and the share of revenue are there; the rest is unknown, not 0."""
    found = known(accounts([30, 10], [3, -1]))
    assert found["profit"].tolist() == [3, -1]
    assert found["significance"].tolist() == [0.75, 0.25]
    assert found[["potential", "strategic", "synergy", "satisfaction"]].isna().all(axis=None)
