"""How many visits a margin pays for."""

import math

import pandas as pd

from klantlib.measures.plans.visits import break_even_visits, first_named, visits_made


def test_a_monthly_visit_to_a_margin_of_a_thousand_cannot_pay():
    """At 100 an hour and an hour a visit 1,000 pays for ten, not for twelve."""
    assert break_even_visits(pd.Series([1000.0]), 1.0, 100.0).tolist() == [10]


def test_without_margin_there_is_nothing_to_visit_on():
    """A loss pays for none; an unknown margin says nothing; without a rate nobody knows."""
    found = break_even_visits(pd.Series([-5.0, math.nan]), 1.0, 100.0)
    assert found[0] == 0 and math.isnan(found[1])
    assert break_even_visits(pd.Series([1000.0]), 1.0, math.nan).isna().all()


def test_visits_are_known_by_their_name():
    """A visit by any name that holds one of the words; None where there is no such activity."""
    rows = pd.DataFrame(
        {"customer_id": list("AAB"), "activity": ["Klantbezoek", "Visits", "Orders"], "quantity": [2, 1, 9]}
    )
    assert visits_made(rows, "bezoek, visit").to_dict() == {"A": 3}
    assert visits_made(rows, "call") is None
    assert visits_made(rows.head(0), "visit") is None


def test_the_first_word_that_is_found_decides():
    """There is no field sales; the sellers are those of the second word, and the head of sales is not one of them."""
    roles = pd.Series(["Sales", "Accountmanager", "Head of sales", None])
    assert first_named(roles, "field, accountmanager, sales").tolist() == [False, True, False, False]
    assert not first_named(roles, "").any()
