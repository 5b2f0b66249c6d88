"""How sure is a mark, or a net promoter score, with so many answers?"""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.measures.survey.estimates import change, mean_of, moved, promoters
from klantlib.measures.uncertainty import Estimate


def answers(up, passive, down):
    return pd.Series([9.0] * up + [7.0] * passive + [3.0] * down)


def test_the_adjusted_wald_interval_is_the_published_one():
    """15/13/8 of 36: -.0628 to .4218 about a centre of .1795; the score itself is 7/36."""
    found = promoters(answers(15, 13, 8)).net
    assert (found.n, found.value) == (36, pytest.approx(7 / 36))
    assert (found.low, found.high) == (pytest.approx(-0.0628, abs=5e-5), pytest.approx(0.4218, abs=5e-5))
    assert (found.low + found.high) / 2 == pytest.approx(0.1795, abs=5e-5)


def test_a_half_a_third_and_a_sixth_make_a_third():
    """Shares 1/2, 1/3, 1/6: a net score of 1/3, variance 5/9; the distribution and the mean stand beside it."""
    found = promoters(answers(3, 2, 1))
    assert found.net.value == pytest.approx(1 / 3)
    assert found.promoters + found.detractors - found.net.value**2 == pytest.approx(5 / 9)
    assert (found.promoters, found.passives, found.detractors) == pytest.approx((1 / 2, 1 / 3, 1 / 6))
    assert found.mean == pytest.approx((27 + 14 + 3) / 6)


def test_from_where_one_recommends_is_an_option():
    """A 7 is a promoter where promoters start at 7."""
    assert promoters(answers(3, 2, 1), promoter_from=7).net.value == pytest.approx((5 - 1) / 6)


def test_nobody_has_no_score_and_all_alike_stay_within_the_scale():
    """No answers: nothing. Five tens: 100 points, and an interval that ends there."""
    assert promoters(pd.Series([math.nan])).net.n == 0
    assert math.isnan(promoters(pd.Series(dtype=float)).net.value)
    found = promoters(pd.Series([10.0] * 5)).net
    assert found.value == found.high == 1 and 0 < found.low < 1


def test_a_mean_has_students_interval_within_its_scale():
    """1, 2, 3: 2 -+ 4.303 / sqrt(3) is -.48 to 4.48, from 1 on a scale that starts there. One, or all alike: none."""
    assert mean_of(pd.Series([1.0, 2.0, 3.0]))[:3] == pytest.approx((2, -0.4841, 4.4841), abs=1e-4)
    assert mean_of(pd.Series([1.0, 2.0, 3.0]), 1, 5).low == 1
    for marks in ([4.0], [4.0] * 9):
        found = mean_of(pd.Series(marks))
        assert (found.value, found.n) == (4, len(marks)) and math.isnan(found.low) and math.isnan(found.high)


def test_a_change_has_an_interval_from_both_years():
    """4.0 (3.7-4.3) after 3.0 (2.6-3.4): 1 -+ sqrt(.3^2 + .4^2) = .5 to 1.5: it rose, if there are answers enough."""
    found = change(Estimate(4.0, 3.7, 4.3, 40), Estimate(3.0, 2.6, 3.4, 35))
    assert found == pytest.approx((1.0, 0.5, 1.5, 35))
    assert (moved(found, 30), moved(found, 36)) == ("up", "few")
    assert moved(Estimate(-1.0, -1.5, -0.5, 99), 30) == "down"


def test_no_change_is_told_inside_the_interval_nor_where_there_is_none():
    """From -.1 to .9 may be nothing; without an interval nothing is told."""
    assert moved(Estimate(0.4, -0.1, 0.9, 99), 30) == "same"
    assert moved(Estimate(0.4, math.nan, math.nan, 99), 30) == "same"


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_a_score_lies_within_its_interval_and_the_order_does_not_matter(marks):
    """Shares add up to 1; the interval holds the middle of the adjusted score, whatever the answers."""
    found = promoters(pd.Series(marks, dtype=float))
    assert found.promoters + found.passives + found.detractors == pytest.approx(1)
    assert -1 <= found.net.low <= found.net.high <= 1
    assert promoters(pd.Series(marks[::-1], dtype=float)).net == pytest.approx(found.net)
