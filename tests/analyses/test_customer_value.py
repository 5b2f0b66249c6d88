"""What customers are worth: on customers that one can judge by head, and on odd ones."""

import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.customer_value import analyse
from klantlib.blocks import Chart, Finding, Heading, Note, Table
from klantlib.languages import languages
from tests.made_purchases import END, accounts_of, clients, free_buyers, sales
from tests.measures.lifetime.test_growth_room import answers
from tests.measures.lifetime.test_value_ladder import contracts, two_years

SILENT = answers()
UNCLASSED = pd.Series(dtype=object)


def analysed(lines, satisfaction=SILENT, classes=UNCLASSED, customers=None, accounts=None, **options):
    customers = clients(lines) if customers is None else customers
    accounts = accounts or accounts_of(lines, customers)
    return analyse(accounts, lines, customers, satisfaction, classes, END.date(), **{"resamples": 50, **options})


def costly(lines, **cost):
    """Accounts in which these customers cost so much to serve, and attention is what is charged."""
    known = accounts_of(lines, clients(lines))
    served = pd.Series(cost, dtype=float).reindex(known.customers.index).fillna(0.0)
    frame = known.customers.assign(cost_to_serve=served, profit=known.customers["margin"] - served, attention=served)
    total = {"cost_to_serve": float(served.sum()), "profit": float(frame["profit"].sum())}
    return replace(known, customers=frame, kind="contribution", above_customer=7.0, **total)


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(found for found in result.blocks() if found.key == key)


def told(result):
    words = {language: words_of(result, language) for language in languages()}
    blocks = [*result.blocks(), *result.actions()]
    spoken = [tell(each, said) for said in words.values() for each in blocks]
    return [*spoken, *(tell_customers(result.per_customer(), said) for said in words.values())]


@pytest.fixture(scope="module")
def free():
    return free_buyers()


@pytest.fixture(scope="module")
def ten():
    """Ten customers that earned 30 in 2024; eight of them earned it again, and 000 costs 50 to serve."""
    return two_years(8, 2)


def test_equity_is_the_sum_and_a_loss_is_not_hidden(ten):
    """Seven at 80 and one at -20 x 8/3 = -53: 507 together, without that loss-maker 560."""
    result = analysed(ten, accounts=costly(ten, **{"000": 50}))
    figures = result.figures()
    assert figures["equity"] == pytest.approx(7 * 80 - 20 * 8 / 3)
    assert (figures["negative_customers"], figures["negative_value"]) == (1, pytest.approx(20 * 8 / 3))
    assert keys(result)[0] == "worth_but"
    assert block(result, "worth_but").values["loss"] == 53.3  # about: three digits, as nobody knows the future better
    assert block(result, "negative").values["names"] == ["Klant 000"]


def test_value_by_class_adds_up_to_equity(ten):
    """Three large, four small, one without a class."""
    classes = pd.Series(
        {**dict.fromkeys(["001", "002", "003"], "large"), **dict.fromkeys(["004", "005", "006", "007"], "small")}
    )
    table = block(analysed(ten, classes=classes), "classes_table")
    at = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert {name: round(row["value"]) for name, row in at.items()} == {
        "large": 240,
        "small": 320,
        "unclassed": 80,
        "total": 640,
    }
    assert at["total"]["customers"] == 8


def test_under_ten_customers_there_is_no_interval(ten):
    """Eight customers bought this year: the value is told bare."""
    result = analysed(ten)
    assert "equity_discounted_bare" in keys(result)
    assert result.figures()["equity_low"] is None


def test_free_buyers_have_an_interval_a_check_and_the_top(free):
    """120 customers: the interval holds the total, the check is told with its five groups, ten names are listed."""
    result = analysed(free)
    figures = result.figures()
    assert figures["rung"] == "free"
    assert figures["equity_low"] < figures["equity"] < figures["equity_high"]
    assert len(figures["check"]["fifths"]) == 5
    assert len(block(result, "top").rows) == 10
    assert {"equity_free", "fifths", "rung_free", "text_formula", "ladder", "model_free"} <= set(keys(result))


def test_the_four_rungs_stand_in_the_ladder(ten):
    """Text 1,200, discounted 640 and used, no contracts, too few customers for a model."""
    table = block(analysed(ten), "ladder")
    assert [(row[0], row[1] and round(row[1]), row[2]) for row in table.rows] == [
        ("text", 1200, "lower"),
        ("discounted", 640, "used"),
        ("contract", None, "no_contracts"),
        ("free", None, "few_customers"),
    ]


def test_the_simplest_formula_is_written_out(ten):
    """30 a purchase x 1 purchase a year x 5 years = 150."""
    values = block(analysed(ten), "text_formula").values
    assert (values["profit"], values["purchases"], values["years"], values["value"]) == pytest.approx((30, 1, 5, 150))


