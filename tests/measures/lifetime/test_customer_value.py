"""The parts of a customer's value: by head, and on customers that buy by a known rule."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from klantlib.measures.lifetime import buying
from klantlib.measures.lifetime.customer_value import (
    amounts,
    by_class,
    equity_draws,
    interval,
    per_purchase,
    placed,
    purchases_in,
    streams,
)

END = date(2025, 12, 31)


def accounts_frame(**rows):
    """customer -> (revenue, margin, cost_to_serve)."""
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["revenue", "margin", "cost_to_serve"]).astype(float)
    return frame.assign(profit=frame["margin"] - frame["cost_to_serve"].fillna(0.0))


def test_what_a_purchase_leaves_by_hand():
    """A: 25 a purchase at 40% less 50/5 of service = 0. L did not buy: 25 at 38/110 less 55/110 of it."""
    frame = accounts_frame(A=(100, 40, 50), B=(10, -2, 5))
    found = per_purchase(frame, pd.Series({"A": 25.0, "B": 10.0, "L": 25.0}), pd.Series({"A": 5, "B": 1}))
    assert found.loc["A"].tolist() == pytest.approx([0.4, 10, 0])
    assert found.loc["B"].tolist() == pytest.approx([-0.2, 5, -7])
    assert found.loc["L"].tolist() == pytest.approx([38 / 110, 12.5, 25 * 38 / 110 - 12.5])


def test_an_unknown_margin_stays_unknown_and_unknown_service_is_none():
    """A's margin is unknown; of nobody the cost-to-serve is."""
    frame = accounts_frame(A=(100, math.nan, math.nan), B=(100, 30, math.nan))
    found = per_purchase(frame, pd.Series({"A": 10.0, "B": 10.0}), pd.Series({"A": 1, "B": 1}))
    assert math.isnan(found.loc["A", "per_purchase"])
    assert found.loc["B", "per_purchase"] == pytest.approx(3)


def test_streams_count_later_purchases_for_less():
    """Without interest the discounted purchases of one year are those of the year; with interest less."""
    model, history = buying.Model(0.8, 5.0, 0.6, 3.0), pd.DataFrame({"x": [4], "t_x": [30.0], "T": [40.0]})
    one, ten = streams(model, history, 0.0, 1), streams(model, history, 0.0, 10)
    assert one["discounted"].tolist() == pytest.approx(one["expected"].tolist())
    assert ten["discounted"][0] == pytest.approx(buying.expected(model, history, 10 * 365.25 / 7)[0])
    assert streams(model, history, 0.1, 1)["discounted"][0] == pytest.approx(one["expected"][0] / 1.1**0.5)


def history_of(x, spend):
    x, spend = np.array(x), np.array(spend, float)
    return pd.DataFrame({"x": x, "purchases": x + 1, "spend": spend, "revenue": spend * (x + 1)})


def test_where_number_and_amount_go_together_each_keeps_its_own_mean():
    """Who buys more often spends more: gamma-gamma would pull the small ones up."""
    x = np.arange(1, 41)
    together, found = amounts(history_of(x, 10 * x))
    assert together.tolist() == pytest.approx((10 * x).tolist())
    assert set(found) == {"correlation"} and found["correlation"] == pytest.approx(1)


def test_where_they_do_not_gamma_gamma_pulls_towards_the_mean():
    """Amounts in no order: those above the mean come down, those below come up."""
    random = np.random.default_rng(4)
    x, spend = random.integers(1, 6, 300), random.gamma(3, 20, 300)
    told, found = amounts(history_of(x, spend))
    assert {"p", "q", "v", "log_likelihood_amounts"} <= set(found)
    assert told[spend.argmax()] < spend.max() and told[spend.argmin()] > spend.min()


def test_purchases_of_the_period():
    """A bought on three days, two of them in the last year."""
    days = pd.to_datetime(["2023-05-01", "2025-02-01", "2025-12-31"])
    sales = pd.DataFrame({"customer_id": "A", "date": days, "revenue": 5.0})
    assert purchases_in(sales, END, 12).to_dict() == {"A": 2}


def test_classes_and_the_silent():
    """A has a class, B none, C did nothing in the period."""
    classes = pd.Series({"A": "large", "B": None, "C": "small"}, dtype=object)
    assert placed(pd.Index(list("ABC")), classes, pd.Index(list("AB"))).tolist() == ["large", "unclassed", "silent"]


def test_the_value_of_classes_adds_up():
    """20 - 5 + 10 = 25; an unknown value is none; each is over those counted."""
    customers = pd.DataFrame(
        {
            "class": ["large", "loss_maker", "small", "small"],
            "profit": [2.0, -1, 1, math.nan],
            "value": [20.0, -5, 10, math.nan],
        }
    )
    found = by_class(customers, {})
    assert found["value"].to_dict() == {"large": 20, "small": 10, "loss_maker": -5, "total": 25}
    assert found["customers"].to_dict() == {"large": 1, "small": 2, "loss_maker": 1, "total": 4}
    assert found.loc["total", "low":"high"].isna().all()


def test_an_interval_takes_ten_customers_and_holds_the_total():
    """Twelve customers of 1..12: the interval has 78 in it. Nine have none."""
    customers = pd.DataFrame({"class": "small", "profit": 1.0, "value": np.arange(1.0, 13)}, index=list("ABCDEFGHIJKL"))
    low, high = interval(equity_draws(customers, None, 500, 1)["total"])
    assert low < 78 < high
    assert equity_draws(customers.head(9), None, 500, 1) == {}


def test_where_retention_was_measured_it_is_measured_anew_in_each_draw():
    """Twelve alike, all of whom stayed but two: the spread is that of retention, for profit is the same everywhere."""
    ids = list("ABCDEFGHIJKL")
    customers = pd.DataFrame({"class": "small", "profit": 1.0, "value": 1.0}, index=ids)
    bought = pd.Series(True, index=ids)
    again = bought.where(~bought.index.isin(["A", "B"]), False)
    draws = equity_draws(customers, (bought, again, 0.1), 200, 1)["total"]
    assert len(set(draws.round(6))) > 3
