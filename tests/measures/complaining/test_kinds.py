"""Kinds, causes and whose complaints they are."""

import math

import pandas as pd
import pytest

from klantlib.measures.complaining.kinds import KINDS, causes, kinds, of_customers, per_thousand, read
from tests.made_accounts import accounts
from tests.made_complaints import complained


def test_all_five_kinds_are_there_and_others_only_when_used():
    """Two founded, one of the client's own, one without: five rows and two more."""
    rows = read(complained("ABCD", kind=["objective", "objective", "gezeur", None]))
    found = kinds(rows)
    assert found.index.tolist() == [*KINDS, "own_kind", "no_kind"]
    assert found["complaints"].tolist() == [2, 0, 0, 0, 0, 1, 1]
    assert kinds(read(complained("A", kind="doubtful"))).index.tolist() == list(KINDS)


def test_the_vital_few_causes():
    """6, 3 and 1 of ten: the first two reach 80% (90), one does not (60); loose spaces are no other cause."""
    rows = read(complained("A" * 10, cause=["laat"] * 5 + [" laat "] + ["stuk"] * 3 + ["anders"]))
    found = causes(rows, 0.8)
    assert found["complaints"].to_dict() == {"laat": 6, "stuk": 3, "anders": 1}
    assert found["running"].tolist() == pytest.approx([0.6, 0.9, 1.0])
    assert found["vital"].tolist() == [True, True, False]


def test_just_eighty_percent_is_enough():
    """8 of 10: one cause is the vital few, whatever the computer makes of it."""
    rows = read(complained("A" * 10, cause=["laat"] * 8 + ["stuk", "anders"]))
    assert causes(rows, 0.8)["vital"].tolist() == [True, False, False]


def test_equal_causes_stand_in_the_order_of_the_alphabet():
    """One each: the order of the rows does not matter."""
    rows = read(complained("AB", cause=["b", "a"]))
    assert causes(rows, 0.8).index.tolist() == causes(rows.iloc[::-1], 0.8).index.tolist() == ["a", "b"]


def test_customers_who_only_bought_or_only_complained_are_both_there():
    """A bought and complained twice, B only bought; Z only complained, and is a customer where nobody bought."""
    frame = of_customers(read(complained("AAZ", cost=[10, None, 5])), accounts([100, 50], [10, 5]))
    assert frame["complaints"].to_dict() == {"A": 2, "B": 0}  # Z is not among those who bought: a stranger
    alone = of_customers(read(complained("AAZ", cost=[10, None, 5])), accounts([]))
    assert alone["complaints"].to_dict() == {"A": 2, "Z": 1}
    assert alone["orders"].tolist() == [0, 0]


def test_cost_is_unknown_where_none_was_noted():
    """A of 10 and unknown is 10; B of unknown is unknown; C without complaints is 0."""
    frame = of_customers(read(complained("AAB", cost=[10, None, None])), accounts([1, 1, 1], [1, 1, 1]))
    assert frame.loc["A", "cost"] == 10
    assert math.isnan(frame.loc["B", "cost"])
    assert frame.loc["C", "cost"] == 0


def test_cost_per_thousand_of_revenue():
    """5 on 2,000 is 2.50; without revenue nothing is told."""
    assert per_thousand(pd.Series([5.0, 5.0]), pd.Series([2000.0, 0.0])).tolist()[0] == 2.5
    assert math.isnan(per_thousand(pd.Series([5.0]), pd.Series([0.0]))[0])
