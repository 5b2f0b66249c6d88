"""How well was the last period foretold? By head, and on CDNOW."""

import math
from datetime import date

import pandas as pd
import pytest

from klantlib.measures.lifetime.value_check import (
    Check,
    contract_terms,
    contracts_foretold,
    enough,
    fittable,
    foretold,
    stays_foretold,
)
from tests.cdnow import purchases

END = date(2025, 12, 31)


def test_a_rhythm_takes_enough_customers_and_repeats():
    """99 of 100 customers are too few; of 100 with 29 repeats the repeats are."""
    once = pd.DataFrame({"x": [0] * 71 + [1] * 29})
    assert enough(once.iloc[1:], 100) == "few_customers"
    assert enough(once, 100) == "few_repeats"
    assert enough(once.assign(x=[0] * 70 + [1] * 30), 100) == ""


def test_cdnow_is_foretold_within_a_tenth(shared):
    """The last third of CDNOW's 78 weeks, foretold from the 52 before; better than the simplest guess."""
    check = foretold(purchases(shared), date(1998, 6, 30), 6, 100)
    assert check.customers == 2357
    assert abs(check.off) < 0.1
    assert check.error < check.naive_error
    assert check.fifths["predicted"].is_monotonic_increasing


def test_too_little_history_is_not_checked():
    """Three customers, and nobody at all."""
    few = pd.DataFrame({"customer_id": list("ABA"), "date": pd.to_datetime(["2024-01-01"] * 3), "revenue": 1.0})
    assert foretold(few, END, 12, 100) is None
    assert foretold(few.iloc[:0], END, 12, 100) is None


def test_stays_are_foretold_by_the_period_before():
    """Of four, three stayed (75%); of the four after, all: 3 expected, 4 came."""
    revenue = pd.DataFrame({0: [1, 1, 1, 1, 0], 1: [1, 1, 1, 1, 0], 2: [1, 1, 1, 0, 1]}, index=list("ABCDE"))
    check = stays_foretold(revenue)
    assert (check.customers, check.predicted, check.actual) == (4, 3, 4)
    assert check.off == pytest.approx(-0.25)
    assert stays_foretold(revenue[[0, 1]]) is None


def test_contracts_are_followed_from_when_they_were_first_seen():
    """
    Three years. A came in 2023 and is there; B came in 2023 and left after one year; C is new. D has been a customer
    since 2020: three whole years before 2023.
    """
    revenue = pd.DataFrame({0: [1, 0, 1, 1], 1: [1, 0, 0, 1], 2: [1, 1, 0, 1]}, index=list("ABCD"))
    since = [None, None, None, "2020-01-01"]
    customers = pd.DataFrame({"customer_id": list("ABCD"), "since": pd.to_datetime(since)})
    found = contract_terms(revenue, customers, END, 12)
    assert found["entered"].tolist() == [0, 0, 0, 3]
    assert found["left"].tolist() == [2, 1, 0, 5]
    assert found["stayed"].tolist() == [True, False, True, True]


def test_contracts_of_which_none_ended_cannot_be_fitted():
    """Everybody stayed; and too few were followed."""
    terms = pd.DataFrame({"entered": [0.0] * 5, "left": [2.0] * 5, "stayed": [True] * 5})
    assert fittable(terms, 5) == "nobody_left"
    assert fittable(terms, 6) == "few_contracts"
    assert contracts_foretold(terms, pd.DataFrame({0: [1.0] * 5}), 5) is None


def test_a_check_of_nothing_has_no_error():
    """No purchases came: the error is no fraction of anything."""
    assert math.isnan(Check("purchases", 3, 12.0, 2.0, 0.0).off)
