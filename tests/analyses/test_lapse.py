"""Who left, who dries up, who is to be called: by hand, at the edges, and whatever the order of the rows."""

import math
import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.lapse import STATES, analyse
from klantlib.blocks import Heading, Table
from klantlib.client.model import empty
from klantlib.languages import languages
from klantlib.measures.accounts import customer_accounts
from klantlib.measures.leaving.behaviour import Behaviour

BEFORE, START, END = date(2024, 1, 1), date(2025, 1, 1), date(2025, 12, 31)
TABLES = ("complaints", "payments", "quotes", "satisfaction", "exits")
NO_CLASSES = pd.Series(dtype="str")


def behaviour(**tables):
    typed = {n: pd.concat([empty(n), pd.DataFrame(t)]).astype(empty(n).dtypes) for n, t in tables.items()}
    return Behaviour(**{**{name: empty(name) for name in TABLES}, **typed})


def orders(*rows, margin=0.3, product="p"):
    """Transactions from (customer, day, revenue); without margin profit is unknown."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"])
    frame = pd.concat([empty("transactions"), frame.assign(date=pd.to_datetime(frame["date"]))])
    frame = frame.assign(product=product, margin=frame["revenue"] * (math.nan if margin is None else margin))
    return frame.astype(empty("transactions").dtypes).reset_index(drop=True)


def every(name, days, revenue=100.0, first="2023-01-01", last="2025-12-31"):
    """An order every so many days."""
    return [(name, day, revenue) for day in pd.date_range(first, last, freq=f"{days}D")]


def people(*ids, since=None):
    frame = pd.concat(
        [empty("customers"), pd.DataFrame({"customer_id": list(ids), "name": [f"Klant {i}" for i in ids]})]
    )
    return frame.assign(since=pd.to_datetime(since)).astype(empty("customers").dtypes).reset_index(drop=True)


def account(customers, rows, start, end):
    inside = rows[rows["date"].between(pd.Timestamp(start), pd.Timestamp(end))]
    nothing = empty("activities"), empty("rates"), empty("costs")
    return customer_accounts(customers, inside, *nothing, start=start, end=end)


def judged(rows, customers=None, *, known=None, classes=NO_CLASSES, **options):
    """The chapter of 2025 against 2024, on these transactions."""
    customers = people(*sorted(rows["customer_id"].unique())) if customers is None else customers
    now, before = account(customers, rows, START, END), account(customers, rows, BEFORE, date(2024, 12, 31))
    return analyse(now, before, rows, customers, classes, known or behaviour(), BEFORE, START, END, **options)


def states(result):
    return result.customers["state"].to_dict()


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


@pytest.fixture(scope="module")
def firm():
    """
    Thirty customers in many ways. R: ten in a steady rhythm of 10 days. D: dries up, 100 a time in 2024 and 40 in 2025.
    L: two that stop in November 2024. H: fourteen that stopped earlier, in four waves. W: silent for 65 days at a
    rhythm of 10. N: new in November 2025. Q: bought last in May 2025, so that it dried up before it fell silent.
    """
    rows = [row for n in range(10) for row in every(f"R{n}", 10)]
    rows += every("D", 10, last="2024-12-31") + every("D", 10, 40.0, first="2025-01-02")
    rows += [row for n in range(2) for row in every(f"L{n}", 10, 200.0, last="2024-11-20")]
    waves = ("2023-06-15", "2023-12-10", "2023-12-20", "2024-06-10")
    rows += [row for n in range(14) for row in every(f"H{n:02}", 10, last=waves[n % 4])]
    rows += (
        every("W", 10, 500.0, last="2025-11-01")
        + every("N", 14, first="2025-11-03")
        + every("Q", 10, last="2025-05-20")
    )
    return orders(*rows)


@pytest.fixture(scope="module")
def result(firm):
    return judged(firm)


def test_each_customer_is_in_the_first_state_that_holds(result):
    """H that stopped before 2024 are not in the chapter; those of 2024 are lost; the others by their silence."""
    found = states(result)
    assert {name: found[name] for name in ("R0", "D", "L0", "W", "N", "Q")} == {
        "R0": "steady", "D": "drying", "L0": "lost", "W": "overdue", "N": "steady", "Q": "silent",
    }  # fmt: skip
    assert set(found.values()) <= set(STATES)


def test_the_money_that_went_each_way(firm, result):
    """L0 and L1 bought 200 every ten days from 1 January to 20 November 2024; D 100, then 40; Q not after May."""
    figures = result.figures()
    lost = firm[firm["customer_id"].str.startswith(("L", "H")) & firm["date"].ge("2024-01-01")]["revenue"].sum()
    dry = firm[firm["customer_id"].isin(["D", "Q"])].groupby(firm["date"].dt.year)["revenue"].sum()
    assert figures["lost_revenue"] == lost
    assert figures["drying_revenue"] == dry[2024] - dry[2025]
    assert figures["lost_profit"] == pytest.approx(0.3 * lost)
    assert (figures["drying_customers"], figures["larger"]) == (2, "lost")
    assert result.history["lost"].iloc[-1] == lost
    assert result.history["drying"].iloc[-1] == figures["drying_revenue"]


def test_who_orders_as_often_for_less_dries_up_by_the_size_of_its_orders(firm):
    """D orders as often in both years (37 times): none of its fall is by ordering less often. Q's fall all is."""
    alone = {name: firm[firm["customer_id"].isin([name, "R0"])].reset_index(drop=True) for name in "DQ"}
    assert judged(alone["D"]).fewer_orders == pytest.approx(0.0, abs=0.02)
    assert judged(alone["Q"]).fewer_orders == pytest.approx(1.0)


