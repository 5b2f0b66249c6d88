"""What serving costs: who takes more than he brings, who takes the attention, who is overlooked."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, words_of
from klantlib.analyses.cost_to_serve import analyse
from klantlib.blocks import Chart, Table
from klantlib.languages import languages
from klantlib.measures.accounts import customer_accounts

# customer, revenue, cost of goods, visits (attention), deliveries: whole euros, to check by head.
# Four of five bring 1,000; margins 400 400 100 100 and 20; visits at 10, deliveries at 5.
FIVE = [
    ("A", 1000, 600, 1, 2),  # margin 400, cost 20: ++
    ("B", 1000, 600, 20, 20),  # margin 400, cost 300: +
    ("C", 1000, 900, 1, 2),  # margin 100, cost 20: +
    ("D", 1000, 900, 30, 20),  # margin 100, cost 400: ---, and a drain
    ("E", 100, 80, 0, 0),  # margin 20, cost 0
]
RATES = {"activity": ["visit", "delivery"], "rate": [10.0, 5.0], "attention": [True, False]}


def accounts(rows=FIVE, rates=RATES, *, since=None, **changed):
    """Accounts of rows (customer, revenue, cost of goods, visits, deliveries)."""
    columns = ["customer_id", "revenue", "cost", "visit", "delivery"]
    frame = pd.DataFrame(rows, columns=columns).astype({"revenue": float, "cost": float})
    used = frame.melt("customer_id", ["visit", "delivery"], "activity", "quantity").query("quantity > 0")
    tables = {
        "customers": customers(frame["customer_id"]).assign(since=pd.to_datetime(since)),
        "transactions": frame[["customer_id", "revenue", "cost"]].assign(margin=math.nan, order_id=pd.NA),
        "activities": used.astype({"quantity": float}),
        "rates": pd.DataFrame(rates).reindex(columns=RATE_COLUMNS).astype(RATE_COLUMNS),
        "costs": pd.DataFrame({"customer_id": [], "kind": [], "amount": []}).astype({"amount": float}),
    }
    return customer_accounts(**(tables | changed), start=date(2025, 1, 1), end=date(2025, 12, 31))


RATE_COLUMNS = {
    "activity": "str",
    "rate": float,
    "pool": float,
    "minutes": float,
    "resource": "str",
    "capacity_minutes": float,
    "level": "str",
    "attention": "boolean",
}


def customers(ids, buys_on=None):
    return pd.DataFrame({"customer_id": list(ids), "name": [f"Firma {who}" for who in ids], "buys_on": buys_on})


def complaints(*ids):
    return pd.DataFrame({"customer_id": list(ids)}, dtype="str")


def chapter(rows=FIVE, rates=RATES, *, buys_on=None, complained=(), since=None, options=None, **changed):
    people = customers([row[0] for row in rows], buys_on)
    return analyse(accounts(rows, rates, since=since, **changed), people, complaints(*complained), **(options or {}))


def text_of(result, language="nl"):
    """Everything the reader reads, told."""
    words = words_of(result, language)
    told = [tell(block, words) for block in [*result.blocks(), *result.actions(), result.per_customer()]]
    return " ".join(str(part) for block in told for part in block.words.values())


def table_at(table, column):
    """Where a column stands."""
    return list(table.columns).index(column)


def block_of(result, key):
    return next(block for block in result.blocks() if block.key == key)


def keys(result):
    return [block.key for block in result.blocks()]


# --- the matrix


def test_high_is_at_or_above_the_ratio_of_all_together():
    """Margin 1,020 of 4,100 is 24.9%, cost 740 is 18.0%: A ++, B +, C and E +, D ---."""
    result = chapter()
    assert result.limits == pytest.approx((1020 / 4100, 740 / 4100))
    assert result.customers["cell"].to_dict() == {
        "A": "high_low",
        "B": "high_high",
        "C": "low_low",
        "D": "low_high",
        "E": "low_low",
    }
    assert result.figures()["quadrants"] == {"high_low": 1, "high_high": 1, "low_low": 2, "low_high": 1}


def test_each_cell_has_its_numbers_and_what_it_asks_for():
    """A alone ++ with 380; B +, 100; C and E +, 80 + 20; D ---, a loss of 300. A thin profit asks for less."""
    rows = {row[0]: row[1:] for row in block_of(chapter(), "cells").rows}
    assert rows["high_low"] == ["++", 1, pytest.approx(1000 / 4100), 380, "for_high_low"]
    assert rows["low_low"] == ["+", 2, pytest.approx(1100 / 4100), 100, "for_low_low"]
    assert rows["low_high"] == ["---", 1, pytest.approx(1000 / 4100), -300, "for_low_high_loss"]
    thin = block_of(chapter(rates=RATES | {"rate": [1.0, 1.0]}), "cells").rows
    assert thin[-1][2:] == [1, pytest.approx(1000 / 4100), 50, "for_low_high"]


def test_the_limits_are_options():
    """From 10% margin and 50% cost on everyone has a high margin and nobody a high cost."""
    result = chapter(options={"high_margin": 0.1, "high_cost": 0.5})
    assert set(result.customers["cell"]) == {"high_low"}


def test_exactly_at_the_limit_is_high():
    """Three equal customers are each at the ratio of all together, whatever the computer's last digit."""
    assert set(chapter([(who, 0.7, 0.5, 3, 1) for who in "ABC"]).customers["cell"]) == {"high_high"}


