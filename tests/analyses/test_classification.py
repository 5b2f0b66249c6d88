"""Five classes: on customers that one can judge by head."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.classification import analyse
from klantlib.blocks import Chart, Heading, Table
from klantlib.client.model import empty
from klantlib.languages import languages
from klantlib.measures.accounts import Accounts
from klantlib.measures.classes import CLASSES, FACTORS
from klantlib.measures.worth import SCORES
from tests.made_accounts import accounts

FIT = ("core_skills", "strategy_fit", "culture", "relational_fit")
FEW = {"resamples": 50, "seed": 1}


def about(potential):
    """A customer table: what each could buy in a year."""
    n = len(potential)
    known = {"customer_id": [chr(65 + i) for i in range(n)], "potential_revenue": [float(p) for p in potential]}
    return empty("customers").reindex(range(n)).assign(**known)


def scored(**scores):
    """A strategy table: a customer's score, the same on everything."""
    rows = empty("strategy").reindex(range(len(scores))).assign(customer_id=list(scores))
    values = pd.Series(list(scores.values()), dtype=float)
    return rows.assign(**dict.fromkeys((*SCORES, *FIT), values), strategic=pd.array([pd.NA] * len(rows), "boolean"))


def satisfied(**overall):
    """One answer a customer."""
    rows = empty("satisfaction").reindex(range(len(overall)))
    return rows.assign(
        customer_id=list(overall), overall=[float(v) for v in overall.values()], date=pd.Timestamp("2025-06-01")
    )


def tables(potential=(), scores=None, answers=None):
    return about(potential), scored(**(scores or {})), satisfied(**(answers or {}))


def classes(result):
    return result.customers["class"].sort_index().to_dict()


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


@pytest.fixture
def five():
    """
    One customer for each class. Large are A (40) and B (30), which make the first half of 115; A is good at all, B at
    nothing but size; C could become large, D could not, E loses money.
    """
    scores, answers = {"A": 5, "B": 0, "C": 4, "D": 1, "E": 5}, {"A": 5, "B": 1, "C": 3, "D": 3, "E": 3}
    return accounts([40, 30, 20, 15, 10], [20, 1, 4, 2, -3]), *tables([90, 30, 60, 15, 10], scores, answers)


def test_each_of_the_five_classes_has_its_customer(five):
    """A key account, B large, C a future key account, D small, E a loss-maker."""
    result = analyse(*five, **FEW)
    expected = dict(zip("ABCDE", ("key_account", "large", "future_key_account", "small", "loss_maker"), strict=True))
    assert classes(result) == expected
    assert result.figures()["classes"] == dict.fromkeys(CLASSES, 1)
    assert result.classes.to_dict() == expected


def test_the_weights_that_are_printed_add_up_to_one(five):
    """30, 20, 15, 15, 10 and 10 percent; set to 3, 2, 1.5, 1.5, 1 and 1 they are the same."""
    weights = analyse(*five, **FEW).figures()["weights"]
    assert weights == dict(zip(FACTORS, (0.3, 0.2, 0.15, 0.15, 0.1, 0.1), strict=True))
    ten = {f"weight_{name}": 10 * weight for name, weight in weights.items()}
    assert analyse(*five, **ten, **FEW).figures()["weights"] == pytest.approx(weights)


def test_the_value_of_a_customer_by_hand(five):
    """
    Of profits 20, 4, 2 and 1 the full mark is 4, of shares that of 30, of room 40. B: profit 1/4, size 1, no room,
    scores 0, satisfaction 0: .075 + .2 = .275. D: profit 2/4, size 15/30, no room, scores of 1 in 5, satisfaction 3
    of 1-5 a half: .15 + .10 + 0 + .03 + .02 + .05 = .35.
    """
    result = analyse(*five, **FEW)
    assert result.full["profit"] == 4
    assert result.full["potential"] == 40
    assert result.customers.loc[["B", "D"], "value"].tolist() == pytest.approx([0.275, 0.35])


def test_a_factor_without_data_is_left_out_and_told():
    """No potential, no scores, no answers: profit 60% and size 40%, and four factors are named as missing."""
    result = analyse(accounts([60, 40], [6, 4]), *tables(), **FEW)
    assert result.figures()["weights"] == {"profit": 0.6, "significance": 0.4}
    assert block(result, "left_out").values["n"] == 4


def test_more_candidates_than_places_are_told():
    """Twelve alike but for a little profit and size: two places, and who waits is named."""
    revenue = [100 - i for i in range(12)]
    result = analyse(accounts(revenue, revenue), *tables(), key_accounts=2, key_from=0.1, **FEW)
    assert len(result.of("key_account")) == 2
    assert result.figures()["waiting"] == result.figures()["candidates"] - 2 > 0
    assert keys(result)[0] == "too_many_profit"
    assert "keys_full" in keys(result)


def test_a_loss_making_customer_of_value_is_named():
    """A is large, strategic and satisfied, but loses money: no key account, and told apart."""
    result = analyse(
        accounts([60, 40], [-5, 9]), *tables([200, 40], {"A": 5, "B": 1}, {"A": 5, "B": 2}), key_from=0.4, **FEW
    )
    assert classes(result)["A"] == "loss_maker"
    assert block(result, "held_back").values["names"] == ["Klant A"]


