"""Targets per class and what happened: on amounts that one can add up by head."""

import math

import pandas as pd
import pytest

from klantlib.measures.plans.objectives import UNCLASSED, again, pairs_of, realised, repeated, strangers, targets
from tests.made_accounts import accounts


def objectives(*rows):
    """Class, lapse %, growth %, new accounts."""
    return pd.DataFrame(list(rows), columns=["class", "lapse", "growth", "new_accounts"])


def classes(**of):
    return pd.Series(of, dtype=object)


@pytest.fixture
def five():
    """Key account A of 100, large B of 60, small C and D of 20 each; before 80, 60, 20 and, now gone, E 20."""
    now = accounts([100, 60, 20, 20], [1, 1, 1, 1])
    before = accounts([80, 60, 20, 0, 20], [1, 1, 1, 1, 1])
    then = classes(A="key_account", B="large", C="small", E="small")
    return now, classes(A="key_account", B="large", C="small", D="small"), before, then


def test_a_target_is_existing_less_lapse_plus_growth_plus_new(five):
    """100 less 10% is 90, plus 20% is 108, plus 7 new is 115."""
    now, of, *_ = five
    row = targets(now, of, objectives(("key_account", 10, 20, 7))).loc["key_account"]
    assert row[["existing", "lost", "grown", "won", "target"]].tolist() == pytest.approx([100, 10, 18, 7, 115])


def test_the_goal_is_the_sum_and_what_has_no_objective_stays(five):
    """115 for A, the rest unchanged at 100, and 30 of unknown numbers: 245."""
    _, of, *_ = five
    now = accounts([100, 60, 20, 20], [1, 1, 1, 1], stray=30)
    goals = targets(now, of, objectives(("key_account", 10, 20, 7)))
    assert goals["target"].sum() == pytest.approx(245)
    assert goals.loc[UNCLASSED, "target"] == 30
    assert goals["aimed"].tolist() == [True, False, False, False, False, False]


def test_what_was_not_filled_in_counts_as_nothing(five):
    """Only a lapse of 50%: 60 becomes 30; the growth stays unknown."""
    now, of, *_ = five
    row = targets(now, of, objectives(("large", 50, math.nan, math.nan))).loc["large"]
    assert row["target"] == 30
    assert math.isnan(row["growth"])


def test_a_customer_without_a_class_is_in_none(five):
    """D has no class: its 20 is unclassed."""
    now, of, *_ = five
    goals = targets(now, of.drop("D"), objectives())
    assert goals.loc["small", "existing"] == 20
    assert goals.loc[UNCLASSED, ["customers", "existing"]].tolist() == [1, 20]


def test_the_first_row_of_a_class_counts_and_strangers_are_named(five):
    """Large twice: 10% off, not 20%. Bakers are none of our classes."""
    now, of, *_ = five
    rows = objectives(("large", 10, 0, 0), ("large", 20, 0, 0), ("Bakkers", 1, 1, 1), ("Bakkers", 2, 2, 2))
    assert targets(now, of, rows).loc["large", "target"] == 54
    assert strangers(rows) == ["Bakkers"]


def test_what_happened_to_who_was_in_a_class_then(five):
    """The small had 40: E's 20 went, a half; C stayed as it was; D is new, of 20. A grew from 80 to 100, a quarter."""
    done = realised(*five[:2], *five[2:])
    assert done.loc["small", ["then_customers", "then", "lapse", "growth", "again"]].tolist() == [2, 40, 0.5, 0, 0.5]
    assert done.loc["key_account", ["lapse", "growth", "again"]].tolist() == [0, 0.25, 1.25]
    assert done["new_accounts"].tolist() == [0, 0, 0, 20, 0]
    assert math.isnan(done.loc["loss_maker", "lapse"])


def test_doing_it_again_is_existing_times_what_happened_and_the_new(five):
    """100 x 1.25 + 60 x 1 + 40 x 0.5 + 20 new = 225."""
    now, of, before, then = five
    goals, done, pairs = targets(now, of, objectives()), realised(*five), pairs_of(now, before, then)
    assert again(goals, done, pairs).tolist() == [125, 0, 60, 40, 0]
    outcome = repeated(goals, done, pairs, resamples=10, seed=1)
    assert outcome.revenue == 225
    assert math.isnan(outcome.interval.low)  # of four customers


def test_a_class_that_nobody_was_in_follows_all_together(five):
    """D is a future key account now; nobody was then. All went from 180 to 180: D's 20, and 20 new like it."""
    now, of, before, then = five
    of = of.mask(of.index == "D", "future_key_account")
    goals = targets(now, of, objectives())
    assert again(goals, realised(now, of, before, then), pairs_of(now, before, then))["future_key_account"] == 40


def test_without_a_period_before_nothing_is_known(five):
    """No accounts of then: no lapse, no growth, and no figure for doing it again."""
    now, of, *_ = five
    nobody = accounts([], [])
    goals, done = targets(now, of, objectives()), realised(now, of, nobody, classes())
    assert done[["lapse", "growth", "again", "new_accounts"]].isna().all(axis=None)
    assert math.isnan(repeated(goals, done, pairs_of(now, nobody, classes()), resamples=10, seed=1).revenue)


def test_the_interval_holds_the_figure_and_the_same_seed_gives_the_same():
    """Twenty customers that went from 10 to 5 or 15 in turn: around 200, never outside 100 to 300."""
    before, now = accounts([10] * 20, [1] * 20), accounts([5, 15] * 10, [1] * 20)
    of = pd.Series("small", now.customers.index, dtype=object)
    goals, done = targets(now, of, objectives()), realised(now, of, before, of)
    outcome = repeated(goals, done, pairs_of(now, before, of), resamples=200, seed=1)
    assert outcome == repeated(goals, done, pairs_of(now, before, of), resamples=200, seed=1)
    assert outcome.revenue == 200
    assert 100 < outcome.interval.low < 200 < outcome.interval.high < 300


def test_customers_that_change_nothing_leave_no_doubt():
    """All bought the same as before: doing it again is certain."""
    now = accounts([10] * 12, [1] * 12)
    of = pd.Series("small", now.customers.index, dtype=object)
    goals, done = targets(now, of, objectives()), realised(now, of, now, of)
    outcome = repeated(goals, done, pairs_of(now, now, of), resamples=50, seed=1)
    assert outcome.interval.low == outcome.interval.high == outcome.revenue == 120
