"""From employee to customer to profit, unit by unit: on four units that one can judge by head."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearsonr

from klantlib.measures.cards.chains import LINKS, Watched, correlation, links, slope, units
from tests.made_accounts import accounts
from tests.measures.cards.test_indicators import answers, rows

CUSTOMERS = rows(
    "customers", ("A", "Noord"), ("B", " noord "), ("C", "Zuid"), ("D", None), ("E", "West"), columns="customer_id unit"
)


def staff(*values):
    return rows("employees", *values, columns="unit date engagement")


@pytest.fixture
def watched():
    """Noord (A, B) and Zuid (C) now and before; D has no unit; West has a customer and no employees."""
    now = Watched(
        staff(("NOORD", "2025-03-31", 7), ("Noord", "2025-06-30", 8), ("Oost", "2025-03-31", 6)),
        answers(("A", "Jan", "2025-10-01", 5, 5, 50), ("B", "Els", "2025-10-01", 3, 3, 30)),
        accounts([150, 50, 30, 9, 1], [15, 5, 3, 1, 1]),
    )
    before = Watched(
        staff(("Noord", "2024-03-31", 6), ("Zuid", "2024-03-31", 9)), answers(), accounts([100, 60, 40], [9, 9, 9])
    )
    return now, before


def test_a_unit_has_the_figures_of_its_people_and_its_customers(watched):
    """Noord: 7.5 now and 6 before, satisfaction (5 + 3) / 2; revenue 200 was 160; profit 20 over two customers."""
    noord = units(*watched, CUSTOMERS).iloc[0]

    assert noord.name == "Noord" and noord["measured"] == 2 and noord["customers"] == 2
    assert (noord["engagement"], noord["engagement_before"], noord["satisfaction"]) == (7.5, 6.0, 4.0)
    assert noord["growth"] == pytest.approx(0.25) and noord["again"] == 1.0 and noord["profit_each"] == 10.0


def test_a_unit_with_one_end_missing_is_kept(watched):
    """Oost has employees and no customers, West the other way round; a customer without a unit is in none."""
    found = units(*watched, CUSTOMERS)

    assert set(found.index) == {"Noord", "Zuid", "Oost", "West"}
    assert found.loc["Oost", "customers"] == 0 and found.loc["West", "measured"] == 0
    assert found["customers"].sum() == 4


def test_the_correlation_has_fishers_interval():
    """tanh(atanh(r) -+ 1.96 / root(n - 3)); under four units there is none; a constant says nothing."""
    x, y = np.array([1.0, 2, 3, 4, 5, 6]), np.array([2.0, 1, 4, 3, 6, 5])
    r = pearsonr(x, y)
    low, high = r.confidence_interval(0.95)

    assert correlation(np.column_stack([x, y]), 0.05) == pytest.approx((r.statistic, low, high))
    assert np.isnan(correlation(np.column_stack([x, y])[:3], 0.05)).all()
    assert np.isnan(correlation(np.column_stack([x, [1.0] * 6]), 0.05)).all()


def made(n, noise=0.1):
    """Units in which satisfaction follows engagement of before, growth follows satisfaction of before."""
    chance = np.random.default_rng(1)
    engagement = np.linspace(5, 9, n)
    return pd.DataFrame(
        {
            "engagement": engagement,
            "engagement_before": engagement,
            "satisfaction": engagement / 2 + noise * chance.normal(size=n),
            "satisfaction_before": engagement / 2,
            "growth": engagement / 50 + noise / 50 * chance.normal(size=n),
            "again": chance.uniform(0.8, 1, n),
            "profit_each": chance.normal(size=n),
        },
        index=[f"U{i}" for i in range(n)],
    )


def test_an_arrow_takes_a_lag_and_more_than_a_few_units():
    """Twenty units: arrows where the cause comes first, none at the same time; ten units: only intervals."""
    many, few = links(made(20), 10, 0.05), links(made(10), 10, 0.05)
    said = dict(zip(zip(many["link"], many["lagged"], strict=True), many["verdict"], strict=True))

    assert said[("engagement_satisfaction", True)] == said[("satisfaction_growth", True)] == "arrow"
    assert said[("engagement_satisfaction", False)] == "together"
    assert said[("satisfaction_profit_each", True)] == "cannot_tell"
    assert set(few["verdict"]) == {"few_teams"} and few["low"].notna().all()


def test_three_units_have_no_interval():
    """Too few for any figure."""
    found = links(made(3), 10, 0.05)

    assert set(found["verdict"]) == {"too_few"} and found["r"].isna().all()


def test_the_size_of_a_link_is_a_slope_with_its_interval():
    """Half a point of satisfaction for a point of engagement."""
    found, low, high = slope(made(20), LINKS[0])

    assert low < 0.5 < high and found == pytest.approx(0.5, abs=0.05)
    assert slope(made(3), LINKS[0]) is None


def test_the_order_of_rows_does_not_matter_and_inputs_stay(watched):
    """Turned round the outcome is the same; the tables come back as they were."""
    now, before = watched
    kept = now.employees.copy()
    turned = Watched(now.employees[::-1], now.satisfaction[::-1], now.accounts)

    straight, other = units(now, before, CUSTOMERS), units(turned, before, CUSTOMERS[::-1])
    pd.testing.assert_frame_equal(straight, other)
    pd.testing.assert_frame_equal(now.employees, kept)
