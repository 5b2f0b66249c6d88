"""Which form of selling goes with a step, and what becomes of two judgements."""

import pandas as pd

from klantlib.measures.plans.ladder import FORMS, FormsFrom, forms, positions


def test_each_step_has_its_form():
    """1 transactional, 2 representation, 3 account management, 4 and 5 consultative; unknown has none."""
    found = forms(pd.Series([1.0, 2, 3, 4, 5, None]))
    assert found.tolist()[:5] == [*FORMS, "consultative"]
    assert found.isna().tolist() == [False] * 5 + [True]


def test_half_a_step_counts_as_the_step_that_is_reached():
    """2.5 is representation still."""
    assert forms(pd.Series([2.5])).tolist() == ["representation"]


def test_from_where_a_form_goes_is_an_option():
    """Account management from 2 and representation never: step 2 is account management, step 1 transactional."""
    assert forms(pd.Series([1.0, 2.0]), FormsFrom(2, 2, 5)).tolist() == ["transactional", "account_management"]


def test_two_judgements_of_a_customer_are_averaged():
    """A stands on 1 and 2, wished 3 and 4; the first seller that is named is kept."""
    rows = pd.DataFrame(
        {
            "customer_id": ["A", "A", "B"],
            "ladder_now": [1.0, 2, 5],
            "ladder_wished": [3.0, 4, 5],
            "seller": [None, "Jo", None],
        }
    )
    found = positions(rows)
    assert found.loc["A", ["ladder_now", "ladder_wished", "seller", "judged"]].tolist() == [1.5, 3.5, "Jo", 2]
    assert pd.isna(found.loc["B", "seller"])
