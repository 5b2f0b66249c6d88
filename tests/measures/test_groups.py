"""Groups of companies: parents of parents, circles, strangers, unknown amounts; on tables to add up by head."""

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.measures.groups import Groups, grouped, groups_of, judged_together
from tests.made_accounts import accounts


def parents(**of):
    """The client's own table: each customer's parent, None where it has none."""
    ids = pd.Index(list(of), name="customer_id", dtype="str")
    return pd.DataFrame({"name": [f"Klant {key}" for key in of], "parent_id": list(of.values())}, index=ids)


def with_parents(known, **of):
    return replace(known, parents=parents(**of))


def judgement(**rows):
    """Per customer a score and an answer."""
    score, answer = zip(*rows.values(), strict=True)
    index = pd.Index(list(rows), name="customer_id", dtype="str")
    return pd.DataFrame({"score": score, "strategic": pd.array(answer, dtype="boolean")}, index=index).astype(
        {"score": float}
    )


def test_a_group_is_the_sum_of_its_companies():
    """B and C are of A: 40 + 20 + 10 of revenue, 8 + 4 - 2 of profit, three companies; D stays by itself."""
    known = with_parents(accounts([40, 20, 10, 30], [8, 4, -2, 5], [0, 0, 0, 0]), A=None, B="A", C="A", D=None)
    rows = grouped(known).customers
    assert rows[["name", "revenue", "profit", "orders", "companies"]].to_dict("index") == {
        "A": {"name": "Klant A", "revenue": 70, "profit": 10, "orders": 3, "companies": 3},
        "D": {"name": "Klant D", "revenue": 30, "profit": 5, "orders": 1, "companies": 1},
    }


def test_what_is_of_the_whole_stays():
    """Revenue, margin and profit of the whole do not change when customers are taken together."""
    known = with_parents(accounts([40, 20], [8, 4], [1, 1], stray=5), A=None, B="A")
    whole = ("revenue", "margin", "cost_to_serve", "profit", "unknown_revenue", "kind")
    assert [getattr(grouped(known), name) for name in whole] == [getattr(known, name) for name in whole]


def test_the_parent_of_a_parent_is_the_group():
    """C is of B and B of A: all three are A."""
    assert groups_of(parents(A=None, B="A", C="B")).top == {"B": "A", "C": "A"}


def test_a_customer_that_is_its_own_parent_is_a_customer_with_none():
    """Some programs fill in the customer's own number."""
    found = groups_of(parents(A="A", B="A"))
    assert (found.top, found.circles, found.strangers) == ({"B": "A"}, (), ())


def test_parents_in_a_circle_are_told_and_count_each_for_itself():
    """A is of B and B of A; C, which is of B, hangs on the circle; D is of E, which is in order."""
    found = groups_of(parents(A="B", B="A", C="B", D="E", E=None))
    assert (found.top, found.circles) == ({"D": "E"}, ("A", "B", "C"))


def test_a_parent_outside_the_table_names_the_group_by_its_number():
    """A and B are of X, which is in no table: together they are X; both it and the lonely Y are told."""
    known = with_parents(accounts([40, 20, 10]), A="X", B="X", C="Y")
    both = grouped(known)
    assert both.customers[["name", "companies"]].to_dict("index") == {
        "X": {"name": "X", "companies": 2},
        "C": {"name": "Klant C", "companies": 1},
    }
    assert both.groups.strangers == ("X", "Y")


def test_a_parent_that_bought_nothing_gives_its_name():
    """H is in the table and bought nothing; its one company counts under H's name."""
    known = with_parents(accounts([40, 20]), A="H", B=None, H=None)
    assert grouped(known).customers["name"].to_dict() == {"H": "Klant H", "B": "Klant B"}


def test_what_is_unknown_of_one_company_is_unknown_of_the_group():
    """B's margin is unknown, so is the group's; its revenue is not."""
    known = with_parents(accounts([40, 20], [8, math.nan]), A=None, B="A")
    both = grouped(known)
    assert both.customers.loc["A", "revenue"] == 60
    assert math.isnan(both.customers.loc["A", "profit"])
    assert both.unknown_margin_customers == ("A",)


