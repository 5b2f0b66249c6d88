"""Gamma-gamma: the published answers on CDNOW, and the pull towards everybody's mean."""

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime.buying import histories
from klantlib.measures.lifetime.spending import Spending, expected_amount, spending
from tests.cdnow import HALFWAY, purchases


def test_cdnow_has_the_published_parameters(shared):
    """Fader & Hardie (2013), 946 repeaters: p 6.25, q 3.74, v 15.45, log-likelihood -4055.92."""
    repeats = histories(purchases(shared), HALFWAY).dropna(subset="spend")
    model, fit = spending(repeats["spend"], repeats["x"])
    assert len(repeats) == 946
    assert tuple(model) == pytest.approx((6.25, 3.74, 15.45), abs=0.015)
    assert fit.log_likelihood == pytest.approx(-4055.92, abs=0.01)


def test_parameters_come_back_from_simulated_amounts():
    """2,000 customers with p 4, q 5, v 200: within a quarter, and the mean amount p v / (q - 1) = 200 within 5%."""
    random = np.random.default_rng(2)
    x = random.integers(1, 12, 2000)
    mean = random.gamma(4 * x, 1 / (x * random.gamma(5, 1 / 200, 2000)))
    model, _ = spending(pd.Series(mean), pd.Series(x))
    assert tuple(model) == pytest.approx((4, 5, 200), rel=0.25)
    assert model.p * model.v / (model.q - 1) == pytest.approx(200, rel=0.05)


@pytest.mark.slow
def test_amounts_in_cents_are_a_hundred_times_those_in_euros():
    """Only v is money."""
    random = np.random.default_rng(3)
    mean, x = pd.Series(random.gamma(6, 10, 200)), pd.Series(random.integers(1, 9, 200))
    euros, cents = spending(mean, x)[0], spending(mean * 100, x)[0]
    assert tuple(cents) == pytest.approx((euros.p, euros.q, euros.v * 100), rel=1e-6)


def test_an_own_mean_weighs_more_the_more_was_bought():
    """p 1, q 3, v 20: everybody's mean is 20 / 2 = 10; a mean of 100 after 1, 2 and 100 purchases."""
    told = expected_amount(Spending(1, 3, 20), pd.Series([100.0, 200.0, 10_000.0]), pd.Series([1, 2, 100]))
    assert told.tolist() == pytest.approx([120 / 3, 220 / 4, 10_020 / 102])


def test_nobody_has_no_amounts():
    """Without repeat purchases there is nothing to fit."""
    with pytest.raises(ValueError, match="nobody bought twice"):
        spending(pd.Series(dtype=float), pd.Series(dtype=int))
