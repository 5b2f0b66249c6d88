"""A direction only where it is more than chance."""

import pandas as pd
import pytest

from klantlib.measures.cards.trends import of_counts, of_money, of_scores


def series(*values):
    return pd.Series(values, dtype=float)


def test_a_score_that_all_raise_is_up():
    """Ten customers, each a step higher; the other way round it is down; two of one customer say nothing."""
    low, high = series(*[3] * 10), series(*[4] * 10)

    assert (of_scores(high, low), of_scores(low, high), of_scores(low, low)) == ("up", "down", "steady")
    assert of_scores(high[:9], low[:9]) == "too_few"


def test_a_difference_within_its_interval_is_no_direction():
    """Five up, five down, one more up: the mean is above 0 and its interval is not."""
    now, before = series(4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 4), series(*[3] * 11)

    assert of_scores(now, before) == "steady"


def test_who_answered_once_does_not_count_for_the_direction():
    """Twenty low answers of others do not make a score fall."""
    now = series(*[4] * 10, *[1] * 20)
    before = series(*[4] * 10, *[None] * 20)

    assert of_scores(now, before) == "steady"


@pytest.mark.parametrize(
    ("now", "before", "size_now", "said"),
    [
        (20, 5, 100, "up"),
        (5, 20, 100, "down"),
        (12, 10, 100, "steady"),
        (20, 10, 200, "steady"),
        (5, 4, 100, "too_few"),
    ],
)
def test_counts_are_held_against_what_they_come_from(now, before, size_now, said):
    """20 against 5 is more; but twice the complaints on twice the orders is nothing."""
    assert of_counts(now, before, size_now, 100) == said


def test_money_is_counted_in_full():
    """Beyond 2% it is a direction; without a period before there is none."""
    assert [of_money(now, 100, 0.02) for now in (103, 97, 101)] == ["up", "down", "steady"]
    assert of_money(100, 0, 0.02) == "too_few"
