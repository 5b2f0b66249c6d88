"""Prevention and repair: a lowest point only where the years carry it."""

import math

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.complaining.quality_cost import optimum, yearly


def years(prevention, repair, first=2020):
    return yearly(
        pd.DataFrame(
            {
                "year": range(first, first + len(prevention)),
                "prevention": [float(p) for p in prevention],
                "repair": [float(r) for r in repair],
                "complaints": 1.0,
            }
        )
    )


def test_a_known_curve_gives_its_lowest_point():
    """Repair = 100 e^(-p/20): another euro saves one where 5 e^(-p/20) = 1, p = 20 ln 5 = 32.19; repair is then 20."""
    prevention = [5, 15, 30, 45, 60]
    found = optimum(years(prevention, 100 * np.exp(-np.array(prevention) / 20)))
    assert found.verdict == "fitted"
    assert found.best == pytest.approx(20 * math.log(5))
    assert found.best_total == pytest.approx(20 * math.log(5) + 20)
    assert (found.low, found.high) == pytest.approx((found.best, found.best))


def test_four_years_carry_no_curve():
    """The same curve, one year less: only where the cheapest year stands."""
    prevention = np.array([5, 15, 30, 60])
    found = optimum(years(prevention, 100 * np.exp(-prevention / 20)))
    assert (found.verdict, found.cheapest, found.cheapest_prevention) == ("between", 2022, 30)
    assert math.isnan(found.best)


def test_a_point_outside_what_was_tried_is_not_told():
    """Up to 25 of prevention the bottom at 32 was not seen: the year with the most was the cheapest."""
    prevention = np.array([5, 10, 15, 20, 25])
    assert optimum(years(prevention, 100 * np.exp(-prevention / 20))).verdict == "most"


def test_repair_that_does_not_fall_makes_the_least_the_cheapest():
    """Repair of 50 whatever is spent: the year with the least prevention."""
    found = optimum(years([5, 10, 15, 20, 25], [50, 51, 49, 50, 50]))
    assert (found.verdict, found.cheapest, found.last_total) == ("least", 2020, 75)


def test_noise_is_no_curve():
    """Up and down without a line in it."""
    assert optimum(years([5, 15, 30, 45, 60], [40, 90, 10, 80, 30])).verdict != "fitted"


@pytest.mark.parametrize("prevention", [[10], [10, 20], [10, 10, 10, 10, 10]])
def test_too_few_years_or_always_the_same_amount(prevention):
    """One, two, or five without a difference: few."""
    assert optimum(years(prevention, [50.0] * len(prevention))).verdict == "few"


def test_no_years_no_optimum():
    """An empty table."""
    assert optimum(years([], [])) is None


def test_nothing_to_repair_is_no_logarithm():
    """A year without repair: the cheapest year is told, no curve."""
    found = optimum(years([5, 15, 30, 45, 60], [90, 50, 20, 5, 0]))
    assert found.verdict == "between"
    assert math.isnan(found.best)


def test_two_rows_of_a_year_are_added_up():
    """Two branches: 5 and 7 of prevention are 12."""
    table = pd.DataFrame({"year": [2024, 2024], "prevention": [5, 7], "repair": [1, 2], "complaints": [3, 4]})
    assert yearly(table).loc[2024].tolist() == [12, 3, 7, 15]
