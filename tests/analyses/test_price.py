"""A price rise on customers that one can work out by head: the published table, the break-even, and who turns."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.price import analyse
from klantlib.blocks import Chart, Heading
from klantlib.languages import languages
from tests.made_accounts import accounts

NO_ORDERS = pd.DataFrame(
    {
        "customer_id": pd.Series(dtype="str"),
        "order_id": pd.Series(dtype="str"),
        "revenue": pd.Series(dtype=float),
    }
)


def file(**buys_on):
    """The client's table of customers: what each buys on."""
    return pd.DataFrame({"customer_id": list(buys_on), "buys_on": pd.Series(list(buys_on.values()), dtype="str")})


def ordered(**amounts):
    """A transaction for each amount, each an order of its own."""
    rows = [(name, f"{name}{i}", float(a)) for name, each in amounts.items() for i, a in enumerate(each)]
    return pd.DataFrame(rows, columns=["customer_id", "order_id", "revenue"]).astype({"customer_id": "str"})


def charged(known, **costs):
    """The same accounts with what each customer was charged: activity=(quantity each, cost each)."""
    rows = [
        (key, name, float(quantity), float(cost), False)
        for name, (quantity, cost) in costs.items()
        for key in known.customers.index
    ]
    frame = pd.DataFrame(rows, columns=["customer_id", "activity", "quantity", "cost", "attention"])
    return replace(known, charges=frame)


def analysed(known, customers=None, transactions=NO_ORDERS, **options):
    return analyse(known, file() if customers is None else customers, transactions, **options)


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


def keys(result):
    return [block.key for block in result.blocks()]


FOUR = accounts([100] * 4, [40] * 4, [36, 36, 36, 36])  # a net margin of 4%, a gross margin of 40%
TWO = accounts([100, 100], [40, 30], [30, 32])  # A makes 10, B loses 2


def test_the_published_table_is_in_the_chapter():
    """Net margin 1/2/4/8/16%, price +1%: 100/50/25/12.5/6.25%; +16% at 1%: 1600%."""
    result = analysed(FOUR)
    rule = [row for row in block(result, "general_table").rows if row[1] == "any"]
    assert [row[2] for row in rule] == [1.0, 0.5, 0.25, 0.125, 0.0625]
    assert rule[0][2:] == [1, 2, 4, 8, 16]
    assert result.figures()["table"]["0.01"]["0.16"] == 16


def test_the_client_s_own_margin_stands_in_the_table():
    """16 on 400 is 4%: 25% more profit for 1%, in its place between the others."""
    rows = block(analysed(FOUR), "general_table").rows
    assert ["own_contribution", 0.25] in [[row[1], row[2]] for row in rows]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_the_break_even_stands_beside_the_effect():
    """1% on a gross margin of 40%: 1/41 of the volume; the extra is 4 on 16."""
    figures = analysed(FOUR).figures()
    assert figures["break_even_loss"] == pytest.approx(1 / 41)
    assert (figures["extra"], figures["profit_rise"], figures["net_margin"]) == (4, 0.25, 0.04)
    heading = analysed(FOUR).blocks()[0]
    assert heading.values["loss"] == pytest.approx(1 / 41)


def test_the_picture_crosses_zero_at_the_break_even():
    """Three lines, each 0 at its own break-even and below it further on."""
    chart = block(analysed(FOUR), "picture")
    rows = list(zip(chart.data["rise"], chart.data["volume"], chart.data["effect"], strict=True))
    assert len(rows) == 9
    assert rows[0] == (0.01, 0.0, 0.25)
    assert [row[2] for row in rows[1::3]] == pytest.approx([0, 0, 0], abs=1e-9)
    assert all(row[2] < 0 for row in rows[2::3])


def test_after_the_costs_above_the_customer_the_effect_is_larger():
    """Of 16, 12 goes to the company: 4 is left, and 4 more is twice that."""
    result = analysed(replace(FOUR, above_customer=12.0))
    assert result.whole.result == 4
    assert block(result, "result").values["gain"] == 1.0
    assert "own_result" in [row[1] for row in block(result, "general_table").rows]