def test_whom_to_call_is_the_one_out_of_rhythm(result):
    """W: 6.5 rhythms silent. Its chance times its profit is what is at stake, and its part of the action's money."""
    [call, *_] = result.actions()
    row = result.customers.loc["W"]
    assert result.tested and [key for key, _ in call.customers] == ["W"]
    assert row["overdue"] == 6.5
    assert call.money == pytest.approx(row["probability"] * row["profit"])
    assert list(call.parts) == pytest.approx([call.money])
    assert (call.key, call.stake) == ("call", "profit")
    assert call.rests_on in keys(result)


def test_most_expected_profit_is_called_first(firm):
    """V is as silent as W with ten times the margin money: it goes first."""
    both = pd.concat([firm, orders(*every("V", 10, 5000.0, last="2025-11-01"))], ignore_index=True)
    assert judged(both).overdue.index.tolist() == ["V", "W"]


def test_nobody_is_in_two_actions_and_no_loss_maker_is_won_back(firm):
    """The second action is for the lost; H00, whom we lost money on, is not among them."""
    bad = firm.assign(margin=firm["margin"].where(firm["customer_id"].ne("L0"), -firm["margin"]))
    call, back = judged(bad).actions()
    assert back.key == "win_back" and back.stake == "loss" and back.confidence == "high"
    assert "L0" not in dict(back.customers) and "L1" in dict(back.customers)
    assert not set(dict(call.customers)) & set(dict(back.customers))
    assert sum(back.parts) == pytest.approx(back.money)


def test_profit_can_point_the_other_way_than_revenue(firm):
    """L are lost with hardly any margin: revenue says they left, profit says D dries up, and D is what to repair."""
    thin = firm.assign(margin=firm["margin"].where(~firm["customer_id"].str.match("[LH]"), firm["revenue"] * 0.01))
    result = judged(thin)
    assert result.figures()["larger"] == "split_drying"
    assert keys(result)[0] == "split_drying_first"
    assert [action.key for action in result.actions()] == ["call", "repair"]


def test_too_short_a_history_falls_back_on_a_rule_without_a_chance():
    """Nobody left: W is three rhythms silent, and is called by the agreed two; no chance, low confidence."""
    rows = orders(*every("A", 10), *every("B", 20), *every("W", 10, last="2025-12-01"))
    result = judged(rows)
    assert not result.tested and "untested" in keys(result)
    assert result.customers["probability"].isna().all()
    [call] = result.actions()
    assert (call.key, call.confidence, dict(call.customers)) == ("call_untested", "low", {"W": "Klant W"})
    assert call.money == pytest.approx(result.customers.loc["W", "profit"])
    assert result.figures()["warning"]["alarm"] == 2.0