def test_the_segments_are_cut_where_tnt_cut_them():
    """Ten customers of 50, 10, 10, 10, 4, 4, 4, 4, 2, 2: the first makes half, four make 80%."""
    revenue = [50, 10, 10, 10, 4, 4, 4, 4, 2, 2]
    segments = analyse(accounts(revenue, revenue), *tables(), **FEW).segments
    assert segments["customers_share"].tolist() == pytest.approx([0.1, 0.3, 0.6])
    assert segments["profit_share"].tolist() == pytest.approx([0.5, 0.3, 0.2])


def test_the_misprint_is_said(five):
    """What TNT's own text says of its first segment stands in the table as printed, with what was probably meant."""
    revenue = [50, 10, 10, 10, 4, 4, 4, 4, 2, 2]
    told = tell(block(analyse(accounts(revenue, revenue), *tables(), **FEW), "tnt"), words_of(analyse(*five), "en"))
    assert told.words["terms"]["customers_major"] == "10.5%, probably 0.5%"
    assert "0.5%" in told.words["note"]


def test_companies_of_one_parent_have_the_class_of_their_group():
    """B and C are of A: one customer of 90. Each company has its class, D its own."""
    known = accounts([40, 30, 20, 10], [10, 8, 6, 1])
    of = known.customers[["name"]].assign(parent_id=[None, "A", "A", None])
    result = analyse(replace(known, parents=of), *tables([50, 40, 30, 10]), groups=True, known_from=0.5, **FEW)
    assert result.customers.index.tolist() == ["A", "D"]
    assert result.classes.to_dict() == {"A": "key_account", "B": "key_account", "C": "key_account", "D": "small"}
    assert result.figures()["groups"] == 1


def test_a_new_customer_is_marked():
    """A is a key account of four months: that is said, and stands in the list."""
    known = accounts([90, 10], [9, 1], new=[4, pd.NA])
    result = analyse(known, *tables([100, 10]), known_from=0.5, **FEW)
    assert block(result, "new_customers").values["names"] == ["Klant A"]
    assert "months_new" in block(result, "keys").columns


def test_nobody_stands_in_two_actions(five):
    """A is to be settled as key account, C to grow: room 40 at a profit of 4 on 20 is 8."""
    actions = analyse(*five, **FEW).actions()
    assert [(a.key, a.money, [key for key, _ in a.customers]) for a in actions] == [
        ("settle_action", None, ["A"]),
        ("future_action", 8, ["C"]),
    ]
    assert actions[1].parts == [8]


def test_the_table_per_customer_begins_with_who_it_is(five):
    """Highest value first; the columns that a class is made of can be computed again."""
    table = analyse(*five, **FEW).per_customer()
    assert list(table.columns)[:3] == ["customer_id", "name", "class"]
    assert table.rows[0][:3] == ["A", "Klant A", "key_account"]
    assert set(table.formulas) <= {*table.columns, *(name for name, *_ in table.given)}


ALIKE = dict.fromkeys("ABCDEFGHI", 3)
EDGES = {
    "nobody": (accounts([], []), *tables()),
    "one": (accounts([10], [1]), *tables([20], {"A": 5}, {"A": 4})),
    "three equal": (accounts([10, 10, 10], [1, 1, 1], [0, 0, 0]), *tables([10] * 3, dict.fromkeys("ABC", 3))),
    "nine, all loss": (accounts([10] * 9, [-1] * 9), *tables([20] * 9, ALIKE, ALIKE)),
    "nine, all profitable": (accounts([10] * 9, [1] * 9), *tables([20] * 9, ALIKE, ALIKE)),
    "one with nearly all": (accounts([99, 1], [9, -1], [1, 1]), *tables([99, 99], {"A": 2, "B": 5})),
    "credits only": (accounts([-10, -20], [-1, -2]), *tables([10, 10], {"A": 5, "B": 1})),
    "nothing at all": (accounts([0, 0], [0, 0]), *tables()),
    "profit unknown": (accounts([10, 20, 30]), *tables([50, 50, 50], {"A": 5, "B": 1}, {"C": 2})),
    "one profit unknown": (accounts([10, 20], [math.nan, 2], [1, 1]), *tables([10, 20], {"A": 5, "B": 1})),
    "all profit unknown but zero": (accounts([10, 20], [math.nan, math.nan], [1, 1]), *tables()),
    "no potential": (accounts([10, 20], [1, 2]), *tables((), {"A": 5, "B": 1}, {"A": 5})),
    "strangers": (accounts([10, 20], [1, 2], stray=100), *tables([10, 20], {"A": 5, "B": 1})),
    "strangers only": (accounts([], [], stray=100), *tables()),
    "total profit small": (accounts([50, 50], [10, -9.9]), *tables([80, 80], {"A": 5, "B": 5}, {"A": 5, "B": 5})),
    "twelve new": (accounts(range(1, 13), [1] * 12, new=[3] * 12), *tables()),
}
OPTIONS = {
    "usual": {},
    "no drawings": {"resamples": 0},
    "no places": {"key_accounts": 0},
    "easy": {"key_from": 0.0, "known_from": 0.0},
    "no weights": {f"weight_{name}": 0.0 for name in FACTORS},
    "groups": {"groups": True},
}


