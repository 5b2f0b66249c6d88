"""The same hours, divided by value."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from klantlib.measures.plans.reallocation import in_proportion, reallocated, whole


def divided(hours, value, least=0.0, most=100.0):
    index = range(len(hours))
    series = [pd.Series(values, index, dtype=float) for values in (hours, value)]
    return reallocated(*series, pd.Series(least, index), pd.Series(most, index)).tolist()


def test_in_proportion_where_no_bound_is_in_the_way():
    """100 hours by 3 to 1."""
    assert divided([50, 50], [300, 100]) == [75, 25]


def test_a_floor_is_kept_and_the_rest_is_divided():
    """The last has no value and keeps half of its 40; the other 80 go 3 to 1."""
    assert divided([30, 30, 40], [300, 100, 0], least=0.5) == [60, 20, 20]
    assert divided([30, 30, 40], [300, 100, -50], least=0.5) == [60, 20, 20]


def test_a_cap_is_kept_and_what_is_left_goes_on():
    """At most twice: 20 becomes 40 and not 72 of 80; the second gets the other 40; all 80 are given."""
    assert divided([20, 60], [900, 100], most=2.0) == [40, 40]


def test_what_nobody_may_have_stays_where_it_was():
    """10 hours can become 15 at most; the 90 of the class without value are 85 then."""
    assert divided([10, 90], [100, 0], least=0.5, most=1.5) == [15, 85]


def test_a_class_with_value_and_no_hours_has_no_cap():
    """0 hours now, half of the value: half of the hours."""
    assert divided([0, 100], [50, 50], most=1.5) == [50, 50]


def test_unknown_value_keeps_its_hours():
    """The second is left out of it; the others divide their own 60."""
    assert divided([30, 40, 30], [200, math.nan, 100]) == [40, 40, 20]


def test_without_value_all_stays_as_it_is():
    """Nobody earns anything: there is nothing to divide by."""
    assert divided([30, 40.5], [-5, 0]) == [30, 40.5]


def test_whole_hours_by_largest_remainder():
    """33.33 three times is 34, 33, 33; of 10.5 hours the half goes to the most."""
    assert whole(pd.Series([100 / 3] * 3), 100.0).tolist() == [34, 33, 33]
    assert whole(pd.Series([7.0, 3.5]), 10.5).tolist() == [7.5, 3]


def test_bounds_that_bind_together():
    """Value 1, 1, 8 of 100 between 20 and 50: the last is held at 50, the others share the rest."""
    value, low, high = pd.Series([1.0, 1, 8]), pd.Series([20.0] * 3), pd.Series([50.0] * 3)
    assert in_proportion(value, low, high, 100.0).round(9).tolist() == [25, 25, 50]


CLASSES = st.lists(st.tuples(st.integers(0, 5000), st.integers(-1000, 1000)), min_size=1, max_size=6)


@given(CLASSES, st.floats(0, 1), st.floats(1, 4))
def test_the_hours_there_are_are_all_given_and_no_more(classes, least, most):
    """Whatever the figures: the sum is the same, nobody is below its floor or over its cap by an hour or more."""
    hours, value = zip(*classes, strict=True)
    given_out = divided(hours, value, least, most)
    assert math.isclose(sum(given_out), sum(hours), abs_tol=1e-6)
    for now, worth, then in zip(hours, value, given_out, strict=True):
        assert then >= math.floor(least * now) - 1e-6
        if now and worth > 0:
            assert then <= most * now + 1
