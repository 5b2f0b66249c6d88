"""Which rung counts, and what is each customer worth on it?"""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime.retention import multiple, windows
from klantlib.measures.lifetime.value_ladder import Terms, climb
from tests.made_purchases import END, accounts_of, clients, free_buyers, sales

TERMS = Terms(END.date(), 12, 0.10, 10, contractual=False, least=100, tolerance=0.25)


def climbed(lines, **terms):
    customers = clients(lines)
    return climb(
        accounts_of(lines, customers), lines, customers, windows(lines, END.date(), 12), replace(TERMS, **terms)
    )


@pytest.fixture(scope="module")
def free():
    return free_buyers()


def two_years(kept, lost):
    """Customers that earned 30 last year; of those so many again this year."""
    ids = [f"{number:03d}" for number in range(kept + lost)]
    before = [(i, "2024-01-02", 100, 70) for i in ids]
    return sales(*before, *[(i, "2025-01-02", 100, 70) for i in ids[:kept]])


def contracts(cohorts=4, size=60, leave=0.2, seed=1):
    """Each year so many new contracts; a part leaves each year."""
    random, rows = np.random.default_rng(seed), []
    for cohort in range(cohorts):
        for number in range(size):
            for year in range(2022 + cohort, 2026):
                rows.append((f"{cohort}{number:03d}", f"{year}-01-02", 100, 70))
                if random.random() < leave:
                    break
    return sales(*rows)


def test_free_buyers_are_valued_by_their_own_rhythm(free):
    """120 customers with repeats, foretold within a quarter: the highest rung; expected x what a purchase leaves."""
    ladder = climbed(free)
    values = ladder.values
    assert (ladder.rung, ladder.reasons["free"], ladder.missed) == ("free", "used", False)
    assert ladder.reasons["contract"] == "no_contracts"
    assert values["value"].to_numpy() == pytest.approx(
        (values["discounted"] * values["amount"] * values["rate"]).to_numpy()
    )
    assert values["rate"].to_numpy() == pytest.approx(0.3, abs=0.01)
    assert ladder.totals["free"] == pytest.approx(values["value"].sum())


def test_too_few_customers_take_a_lower_rung(free):
    """A hundred are asked and there are 60: the multiple of the measured retention counts, and it is said why."""
    some = free[free["customer_id"] < "0060"]
    ladder = climbed(some)
    assert (ladder.rung, ladder.reasons["free"], ladder.reasons["discounted"]) == (
        "discounted",
        "few_customers",
        "used",
    )
    assert math.isnan(ladder.totals["free"]) and ladder.check.kind == "stays"


def test_a_model_that_foretold_badly_is_stepped_down_from(free):
    """With no error allowed at all the model is out; its check is what is told."""
    ladder = climbed(free, tolerance=0.0)
    assert (ladder.rung, ladder.reasons["free"], ladder.missed) == ("discounted", "missed", True)
    assert ladder.check.kind == "purchases"


def test_the_multiple_by_hand():
    """Eight of ten bought again: 30 x .8 / (1.1 - .8) = 80 each; by the text's formula 30 x 5 = 150 each."""
    ladder = climbed(two_years(8, 2))
    assert ladder.rung == "discounted"
    assert ladder.values["value"].tolist() == pytest.approx([80] * 8)
    assert ladder.totals["discounted"] == pytest.approx(30 * 8 * multiple(0.8, 0.10))
    assert ladder.totals["text"] == pytest.approx(8 * 150)


def test_where_nobody_left_the_simple_formula_has_no_end():
    """All bought again: 30 / 10% = 300 each; the text's formula is without end, so it is not told."""
    ladder = climbed(two_years(5, 0))
    assert ladder.values["value"].tolist() == pytest.approx([300] * 5)
    assert math.isnan(ladder.totals["text"])


def test_one_period_has_no_value():
    """Nothing before this year: not even the retention is known."""
    ladder = climbed(two_years(5, 0)[lambda f: f["date"] > "2025-01-01"])
    assert (ladder.rung, ladder.reasons["discounted"]) == (None, "no_earlier_period")
    assert ladder.values["value"].isna().all()


def test_without_a_margin_there_is_no_value(free):
    """What they buy is foretold, what it leaves is unknown."""
    ladder = climbed(free.assign(cost=math.nan))
    assert (ladder.rung, ladder.reasons["free"]) == (None, "no_profit")


def test_contracts_are_valued_by_their_renewals():
    """240 contracts of which a fifth leaves each year: profit x periods, and retention comes out near .8."""
    ladder = climbed(contracts(), contractual=True)
    assert (ladder.rung, ladder.reasons["contract"], ladder.reasons["free"]) == ("contract", "used", "contracts")
    found = ladder.values.dropna(subset="value")
    assert found["value"].to_numpy() == pytest.approx((30 * found["remaining"]).to_numpy())
    assert found["remaining"].mean() == pytest.approx(multiple(0.8, 0.10), rel=0.35)
    assert ladder.check.kind == "stays" and abs(ladder.check.off) < 0.15


def test_contracts_that_nobody_left_take_a_lower_rung():
    """Nothing to fit: the multiple counts."""
    ladder = climbed(contracts(leave=0.0), contractual=True)
    assert (ladder.rung, ladder.reasons["contract"]) == ("discounted", "nobody_left")


def test_the_order_of_the_rows_does_not_matter(free):
    """Shuffled transactions, the same values; and they come back as they were."""
    before = free.copy()
    once, again = climbed(free), climbed(free.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(free, before)
    pd.testing.assert_series_equal(once.values["value"], again.values["value"], rtol=1e-6)


def test_everybody_twice_is_worth_the_same_each(free):
    """Each customer doubled under another number: the same model, twice the total."""
    double = pd.concat([free, free.assign(customer_id="x" + free["customer_id"])], ignore_index=True)
    once, twice = climbed(free), climbed(double)
    assert twice.totals["free"] == pytest.approx(2 * once.totals["free"], rel=1e-3)