def test_without_revenue_there_is_no_place_in_the_matrix_and_that_is_told():
    """F only got a credit note of 50 and two visits."""
    result = chapter([*FIVE, ("F", -50, -40, 2, 0)])
    assert result.customers["cell"].isna().to_dict()["F"]
    assert result.figures()["not_in_matrix"] == 1
    assert "Firma F had geen omzet of alleen creditnota's" in text_of(result)


def test_who_changes_cell_when_a_rate_is_off():
    """D costs 300 in visits and 100 in deliveries, 40% of its revenue: one rate 20% lower gets it under 39%."""
    firm = chapter(options={"high_margin": 0.2, "high_cost": 0.2})
    near = chapter(options={"high_margin": 0.2, "high_cost": 0.39})
    assert list(firm.moved) == []
    assert list(near.moved) == ["D"]
    assert "nobody_moved" in keys(firm)


def test_all_rates_higher_makes_more_loss_makers():
    """D loses 300. B has 100 left of 400 - 300: at rates 20% higher 40, so one loss-maker; at 40% higher two."""
    assert chapter().losers_range == (1, 1)
    assert chapter(options={"swing": 0.4}).losers_range == (1, 2)


# --- attention


def test_an_energy_drain_takes_much_and_yields_little():
    """One of five is 20%: D has most visits and the lowest profit."""
    result = chapter()
    assert list(result.drains) == ["D"]
    assert result.customers["driver"]["D"] == "visit"


def test_the_overlooked_bring_much_and_get_little():
    """Of A, B and C, A brings 380 of 560 and gets 1 of 22 visits."""
    result = chapter(FIVE[:3])
    assert list(result.overlooked) == ["A"]


def test_the_top_is_a_fifth_rounded_up():
    """Of six the top is two: F earns least but is only third in attention, so E alone drains."""
    rows = [("A", 100, 10, 9, 0), ("B", 100, 20, 0, 0), ("C", 100, 30, 0, 0), ("D", 100, 40, 0, 0)]
    assert list(chapter([*rows, ("E", 100, 90, 8, 0), ("F", 100, 95, 7, 30)]).drains) == ["E"]


def test_ties_go_by_id():
    """Five alike: the first id has the most attention, and the first to be lowest in profit."""
    alike = [(who, 100, 50, 1, 0) for who in "EDCBA"]
    assert list(chapter(alike).drains) == ["A"]


def test_who_gets_no_attention_is_no_drain():
    """Only A is visited: with 40% at the top the second place stays empty."""
    rows = [("A", 100, 20, 1, 0), ("B", 100, 95, 0, 1), ("C", 100, 50, 0, 1)]
    assert list(chapter(rows, options={"attention_top": 0.6}).drains) == []


def test_one_customer_is_neither_a_drain_nor_overlooked():
    """D alone is the lowest and the highest at once."""
    result = chapter(FIVE[3:4])
    assert (list(result.drains), list(result.overlooked)) == ([], [])


def test_without_attention_both_are_empty_and_it_is_told():
    """No activity is marked."""
    result = chapter(rates=RATES | {"attention": [False, False]})
    figures = result.figures()
    assert (figures["energy_drains"], figures["overlooked"], figures["attention"]) == ([], [], None)
    assert "no_attention" in keys(result)


def test_mirror_figures():
    """The last 25% of 4,100 begins after 3,075, so with E; loss-maker D has 30 of 52 visits, 400 of 740 cost."""
    figures = chapter(options={"tail_share": 0.25}).figures()
    assert figures["tail_customers"] == 1
    assert figures["attention_of_tail"] == 0
    assert figures["attention_of_loss_makers"] == pytest.approx(30 / 52)
    assert figures["cost_to_serve_of_loss_makers"] == pytest.approx(400 / 740)