def test_with_nothing_left_after_them_no_percentage_is_told():
    """Of 16, 20 goes to the company."""
    assert "result_loss" in keys(analysed(replace(FOUR, above_customer=20.0)))


def test_who_leaves_the_red():
    """B loses 2 of 100: with 1% it still does, with 2% it does not."""
    one, two = analysed(TWO), analysed(TWO, rise=0.02)
    assert (one.figures()["turned"], two.figures()["turned"]) == ([], ["B"])
    assert ("customers_stay" in keys(one), "customers_turn" in keys(two)) == (True, True)
    assert one.losers["needed_rise"].tolist() == [0.02]


def test_a_total_below_zero_is_told_in_money():
    """Two losses: no percentage anywhere, and 2 of extra."""
    result = analysed(accounts([100, 100], [20, 20], [30, 30]))
    figures = result.figures()
    assert (figures["percentages_suppressed"], figures["net_margin"], figures["profit_rise"]) == (True, None, None)
    assert (figures["extra"], keys(result)[0]) == (2, "money_only")
    assert block(result, "picture_money").formats["effect"] == "money"


def test_a_thin_balance_of_profit_and_loss_explodes():
    """50 less 49 is 1: percentages of that mean nothing."""
    assert analysed(accounts([100, 100], [50, 10], [0, 59])).figures()["percentages_suppressed"]


def test_sold_at_cost_there_is_no_volume_to_lose():
    """A gross margin of nothing: the heading and the finding say so, and no share of volume is named."""
    assert {"effect_free", "effect_under_cost"} <= set(keys(analysed(EDGES["sold under cost"][0])))


def test_without_losses_nobody_has_to_turn():
    """All four make a profit: who pays differs, and nothing is said of leaving the red."""
    assert "what_if_none" in keys(analysed(FOUR))


def test_without_cost_to_serve_it_is_said_to_be_gross_margin():
    """Profit is the margin then; the note says so, and the net margin is the gross one."""
    result = analysed(accounts([100] * 3, [40] * 3))
    assert "kind_margin" in keys(result)
    assert result.figures()["net_margin"] == result.figures()["contribution_margin"] == 0.4


def test_without_margin_only_the_extra_money_is_told():
    """No break-even, no percentage, no table of what-ifs."""
    result = analysed(accounts([100] * 3))
    assert keys(result)[:3] == ["margin_unknown", "question", "effect_unknown"]
    assert result.figures()["break_even_loss"] is None
    assert "what_if_table" not in keys(result)


def test_customers_of_unknown_margin_stand_apart():
    """The whole is that of A: 100, not 200; B is named."""
    result = analysed(accounts([100, 100], [40, math.nan], [10, 10]))
    assert (result.whole.customers, result.whole.revenue) == (1, 100)
    assert block(result, "unknown_margin").values["names"] == ["Klant B"]


def test_a_fee_hits_who_orders_often():
    """A orders 1 x 100, B 10 x 10. A fee of 1: A pays 1, B 10, and B's loss of 8 is gone."""
    known = accounts([100, 100], [40, 40], [10, 48])
    known = replace(known, customers=known.customers.assign(orders=[1, 10]))
    result = analysed(known, transactions=ordered(A=[100], B=[10] * 10), order_fee=1.0)
    assert result.customers["extra_fee"].to_dict() == {"A": 1, "B": 10}
    assert result.outcomes.loc["fee", ["turned", "losers"]].tolist() == [1, 0]
    assert "what_if_fee" in keys(result)


def test_the_usual_fee_brings_as_much_as_the_rise():
    """1% of 400 over 4 orders: a fee of 1."""
    assert analysed(FOUR).settings.order_fee == 1


def test_a_minimum_order_saves_handling():
    """B's ten orders of 10 become one of 100: nine times 2."""
    known = charged(accounts([100, 100], [40, 40], [10, 10]), verwerken=(5.5, 11))
    known = replace(known, customers=known.customers.assign(orders=[1, 10]))
    result = analysed(known, transactions=ordered(A=[100], B=[10] * 10), minimum_order=100.0)
    assert (result.settings.order_activity, result.settings.order_cost) == ("verwerken", 2)
    assert result.customers["extra_minimum"].to_dict() == {"A": 0, "B": 18}


