"""The scorecard on customers that one can judge by head: signals, classes, directions, and what n cannot carry."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.scorecard import FORMATS, analyse
from klantlib.blocks import Heading, Note
from klantlib.languages import languages
from tests.made_accounts import accounts
from tests.measures.cards.test_indicators import answers, complaints, orders, payments, rows, seen

NO_CLASSES = pd.Series(dtype=object)
NOTHING = rows("measures", columns="measure date value target better")
FAST = {"resamples": 100}


def card(now, before, *, measures=NOTHING, earlier=NOTHING, classes=NO_CLASSES, **options):
    return analyse(now, before, measures, earlier, classes, 12.0, **{**FAST, **options})


def said(result):
    """Every sentence of the chapter, in both languages; also what an action, a label and a term say."""
    for language in languages():
        words = words_of(result, language)
        told = [tell(block, words) for block in (*result.blocks(), *result.actions())]
        told.append(tell_customers(result.per_customer(), words))
        for block in told:
            yield from (text for text in block.words.values() if isinstance(text, str))


def sound(result):
    """No hole, no nan, no empty sentence."""
    texts = list(said(result))
    return bool(texts) and not [t for t in texts if re.search(r"\{|\bnan\b|\bNone\b|<NA>", t) or not t.strip()]


def keys(result):
    return [block.key for block in result.blocks()]


@pytest.fixture
def two_years():
    """A buys half of what it did and is dissatisfied; B grows; C is gone; D is new."""
    now = seen(
        accounts([50, 120, 0, 10], [20, 30, 0, 1]),
        sold=[("A", "2025-12-01", 50), ("B", "2025-12-01", 120), ("D", "2025-12-01", 10)],
        asked=[("A", "Jan", "2025-10-01", 2, 3, 40), ("B", "Els", "2025-10-01", 4, 4, 60)],
        complained=[("B", "2025-12-01", None)],
    )
    before = seen(accounts([100, 100, 50, 0], [40, 25, 10, 0]), asked=[("A", "Jan", "2024-10-01", 4, 3, 50)])
    return now, before


def test_signals_are_counted_per_customer(two_years):
    """A: dissatisfied (2), two steps lower, buys half: three. B: one open complaint. C and D: C's revenue fell away."""
    result = card(*two_years)

    assert result.customers["signals"].to_dict() == {"A": 3, "B": 1, "C": 1, "D": 0}
    assert list(result.red.index) == ["A"]
    assert result.figures()["signals"] == {
        "dissatisfied": 1, "less_satisfied": 1, "waiting": 1, "buys_less": 2, "overdue": 0, "pays_later": 0,
    }  # fmt: skip


def test_a_rhythm_that_is_overdue_and_later_payments_are_signals():
    """Ten days is the rhythm and 21 have passed; 100% late against 0% last period."""
    sold = [("A", day, 5) for day in ("2025-11-20", "2025-11-30", "2025-12-10")]
    now = seen(accounts([15]), sold=sold, paid=[("A", 10, "2025-06-30", "2025-07-30")])
    before = seen(accounts([15]), paid=[("A", 10, "2025-06-30", "2025-06-30")])
    signals = card(now, before).figures()["signals"]

    assert signals["overdue"] == signals["pays_later"] == 1


def test_what_is_unknown_is_no_signal():
    """No survey, no payments, no complaints, nothing last period."""
    result = card(seen(accounts([10])), seen(accounts([])))

    assert result.customers["signals"].tolist() == [0]
    assert {"no_satisfaction", "no_complaints", "no_paid_late"} <= set(keys(result))


def test_the_action_is_about_the_customers_on_the_list(two_years):
    """A's profit of 20 is at stake, and it is A's alone."""
    (action,) = card(*two_years).actions()

    assert (action.money, action.stake, list(action.parts)) == (20.0, "profit", [20.0])
    assert action.customers == (("A", "Klant A"),)


def test_growth_and_buying_again_are_of_last_periods_customers(two_years):
    """250 was 180 now: -28%; of A, B and C two bought again; D is new and not in that share."""
    every = card(*two_years).together

    assert every["growth"] == pytest.approx(180 / 250 - 1)
    assert every["again"] == pytest.approx(2 / 3) and every["bought_before"] == 3


