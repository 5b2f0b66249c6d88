"""A search that finds what is known by head."""

import numpy as np
import pytest

from klantlib.measures.lifetime.likelihood import SAMPLE, highest

WAITS = np.array([1.0, 2.0, 3.0, 6.0])


def waiting(waits):
    """The likelihood of exponential waits with one rate, whose best is 1 / mean."""

    def likelihood(values, rows):
        (rate,) = values
        return float(len(rows) * np.log(rate) - rate * waits[rows].sum()), np.array(
            [len(rows) / rate - waits[rows].sum()]
        )

    return likelihood


def test_the_best_rate_is_one_over_the_mean():
    """Waits of 1, 2, 3 and 6: a rate of 4 / 12, and 4 ln(1/3) - 4."""
    found = highest(waiting(WAITS), [(10.0,), (0.01,)], 4)
    assert found.values == pytest.approx((1 / 3,))
    assert found.log_likelihood == pytest.approx(4 * np.log(1 / 3) - 4)
    assert not found.bounded


def test_all_rows_count_where_there_are_many():
    """More rows than starts compete on: the outcome is that of all."""
    waits = np.linspace(1, 5, 3 * SAMPLE + 1) ** 3
    assert highest(waiting(waits), [(1.0,)], len(waits)).values == pytest.approx((1 / waits.mean(),))


def test_a_parameter_without_end_is_told():
    """Waits of nothing: the rate runs to the end of its range."""
    assert highest(waiting(np.zeros(3)), [(1.0,)], 3).bounded


def test_no_number_from_any_start_is_refused():
    """A likelihood that is never a number."""
    with pytest.raises(ValueError, match="no number"):
        highest(lambda values, rows: (float("nan"), np.array([0.0])), [(1.0,)], 2)