def test_without_profit_revenue_is_the_order_of_calling():
    """No cost or margin known: no money in the action, the largest first."""
    rows = orders(
        *every("A", 10), *every("V", 10, 900.0, last="2025-12-01"), *every("W", 10, last="2025-12-01"), margin=None
    )
    [call] = judged(rows).actions()
    assert (call.key, call.money, call.parts, [key for key, _ in call.customers]) == (
        "call_plain",
        None,
        [],
        ["V", "W"],
    )


def test_the_loyalty_coefficient_by_class(firm):
    """Of the period before: R (10), D, W and Q came back of 13 + 2 L + 3 H; the key accounts are L0 and R0."""
    classes = pd.Series({"L0": "key_account", "R0": "key_account", "D": "small"})
    result = judged(firm, classes=classes)
    found = result.figures()["loyalty_coefficient"]
    gone = result.figures()["lost_customers"]
    assert (found["total"]["hits"], found["total"]["n"]) == (13, 13 + gone)
    assert (found["key_account"]["hits"], found["key_account"]["n"]) == (1, 2)
    assert [row[0] for row in block(result, "by_class").rows] == ["key_account", "small", "total"]


def test_stages_add_up_and_each_has_its_means(result):
    """Every customer is in one of three stages."""
    rows = block(result, "stages").rows
    assert [row[0] for row in rows] == ["relation", "leaving", "gone"]
    assert sum(row[1] for row in rows) == len(result.customers)
    assert [row[3] for row in rows] == ["relation_means", "leaving_means", "gone_means"]


def test_two_signs_make_a_steady_customer_one_to_talk_to(firm):
    """R0 complained and is a step less satisfied: two signs; R1 only complained."""
    complaints = [
        {"customer_id": c, "date": pd.Timestamp("2025-06-01"), "settled": pd.Timestamp("2025-06-02")}
        for c in ("R0", "R1")
    ]
    answers = [
        {"customer_id": "R0", "date": pd.Timestamp(day), "overall": score}
        for day, score in (("2024-05-01", 5.0), ("2025-05-01", 4.0))
    ]
    result = judged(firm, known=behaviour(complaints=complaints, satisfaction=answers))
    assert (states(result)["R0"], states(result)["R1"]) == ("signs", "steady")
    assert result.figures()["signs"] == {"complaint": 2, "pays_later": 0, "quotes_lost": 0, "less_satisfied": 1}
    assert [row[0] for row in block(result, "signs_table").rows] == ["complaint", "less_satisfied"]


def test_reasons_for_leaving_are_only_pointed_at(firm, result):
    """L0 said why; the reasons themselves are told elsewhere."""
    exits = [{"customer_id": "L0", "date": pd.Timestamp("2024-12-01"), "reason": "price"}]
    assert block(judged(firm, known=behaviour(exits=exits)), "reasons").values["n"] == 1
    assert "no_reasons" in keys(result)


def test_who_buys_ever_fewer_products():
    """A went from three products to two, B from three to three."""
    rows = orders(*((c, f"{y}-{m:02}-01", 10.0) for c in "AB" for y in (2024, 2025) for m in (1, 2, 3)))
    rows = rows.assign(product=["x", "y", "z", "x", "y", "y", "x", "y", "z", "x", "y", "z"])
    result = judged(rows)
    assert result.narrowed.index.tolist() == ["A"]
    assert (result.figures()["products_median"], result.figures()["narrow_customers"]) == (2.5, 1)


def test_a_period_that_is_the_first_has_nobody_lost():
    """All orders in 2025: nothing to compare with, and no drying up; the alarm still speaks."""
    result = judged(orders(*every("A", 10, first="2025-01-02"), *every("W", 10, first="2025-01-02", last="2025-11-20")))
    assert keys(result)[0] == "no_comparison" and "nothing_before" in keys(result)
    assert result.figures()["lost_customers"] is None
    assert states(result)["W"] == "overdue"