def test_share_of_attention_of_the_top():
    """D alone is the top 20% of five: 30 of 52 visits."""
    assert chapter().figures()["attention_top_share"] == pytest.approx(30 / 52)


# --- complaints, value buyers


def test_complaints_of_one_customer_are_more_than_chance():
    """Twenty complaints, all of D, over five customers with an order each: by chance the top one has about seven."""
    found = chapter(complained=["D"] * 20).complaints
    assert (found.total, found.complainers, found.top, found.top_share) == (20, 1, 1, 1.0)
    assert 0.3 < found.by_chance < 0.5
    assert found.top_share > found.high


def test_a_few_more_complaints_than_the_others_is_chance():
    """Seven of twenty are D's, the others have three or four: that is what chance gives anyway."""
    assert "complaints_chance" in keys(chapter(complained=list("ABCDE") * 3 + list("ADDDD")))


def test_complaints_of_strangers_do_not_count():
    """X is nobody's customer number."""
    assert chapter(complained=["X"]).complaints is None


def test_who_complains_most_is_named():
    """D has three of six, A two, B one, C and E none: the three that complained, and their six."""
    values = block_of(chapter(complained=["D", "D", "D", "A", "A", "B"]), "complaints_chance").values
    assert (values["names"], values["filed"]) == (["Firma D", "Firma A", "Firma B"], 6)
    one = block_of(chapter(complained=["D"] * 20), "complaints_some").values
    assert (one["names"], one["filed"]) == (["Firma D"], 20)


def test_value_buyers_beside_price_buyers(monkeypatch):
    """A and B on value: 380 and 100; C and D on price: 80 and -300; of E it is unknown. Two are not compared."""
    result = chapter(buys_on=["value", "value", "price", "price", None])
    assert {"buyers_few_heading", "buyers_few"} <= set(keys(result))
    monkeypatch.setattr("klantlib.stories.cost_to_serve.FEWEST", 2)
    groups = result.figures()["buys_on"]
    assert (groups["value"]["profit_each"], groups["price"]["profit_each"]) == (240, -110)
    assert "value_pays_loss_heading" in keys(result)
    values = block_of(result, "value_pays").values
    assert (values["n"], values["losing"], values["price_n"], values["price_losing"]) == (2, 0, 2, 1)
    assert values["value_share"] == 0.5


def test_buyers_of_unknown_profit_are_not_compared():
    """Only E buys on price, and its margin is unknown: nothing to set beside the value buyers."""
    rows = [*FIVE[:4], ("E", 100, None, 0, 0)]
    assert "value_pays" not in keys(chapter(rows, buys_on=["value"] * 4 + ["price"]))
    assert "price_pays" not in keys(chapter(rows, buys_on=["value"] * 4 + ["price"]))


# --- figures, table, actions


def test_figures_for_programs():
    """Margin 1,020 less 740 is 280; a shop of 500 above the customer leaves -220."""
    shop = {
        "activity": [*RATES["activity"], "shop"],
        "rate": [10.0, 5.0, None],
        "pool": [None, None, 500.0],
        "level": [None, None, "channel"],
        "attention": [True, False, None],
    }
    figures = chapter(rates=shop).figures()
    assert (figures["profit_contribution"], figures["cost_to_serve"]) == (280, 740)
    assert (figures["above_customer"], figures["unallocated"], figures["remainder"]) == (500, 0, -220)
    assert figures["unused_capacity"] is None


def test_the_table_per_customer_has_the_agreed_columns():
    """Largest profit first; names of the columns are public; behind them what only helps to check, in the appendix."""
    table = chapter().per_customer()
    public = ["customer_id", "name", "revenue", "margin", "cost_to_serve", "profit_contribution"]
    assert list(table.columns) == [*public, *table.aside]
    assert table.rows[0][:9] == ["A", "Firma A", 1000, 400, 20, 380, 0.4, 0.02, "high_low"]
    assert table.rows[-1][:6] == ["D", "Firma D", 1000, 100, 400, -300]


def test_the_appendix_tells_who_drains_and_who_is_overlooked():
    """
    A: 10 of 520 attention, 10 per 1,000, and 380 of the profit of 280: overlooked. D: 300 per 1,000, a drain.

    A's visit and deliveries cost as much: then the first by name.
    """
    table = chapter(complained=["D", "D"]).per_customer()
    rows = {row[0]: row[table_at(table, "attention") :] for row in table.rows}
    assert rows["A"] == [10, pytest.approx(10 / 520), 10, "delivery", "overlooked", 0]
    assert rows["D"] == [300, pytest.approx(300 / 520), 300, "visit", "drain", 2]
    assert rows["E"] == [0, 0, 0, None, None, 0]


