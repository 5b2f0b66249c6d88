"""Weighted value, classes and how sure they are: on customers that one can judge by head."""

import math

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.classes import (
    FACTORS,
    Rules,
    classed,
    drawings,
    full_marks,
    large_ones,
    otherwise,
    scaled,
    staying,
    weighed,
    weights_of,
)

RULES = Rules(key_accounts=2, key_from=0.5, large=0.5, strategic_from=3.0, known_from=0.6)
NOTHING = dict.fromkeys(FACTORS, math.nan)


def raw(**columns):
    """Factors of customers A, B, C ...; what is not given is unknown."""
    n = len(next(iter(columns.values())))
    return pd.DataFrame({name: columns.get(name, [math.nan] * n) for name in FACTORS}, list("ABCDEFGHIJKL")[:n])


def customers(revenue, value, **columns):
    """A frame as `classed` takes it: profit 1, everything known, no potential and no score, unless given."""
    n = len(revenue)
    usual = {"profit": [1.0] * n, "known": [1.0] * n, "potential_revenue": [math.nan] * n, "strategic": [math.nan] * n}
    frame = pd.DataFrame({"revenue": revenue, "value": value, **usual, **columns}, list("ABCDEFGHIJKL")[:n])
    return frame.astype(float)


def test_a_money_factor_runs_from_nothing_to_the_full_mark():
    """Full mark 100: 50 is half, 200 is no more than 1, a loss is 0, unknown stays unknown."""
    parts = scaled(raw(profit=[50, 200, -30, math.nan]), {"profit": 100, "significance": math.nan, "potential": 1})
    assert parts["profit"].tolist()[:3] == [0.5, 1, 0]
    assert math.isnan(parts.loc["D", "profit"])


def test_scores_run_from_their_lowest_to_their_highest():
    """Strategic 2.5 of 0-5 is a half; satisfaction 3 of 1-5 is a half, and 1 is nothing."""
    parts = scaled(
        raw(strategic=[2.5, 5], satisfaction=[3, 1]), dict.fromkeys(("profit", "significance", "potential"), 1.0)
    )
    assert parts["strategic"].tolist() == [0.5, 1]
    assert parts["satisfaction"].tolist() == [0.5, 0]


def test_one_giant_does_not_set_the_full_mark():
    """Of 1, 2, 3 and a million the full mark is 3; of one customer it is its own; of none there is none."""
    full = full_marks(raw(profit=[1, 2, 3, 1e6], potential=[7, 0, math.nan, -1]), 0.97)
    assert (full["profit"], full["potential"]) == (3, 7)
    assert math.isnan(full["significance"])


def test_who_has_nothing_changes_no_full_mark():
    """Customers at 0, in the red or unknown do not count in it."""
    some = raw(profit=[1, 2, 3, 4])
    more = raw(profit=[1, 2, 3, 4, 0, -5, math.nan])
    assert full_marks(some, 0.97)["profit"] == full_marks(more, 0.97)["profit"]


def test_weights_add_up_to_one_over_the_factors_that_are_known():
    """Profit 3 and strategic 1, and satisfaction 6 that nobody answered: three quarters and a quarter."""
    parts = scaled(raw(profit=[1, 2], strategic=[4, math.nan]), {"profit": 2, "significance": 1, "potential": 1})
    wished = {**dict.fromkeys(FACTORS, 0.0), "profit": 3.0, "strategic": 1.0, "satisfaction": 6.0}
    assert weights_of(parts, wished) == {"profit": 0.75, "strategic": 0.25}
    assert weights_of(parts, dict.fromkeys(FACTORS, 0.0)) == {}


def test_the_value_is_the_weighted_mean_of_what_is_known():
    """Profit 1 and strategic 0.5 at 3 to 1: 0.875. Without a score the profit alone, of three quarters known."""
    parts = pd.DataFrame({**NOTHING, "profit": [1.0, 0.4, math.nan], "strategic": [0.5, math.nan, math.nan]})
    found = weighed(parts, {"profit": 0.75, "strategic": 0.25})
    assert found["value"].tolist()[:2] == [0.875, 0.4]
    assert found["known"].tolist() == [1, 0.75, 0]
    assert math.isnan(found["value"][2])


def test_the_large_make_the_first_half_of_the_revenue():
    """Of 50, 30, 20 only the first; of 40, 40, 20 both forties, as equal is equally large; of nothing nobody."""
    assert large_ones(pd.Series([50, 30, 20]), 0.5)[0].tolist() == [True, False, False]
    assert large_ones(pd.Series([40, 40, 20]), 0.5)[0].tolist() == [True, True, False]
    assert large_ones(pd.Series([40.0, 40, 20]), 0.5)[1] == 40
    assert large_ones(pd.Series([0.0, -5]), 0.5)[1] == math.inf


def test_each_class_by_its_own_rule():
    """
    Large are A, B, C and D (30, 30, 30, 30 of 150). A and B have value; C has too little of it; D loses money; E may
    become large with a score of 3; F has no score.
    """
    frame = customers(
        [30, 30, 30, 30, 16, 14],
        [0.9, 0.6, 0.4, 0.9, 0.3, 0.3],
        profit=[1, 1, 1, -1, 1, 1],
        strategic=[1, 1, 5, 5, 3, math.nan],
        potential_revenue=[30, 30, 99, 99, 30, 99],
    )
    found = classed(frame, RULES._replace(large=0.75))["class"].tolist()
    assert found == ["key_account", "key_account", "large", "loss_maker", "future_key_account", "small"]