def test_without_a_cost_of_an_order_the_minimum_is_not_told():
    """No activity occurs once an order: a note; with an amount of the client's own it is told."""
    assert "no_minimum" in keys(analysed(FOUR))
    own = analysed(FOUR, transactions=ordered(A=[50, 50]), minimum_order=80.0, order_cost=3.0)
    assert "minimum" in keys(own)
    assert own.customers.loc["A", "extra_minimum"] == 3


def test_another_rate_for_the_costliest_activity():
    """Visits cost 20 each and calls 5: visits a tenth cheaper is 2 a customer; a tenth dearer takes it away."""
    known = charged(FOUR, bezoek=(1, 20), bellen=(4, 5))
    assert analysed(known).customers["extra_rate"].tolist() == [2] * 4
    assert analysed(known, rate_change=0.1).customers["extra_rate"].tolist() == [-2] * 4
    assert analysed(known, rate_activity="bellen").settings.rate_activity == "bellen"
    assert "no_such_activity" in keys(analysed(known, rate_activity="vliegen"))


def test_price_buyers_may_take_away_so_much():
    """Four of 100, a margin of 40 each; D buys on price. The rise brings 4; D's volume is worth 41: 4/41."""
    result = analysed(FOUR, file(A="value", B="value", C="value", D="price"))
    assert block(result, "buyers").values["may_lose"] == pytest.approx(4 / 41)
    assert result.figures()["price_buyers"]["n"] == 1
    assert "names" not in result.figures()["price_buyers"]


def test_if_price_buyers_bring_nothing_they_may_all_go():
    """D is sold at cost: a rise of 1% brings 4, and losing D costs 1."""
    known = accounts([100] * 4, [40, 40, 40, 0], [10] * 4)
    assert "buyers_all" in keys(analysed(known, file(A="value", B="value", C="value", D="price")))


def test_without_both_kinds_of_buyers_nothing_is_said_of_them():
    """Only value buyers."""
    assert "buyers_heading" not in keys(analysed(FOUR, file(A="value")))


def test_the_action_leaves_price_buyers_out():
    """Three of four, 1 each, most money first; the money is an assumption."""
    [action] = analysed(FOUR, file(A="value", D="price")).actions()
    assert (action.key, action.money, action.stake, action.confidence) == ("price_action_value", 3, "growth", "low")
    assert [key for key, _ in action.customers] == ["A", "B", "C"]
    assert action.parts == [1.0, 1.0, 1.0]


def test_the_formulas_have_their_given_figures():
    """Every name in a formula is a column or a given figure, and what a reader may change is among the given."""
    table = analysed(charged(FOUR, bezoek=(1, 20)), transactions=ordered(A=[100])).per_customer()
    names = {*table.columns, *(name for name, *_ in table.given)}
    used = {name for formula in table.formulas.values() for name in re.findall(r"\{(\w+)\}", formula)}
    assert used <= names
    assert {"rise", "order_fee", "order_cost", "rate_change"} <= {name for name, *_ in table.given}
    assert list(table.columns)[:3] == ["customer_id", "name", "buys_on"]


