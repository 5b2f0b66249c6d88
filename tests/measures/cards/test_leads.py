"""What announces what: partial rank correlations against a published formula, and no verdict that n cannot carry."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from klantlib.measures.cards.leads import Pair, leads, partial_rank

OPTIONS = {"minimum": 10, "wrong": 0.05, "resamples": 400, "seed": 1}


def frames(sign, now, before):
    ids = [f"C{i:03}" for i in range(len(sign))]
    earlier = pd.DataFrame({"sign": sign, "outcome": before}, index=ids, dtype=float)
    return earlier, pd.DataFrame({"outcome": now}, index=ids, dtype=float)


def judged(sign, now, before, **options):
    return leads(*frames(sign, now, before), [Pair("sign", "outcome")], **{**OPTIONS, **options}).iloc[0]


def test_the_partial_correlation_is_that_of_the_formula():
    """(r_xy - r_xz r_yz) / sqrt((1 - r_xz2)(1 - r_yz2)) on Spearman's ranks (Kendall, 1942)."""
    x, y, z = [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5], [1, 3, 2, 6, 4, 5]
    xy, xz, yz = (spearmanr(a, b).statistic for a, b in ((x, y), (x, z), (y, z)))
    expected = (xy - xz * yz) / np.sqrt((1 - xz**2) * (1 - yz**2))

    assert partial_rank(np.column_stack([x, y, z]).astype(float)[None])[0] == pytest.approx(expected)


def test_with_the_same_past_for_all_it_is_the_plain_rank_correlation():
    """A past that does not vary takes nothing away."""
    x, y = [1.0, 2, 3, 4, 5], [2.0, 1, 4, 3, 5]

    assert partial_rank(np.column_stack([x, y, [7.0] * 5])[None])[0] == pytest.approx(spearmanr(x, y).statistic)


def test_what_announces_an_outcome_is_seen():
    """Forty customers with the same past: the higher the sign, the higher the outcome; and the other way round."""
    sign = np.arange(40.0)

    assert judged(sign, sign**3, [1] * 40)["verdict"] == "rises"
    assert judged(sign, -sign, [1] * 40)["verdict"] == "falls"


def test_what_merely_stays_as_it_was_announces_nothing():
    """Outcome and sign are both last period's outcome with noise: highly correlated, and nothing is announced."""
    chance = np.random.default_rng(3)
    before = chance.normal(size=200)
    sign, now = before + 0.2 * chance.normal(size=200), before + 0.2 * chance.normal(size=200)

    assert spearmanr(sign, now).statistic > 0.9
    assert judged(sign, now, before)["verdict"] == "cannot_tell"


def test_under_the_minimum_nothing_is_said():
    """Nine customers, however clear: no figure at all."""
    found = judged(range(9), range(9), [1] * 9)

    assert found["verdict"] == "too_few" and found["n"] == 9 and np.isnan(found["r"])


def test_constant_scores_say_nothing():
    """Everybody gave a four."""
    assert judged([4] * 40, range(40), range(40))["verdict"] == "cannot_tell"


def test_more_pairs_make_every_interval_wider():
    """Bonferroni: who asks ten questions must be surer of each."""
    chance = np.random.default_rng(5)
    earlier, now = frames(chance.normal(size=60), chance.normal(size=60), chance.normal(size=60))
    one = leads(earlier, now, [Pair("sign", "outcome")], **OPTIONS).iloc[0]
    ten = leads(earlier, now, [Pair("sign", "outcome")] * 10, **OPTIONS).iloc[0]

    assert ten["low"] < one["low"] and ten["high"] > one["high"]


def test_the_order_of_the_rows_does_not_matter():
    """The same customers, the same draws."""
    chance = np.random.default_rng(7)
    earlier, now = frames(chance.normal(size=30), chance.normal(size=30), chance.normal(size=30))
    turned = leads(earlier[::-1], now.sample(frac=1, random_state=2), [Pair("sign", "outcome")], **OPTIONS)

    pd.testing.assert_frame_equal(leads(earlier, now, [Pair("sign", "outcome")], **OPTIONS), turned)
