"""BG/NBD: the published answers on CDNOW, and customers that one can follow by head."""

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime.buying import Model, alive, expected, fitted, histories
from tests.cdnow import HALFWAY, purchases

PUBLISHED = Model(0.2426, 4.4135, 0.7929, 2.4258)


def lines(*rows):
    """Transactions: customer, day of 2025, revenue."""
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "revenue"])
    return frame.assign(date=pd.Timestamp(2024, 12, 31) + pd.to_timedelta(frame["day"], unit="D"))


def seen(x, t_x, age):
    return pd.DataFrame({"x": np.atleast_1d(x), "t_x": np.atleast_1d(t_x), "T": np.atleast_1d(age)})


def simulated(n=3000, weeks=60, seed=5, model=(0.8, 5.0, 0.6, 3.0)):
    """Customers that buy and leave as the model says, with known parameters."""
    random, (r, alpha, a, b) = np.random.default_rng(seed), model
    rows = []
    for rate, leaves in zip(random.gamma(r, 1 / alpha, n), random.beta(a, b, n), strict=True):
        x, t_x, t = 0, 0.0, random.exponential(1 / rate)
        while t < weeks:
            x, t_x = x + 1, t
            t = np.inf if random.random() < leaves else t + random.exponential(1 / rate)
        rows.append((x, t_x, float(weeks)))
    return pd.DataFrame(rows, columns=["x", "t_x", "T"])


def test_lines_of_a_day_are_one_purchase_and_a_credit_is_none():
    """A buys on day 1 (two lines), 8 and 15; its credit on day 20 counts in revenue only. B only returns something."""
    found = histories(
        lines(("A", 1, 10), ("A", 1, 5), ("A", 8, 20), ("A", 15, 40), ("A", 20, -7), ("B", 3, -1)),
        pd.Timestamp(2025, 1, 29),
    )
    assert found.index.tolist() == ["A"]
    assert found.loc["A", ["purchases", "x", "t_x", "T", "spend", "revenue"]].tolist() == [3, 2, 2.0, 4.0, 30.0, 68.0]


def test_nothing_after_the_day_counts():
    """On day 10 the customer bought twice, a week apart."""
    found = histories(lines(("A", 1, 10), ("A", 8, 20), ("A", 15, 40)), pd.Timestamp(2025, 1, 10))
    assert (found.loc["A", "x"], found.loc["A", "t_x"], found.loc["A", "spend"]) == (1, 1.0, 20.0)


@pytest.mark.slow
def test_cdnow_has_the_published_parameters(shared):
    """Fader, Hardie & Lee (2005), weeks in two decimals: r .2426, alpha 4.4135, a .7929, b 2.4258, LL -9582.4256."""
    history = histories(purchases(shared), HALFWAY)[["x", "t_x", "T"]].round(2)
    model, fit = fitted(history)
    assert (len(history), int(history["x"].gt(0).sum())) == (2357, 946)
    assert fit.log_likelihood == pytest.approx(-9582.4256, abs=0.0001)
    assert tuple(model) == pytest.approx(tuple(PUBLISHED), abs=0.0001)


def test_the_published_customer_buys_as_often_as_published():
    """x = 2, t_x = 30.43, T = 38.86: 1.226 purchases in the next 39 weeks."""
    assert expected(PUBLISHED, seen(2, 30.43, 38.86), 39).iloc[0] == pytest.approx(1.226, abs=0.0005)


@pytest.mark.slow
def test_parameters_come_back_from_simulated_customers():
    """3,000 customers made with r .8, alpha 5, a .6, b 3: within a fifth."""
    model, _ = fitted(simulated())
    assert tuple(model) == pytest.approx((0.8, 5.0, 0.6, 3.0), rel=0.25)


@pytest.mark.slow
def test_customers_counted_twice_have_the_same_parameters():
    """Everybody doubled: the same model, twice the log-likelihood."""
    once = simulated(400)
    model, fit = fitted(once)
    again, double = fitted(pd.concat([once, once], ignore_index=True).iloc[::-1])
    assert tuple(again) == pytest.approx(tuple(model), rel=1e-3)
    assert double.log_likelihood == pytest.approx(2 * fit.log_likelihood)


def test_without_a_repeat_there_is_no_rhythm():
    """Three customers that bought once each."""
    with pytest.raises(ValueError, match="nobody bought twice"):
        fitted(seen([0, 0, 0], [0, 0, 0], [10, 20, 30]))


def test_who_bought_once_is_not_called_alive():
    """The model is certain of a one-time buyer; that is an artefact, so nothing is told of it."""
    chance = alive(PUBLISHED, seen([0, 2], [0, 30.43], [38.86, 38.86]))
    assert np.isnan(chance[0]) and 0 < chance[1] < 1


def test_the_longer_ago_the_less_is_expected():
    """Ten purchases, the last of them 1, 10 and 30 weeks ago: fewer and fewer to come."""
    told = expected(PUBLISHED, seen([10] * 3, [49, 40, 20], [50] * 3), 52)
    assert told.is_monotonic_decreasing and told.iloc[-1] >= 0


def test_a_daily_buyer_and_a_model_at_one_give_a_number():
    """2,000 purchases in four years, and a = 1, where the formula as published divides by nothing."""
    daily = expected(Model(2.0, 5.0, 0.07, 36.0), seen(2000, 208, 208.5), 520)
    at_one = expected(Model(1.0, 5.0, 1.0, 3.0), seen([0, 3], [0, 20], [30, 30]), 52)
    near = expected(Model(1.0, 5.0, 1.001, 3.0), seen([0, 3], [0, 20], [30, 30]), 52)
    assert np.isfinite(daily).all() and daily.iloc[0] > 1000
    assert at_one.tolist() == pytest.approx(near.tolist(), rel=0.01)


def test_the_input_stays_as_it_was():
    """Transactions come back unchanged."""
    frame = lines(("A", 1, 10), ("A", 8, 20))
    before = frame.copy()
    histories(frame, pd.Timestamp(2025, 2, 1))
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.slow
def test_a_hundred_thousand_customers_take_seconds():
    """Every history different: fitted and foretold in seconds."""
    one = simulated(5000)
    many = pd.concat([one] * 20, ignore_index=True)
    spread = many.assign(T=many["T"] + np.linspace(0, 1, len(many)))
    model, _ = fitted(spread)
    assert tuple(model) == pytest.approx((0.8, 5.0, 0.6, 3.0), rel=0.3)
    assert len(expected(model, spread, 520)) == 100_000