def test_there_are_no_more_key_accounts_than_the_cap():
    """Three with value and two places: the lowest value waits as large; with one place two wait."""
    frame = customers([10, 10, 10], [0.7, 0.9, 0.8])
    assert classed(frame, RULES)["class"].tolist() == ["large", "key_account", "key_account"]
    assert classed(frame, RULES._replace(key_accounts=1))["class"].tolist() == ["large", "key_account", "large"]


def test_of_equal_values_the_larger_goes_first_and_equals_share_their_fate():
    """A and B have 0.8 and B the most revenue. Three wholly equal customers do not fit in two places: none is in."""
    assert classed(customers([10, 12, 11], [0.8, 0.8, 0.9]), RULES._replace(large=0.9))["class"].tolist() == [
        "large",
        "key_account",
        "key_account",
    ]
    assert set(classed(customers([10, 10, 10], [0.8, 0.8, 0.8]), RULES)["class"]) == {"large"}


def test_with_too_little_known_nobody_is_a_key_account():
    """Half of the weights known where 60% is needed: large, whatever the value."""
    assert classed(customers([10], [1.0], known=[0.5]), RULES)["class"].tolist() == ["large"]
    assert classed(customers([10], [1.0], known=[0.6]), RULES)["class"].tolist() == ["key_account"]


def test_an_unknown_profit_is_no_class_unless_it_is_unknown_of_all():
    """B's profit is missing while A's is known: no class. Of both missing: classed by the rest, and no loss-makers."""
    one = classed(customers([10, 10], [0.9, 0.9], profit=[1, math.nan]), RULES)["class"]
    assert one["A"] == "key_account" and pd.isna(one["B"])
    both = classed(customers([10, 10], [0.9, 0.8], profit=[math.nan] * 2), RULES)["class"]
    assert both.tolist() == ["key_account", "key_account"]


def test_who_is_near_a_limit():
    """
    Value from 0.5, moved by a tenth: B's 0.48 would do at 0.45, C's 0.52 no longer at 0.55. A stands at nothing.
    """
    frame = customers([10, 10, 10], [0.9, 0.48, 0.52], margin=[5.0] * 3, cost_to_serve=[1.0] * 3)
    other, moved = otherwise(frame, RULES._replace(key_accounts=9), 0.1)
    assert other.tolist() == [None, "key_account", "large"]
    assert moved.loc["value"].tolist() == [1, 1]


def test_a_thin_profit_is_near_a_loss():
    """A profit of 1 is gone when serving it costs a tenth more than 20; that counts as tighter."""
    frame = customers([10], [0.1], profit=[1.0], margin=[21.0], cost_to_serve=[20.0])
    other, moved = otherwise(frame, RULES, 0.1)
    assert other.tolist() == ["loss_maker"]
    assert moved.loc["profit"].tolist() == [0, 1]


def test_drawings_stay_within_the_spread_and_add_up_to_one():
    """Two equal weights, half to one and a half times: no share under 0.25 or over 0.75; the same seed, the same."""
    drawn = drawings(np.array([0.5, 0.5]), resamples=200, spread=0.5, seed=1)
    assert np.allclose(drawn.sum(axis=1), 1)
    assert drawn.min() >= 0.25 and drawn.max() <= 0.75
    assert (drawn == drawings(np.array([0.5, 0.5]), resamples=200, spread=0.5, seed=1)).all()


@pytest.fixture
def three():
    """A is best on both factors; B on profit alone, C on strategic value alone; all large, one place."""
    parts = pd.DataFrame({**NOTHING, "profit": [1.0, 0.9, 0.0], "strategic": [1.0, 0.0, 0.9]}, list("ABC"))
    weights = {"profit": 0.5, "strategic": 0.5}
    return parts, customers([10, 10, 10], [1, 0.45, 0.45]), weights


def test_who_is_best_on_everything_always_stays(three):
    """Whatever the weights A is first; B and C never, with one place."""
    found = staying(*three, RULES._replace(key_accounts=1, key_from=0.1), resamples=100, spread=0.5, seed=1)
    assert found.to_dict() == {"A": 1, "B": 0, "C": 0}


def test_a_second_place_between_two_hangs_on_the_weights(three):
    """B or C is second as profit or strategy weighs more: together always one of the two, each in some drawings."""
    found = staying(*three, RULES._replace(key_from=0.1), resamples=200, spread=0.5, seed=1)
    assert found["B"] + found["C"] == pytest.approx(1)
    assert 0.3 < found["B"] < 0.7


def test_without_spread_what_is_stays_and_without_drawings_nothing_is_known(three):
    """Weights that are not varied give the classes themselves; no drawings, no share."""
    still = staying(*three, RULES._replace(key_from=0.6), resamples=5, spread=0.0, seed=1)
    assert still.to_dict() == {"A": 1, "B": 0, "C": 0}
    assert staying(*three, RULES, resamples=0, spread=0.5, seed=1).isna().all()


def test_the_order_of_the_rows_does_not_matter(three):
    """Shuffled customers have the same classes and the same shares."""
    parts, frame, weights = three
    rules, draws = RULES._replace(key_from=0.1), {"resamples": 50, "spread": 0.5, "seed": 1}
    found = staying(parts, frame, weights, rules, **draws)
    again = staying(parts.iloc[::-1], frame.iloc[::-1], weights, rules, **draws)
    assert found.sort_index().equals(again.sort_index())
    assert classed(frame, rules)["class"].to_dict() == classed(frame.iloc[::-1], rules)["class"].to_dict()
