"""Which seller a customer asks for, and what each portfolio did."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from klantlib.measures.plans.sellers import days_between, portfolios, prospect_quotes, seller_type
from tests.made_accounts import accounts


def bought(**days):
    """Customer -> the days on which it bought."""
    rows = [(key, pd.Timestamp(day), 10.0) for key, each in days.items() for day in each]
    return pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])


def test_days_between_the_days_of_buying():
    """1, 11 and 31 January: 30 days for two times again, 15. Twice on a day is one day; one day has no rhythm."""
    found = days_between(bought(A=["2025-01-01", "2025-01-11", "2025-01-31"], B=["2025-01-01", "2025-01-01"]))
    assert found["A"] == 15 and math.isnan(found["B"])


def test_a_credit_is_no_purchase():
    """The credit of June does not make the rhythm longer."""
    rows = bought(A=["2025-01-01", "2025-01-11", "2025-06-01"])
    assert days_between(rows.assign(revenue=[10.0, 10.0, -10.0]))["A"] == 10


@pytest.mark.parametrize(
    ("margin", "days", "advice", "kind"),
    [
        (50, 10, 1, "inside"),
        (50, 90, 1, "inside"),
        (200, 10, 1, "representative"),
        (200, 90, 1, "born_seller"),
        (50, 10, 4, "remote_advice"),
        (200, 90, 3, "relation_manager"),
        (200, 10, math.nan, None),
        (math.nan, 10, 3, None),
    ],
)
def test_three_criteria_point_to_a_seller(margin, days, advice, kind):
    """High is over 100 of margin, long is over 30 days, advice is high from step 3."""
    one = [pd.Series([float(value)]) for value in (margin, days, advice)]
    [found] = seller_type(*one, margin_from=100.0, days_from=30.0, advice_from=3.0).tolist()
    assert found == kind if kind else pd.isna(found)


def test_a_portfolio_is_what_was_won_kept_and_lost():
    """
    Jo: A grew from 100 to 130, B is new with 40, C (50 before) is gone; Mo: D fell from 80 to 60. Nobody has E.
    """
    every = accounts([130, 40, 0, 60, 9], [13, 4, 0, -6, 1])
    now = replace(every, customers=every.customers.drop(index="C"))
    then = accounts([100, 0, 50, 80])
    seller = pd.Series({"A": "Jo", "B": "Jo", "C": "Jo", "D": "Mo", "E": None})
    new = pd.Series({"A": False, "B": True, "D": False, "E": False})
    table = portfolios(now, then, seller, new)
    assert table.index.tolist() == ["Jo", "Mo"]
    expected = {
        "customers": 2,
        "new_customers": 1,
        "revenue": 170,
        "new_revenue": 40,
        "profit": 17,
        "lost_customers": 1,
        "kept_change": 30,
        "lost_revenue": 50,
    }
    assert table.loc["Jo"].to_dict() == expected
    assert table.loc["Mo", ["kept_change", "lost_customers", "lost_revenue"]].tolist() == [-20, 0, 0]


def test_without_a_period_before_nothing_is_said_of_growth():
    """Nobody bought before: growth and loss are unknown, not all revenue."""
    table = portfolios(accounts([10]), accounts([]), pd.Series({"A": "Jo"}), pd.Series({"A": False}))
    assert table.loc["Jo", ["kept_change", "lost_customers", "lost_revenue"]].isna().all()


def test_a_quote_to_who_had_not_bought_yet_is_hunting():
    """A bought in January: its quote of June is farming. B first bought after its quote, C never did."""
    quotes = pd.DataFrame(
        {
            "customer_id": ["A", "B", "C"],
            "date": pd.to_datetime(["2025-06-01"] * 3),
            "amount": 1.0,
            "won": pd.array([True, True, None], dtype="boolean"),
        }
    )
    first = pd.Series(pd.to_datetime(["2025-01-01", "2025-06-10"]), ["A", "B"])
    found = prospect_quotes(quotes, first, pd.Series({"A": "Jo", "B": "Jo", "C": "Jo"}))
    assert found.loc["Jo"].tolist() == [2, 1]
