"""Days to settle, with open complaints counted for as long as they are open."""

import math
from datetime import date

import pandas as pd
import pytest
from scipy import stats

from klantlib.measures.complaining.settling import settling, survival

END = date(2025, 12, 31)


def complaints(days, start="2025-11-01"):
    """A complaint on the first day, settled after so many days; None is open."""
    first = pd.Timestamp(start)
    return pd.DataFrame(
        {
            "date": [first] * len(days),
            "settled": [None if d is None else first + pd.Timedelta(days=d) for d in days],
        },
        dtype="datetime64[us]",
    )


def test_without_open_ones_it_is_plain_counting():
    """1 to 10 days: half within 5, nine in ten within 9, and 7 of 10 within a norm of 7."""
    found = settling(complaints(range(1, 11)), END, 7)
    assert (found.median, found.ninety, found.longest, found.open) == (5, 9, 10, 0)
    assert found.within == pytest.approx(0.7)


def test_wilson_s_interval_of_seven_in_ten():
    """Wilson (1927): 7 of 10 lies between .397 and .892."""
    assert settling(complaints(range(1, 11)), END, 7).interval == pytest.approx((0.3968, 0.8922), abs=1e-4)


def test_open_ones_are_not_forgotten():
    """Settled after 2 and 4, one open for 60: leaving it out gives a median of 2, counting it 4."""
    found = settling(complaints([2, 4, None]), END, 3)
    assert (found.median, found.open, found.overdue, found.oldest) == (4, 1, 1, 60)
    assert math.isnan(found.ninety)
    assert found.within == pytest.approx(1 / 3)


def test_a_complaint_of_yesterday_says_nothing_of_next_week():
    """Three settled after 10 days, one open for a day: it left the others' ten days as they are."""
    rows = pd.concat([complaints([10, 10, 10]), complaints([None], "2025-12-30")])
    found = settling(rows, END, 5)
    assert (found.median, found.within, found.overdue) == (10, 0, 0)


def test_kaplan_meier_as_scipy_has_it():
    """Twelve times, four of them open."""
    days = pd.Series([1, 2, 2, 3, 5, 5, 6, 8, 8, 9, 12, 12], dtype=float)
    settled = pd.Series([True, True, False, True, True, False, True, True, True, False, True, False])
    theirs = stats.ecdf(stats.CensoredData.right_censored(days, ~settled)).sf
    ours = survival(days, settled)["share"]
    assert ours.tolist() == pytest.approx(theirs.evaluate(ours.index.to_numpy()).tolist())


def test_greenwood_by_hand():
    """One of four, then one of the two left (one is open in between): 1/(4 x 3) and 1/(2 x 1) more."""
    found = survival(pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([True, False, True, False]))
    assert found["share"].tolist() == [0.75, 0.375]
    assert found["greenwood"].tolist() == pytest.approx([1 / 12, 1 / 12 + 1 / 2])


def test_settled_before_it_was_made_is_left_out():
    """A date too early is an error in the books, counted as such."""
    found = settling(complaints([-3, 2]), END, 14)
    assert (found.n, found.wrong, found.median) == (1, 1, 2)


def test_no_day_of_settlement_is_no_time():
    """Open or not signed off: it cannot be told."""
    assert settling(complaints([None, None]), END, 14) is None
    assert settling(complaints([]), END, 14) is None


def test_the_same_day_is_no_day():
    """Settled at once: 0 days, all within the norm, and a share that has an upper bound of all."""
    found = settling(complaints([0, 0]), END, 0)
    assert (found.median, found.within, found.interval.high) == (0, 1, 1)
