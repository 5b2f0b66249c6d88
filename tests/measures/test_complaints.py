"""Complaints beside orders: one who complains much, and one who only orders little."""

import math

import pandas as pd
import pytest

from klantlib.measures.complaints import complaints_spread, shrunken

TEN = pd.Index(list("ABCDEFGHIJ"))


def test_one_complainer_is_more_than_chance():
    """All twenty of A; by chance the two largest of ten would have about a third."""
    found = complaints_spread(pd.Series([20, *[0] * 9], TEN), pd.Series([5] * 10, TEN), 0.2)
    assert (found.total, found.complainers, found.top, found.top_share) == (20, 1, 2, 1.0)
    assert found.low < found.by_chance < found.high < found.top_share


def test_without_complaints_or_orders_there_is_nothing_to_tell():
    none, some = pd.Series(0, TEN), pd.Series(1, TEN)
    assert complaints_spread(none, some, 0.2) is None
    assert complaints_spread(some, none, 0.2) is None


def test_few_orders_are_drawn_to_the_mean():
    """18 complaints on 110 orders, 16%: of ten orders 8 is told as less than 80%; of none nothing is told."""
    rates = shrunken(pd.Series([8, 10, 0]), pd.Series([10, 100, 0]))
    assert 18 / 110 < rates[0] < 0.8
    assert 0.1 < rates[1] < 18 / 110
    assert math.isnan(rates[2])


def test_the_same_rate_everywhere_stays_as_it_is():
    """A complaint on every ten orders, of each."""
    assert shrunken(pd.Series([1, 2, 3]), pd.Series([10, 20, 30])).tolist() == pytest.approx([0.1] * 3)
