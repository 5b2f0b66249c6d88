"""Shifted beta-geometric: the published example of regular and high-end customers, and contracts by head."""

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime.contracts import Renewal, renewal, residual_lifetime, retention_rate, survival

# Fader & Hardie (2007), of 1,000 customers how many are left after 0, 1 ... 7 years
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)


def cohort(left):
    """One row a customer of a cohort: entered, left, stayed."""
    lost = -np.diff(left)
    years = np.repeat([*range(1, len(left)), len(left) - 1], [*lost, left[-1]])
    stayed = np.repeat([False] * len(lost) + [True], [*lost, left[-1]])
    return pd.Series(np.zeros(len(years))), pd.Series(years.astype(float)), pd.Series(stayed)


@pytest.mark.parametrize(("left", "model"), [(HIGH_END, (0.668, 3.806)), (REGULAR, (0.704, 1.182))])
def test_the_published_cohorts_have_the_published_parameters(left, model):
    """High end: alpha .668, beta 3.806; regular: alpha .704, beta 1.182."""
    assert tuple(renewal(*cohort(left))[0]) == pytest.approx(model, abs=0.001)


def test_survival_and_retention_by_hand():
    """alpha = beta = 1: 1 / (1 + t) is left after t periods, and of those t / (t + 1) renew the t-th time."""
    assert survival(Renewal(1, 1), np.arange(4)) == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])
    assert retention_rate(Renewal(1, 1), np.array([1, 2, 3])) == pytest.approx([1 / 2, 2 / 3, 3 / 4])


def test_who_is_seen_only_from_later_on_tells_the_same():
    """The high-end cohort followed only from its third year on: the parameters within a third, from 743 customers."""
    _, years, stayed = cohort(HIGH_END)
    later = years > 2
    model, _ = renewal(pd.Series(2.0, years.index)[later], years[later], stayed[later])
    rates = retention_rate(model, np.arange(3, 8))
    assert rates == pytest.approx(np.array(HIGH_END[3:]) / np.array(HIGH_END[2:-1]), abs=0.03)


def test_the_periods_still_to_come_by_hand():
    """alpha = beta = 1, two periods: a new one 1/2 + 1/3; after one period 2/3 + 2/4. At 100% interest less."""
    tenure = pd.Series([0, 1], index=["new", "one"])
    assert residual_lifetime(Renewal(1, 1), tenure, 0.0, 2).tolist() == pytest.approx([5 / 6, 7 / 6])
    assert residual_lifetime(Renewal(1, 1), tenure, 1.0, 2)["new"] == pytest.approx(1 / 4 + 1 / 12)


def test_nobody_followed_for_a_period_tells_nothing():
    """Everybody was first seen in the last period."""
    with pytest.raises(ValueError, match="nobody was seen"):
        renewal(pd.Series([0.0]), pd.Series([0.0]), pd.Series([True]))