WIDE = accounts([9900, 50, 50], [900, -20, 5], [100, 10, 10])
EDGES = {
    "nobody": (accounts([], []),),
    "strangers only": (accounts([], [], stray=100.0),),
    "one": (accounts([100], [40], [10]),),
    "one at a loss": (accounts([100], [40], [60]),),
    "three equal": (accounts([100] * 3, [40] * 3, [10] * 3),),
    "nine, all profit": (accounts([100] * 9, [40] * 9, [10] * 9),),
    "nine, all loss": (accounts([100] * 9, [10] * 9, [20] * 9),),
    "sold under cost": (accounts([100] * 3, [-10] * 3, [0] * 3),),
    "nothing earned, nothing lost": (accounts([100] * 3, [0] * 3, [0] * 3),),
    "one with nearly all": (WIDE, file(A="price", B="value", C="value")),
    "credits only": (accounts([-100, -50], [-40, -10], [1, 1]),),
    "a credit among them": (accounts([100, -50], [40, -10], [1, 1]), file(A="value", B="price")),
    "balance of nothing": (accounts([100, -100], [40, -10], [1, 1]),),
    "margin unknown": (accounts([100, 50]),),
    "one margin unknown": (accounts([100, 50], [40, math.nan], [1, 1]),),
    "no cost-to-serve": (accounts([100, 50], [40, 5]), file(A="value", B="price"), ordered(A=[60, 40], B=[50])),
    "all there is": (
        charged(WIDE, verwerken=(1, 4), bezoek=(2, 9)),
        file(A="value", B="price", C="value"),
        ordered(A=[9900], B=[50], C=[10, 40]),
    ),
    "strangers": (accounts([100, 50], [40, 5], [1, 1], stray=70.0),),
}


def told(result):
    for language in languages():
        words = words_of(result, language)
        yield from (tell(block, words) for block in [*result.blocks(), *result.actions()])
        yield tell_customers(result.per_customer(), words)


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("options", [{}, {"rise": 0.025, "rate_change": 0.2, "order_cost": 2.0}])
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name, options):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analysed(*EDGES[name], **options)
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]|  ", text) or not text.strip()]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1
    assert all(all(value is not None for value in b.data[b.y]) for b in result.blocks() if isinstance(b, Chart))


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was():
    """Reversed customers and orders give the same figures; the frames that came in are not touched."""
    known, customers, transactions = EDGES["all there is"]
    kept = known.customers.copy(), transactions.copy()
    turned = replace(known, customers=known.customers.iloc[::-1])
    other = analysed(turned, customers.iloc[::-1], transactions.iloc[::-1])
    assert other.figures() == analysed(known, customers, transactions).figures()
    pd.testing.assert_frame_equal(known.customers, kept[0])
    pd.testing.assert_frame_equal(transactions, kept[1])


def test_twice_the_customers_is_twice_the_money_at_the_same_percentages():
    """Eight for four: 8 of extra, and still 25% and 1/41."""
    one, two = analysed(FOUR).figures(), analysed(accounts([100] * 8, [40] * 8, [36] * 8)).figures()
    assert two["extra"] == 2 * one["extra"]
    assert (two["profit_rise"], two["break_even_loss"]) == (one["profit_rise"], one["break_even_loss"])


def test_an_empty_customer_changes_nothing_of_the_whole():
    """A fifth without revenue, margin or cost."""
    more = accounts([100] * 4 + [0], [40] * 4 + [0], [36] * 4 + [0])
    one, two = analysed(FOUR).figures(), analysed(more).figures()
    assert {name: two[name] for name in ("extra", "profit_rise", "break_even_loss", "loss_makers")} == {
        name: one[name] for name in ("extra", "profit_rise", "break_even_loss", "loss_makers")
    }


BOOKS = st.lists(
    st.tuples(st.integers(-50, 500), st.none() | st.integers(-50, 200), st.integers(0, 60)), min_size=1, max_size=12
)


@pytest.mark.slow
@given(BOOKS, st.floats(0.001, 0.5))
@settings(deadline=None, max_examples=40)
def test_whatever_the_books_say_it_can_be_told(books, rise):
    """New profit is profit and the extra, nobody may lose more than everything, every sentence is whole."""
    revenue, margin, cost = zip(*books, strict=True)
    result = analysed(accounts(revenue, [math.nan if m is None else m for m in margin], cost), rise=rise)
    frame = result.customers
    gain = (frame["new_profit"] - frame["profit"]).dropna()
    assert gain.tolist() == pytest.approx((rise * frame.loc[gain.index, "revenue"].clip(lower=0)).tolist())
    assert frame["may_lose"].dropna().between(0, 1).all()
    assert list(told(result))