def told(result):
    blocks = [*result.blocks(), *result.actions()]
    every = [tell(block, words_of(result, language)) for language in languages() for block in blocks]
    return every + [tell_customers(result.per_customer(), words_of(result, language)) for language in languages()]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("name", EDGES)
@pytest.mark.slow
def test_every_edge_is_told_in_both_languages(name, options):
    """Nothing crashes, nothing prints nan or None, no key stands twice, the chapter opens with one main heading."""
    result = analyse(*EDGES[name], **{**FEW, **OPTIONS[options]})
    texts = [part for block in told(result) for part in block.words.values() if isinstance(part, str)]
    assert not [text for text in texts if re.search(r"\bnan\b|None|-0\b|[{}]", text)]
    assert len(keys(result)) == len(set(keys(result)))
    assert [block.level for block in result.blocks() if isinstance(block, Heading)].count(1) == 1
    assert all(len(chart.data[chart.x]) for chart in result.blocks() if isinstance(chart, Chart))
    assert all(table.rows or not table.columns for table in result.blocks() if isinstance(table, Table))


def test_where_profit_means_nothing_shares_of_it_are_not_told():
    """A total of 0.1 on profits of 10: the heading counts revenue, and no share of profit is printed."""
    result = analyse(*EDGES["total profit small"], known_from=0.5, **FEW)
    assert keys(result)[0].endswith("revenue")
    assert set(result.figures()["profit_share"].values()) == {None}


CUSTOMERS = st.lists(
    st.tuples(st.integers(-20, 500), st.integers(-50, 50), st.integers(0, 900), st.none() | st.integers(0, 5)),
    min_size=1,
    max_size=20,
)


@pytest.mark.slow
@given(CUSTOMERS)
@settings(deadline=None, max_examples=40)
def test_everyone_has_one_class_and_nobody_is_double(customers):
    """Whatever the figures: classes add up, key accounts keep within the cap, nobody in two actions, all is told."""
    revenue, profit, potential, scores = zip(*customers, strict=True)
    letters = [chr(65 + i) for i in range(len(customers))]
    data = tables(potential, dict(zip(letters, scores, strict=True)))
    result = analyse(accounts(revenue, profit, [1] * len(revenue)), *data, key_accounts=3, **FEW)
    counts = result.figures()["classes"]
    acted = [key for action in result.actions() for key, _ in action.customers]
    assert sum(counts.values()) == len(customers)
    assert counts["key_account"] <= 3
    assert len(acted) == len(set(acted))
    assert told(result)


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(five):
    """Shuffled tables give the same figures; the frames that came in are not touched."""
    known, *others = five
    copies = [known.customers.copy(), *(frame.copy() for frame in others)]
    shuffled = Accounts(**{**vars(known), "customers": known.customers.sample(frac=1, random_state=3)})
    figures = analyse(shuffled, *(frame.iloc[::-1] for frame in others), **FEW).figures()
    assert figures == analyse(*five, **FEW).figures()
    for frame, copy in zip([known.customers, *others], copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_names_and_numbers_decide_nothing(five):
    """Customers E to A in stead of A to E: the same classes for the same figures."""
    known, customers, strategy, answers = five
    turned = dict(zip("ABCDE", "EDCBA", strict=True))
    frame = known.customers.rename(index=turned)
    others = [table.assign(customer_id=table["customer_id"].map(turned)) for table in (customers, strategy, answers)]
    again = analyse(replace(known, customers=frame), *others, **FEW)
    assert {turned[key]: name for key, name in classes(again).items()} == classes(analyse(*five, **FEW))


@pytest.mark.slow
def test_twice_the_money_is_the_same_class(five):
    """Revenue, profit and potential doubled: no value and no class changes."""
    known, customers, *others = five
    money = ["revenue", "margin", "profit"]
    twice = known.customers.assign(**{name: 2 * known.customers[name] for name in money})
    rich = replace(known, customers=twice, revenue=2 * known.revenue, margin=2 * known.margin, profit=2 * known.profit)
    more = customers.assign(potential_revenue=2 * customers["potential_revenue"])
    again = analyse(rich, more, *others, **FEW)
    assert classes(again) == classes(analyse(*five, **FEW))
    assert again.customers["value"].tolist() == analyse(*five, **FEW).customers["value"].tolist()


def test_a_customer_with_nothing_changes_no_other(five):
    """F bought nothing and brought nothing: small, and the other five as they were."""
    extra = accounts([40, 30, 20, 15, 10, 0], [20, 1, 4, 2, -3, 0])
    assert classes(analyse(extra, *five[1:], **FEW)) == {**classes(analyse(*five, **FEW)), "F": "small"}