def test_who_left_after_sending_everything_back_is_no_loss_but_did_leave():
    """A bought 100, sent it back and left; B stayed: nobody is told to have stayed who left, and no money went."""
    rows = orders(
        ("A", "2024-05-01", 100.0), ("A", "2024-06-01", -100.0), ("B", "2024-05-01", 9.0), ("B", "2025-05-01", 9.0)
    )
    result = judged(rows)
    assert (result.figures()["lost_customers"], result.figures()["lost_revenue"]) == (1, 0)
    assert keys(result)[0] == "left_empty" and "leak_empty_heading" in keys(result)
    assert not {"history", "largest", "balance_neither"} & set(keys(result))
    checked(result)


def test_a_credit_after_leaving_is_no_further_loss():
    """A bought 100 and left; the 300 that was settled later is not lost a second time."""
    assert judged(EDGES["credit after leaving"]).figures()["lost_revenue"] == 100


def test_the_table_per_customer_starts_as_all_do(result):
    """customer_id first, then name; whoever is gone has no chance to stay away."""
    table = result.per_customer()
    assert list(table.columns)[:2] == ["customer_id", "name"]
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert rows["L0"]["probability"] is None and rows["W"]["probability"] > 0.5
    assert rows["W"]["expected"] == pytest.approx(rows["W"]["probability"] * rows["W"]["profit"])


SINGLE = orders(("A", "2025-05-01", 100.0))
EDGES = {
    "nobody": orders(),
    "one order": SINGLE,
    "one, lost": orders(("A", "2024-05-01", 100.0)),
    "three, no repeats": orders(*((c, "2024-05-01", 50.0) for c in "ABC")),
    "nine": orders(*(row for c in "ABCDEFGHI" for row in every(c, 30))),
    "nine, all the same day": orders(*((c, d, 10.0) for c in "ABCDEFGHI" for d in ("2024-05-01", "2025-05-01"))),
    "all loss": orders(*every("A", 10), *every("B", 10, last="2024-11-01"), margin=-0.2),
    "one with 99%": orders(*every("A", 5, 10000.0, last="2025-10-01"), *every("B", 30, 10.0)),
    "no margin": orders(*every("A", 10), *every("B", 10, last="2024-11-01"), margin=None),
    "credits only": orders(("A", "2024-05-01", -10.0), ("A", "2025-05-01", -10.0)),
    "credit after leaving": orders(("A", "2024-05-01", 100.0), ("A", "2025-05-01", -300.0)),
    "no products": orders(*every("A", 10), product=None),
    "undated": orders(("A", "2024-05-01", 10.0), ("A", None, 10.0), ("B", "2025-06-01", 5.0)),
    "before 2024 only": orders(*every("A", 10, last="2023-05-01")),
}  # fmt: skip


def told(result):
    blocks = [*result.blocks(), *result.actions()]
    spoken = [tell(block, words_of(result, language)) for language in languages() for block in blocks]
    return [*spoken, *(tell_customers(result.per_customer(), words_of(result, language)) for language in languages())]


def checked(result):
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|\bNone\b|-0\b|[{}]|\binf\b", text)]
    assert len(keys(result)) == len(set(keys(result)))
    blocks = result.blocks()
    assert [one.level for one in blocks if isinstance(one, Heading)].count(1) == 1 and isinstance(blocks[0], Heading)
    assert not [one for one in blocks if isinstance(one, Table) and not one.rows]
    assert all(action.money is None or action.money > 0 for action in result.actions())


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    checked(judged(EDGES[name]))


def test_the_full_story_is_told_in_both_languages(result):
    """The tested alarm, its two lines, the loss and the drying up."""
    checked(result)
    assert {"history", "largest", "lines", "scores", "overdue_table", "stages"} <= set(keys(result))