def test_one_time_buyers_are_not_told_as_certain(free):
    """Twelve customers bought once: said in a note, with what the model makes of them, and no chance printed."""
    once = sales(*[(f"once{i:02d}", "2024-03-03", 100, 70) for i in range(12)])
    result = analysed(pd.concat([free, once], ignore_index=True))
    note = block(result, "once")
    assert isinstance(note, Note) and note.values["n"] >= 12
    assert "alive" not in result.per_customer().columns


def test_a_model_that_missed_is_said_and_not_used(free):
    """No error allowed: the heading says so, and the multiple counts."""
    result = analysed(free, tolerance=0.0)
    assert "missed_heading" in keys(result) and "rung_discounted" in keys(result)
    assert block(result, "rung_discounted").values["reason"] == "missed"


def test_a_point_of_retention_is_money(ten):
    """From .80 to .81 at 10%: .81/.29 - .8/.3 = .12644 of the 240 that the eight earn; five points 27.5% more."""
    figures = analysed(ten).figures()
    assert (figures["bought_before"], figures["kept"], figures["retention"]) == (10, 8, 0.8)
    assert figures["point_of_retention"] == pytest.approx(240 * (0.81 / 0.29 - 0.8 / 0.3))
    assert figures["five_points_more"] == pytest.approx(0.275)
    assert figures["years_a_customer"] == pytest.approx(5)


def test_retention_can_only_rise_to_a_hundred():
    """Of 50 one left: two points of room, and the text says so."""
    result = analysed(two_years(49, 1))
    assert block(result, "point_little_room").values["room"] == pytest.approx(0.02)


def test_layers_are_a_picture_only_where_they_were_measured(ten):
    """None filled in: a sentence. Referrals of 10 a year: two layers by year, and no value changes."""
    bare, filled = analysed(ten), analysed(ten, layer_referrals=10.0)
    assert "layers_base" in keys(bare) and "layers_by_year" not in keys(bare)
    chart = block(filled, "layers_by_year")
    assert sorted(set(chart.data["layer"])) == ["base", "referrals"]
    assert block(filled, "layers").values["total"] == pytest.approx(7 * 30 + 6 * 10)
    assert filled.figures()["equity"] == bare.figures()["equity"]


def satisfied(lines, level, share=None):
    ids = sorted(lines["customer_id"].unique())
    return answers(*[(i, None, "2025-10-01", level, share) for i in ids])


@pytest.mark.parametrize(
    ("times", "key"), [(1.0, "growth_slower"), (1.2, "growth_fits"), (1.5, "growth_faster"), (0.8, "growth_slower")]
)
def test_growth_of_the_very_satisfied_is_held_against_the_claim(times, key):
    """40 customers bought so many times as much as the year before; the rule of thumb is 20%."""
    ids = [f"{i:02d}" for i in range(40)]
    spread = np.linspace(0.9, 1.1, 40)
    lines = sales(
        *[(i, "2024-01-02", 100, 70) for i in ids],
        *[(i, "2025-01-02", 100 * times * s, 70 * times * s) for i, s in zip(ids, spread, strict=True)],
    )
    result = analysed(lines, satisfied(lines, 5), resamples=200)
    assert key in keys(result)
    assert ("shrinking_heading" in keys(result)) == (times < 1)


def test_few_very_satisfied_customers_are_shown_but_not_judged():
    """Twelve are under thirty; nine have no interval at all."""
    twelve, nine = two_years(12, 0), two_years(9, 0)
    assert "growth_few" in keys(analysed(twelve, satisfied(twelve, 5)))
    assert "growth_unmeasured" in keys(analysed(nine, satisfied(nine, 5)))


def test_room_left_is_up_to_the_natural_maximum(ten):
    """Bought 100 and could buy 150: 50 of room and 15 of profit each, for the eight that are very satisfied."""
    customers = clients(ten, potential_revenue=150.0)
    result = analysed(ten, satisfied(ten, 5), customers=customers)
    figures = result.figures()
    assert (figures["growing_customers"], figures["growing_room"], figures["growing_money"]) == (
        8,
        400,
        pytest.approx(120),
    )
    action = result.actions()[0]
    assert (action.key, action.stake, action.confidence) == ("grow_action", "growth", "low")
    assert action.money == pytest.approx(120) and sum(action.parts) == pytest.approx(120)


def test_who_is_not_very_satisfied_or_has_no_room_is_not_in_the_action(ten):
    """All fours; and all at their maximum."""
    customers = clients(ten, potential_revenue=100.0)
    assert analysed(ten, satisfied(ten, 4), customers=clients(ten, potential_revenue=150.0)).actions() == []
    full = analysed(ten, satisfied(ten, 5), customers=customers)
    assert full.actions() == [] and "no_room" in keys(full)