@pytest.mark.parametrize(("new", "months"), [([3, 7], 7), ([3, None], None), ([None, None], None)])
def test_a_group_is_new_when_all_its_companies_are(new, months):
    """As long as the oldest of them: 3 and 7 months is 7; with one that was there before it is not new."""
    known = with_parents(accounts([40, 20], new=[pd.NA if n is None else n for n in new]), A=None, B="A")
    found = grouped(known).customers.loc["A", "months_new"]
    assert (None if pd.isna(found) else found) == months


def test_without_parents_everyone_stays_as_he_is():
    """Same rows, same amounts, one company each."""
    known = with_parents(accounts([40, 20], [8, 4], [1, 1]), A=None, B=None)
    rows = grouped(known).customers
    pd.testing.assert_frame_equal(rows.drop(columns="companies"), known.customers, check_names=False)
    assert rows["companies"].tolist() == [1, 1]


def test_what_the_companies_were_charged_for_is_the_groups():
    """The charges of B are A's."""
    charges = pd.DataFrame({"customer_id": ["A", "B"], "activity": "order", "cost": [1.0, 2.0], "attention": False})
    known = replace(with_parents(accounts([40, 20]), A=None, B="A"), charges=charges)
    assert grouped(known).charges["customer_id"].tolist() == ["A", "A"]
    assert known.charges["customer_id"].tolist() == ["A", "B"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"A": (2, None), "B": (5, None)}, (2, None)),  # the parent's own score goes before
        ({"A": (None, False), "B": (5, True)}, (None, False)),  # and so does its answer
        ({"B": (2, None), "C": (4, None)}, (4, None)),  # without one, the best of the companies
        ({"B": (None, True), "C": (1, None)}, (1, True)),  # a yes of one is a yes
        ({"B": (None, False), "C": (4, None)}, (4, None)),  # a no of one leaves it to the other's score
        ({"B": (None, False), "C": (None, False)}, (None, False)),
        ({"A": (None, None), "B": (3, None)}, (3, None)),  # a parent with nothing filled in says nothing
    ],
)
def test_what_makes_a_group_strategic(rows, expected):
    """A is the parent of B and C."""
    found = judged_together(judgement(**rows), groups_of(parents(A=None, B="A", C="A")))
    row = found.loc["A"]
    assert tuple(None if pd.isna(value) else value for value in (row["score"], row["strategic"])) == expected
    assert found.index.tolist() == ["A"]


def test_without_groups_a_judgement_stays_as_it_is():
    """The very same frame."""
    found = judgement(A=(2, None))
    assert judged_together(found, None) is found


LETTERS = "ABCDEFGH"
TREES = st.lists(st.none() | st.sampled_from([*LETTERS, "X", "Y"]), min_size=len(LETTERS), max_size=len(LETTERS))


@given(TREES, st.permutations(range(len(LETTERS))))
@settings(deadline=None, max_examples=60)
@pytest.mark.slow
def test_nobody_is_lost_or_counted_twice(tree, order):
    """Whatever the parents, circles and all: every company is in one group, and the rows' order does not matter."""
    amounts = [2.0**place for place in range(len(LETTERS))]
    known = with_parents(accounts(amounts), **dict(zip(LETTERS, tree, strict=True)))
    rows = grouped(known).customers
    shuffled = replace(known, customers=known.customers.iloc[list(order)], parents=known.parents.iloc[list(order)])
    assert rows["revenue"].sum() == sum(amounts)
    assert rows["companies"].sum() == len(LETTERS)
    assert grouped(shuffled).customers["revenue"].to_dict() == rows["revenue"].to_dict()


def test_a_number_outside_every_group_is_its_own():
    """Numbers that are in no table are left as they are."""
    assert Groups({"B": "A"}, {}).of(pd.Index(["B", "Z"])).tolist() == ["A", "Z"]