def test_a_fall_that_may_be_chance_stands_beside_those_that_dry_up(firm):
    """U bought once a year, 900 and then 100: not shown to dry up, and said right after those who are."""
    rows = pd.concat([firm, orders(("U", "2024-05-01", 900.0), ("U", "2025-05-01", 100.0))], ignore_index=True)
    result = judged(rows)
    told_keys = keys(result)
    assert told_keys[told_keys.index("drying") + 1] == "unproven"
    assert block(result, "unproven").values["revenue"] == 800
    assert told_keys.index("no_reasons") < told_keys.index("drying")


def test_why_a_model_s_chance_is_no_alarm_is_told_with_its_figures(result):
    """Ranking by P(alive) 32% against 77% by the time since the latest order (CDNOW), in how the alarm was found."""
    for language in languages():
        how = tell(block(result, f"tested_{result.test.best.signal}"), words_of(result, language)).words["how"]
        assert {"CDNOW", "BG/NBD"} <= set(re.findall(r"CDNOW|BG/NBD", how))
        assert [share for share in ("32%", "77%", "100%") if share not in how] == []


def test_lists_in_the_chapter_are_short(result):
    """Of the seven who left or dry up the five with whom most went; all of them are in the appendix."""
    went = result.customers.index[result.customers["lost"] > 0]
    assert len(block(result, "largest").rows) == 5 < len(went)
    assert set(went) <= {row[0] for row in result.per_customer().rows}


@pytest.mark.slow
@pytest.mark.parametrize("options", [{"alarm": 3.0}, {"horizon": 3}, {"horizon": 36}, {"least": 2}, {"most": 0.01}])
def test_every_option_can_be_told(firm, options):
    """An alarm of one's own, other horizons, a test on few, an alarm for hardly anyone."""
    checked(judged(firm, **options))


def test_strangers_are_in_no_list(firm):
    """X is not in the customer file: not a customer here, told in a note."""
    rows = pd.concat([firm, orders(("X", "2024-05-01", 10.0), ("X", "2025-05-01", 70.0))], ignore_index=True)
    result = judged(rows, people(*sorted(firm["customer_id"].unique())))
    assert "X" not in result.customers.index
    assert block(result, "unknown_customers").values["revenue"] == 70


@pytest.mark.slow
def test_neither_order_nor_names_nor_an_empty_customer_matter_and_the_input_stays(firm, result):
    """Shuffled rows, a customer that never bought, other names: the same figures; the frames are not touched."""
    before = firm.copy()
    expected = result.figures()
    customers = people(*sorted(firm["customer_id"].unique()), "Z9")
    assert judged(firm.sample(frac=1, random_state=4).reset_index(drop=True)).figures() == expected
    assert judged(firm, customers.assign(name=[f"X{n}" for n in range(len(customers))][::-1])).figures() == expected
    pd.testing.assert_frame_equal(firm, before)


def test_twice_the_money_doubles_it_and_changes_nobodys_state(firm, result):
    """Every line twice: twice the amounts, the same orders days, the same states."""
    once, twice = result, judged(pd.concat([firm, firm], ignore_index=True))
    assert states(once) == states(twice)
    assert twice.figures()["lost_revenue"] == 2 * once.figures()["lost_revenue"]
    assert twice.figures()["warning"]["scores"] == once.figures()["warning"]["scores"]


ROWS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(0, 1095), st.integers(-50, 500)), min_size=1, max_size=60
)


@pytest.mark.slow
@given(ROWS)
@settings(deadline=None, max_examples=12)
def test_whatever_was_bought_it_can_be_told(rows):
    """Any orders of five customers over three years: everyone in one state, chances between 0 and 1, and it is told."""
    day = pd.Timestamp("2023-01-01")
    result = judged(orders(*((c, day + pd.Timedelta(days=d), float(r)) for c, d, r in rows)), least=2)
    chance = result.customers["probability"].dropna()
    assert chance.between(0, 1).all()
    assert set(states(result).values()) <= set(STATES)
    assert np.isfinite(result.customers["lost"].dropna()).all()
    checked(result)
