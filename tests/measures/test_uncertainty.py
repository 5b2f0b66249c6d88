"""Intervals against tables of Student, and the limits of what a handful of values can say."""

import math

import pandas as pd
import pytest
from scipy import stats

from klantlib.measures.uncertainty import difference, mean, share


def test_a_mean_has_student_s_interval():
    """1, 2, 3: 2 with a standard error of 1/sqrt(3) and 4.303 for two degrees of freedom."""
    assert mean(pd.Series([1.0, 2.0, 3.0])) == pytest.approx((2, 2 - 4.3027 / 3**0.5, 2 + 4.3027 / 3**0.5, 3), abs=1e-4)


def test_under_three_values_there_is_no_interval():
    """Two values have a mean; none has nothing; and neither lies apart from anything."""
    two, none = mean(pd.Series([1.0, 2.0])), mean(pd.Series([], dtype=float))
    assert (two.value, two.n, none.n) == (1.5, 2, 0)
    assert all(map(math.isnan, (two.low, two.high, none.value)))
    assert not two.apart(9)
    assert math.isnan(difference(pd.Series([1.0, 2.0]), pd.Series([5.0, 6.0, 7.0])).low)


def test_unknown_values_do_not_count():
    assert mean(pd.Series([1.0, None, 2.0, 3.0])).n == 3


def test_a_difference_has_welch_s_interval():
    """As scipy works it out for 1, 2, 3, 4 and 5, 5, 8."""
    one, other = pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([5.0, 5.0, 8.0])
    theirs = stats.ttest_ind(one, other, equal_var=False).confidence_interval()
    assert difference(one, other) == pytest.approx((-3.5, theirs.low, theirs.high, 3))


def test_constant_values_are_known_exactly():
    """Three eights and three sevens differ by one, without a warning about spread."""
    gap = difference(pd.Series([8.0] * 3), pd.Series([7.0] * 3))
    assert gap[:3] == (1, 1, 1)
    assert gap.apart(0)


@pytest.mark.parametrize(("count", "n"), [(0, 10), (1, 3), (13, 13), (50, 200)])
def test_a_share_has_wilson_s_interval(count, n):
    """As scipy works it out; never below 0 or above 1."""
    theirs = stats.binomtest(count, n).proportion_ci(method="wilson")
    ours = share(count, n)
    assert ours == pytest.approx((count / n, theirs.low, theirs.high, n), abs=1e-9)
    assert 0 <= ours.low <= ours.high <= 1


def test_a_share_of_nobody_is_unknown():
    assert math.isnan(share(0, 0).value)
