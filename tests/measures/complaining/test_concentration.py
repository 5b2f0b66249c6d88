"""Complaints beside orders: one who complains much, and one who only orders little."""

import pandas as pd

from klantlib.measures.complaining.concentration import complaints_spread

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