def test_winning_against_keeping_needs_a_count(ten):
    """Not known: what it may cost at most. 60 each and 30 a year: two years. At a loss never."""
    known = costly(ten, **{f"00{i}": 6 for i in range(8)})
    asked = analysed(ten, accounts=known)
    assert block(asked, "winning").values["fivefold"] == pytest.approx(30)
    paid = analysed(ten, accounts=known, acquisition_cost=60.0)
    assert block(paid, "winning_known").values["years"] == pytest.approx(60 / 24)
    assert block(paid, "winning_known").values["ratio"] == pytest.approx(10)
    lost = analysed(ten, accounts=costly(ten, **{f"00{i}": 60 for i in range(8)}), acquisition_cost=60.0)
    assert "winning_never" in keys(lost)


def test_a_new_customer_asks_for_a_count(ten):
    """One customer came in this year: what winning it cost is to be counted, unless it is known."""
    lines = pd.concat([ten, sales(("new", "2025-06-01", 100, 70))], ignore_index=True)
    customers = clients(lines).assign(since=lambda f: pd.to_datetime(f["customer_id"].map({"new": "2025-06-01"})))
    assert [action.key for action in analysed(lines, customers=customers).actions()] == ["count_action"]
    assert analysed(lines, customers=customers, acquisition_cost=5.0).actions() == []


def test_a_share_of_the_profit_is_a_budget(ten):
    """The eight leave 24 each after 6 of attention: 192; 50% is 96 against 48, and 10% is 19.2."""
    known = costly(ten, **{f"00{i}": 6 for i in range(8)})
    assert "reinvest_now" in keys(analysed(ten, accounts=known))
    more = block(analysed(ten, accounts=known, reinvest=0.5), "reinvest_more").values
    assert (more["budget"], more["difference"]) == pytest.approx((96, 48))
    assert "reinvest_less" in keys(analysed(ten, accounts=known, reinvest=0.1))


def test_formulas_give_the_values_that_stand_there(ten, free):
    """Profit x the multiple; and discounted x what a purchase leaves."""
    simple, fine = analysed(ten).per_customer(), analysed(free).per_customer()
    given = {name: value for name, _, value in simple.given}
    at = [dict(zip(simple.columns, row, strict=True)) for row in simple.rows]
    assert simple.formulas["value"] == "{profit} * {multiple}"
    assert [row["value"] for row in at] == pytest.approx([row["profit"] * given["multiple"] for row in at])
    assert given["multiple"] == pytest.approx(given["retention"] / (1 + given["discount"] - given["retention"]))
    assert given["retention"] == given["kept"] / given["bought_before"]
    for row in (dict(zip(fine.columns, row, strict=True)) for row in fine.rows):
        assert row["value"] == pytest.approx(row["discounted"] * row["per_purchase"], rel=1e-6)
        assert row["per_purchase"] == pytest.approx(row["amount"] * row["rate"] - row["service"], rel=1e-6)


def test_the_table_begins_with_the_customer(free):
    """customer_id, name, class, value; largest value first."""
    table = analysed(free).per_customer()
    assert list(table.columns)[:4] == ["customer_id", "name", "class", "value"]
    values = [row[3] for row in table.rows]
    assert values == sorted(values, reverse=True)