def test_the_expected_value_is_the_mean_profit_times_the_share_that_buys_again(two_years):
    """A: (20 + 40) / 2 x 2/3 = 20; C bought nothing and brings nothing; over half a year it is twice as much a year."""
    result = card(*two_years)
    half = analyse(*two_years, NOTHING, NOTHING, NO_CLASSES, 6.0, **FAST)

    assert result.customers["expected_value"].to_dict() == pytest.approx({"A": 20, "B": 55 / 3, "C": 0, "D": 1 / 3})
    assert half.customers.loc["A", "expected_value"] == pytest.approx(40)


def test_without_a_last_period_nothing_is_expected():
    """Nobody knows who comes back; a customer that did nothing wrong has no signal either."""
    result = card(seen(accounts([10, 20], [1, 2])), seen(accounts([])))

    assert result.customers["expected_value"].isna().all()
    assert {"all_quiet", "value_first", "value_first_table"} <= set(keys(result)) and sound(result)


def test_every_class_has_a_row_and_all_together_the_last(two_years):
    """Who has no class is told apart; the classes add up to the whole."""
    result = card(*two_years, classes=pd.Series({"A": "large", "B": "small", "D": pd.NA}))
    rows = result.classes

    assert list(rows.index) == ["large", "small", "not_classed", "all"]
    assert rows["customers"].tolist() == [1, 1, 2, 4]
    assert rows["revenue"].iloc[:-1].sum() == rows.loc["all", "revenue"]
    assert "not_classed" in keys(result)


def test_our_performance_is_held_against_our_target():
    """As in the chapter on the organisation the last month counts: lead time came down to its target, the other not."""

    def measured(values, name, target, better):
        days = pd.date_range("2025-01-15", periods=len(values), freq="MS")
        return [(name, day, value, target, better, None, None) for day, value in zip(days, values, strict=True)]

    columns = "measure date value target better unit_of_measure unit"
    now = rows("measures", *measured([3, 3, 1], "Levertijd", 1, "lower"), *measured([90] * 3, "Op tijd", 100, "higher"),
               columns=columns)  # fmt: skip
    result = card(seen(accounts([1])), seen(accounts([1])), measures=now, earlier=now.iloc[:0])
    found = {block.key: block.values for block in result.blocks() if block.key.startswith("behind")}

    assert found["behind_heading"]["n"] == 1 and found["behind_heading"]["measures"] == 2
    assert result.performance["reached"].to_dict() == {"Op tijd": False, "Levertijd": True}


def test_without_a_way_that_is_better_nothing_is_behind():
    """A measure of which more may be good or bad is not held against its target."""
    now = rows("measures", ("Voorraad", "2025-06-30", 5, 4, None, None, None),
               columns="measure date value target better unit_of_measure unit")  # fmt: skip

    assert "no_targets" in keys(card(seen(accounts([1])), seen(accounts([1])), measures=now, earlier=now.iloc[:0]))


def test_a_few_customers_announce_nothing(two_years):
    """Under the minimum no link is judged, and the chapter says so."""
    result = card(*two_years)

    assert set(result.leads["verdict"]) == {"too_few"}
    assert "leads_none_judged" in keys(result) and "leads_table" not in keys(result)


@pytest.mark.parametrize("verdict", ["rises", "falls"])
def test_a_link_that_announces_something_is_told_without_a_cause(verdict):
    """Forty customers with equal revenue last year: the higher trust was, the more (or the less) they buy now."""
    revenue = [100.0 + i for i in range(40)]
    ids = [f"A{chr(65 + i)}" if i < 26 else f"B{chr(65 + i - 26)}" for i in range(40)]
    trust = [1 + i / 10 for i in range(40)]
    asked = [
        (key, "X", "2024-10-01", 3, t if verdict == "rises" else 5 - t, 50) for key, t in zip(ids, trust, strict=True)
    ]
    result = card(seen(accounts(revenue)), seen(accounts([100.0] * 40), asked=asked))

    assert f"leads_{verdict}" in keys(result) and sound(result)
    assert result.leads.set_index(["sign", "outcome"]).loc[("trust", "revenue"), "verdict"] == verdict