def test_the_bridge_ends_in_what_is_left():
    """1,020 - 740 = 280; nothing is kept apart, so it ends there."""
    bridge = next(block for block in chapter().blocks() if block.key == "bridge")
    assert [row[:2] for row in bridge.rows] == [["margin", 1020], ["cost_to_serve", -740], ["profit_contribution", 280]]


def test_a_list_shows_six_and_says_how_many_there_are():
    """Eight activities of 10, 20, ... 80 each: the six largest, and the other two cost 10 + 20 of 360 together."""
    activities = [f"act {n}" for n in range(1, 9)]
    used = pd.DataFrame({"customer_id": "A", "activity": activities, "quantity": [float(n) for n in range(1, 9)]})
    result = chapter(rates={"activity": activities, "rate": [10.0] * 8}, activities=used)
    rates, rest = block_of(result, "rates"), block_of(result, "rates_rest").values
    assert [row[3] for row in rates.rows] == [80, 70, 60, 50, 40, 30]
    assert (rest["n"], rest["activities"], rest["cost"]) == (2, ["act 2", "act 1"], 30)
    assert rest["share"] == pytest.approx(30 / 360)
    assert [row["cost"] for row in result.figures()["activities"]] == [80, 70, 60, 50, 40, 30, 20, 10]
    assert "rates_rest" not in keys(chapter())


def test_the_drains_show_their_burden_and_else_the_most_attended_do():
    """D: 300 on a revenue of 1,000. Of A, B and C nobody drains: B has most attention, 200 per 1,000; 220 of 3,000."""
    drains = block_of(chapter(), "drains_table")
    assert drains.rows[0][:4] == ["Firma D", 300, 300, -300]
    assert "burden" not in keys(chapter())
    others = chapter(FIVE[:3], options={"attention_top": 0.3, "profit_bottom": 0.3})
    assert list(others.drains) == []
    most = block_of(others, "burden")
    assert most.rows[0] == ["Firma B", 1000, 200, pytest.approx(200 / 220), 200, 100]
    assert block_of(others, "burden_average").values["average"] == pytest.approx(1000 * 220 / 3000)


def test_nobody_is_in_two_actions():
    """D drains: 400 where 18.0% of 1,000 fits, 219.51 too much. C loses too, and is served differently."""
    result = chapter([*FIVE[:2], ("C", 1000, 900, 1, 50), *FIVE[3:]])
    named = {action.key: [who for who, _ in action.customers] for action in result.actions()}
    assert named == {"drains_action": ["D"], "serve_differently": ["C"]}


def test_money_of_a_drain_is_what_serving_costs_too_much():
    """D costs 400; at 740 of 4,100 it would be 180.49: 219.51 is at stake."""
    action = next(action for action in chapter().actions() if action.key == "drains_action")
    assert action.money == pytest.approx(400 - 1000 * 740 / 4100)
    assert (action.stake, action.customers) == ("loss", (("D", "Firma D"),))


def test_unused_capacity_asks_for_a_decision():
    """Of 1,000 minutes at 1.00 only 52 visits of 10 are used: 480 is idle, beside a cost of 520 + 220."""
    timed = {
        "activity": ["visit", "delivery"],
        "rate": [None, 5.0],
        "pool": [1000.0, None],
        "minutes": [10.0, None],
        "capacity_minutes": [1000.0, None],
        "attention": [True, False],
    }
    result = chapter(rates=timed)
    assert result.figures()["unused_capacity"] == 480
    assert next(a for a in result.actions() if a.key == "capacity_action").money == 480


def test_new_customers_are_marked_where_they_are_ranked():
    """D came on 1 October: three months."""
    result = chapter(since=[None, None, None, "2025-10-01", None])
    drains = next(block for block in result.blocks() if block.key == "drains_table")
    assert drains.rows[0][list(drains.columns).index("months_new")] == 3
    assert "Firma D is nieuw" in text_of(result)


# --- every kind of client gets a text without holes