ONE = sales(("A", "2024-01-05", 100, 70), ("A", "2025-05-01", 100, 70))
MIXED = sales(*[(c, f"{y}-01-05", 100, k) for c, k in (("A", 50), ("B", 120)) for y in (2024, 2025)])
EDGES = {
    "one at a loss": {"lines": MIXED},
    "nobody": {"lines": ONE.iloc[:0]},
    "one": {"lines": ONE},
    "one, this year only": {"lines": ONE.iloc[1:]},
    "three, all loss": {"lines": sales(*[(c, f"{y}-01-05", 100, 130) for c in "ABC" for y in (2024, 2025)])},
    "nine": {"lines": two_years(9, 0)},
    "nobody came back": {"lines": sales(("A", "2024-01-05", 100, 70), ("B", "2025-05-01", 100, 70))},
    "nobody this year": {"lines": ONE.iloc[:1]},
    "no repeats": {"lines": sales(*[(f"{i:03d}", "2025-05-01", 10, 7) for i in range(150)])},
    "no margin": {"lines": free_buyers().assign(cost=math.nan)},
    "one margin unknown": {"lines": ONE.assign(cost=[math.nan, math.nan])},
    "credits only": {"lines": sales(("A", "2025-05-01", -100, -70), ("B", "2024-05-01", -5, -3))},
    "one with nearly all": {
        "lines": sales(*[(c, f"{y}-01-05", r, 0.7 * r) for c, r in (("A", 9900), ("B", 100)) for y in (2024, 2025)])
    },
    "all alike": {"lines": free_buyers(alike=True)},
    "all alike, amounts too": {"lines": free_buyers(alike=True).assign(revenue=100.0, cost=70.0)},
    "contracts": {"lines": contracts(), "contractual": True},
    "contracts, nobody left": {"lines": contracts(leave=0.0), "contractual": True},
    "contracts, few": {"lines": contracts(size=3), "contractual": True},
    "contracts, missed": {"lines": contracts(), "contractual": True, "tolerance": 0.0},
    "no interest": {"lines": two_years(5, 0), "discount": 0.0},
    "no resamples": {"lines": two_years(12, 2), "resamples": 0},
    "a long horizon": {"lines": free_buyers(), "horizon": 50},
    "satisfied": {"lines": two_years(40, 3), "satisfaction": satisfied(two_years(40, 3), 5, 40)},
    "satisfied with everything here": {"lines": two_years(12, 3), "satisfaction": satisfied(two_years(12, 3), 5, 100)},
    "layers and cost": {
        "lines": two_years(12, 2), "layer_growth": 0.1, "layer_premium": 3.0, "acquisition_cost": 9.0, "reinvest": 0.2,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analysed(**EDGES[name])
    texts = [part for each in told(result) for part in each.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|\binf\b|-0\b|∞", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [each.level for each in result.blocks() if isinstance(each, Heading)].count(1) == 1


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_column_of_every_edge_is_explained(name):
    """Charts have data, tables have rows, and each finding says how it was worked out."""
    result = analysed(**EDGES[name])
    for each in result.blocks():
        if isinstance(each, Table):
            assert each.rows
        if isinstance(each, Chart):
            assert len(each.data[each.x]) == len(each.data[each.y]) > 0
    assert all(
        "how" in tell(each, words_of(result, "nl")).words for each in result.blocks() if isinstance(each, Finding)
    )


def test_a_period_of_everything_has_no_retention(free):
    """Three years as one period: no period before it, so no retention; the model still tells."""
    customers = clients(free)
    accounts = accounts_of(free, customers, months=36)
    result = analyse(accounts, free, customers, SILENT, UNCLASSED, END.date(), 35.93, resamples=0)
    assert "no_retention" in keys(result)
    assert result.figures()["rung"] == "free"
    assert told(result)


def test_half_a_year_is_worth_what_its_year_is():
    """Ten customers buying 50 each half-year; eight stay each half: i of half a year, .8 / (.8 + ...) by the half."""
    days = ("2024-10-01", "2025-03-01", "2025-10-01")
    lines = sales(*[(f"{i:02d}", day, 50, 35) for i in range(8) for day in days])
    customers = clients(lines)
    accounts = accounts_of(lines, customers, months=6)
    result = analyse(accounts, lines, customers, SILENT, UNCLASSED, END.date(), 6, resamples=0)
    assert result.figures()["equity"] == pytest.approx(8 * 15 / (1.1**0.5 - 1))


CUSTOMERS = st.lists(
    st.tuples(st.integers(-50, 500), st.integers(-50, 500), st.integers(0, 400)), min_size=1, max_size=12
)


@pytest.mark.slow
@given(CUSTOMERS)
@settings(deadline=None, max_examples=40)
def test_whatever_the_figures_it_adds_up_and_can_be_told(rows):
    """Value by class adds up to the whole; nobody is counted twice; both languages say it."""
    lines = sales(
        *[(f"{i:02d}", "2024-01-05", before, cost) for i, (before, _, cost) in enumerate(rows)],
        *[(f"{i:02d}", "2025-05-05", now, cost) for i, (_, now, cost) in enumerate(rows)],
    )
    result = analysed(lines, satisfied(lines, 5, 50))
    known = [row["value"] for row in result.figures()["by_class"][:-1] if row["value"] is not None]
    assert sum(known) == pytest.approx(result.figures()["equity"] or 0.0, abs=1e-6)
    assert result.customers.index.is_unique
    assert told(result)


def test_an_empty_customer_changes_nothing(free):
    """A customer in the file that never bought has no value and no place."""
    one, more = clients(free), clients(free)
    more = pd.concat([more, more.head(1).assign(customer_id="empty", name="Leeg")], ignore_index=True)
    assert analysed(free, customers=one).figures() == analysed(free, customers=more).figures()


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(ten):
    """Shuffled transactions and customers, the same figures; nothing that came in is touched."""
    customers = clients(ten, potential_revenue=150.0)
    said = satisfied(ten, 5)
    frames = ten.copy(), customers.copy(), said.copy()
    once = analysed(ten, said, customers=customers).figures()
    assert analysed(ten.iloc[::-1], said.iloc[::-1], customers=customers.iloc[::-1]).figures() == once
    for now, before in zip((ten, customers, said), frames, strict=True):
        pd.testing.assert_frame_equal(now, before)
