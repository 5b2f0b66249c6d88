"""The curve never falls, weighs its answers, and claims no more than they carry."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.measures.survey.loyalty_curve import loyalty_curve


def answers(**loyalties):
    """One answer a customer: l1=[.2, .3] are two answers at level 1."""
    rows = [(int(level[1:]), loyalty) for level, values in loyalties.items() for loyalty in values]
    frame = pd.DataFrame(rows, columns=["level", "loyalty"], dtype=float).astype({"level": int})
    return frame.assign(customer=[f"c{row:03}" for row in range(len(frame))])


def curve(frame, **options):
    return loyalty_curve(frame["level"], frame["loyalty"], frame["customer"], **{"resamples": 200, **options})


BENT = answers(l1=[0.1, 0.3] * 5, l2=[0.2, 0.3] * 5, l3=[0.3, 0.5] * 5, l4=[0.4, 0.6] * 5, l5=[0.85, 0.95] * 5)


def test_a_rising_curve_is_the_plain_means():
    """Means .20 .25 .40 .50 .90 with ten answers each: gains .05 .15 .10 .40, the last the largest."""
    found = curve(BENT)
    assert found.levels["n"].tolist() == [10] * 5
    assert found.levels["loyalty"].tolist() == pytest.approx([0.20, 0.25, 0.40, 0.50, 0.90])
    assert found.levels["mean"].tolist() == pytest.approx([0.20, 0.25, 0.40, 0.50, 0.90])
    assert found.steps["gain"].tolist() == pytest.approx([0.05, 0.15, 0.10, 0.40])
    assert found.steps["to"].tolist() == [2, 3, 4, 5]
    assert (found.steepest, found.steps["largest"].loc[4], found.undecided) == (4, 1.0, 0.0)


def test_levels_that_fall_are_pooled_by_their_answers():
    """Three answers of .5 at level 2 and one of .3 at level 3: both become (3 x .5 + .3) / 4 = .45."""
    found = curve(answers(l1=[0.2], l2=[0.5] * 3, l3=[0.3], l4=[0.6], l5=[0.9]))
    assert found.levels["loyalty"].tolist() == pytest.approx([0.2, 0.45, 0.45, 0.6, 0.9])
    assert found.levels["mean"].tolist() == pytest.approx([0.2, 0.5, 0.3, 0.6, 0.9])
    assert found.steps["gain"].tolist() == pytest.approx([0.25, 0, 0.15, 0.3])


def test_an_empty_level_has_no_value_and_no_steps():
    """Nobody at level 3: neither 2-3 nor 3-4 can be told; 1-2 and 4-5 can."""
    found = curve(answers(l1=[0.1, 0.2], l2=[0.3, 0.4], l4=[0.5, 0.6], l5=[0.7, 0.8]))
    assert found.levels.loc[3].isna().tolist() == [False, True, True, True, True]
    assert found.levels.loc[3, "n"] == 0
    assert found.steps["gain"].isna().tolist() == [False, True, True, False]
    assert found.steps["low"].isna().tolist() == [False, True, True, False]


def test_one_customer_shows_no_spread():
    """A single answer at level 5 has a value but no band, and its step no interval."""
    found = curve(answers(l4=[0.4, 0.6], l5=[0.9]))
    assert found.levels.loc[5, "loyalty"] == pytest.approx(0.9)
    assert found.levels.loc[5, ["low", "high"]].isna().all()
    assert found.steps.loc[4, "gain"] == pytest.approx(0.4)
    assert found.steps.loc[4, ["low", "high"]].isna().all()


def test_a_lone_step_is_not_the_largest_of_anything():
    """Only levels 4 and 5 were answered: there is nothing to compare the step with."""
    found = curve(answers(l4=[0.4] * 20, l5=[0.9] * 20))
    assert (found.steps["largest"].sum(), found.undecided) == (0, 1)


def test_a_flat_curve_has_no_steepest_step():
    """Everyone equally loyal: gains of 0, none of them the largest."""
    found = curve(answers(l1=[0.5] * 4, l2=[0.5] * 4, l3=[0.5] * 4, l4=[0.5] * 4, l5=[0.5] * 4))
    assert (found.steepest, found.steps["largest"].sum()) == (None, 0)


def test_no_answers_no_curve():
    """Nothing asked, nothing known; no resample is drawn."""
    found = curve(BENT.iloc[:0])
    assert (found.levels["n"].sum(), found.steepest, found.undecided) == (0, None, 1)
    assert found.levels[["loyalty", "low", "high"]].isna().all(axis=None)


def test_answers_without_loyalty_are_left_out():
    """Of two answers at level 1 one has no loyalty: n is 1."""
    assert curve(answers(l1=[0.2, None], l2=[0.4])).levels["n"].tolist() == [1, 1, 0, 0, 0]


def test_ten_answers_of_one_customer_are_no_ten_witnesses():
    """With the same answers, the band is wider when they come from two customers than from twenty."""
    twenty = answers(l3=[0.2, 0.8] * 10)
    two = twenty.assign(customer=["a", "b"] * 10)
    width = {name: band["high"] - band["low"] for name, band in (("20", curve(twenty).levels.loc[3]),
                                                                  ("2", curve(two).levels.loc[3]))}  # fmt: skip
    assert width["2"] == pytest.approx(0.6)
    assert width["20"] < 0.5


def test_the_same_seed_gives_the_same_band():
    """Twice the same run, the same figures; another seed moves the band, not the curve."""
    first, second, other = curve(BENT), curve(BENT), curve(BENT, seed=2)
    pd.testing.assert_frame_equal(first.levels, second.levels)
    assert not first.levels.equals(other.levels)
    assert first.levels["loyalty"].equals(other.levels["loyalty"])


LOYALTIES = st.lists(st.tuples(st.integers(1, 5), st.floats(0, 1).map(lambda x: round(x, 3))), min_size=1, max_size=25)


@settings(max_examples=40, deadline=None)
@given(LOYALTIES, st.randoms())
@pytest.mark.slow
def test_the_curve_never_falls_and_lies_in_its_band_whatever_the_order(pairs, chance):
    """Non-decreasing, low <= curve <= high, the weighted mean kept, and shuffled rows give the same."""
    frame = pd.DataFrame(pairs, columns=["level", "loyalty"]).assign(customer=lambda f: [f"{i:02}" for i in f.index])
    found = curve(frame, resamples=30)
    there = found.levels[found.levels["n"] > 0]
    assert there["loyalty"].is_monotonic_increasing
    assert not (there["low"] > there["loyalty"]).any()
    assert not (there["high"] < there["loyalty"]).any()
    assert (there["n"] * there["loyalty"]).sum() == pytest.approx(frame["loyalty"].sum(), abs=1e-6)
    shuffled = frame.iloc[chance.sample(range(len(frame)), len(frame))]
    pd.testing.assert_frame_equal(curve(shuffled, resamples=30).levels, found.levels)


def test_the_data_are_left_as_they_were():
    """The answers come back as they were given."""
    before = BENT.copy()
    curve(BENT)
    pd.testing.assert_frame_equal(BENT, before)


def test_a_gain_carries_money_from_so_many_answers():
    """Fifty answers with gains of .05 .15 .10 .40; of fifty-one asked none of them does."""
    assert curve(BENT).n == 50
    assert curve(BENT).gains(50).tolist() == pytest.approx([0.05, 0.15, 0.10, 0.40])
    assert curve(BENT).gains(51).isna().all()


def test_the_last_step_is_judged_when_the_resamples_agree():
    """From 4 to 5 loyalty rises 40 points of 70: surely most; the other way round surely not; few cannot tell."""
    turned = answers(l1=[0.1, 0.3] * 5, l2=[0.6, 0.8] * 5, l3=[0.7, 0.8] * 5, l4=[0.75, 0.85] * 5, l5=[0.8, 0.84] * 5)
    assert curve(BENT).convex(30, 0.95) == "yes"
    assert curve(turned).convex(30, 0.95) == "no"
    assert curve(BENT).convex(51, 0.95) == "cannot_tell"