ODD = {
    "nobody": (seen(accounts([])), seen(accounts([]))),
    "one": (seen(accounts([10], [5])), seen(accounts([10], [5]))),
    "three, one with nearly all": (seen(accounts([9900, 50, 50], [900, 5, 5])), seen(accounts([9000, 50, 60]))),
    "nine, all a loss": (seen(accounts([10] * 9, [-5] * 9)), seen(accounts([20] * 9, [-5] * 9))),
    "no margin": (seen(accounts([10, 20])), seen(accounts([10, 20]))),
    "nobody came back": (seen(accounts([0, 0])), seen(accounts([10, 20], [1, 2]))),
    "negative total": (seen(accounts([-10, 5], [-4, 1])), seen(accounts([-10, 5], [-4, 1]))),
    "only last period": (seen(accounts([])), seen(accounts([10], [5]))),
    "complaints never settled": (
        seen(accounts([10, 20]), complained=[("A", "2025-06-01", None), ("B", "2025-06-01", None)]),
        seen(accounts([10, 20])),
    ),
    "satisfaction without trust": (
        seen(accounts([10]), asked=[("A", "Jan", "2025-06-01", 4, None, None)]), seen(accounts([10]))
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
@pytest.mark.slow
def test_odd_clients_are_told_in_every_language(case):
    """No crash, no hole, no nan; one heading of level 1 and one note on what the chapter cannot tell."""
    result = card(*ODD[case])
    blocks = result.blocks()

    assert sound(result)
    assert [block.level for block in blocks if isinstance(block, Heading)].count(1) == 1
    assert isinstance(blocks[-1], Note) and blocks[-1].key == "cannot"


def test_every_customer_has_a_card(two_years):
    """Who left too; the columns are those that are explained."""
    table = card(*two_years).per_customer()

    assert [row[0] for row in table.rows] == ["B", "A", "D", "C"]
    assert list(table.columns) == list(FORMATS)


def test_the_inputs_come_back_unchanged(two_years):
    """Pure."""
    kept = [frame.copy() for seen in two_years for frame in (seen.accounts.customers, *seen[1:5])]
    card(*two_years)

    for frame, copy in zip([f for s in two_years for f in (s.accounts.customers, *s[1:5])], kept, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@settings(max_examples=15)
@given(st.permutations(range(6)))
@pytest.mark.slow
def test_the_order_of_the_rows_does_not_matter(order):
    """Answers, complaints, payments and orders in any order give the same cards."""
    sold = [(key, day, 5) for key in "AB" for day in ("2025-11-01", "2025-11-11", "2025-12-01")]
    asked = [(key, who, f"2025-0{month}-01", month, 3, 10) for key, who, month in
             [("A", "x", 1), ("A", "x", 2), ("A", "y", 3), ("B", "x", 4), ("B", "x", 5), ("B", "z", 1)]]  # fmt: skip
    told = [("A", f"2025-0{i + 1}-01", f"2025-0{i + 2}-01") for i in range(6)]
    paid = [("B", 10 + i, f"2025-0{i + 1}-01", "2025-03-05") for i in range(6)]
    before = seen(accounts([5, 5]))
    straight = card(seen(accounts([10, 20]), sold=sold, asked=asked, complained=told, paid=paid), before)
    turned = [[list_[i] for i in order] for list_ in (sold, asked, told, paid)]
    other = card(
        seen(accounts([10, 20]), **dict(zip(("sold", "asked", "complained", "paid"), turned, strict=True))),
        before,
    )

    pd.testing.assert_frame_equal(straight.customers, other.customers)


def test_a_customer_that_did_nothing_changes_no_figure_of_the_others(two_years):
    """An empty row in the client's table has no accounts, so no card."""
    now, before = two_years
    more = now._replace(
        transactions=pd.concat([now.transactions, orders()]), complaints=pd.concat([now.complaints, complaints()]),
        satisfaction=pd.concat([now.satisfaction, answers()]), payments=pd.concat([now.payments, payments()]),
    )  # fmt: skip

    pd.testing.assert_frame_equal(card(now, before).customers, card(more, before).customers)
