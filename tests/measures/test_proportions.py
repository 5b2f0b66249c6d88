"""A share that was counted has an interval, also where nobody or everybody did."""

import math

import pytest

from klantlib.measures.proportions import share_of


def test_the_interval_of_wilson():
    """8 of 10: .4902 to .9433 (Wilson 1927, by hand with z = 1.96)."""
    assert share_of(8, 10)[2:] == pytest.approx((0.8, 0.4902, 0.9433), abs=1e-4)


def test_none_of_ten_is_not_never():
    """0 of 10 may be as much as 28%; 10 of 10 may be as little as 72%."""
    assert share_of(0, 10).high == pytest.approx(0.2775, abs=1e-4)
    assert share_of(10, 10).low == pytest.approx(0.7225, abs=1e-4)


def test_nothing_counted_is_no_share():
    """0 of 0 is unknown, not 0."""
    assert math.isnan(share_of(0, 0).share) and share_of(0, 0).n == 0