NO_MARGIN = [(who, revenue, None, visits, deliveries) for who, revenue, _, visits, deliveries in FIVE]
ODD = {
    "five": chapter,
    "no margin": lambda: chapter(NO_MARGIN),
    "one margin unknown": lambda: chapter([*FIVE[:4], ("E", 100, None, 0, 0)]),
    "no attention": lambda: chapter(rates=RATES | {"attention": [None, None]}),
    "all profitable": lambda: chapter(FIVE[:3]),
    "all loss": lambda: chapter([(who, 100, 90, 9, 9) for who in "ABC"]),
    "negative margin": lambda: chapter([(who, 100, 120, 1, 1) for who in "ABC"]),
    "one customer": lambda: chapter(FIVE[:1]),
    "credits only": lambda: chapter([(who, -100, -80, 1, 1) for who in "AB"]),
    "no activities": lambda: chapter([(who, 100, 80, 0, 0) for who in "AB"]),
    "activities without a rate": lambda: chapter(rates={"activity": ["other"], "rate": [1.0]}),
    "nobody": lambda: chapter([]),
    "pool without use": lambda: chapter(
        rates={"activity": ["visit", "fair"], "rate": [10.0, None], "pool": [None, 90.0]}
    ),
    "over capacity": lambda: chapter(
        rates={
            "activity": ["visit"],
            "pool": [100.0],
            "minutes": [10.0],
            "capacity_minutes": [100.0],
            "attention": [True],
        }
    ),
    "strangers": lambda: chapter(customers=customers("A").assign(since=pd.NaT)),
    "price pays": lambda: chapter(buys_on=["price", "price", "value", "value", None], complained=["D"] * 9),
    "new": lambda: chapter(since=["2025-10-01"] * 5, complained=list("AABBC")),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("client", ODD)
def test_every_client_can_be_told(client, language):
    """No missing text, no nan, no -0, and every key once."""
    result = ODD[client]()
    text = text_of(result, language)
    assert not {"nan", "None", "NaN", "inf"} & set(text.replace("%", " ").split())
    assert len(keys(result)) == len(set(keys(result)))
    assert all(action.money is None or action.money > 0 for action in result.actions())


def test_what_is_unknown_is_null():
    """Without margin there is no profit, no matrix, no drain; what serving costs is known."""
    figures = chapter(NO_MARGIN).figures()
    assert (figures["profit_contribution"], figures["cost_to_serve"]) == (None, 740)
    assert figures["quadrants"] == dict.fromkeys(["high_low", "high_high", "low_low", "low_high"])
    assert (figures["energy_drains"], figures["overlooked"]) == ([], [])


def test_without_activities_the_cost_is_unknown():
    """Rates per unit and nothing counted: no cost-to-serve, and no profit contribution either."""
    figures = ODD["no activities"]().figures()
    assert (figures["cost_to_serve"], figures["profit_contribution"]) == (None, None)


def test_points_far_away_are_left_out_of_the_chart_and_named():
    """Fifty customers alike, and one whose serving costs fifty times its revenue."""
    rows = [(f"{n:02}", 100 + n, 60, 1, 1) for n in range(50)]
    result = chapter([*rows, ("Z", 1, 0.6, 5, 0)])
    chart = next(block for block in result.blocks() if isinstance(block, Chart))
    assert len(chart.data["cell"]) == 50
    assert "Firma Z" in text_of(result)


# --- properties


@pytest.mark.slow
@given(st.permutations(FIVE))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_customers_does_not_matter(rows):
    """The same figures from the same five in any order."""
    assert chapter(rows, complained=["D", "A", "D"]).figures() == chapter(complained=["D", "A", "D"]).figures()


def test_the_data_is_left_as_it_was():
    """Accounts, customers and complaints come back unchanged."""
    base, people, files = accounts(), customers("ABCDE"), complaints("D", "D")
    before = [frame.copy() for frame in (base.customers, base.charges, people, files)]
    list(analyse(base, people, files).blocks())
    for frame, copy in zip((base.customers, base.charges, people, files), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_every_table_has_as_many_values_as_columns():
    """A row too short would shift its numbers under another heading."""
    for block in chapter(buys_on=["value", "price", None, None, None], complained=["D"]).blocks():
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} == {len(block.columns)}


def test_a_drain_that_costs_no_more_than_its_revenue_allows_has_no_money_at_stake():
    """B is visited most and earns least of three, but 20 on 1,000 is under the ratio: no amount."""
    rows = [("A", 100, 50, 1, 8), ("B", 1000, 990, 2, 0), ("C", 100, 50, 1, 8)]
    action = next(action for action in chapter(rows).actions() if action.customers == (("B", "Firma B"),))
    assert (action.key, action.money) == ("drains_action_fair", None)
