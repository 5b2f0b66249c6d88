"""Price against volume, on figures that one can work out by head."""

import doctest
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.measures import pricing
from klantlib.measures.pricing import break_even_loss, bundled, effect, order_cost, outcomes, per_customer, profit_rise


def test_the_examples_hold():
    """Those in the docstrings."""
    assert doctest.testmod(pricing).failed == 0


@pytest.mark.parametrize(("margin", "rise"), [(0.01, 1.0), (0.02, 0.5), (0.04, 0.25), (0.08, 0.125), (0.16, 0.0625)])
def test_one_percent_on_the_published_margins(margin, rise):
    """Net margin 1/2/4/8/16%, price +1%: 100/50/25/12.5/6.25% more profit (the Dutch text's table)."""
    assert profit_rise(0.01, margin) == pytest.approx(rise)


def test_doubling_the_rise_doubles_the_effect():
    """Price +16% on a net margin of 1% is 1600%; every row of the table doubles from column to column."""
    table = pricing.table_of_rises(pricing.MARGINS)
    assert table.loc[0.01, 0.16] == pytest.approx(16.0)
    for first, second in zip(pricing.RISES, pricing.RISES[1:], strict=False):
        assert table[second].tolist() == pytest.approx((2 * table[first]).tolist())


def test_of_a_loss_there_is_no_percentage():
    """A margin of 0 and one below it."""
    assert math.isnan(profit_rise(0.01, 0.0))
    assert math.isnan(profit_rise(0.01, -0.1))


def test_break_even_by_hand():
    """10% on a contribution margin of 40%: 10 of 50 is a fifth; selling at a loss, all of it may go."""
    assert break_even_loss(0.1, 0.4) == pytest.approx(0.2)
    assert break_even_loss(0.1, 0.0) == break_even_loss(0.1, -0.5) == 1.0


@given(st.floats(0.001, 1), st.floats(0.001, 0.9))
def test_at_the_break_even_nothing_is_left(rise, margin):
    """Just that loss of volume takes the whole rise away, whatever the rise and the margin."""
    assert effect(1000, margin, rise, break_even_loss(rise, margin)) == pytest.approx(0, abs=1e-9)
    assert effect(1000, margin, rise, 0) == pytest.approx(1000 * rise)


def customers(**columns):
    return pd.DataFrame(columns, index=list("ABCD")[: len(columns["revenue"])], dtype=float)


def test_each_customer_by_hand():
    """10% on 100 with a margin of 40: 10 more, a fifth may go. B loses 5 of 100: needs 5%. C is a credit note."""
    told = per_customer(customers(revenue=[100, 100, -10], margin=[40, -2, -4], profit=[30, -5, -4]), 0.1)
    assert told["extra_price"].tolist() == [10, 10, 0]
    assert told["new_profit"].tolist() == [40, 5, -4]
    assert told["may_lose"].tolist()[:2] == [0.2, 1.0]
    assert told["needed_rise"].tolist()[:2] == [0, 0.05]
    assert told.loc["C", ["may_lose", "needed_rise"]].isna().all()


def test_what_is_unknown_stays_unknown():
    """Without margin: the extra money, and nothing else."""
    told = per_customer(customers(revenue=[100], margin=[math.nan], profit=[math.nan]), 0.1)
    assert told.loc["A", "extra_price"] == 10
    assert told.loc["A", ["new_profit", "may_lose", "needed_rise"]].isna().all()


def orders(*amounts, customer="A"):
    return pd.DataFrame({"customer_id": customer, "revenue": [float(amount) for amount in amounts]})


@pytest.mark.parametrize(
    ("amounts", "small", "avoided"),
    [
        ((30, 30, 40, 200), 3, 2),  # 100 fills one order
        ((30, 30, 200), 2, 2),  # 60 fills none, and goes along with the 200
        ((30, 30), 2, 1),  # 60 fills none, and there is no other: one order is left
        ((100, 200), 0, 0),  # just the minimum is no small order
        ((30,), 1, 0),  # a single small order stays
        ((60, 60, 80), 3, 1),  # 200 fills two
    ],
)
def test_small_orders_put_together(amounts, small, avoided):
    """With a minimum of 100."""
    assert bundled(orders(*amounts), 100, pd.Index(["A"])).loc["A"].tolist() == [small, avoided]


def test_nobody_has_more_orders_after_than_before():
    """A minimum of 0 touches nobody, and who bought nothing has nothing to put together."""
    assert bundled(orders(1, 2), 0, pd.Index(["A", "B"])).to_numpy().tolist() == [[0, 0], [0, 0]]


def test_lines_of_one_order_are_one_order_and_credits_are_none():
    """Two lines of order 1, one without a number, one credited."""
    lines = pd.DataFrame(
        {
            "customer_id": ["A"] * 4,
            "order_id": pd.Series(["1", "1", None, "2"], dtype="str"),
            "revenue": [10.0, 5.0, 7.0, -3.0],
        }
    )
    assert sorted(pricing.order_values(lines)["revenue"]) == [7, 15]


def charges(**each):
    """Activity: (quantity, cost)."""
    rows = [("A", name, float(quantity), float(cost), False) for name, (quantity, cost) in each.items()]
    return pd.DataFrame(rows, columns=["customer_id", "activity", "quantity", "cost", "attention"])


def test_the_activity_that_occurs_once_an_order():
    """98 handled on 100 orders is within 5%, 50 visits are not; 490 over 98 is 5 each."""
    assert order_cost(charges(verwerken=(98, 490), bezoek=(50, 5000)), 100) == ("verwerken", 5.0)
    name, cost = order_cost(charges(bezoek=(50, 5000)), 100)
    assert name is None
    assert math.isnan(cost)


def test_the_fee_and_the_minimum_are_round():
    """1% of 21,853 over 425 orders is .514: .51; the lowest tenth of 1 to 100 lies under 10.9: 11."""
    assert pricing.fee_for(218.53, 425) == 0.51
    assert pricing.lowest_tenth(orders(*range(1, 101))) == 11
    assert math.isnan(pricing.fee_for(1, 0))
    assert math.isnan(pricing.lowest_tenth(orders()))


def test_outcomes_count_who_crosses_nothing():
    """Losses of 5 and 50 and a profit of 10: 6 each turns one; -20 each makes the profit a loss."""
    profit = pd.Series([-5.0, -50.0, 10.0], list("ABC"))
    told = outcomes(profit, {"up": profit * 0 + 6, "down": profit * 0 - 20, "one": pd.Series([0.0, 0, 1], list("ABC"))})
    assert told.loc["up", ["touched", "turned", "fallen", "losers"]].tolist() == [3, 1, 0, 1]
    assert told.loc["down", ["turned", "fallen", "losers"]].tolist() == [0, 1, 3]
    assert told.loc["one", ["extra", "touched", "touched_share"]].tolist() == [1, 1, pytest.approx(1 / 3)]
