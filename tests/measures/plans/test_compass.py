"""Positions on four poles, and scores of strategic customers, on tables that one can read by head."""

import math

import pandas as pd

from klantlib.measures.plans.compass import POLES, competence, positions

NOTHING = math.nan


def compass(*rows):
    return pd.DataFrame(rows, columns=["pole", "now", "wished"]).astype({"now": float, "wished": float})


def strategy(**rows):
    """Per customer: the mark for all five values, core skills, strategy fit."""
    frame = pd.DataFrame(
        [(key, *[marks[0]] * 5, *marks[1:]) for key, marks in rows.items()],
        columns=["customer_id", "learning", "reputation", "bridgehead", "network", "ambassador", "core_skills",
                 "strategy_fit"],
    )  # fmt: skip
    unknown = pd.array([pd.NA] * len(frame), dtype="boolean")
    return frame.assign(culture=NOTHING, relational_fit=NOTHING, strategic=unknown)


def test_the_four_poles_stand_in_their_order_whatever_came_first():
    """Two poles delivered, the last first: four rows, two of them unknown."""
    poles = positions(compass(("reward_risk_sharing", 1, 3), ("customer_portfolio", 2, 1))).poles
    assert tuple(poles.index) == POLES
    assert poles["steps"].tolist() == [-1, pd.NA, pd.NA, 2]
    assert poles["rows"].tolist() == [1, 0, 0, 1]


def test_a_pole_given_twice_takes_the_middle_and_says_whether_it_differs():
    """1 and 2 are 1 when rounded inwards; twice the same is no difference."""
    rows = [("customer_portfolio", 1, 3), ("customer_portfolio", 2, 3), ("value_proposition", 2, 2)]
    poles = positions(compass(*rows, ("value_proposition", 2, 2))).poles
    assert poles.loc["customer_portfolio", ["now", "wished", "differ"]].tolist() == [1, 3, True]
    assert poles.loc["value_proposition", ["now", "wished", "rows", "differ"]].tolist() == [2, 2, 2, False]


def test_what_is_no_pole_is_named_once():
    found = positions(compass(("Prijs", 1, 2), ("Prijs", 1, 1), ("value_proposition", 1, 2)))
    assert found.strange == ("Prijs",)


def test_only_strategic_customers_speak_of_our_skills():
    """A, B and C score 4 on the five, D scores 2; skills 5, 4 and 3 have a mean of 4."""
    found = competence(strategy(A=(4, 3, 2), B=(4, 5, 3), C=(4, 4, NOTHING), D=(2, 0, 0)), 3.0)
    assert list(found.customers.index) == ["B", "C", "A"]
    assert (found.core_skills.value, found.core_skills.n) == (4, 3)
    assert (found.strategy_fit.value, found.strategy_fit.n) == (2.5, 2)
    assert math.isnan(found.strategy_fit.low)


def test_an_own_yes_or_no_goes_before_the_score():
    answers = strategy(A=(5, 1, 1), B=(1, 4, 4)).assign(strategic=pd.array([False, True], dtype="boolean"))
    assert list(competence(answers, 3.0).customers.index) == ["B"]


def test_an_interval_does_not_pass_the_scale():
    """5, 5 and 3: Student's interval would run from 1.5 to 7.2."""
    found = competence(strategy(A=(4, 5, 5), B=(4, 5, 5), C=(4, 3, 3)), 3.0)
    assert found.core_skills.high == 5


def test_nobody_scored_is_nobody():
    found = competence(strategy(), 3.0)
    assert (len(found.customers), found.core_skills.n) == (0, 0)
