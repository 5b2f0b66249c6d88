"""What falls short, what matters, who was not heard: on customers that one can judge by head."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantlib.advice import tell, tell_customers, words_of
from klantlib.analyses.satisfaction import analyse
from klantlib.blocks import Chart, Finding, Heading, Table
from klantlib.client.model import empty
from klantlib.languages import languages
from tests.made_accounts import accounts

END = date(2025, 12, 31)
NO_CLASS = pd.Series(dtype=object)


def frame(table, rows):
    """A table as the client gives it: every column, each of its own type."""
    types = empty(table).dtypes
    return pd.DataFrame(rows).reindex(columns=types.index).astype(types.to_dict()) if rows else empty(table)


def scored(*marks, day="2025-05-01", customers=None, **columns):
    """An overall mark for A, B, C ... on a day, and whatever else was asked."""
    who = customers or ids(len(marks))
    rows = [{"customer_id": key, "overall": mark, "date": day} for key, mark in zip(who, marks, strict=True)]
    return frame("satisfaction", pd.DataFrame(rows).assign(**columns).to_dict("records"))


def judged(aspect, importance, expectation, *experiences, day="2025-05-01"):
    """One aspect, judged by A, B, C ..."""
    return [
        {"customer_id": ids(len(experiences))[i], "date": day, "aspect": aspect, "importance": importance,
         "expectation": expectation, "experience": met}
        for i, met in enumerate(experiences)
    ]  # fmt: skip


def ids(n):
    return accounts([1] * n).customers.index.tolist()


def found(satisfaction=None, aspects=(), known=None, classes=NO_CLASS, **options):
    """The chapter for 4 customers that brought 40, 30, 20 and 10, unless there are others."""
    known = known or accounts([40, 30, 20, 10], [8, 6, 4, 2])
    answers = empty("satisfaction") if satisfaction is None else satisfaction
    options = {"minimum": 2, "resamples": 50, **options}
    return analyse(answers, frame("aspects", list(aspects)), known, classes, END, **options)


def keys(result):
    return [block.key for block in result.blocks()]


def block(result, key):
    return next(block for block in result.blocks() if block.key == key)


def told(result):
    """Every text of every block and action in every language."""
    said = [*result.blocks(), *result.actions()]
    words = [words_of(result, language) for language in languages()]
    blocks = [tell_customers(result.per_customer(), each) for each in words]
    blocks += [tell(part, each) for each in words for part in said]
    return [text for part in blocks for text in part.words.values() if isinstance(text, str)]


def hole(text):
    return not text.strip() or re.search(r"\bnan\b|None|<NA>|-0\b|[{}]", text)


# ---- experience less expectation


def test_what_falls_short_most_times_what_matters_comes_first():
    """Delivery: 4 x 2 = 8; price: 5 x 1 = 5; range exceeds what was expected and has no priority."""
    rows = [*judged("Levertijd", 4, 9, 7, 7.2, 6.8, 7), *judged("Prijs", 5, 8, 7, 7.1, 6.9, 7)]
    rows += judged("Assortiment", 3, 7, 8, 8)
    result = found(aspects=rows)
    table = block(result, "aspects_all")
    assert [(row[0], round(row[1], 6)) for row in table.rows] == [("Levertijd", 8), ("Prijs", 5), ("Assortiment", 0)]
    assert result.blocks()[0].key == "head_apart"
    assert result.figures()["first_apart"] is True
    assert not [text for text in told(result) if hole(text)]


def test_two_that_cannot_be_told_apart_are_not_ranked():
    """The same gaps on both: said as such, and no promise is singled out."""
    rows = [*judged("Levertijd", 4, 9, 7, 6, 8), *judged("Prijs", 4, 9, 7, 8, 6)]
    result = found(aspects=rows)
    assert "priority_apart" not in keys(result)
    assert "promise" not in [action.key for action in result.actions()]


def test_nothing_below_expectation_is_told_so():
    """Experience above what was expected throughout."""
    result = found(aspects=[*judged("Levertijd", 4, 7, 8, 9), *judged("Prijs", 4, 7, 9, 8)])
    assert result.blocks()[0].key == "head_met" and "priority_none" in keys(result)


def test_too_few_customers_carry_no_conclusion():
    """Two of the three needed: the table is there, no verdict and no promise."""
    result = found(aspects=judged("Levertijd", 4, 9, 5, 6), minimum=3)
    assert (result.blocks()[0].key, result.blocks()[0].values["n"]) == ("head_few", 2)
    assert "priority_few" in keys(result) and "aspects_all" in keys(result)
    assert not [action for action in result.actions() if action.key == "promise"]


def test_the_map_has_its_guides_at_the_means_and_names_what_is_urgent():
    """Importance 5, 3, 1 and experience 6, 8, 7: guides at 3 and 7; only delivery is important and badly met."""
    rows = [*judged("Levertijd", 5, 9, 6, 6), *judged("Prijs", 3, 8, 8, 8), *judged("Assortiment", 1, 8, 7, 7)]
    [chart] = [block for block in found(aspects=rows).blocks() if isinstance(block, Chart)]
    assert (chart.key, chart.guides, chart.values["names"]) == ("map_some", {"x": 7, "y": 3}, ["Levertijd"])
    assert set(chart.data["kind"]) == {"process", "price", "product"}


def test_each_aspect_stands_under_a_part_of_the_value_and_an_option_goes_first():
    """Parking is nothing by its name; the client says it is of the process. Two parts were not asked."""
    rows = [*judged("Parkeren", 4, 9, 7, 7), *judged("Prijs", 4, 9, 8, 8)]
    assert found(aspects=rows).aspects["kind"].to_dict() == {"Parkeren": "other", "Prijs": "price"}
    result = found(aspects=rows, process_aspects="iets; parkeren")
    assert result.aspects["kind"].to_dict() == {"Parkeren": "process", "Prijs": "price"}
    table = block(result, "value")
    assert [(row[0], row[1]) for row in table.rows] == [
        ("part_product", None), ("part_relation", None), ("part_process", "Parkeren"), ("part_price", "Prijs"),
    ]  # fmt: skip
    assert block(result, "value_missing").values["asked"] == 2


def test_where_aspects_were_not_asked_the_four_parts_are_there_to_ask():
    """Only marks: the formula and a question for each part, no columns of dashes. Nothing at all: not even that."""
    table = block(found(scored(3, 4)), "value")
    assert list(table.columns) == ["part", "ask"] and len(table.rows) == 4
    assert "value_none" in keys(found(scored(3, 4))) and "value" not in keys(found())


# ---- what goes with the overall mark


def test_the_aspect_that_makes_the_overall_mark_is_told_with_its_interval():
    """40 customers whose overall mark is their experience of delivery; the price they pay has nothing to do with it."""
    met = [1 + i % 5 for i in range(40)]
    price = [5 + (i * 7) % 3 for i in range(40)]
    aspects = [*judged("Levertijd", 4, 5, *met), *judged("Prijs", 4, 7, *price)]
    result = found(scored(*met), aspects, accounts([1] * 40), minimum=30)
    values = block(result, "drivers_apart").values
    assert (values["aspect"], values["n"]) == ("Levertijd", 40)
    assert values["share"] > 0.9 and values["low"] <= values["share"] <= values["high"]
    assert not [text for text in told(result) if hole(text)]


def test_no_bare_rank_where_intervals_overlap():
    """Two aspects that go with the mark alike: told, and no list that looks like an order."""
    one, other = [5 + i % 3 for i in range(36)], [5 + (i // 3) % 3 for i in range(36)]
    marks = [1 + (a + b - 10) for a, b in zip(one, other, strict=True)]
    aspects = [*judged("Levertijd", 4, 9, *one), *judged("Prijs", 4, 9, *other)]
    result = found(scored(*marks), aspects, accounts([1] * 36))
    assert "drivers_all" in keys(result)
    assert "drivers" not in [part.key for part in result.blocks() if isinstance(part, Table)]


def test_with_too_few_for_so_many_aspects_nothing_is_worked_out():
    """Four customers for two aspects, where ten are needed: a note with both numbers."""
    rows = [*judged("Levertijd", 4, 9, 7, 6, 8, 7), *judged("Prijs", 4, 9, 7, 8, 6, 6)]
    note = block(found(scored(3, 4, 5, 4), rows), "drivers_few")
    assert (note.values["n"], note.values["needed"]) == (4, 10)


# ---- recommending, effort, trust


@pytest.mark.parametrize(
    ("marks", "key"),
    [([9] * 30, "net_above"), ([3] * 30, "net_below"), ([9, 3] * 15, "net_open"), ([9] * 29, "net_few")],
)
def test_what_is_said_of_the_net_score_hangs_on_its_interval(marks, key):
    """All promoters, all detractors, half and half, and one answer under thirty."""
    result = found(scored(*[4] * len(marks), recommend=marks), known=accounts([1] * len(marks)), minimum=30)
    assert key in keys(result)
    assert not [text for text in told(result) if hole(text)]


def test_the_score_stands_beside_its_distribution_and_its_mean():
    """15/13/8 of 36 (9, 7 and 3): 42%, 36%, 22%, a mean of 250/36, and the published interval in points."""
    marks = [9] * 15 + [7] * 13 + [3] * 8
    values = block(found(scored(*[4] * 36, recommend=marks), known=accounts([1] * 36)), "net_open").values
    assert (values["low"], values["high"]) == (pytest.approx(-6.28, abs=5e-3), pytest.approx(42.18, abs=5e-3))
    assert values["promoters"] + values["passives"] + values["detractors"] == pytest.approx(1)
    assert values["mean"] == pytest.approx((9 * 15 + 7 * 13 + 3 * 8) / 36)


def test_a_change_is_told_only_outside_its_interval():
    """From 2 and 3 to 4 and 5 (40 each) is a rise; from 2 and 5 to 3 and 4 the interval holds 0."""
    both = accounts([1] * 40)
    low, high = scored(*[2, 3] * 20, day="2024-05-01"), scored(*[4, 5] * 20)
    assert "moved_up.overall" in keys(found(pd.concat([low, high]), known=both, minimum=30))
    assert "moved_down.overall" in keys(
        found(pd.concat([scored(*[4, 5] * 20, day="2024-05-01"), scored(*[2, 3] * 20)]), known=both, minimum=30)
    )
    same = found(pd.concat([scored(*[2, 5] * 20, day="2024-05-01"), scored(*[3, 4] * 20)]), known=both, minimum=30)
    assert not [key for key in keys(same) if key.startswith(("moved_up", "moved_down"))]
    assert same.change("overall")[0] == "same"


def test_under_thirty_answers_no_change_is_told():
    """A rise of two points in 10 answers: said to be too few."""
    rows = pd.concat([scored(*[1, 2] * 5, day="2024-05-01"), scored(*[4, 5] * 5)])
    result = found(rows, known=accounts([1] * 10), minimum=30)
    assert "change_few" in keys(result) and not [key for key in keys(result) if key.startswith("moved_")]


def test_who_fell_by_two_or_more_is_named():
    """A from 5 to 3, B from 5 to 4, C from 2 to 4: only A, unless one point is enough."""
    rows = pd.concat([scored(5, 5, 2, day="2024-05-01"), scored(3, 4, 4)])
    assert block(found(rows), "fallen_some").values["names"] == ["Klant A"]
    assert found(rows, fall=1.0).figures()["fallen"] == ["A", "B"]
    assert block(found(rows, fall=3.0), "fallen_none").values["compared"] == 3


def test_history_is_kept_for_the_whole_by_group_and_per_customer():
    """Two years, of the whole, of each class and of each customer, with n."""
    rows = pd.concat([scored(5, 3, day="2024-05-01"), scored(4, 2)])
    result = found(rows, classes=pd.Series({"A": "key_account", "B": "small", "C": "small", "D": "small"}))
    whole = [(row["year"], row["n"], row["value"]) for row in result.figures()["scores"] if row["measure"] == "overall"]
    assert whole == [(2024, 2, 4), (2025, 2, 3)]
    assert result.figures()["history_by_customer"][:2] == [
        {"customer_id": "A", "year": 2024, "overall": 5}, {"customer_id": "A", "year": 2025, "overall": 4},
    ]  # fmt: skip
    assert [(row["group"], row["year"], row["n"], row["value"]) for row in result.figures()["history"]] == [
        ("key_account", 2024, 1, 5), ("key_account", 2025, 1, 4), ("small", 2024, 1, 3), ("small", 2025, 1, 2),
    ]  # fmt: skip


# ---- wishes, and who answered


def test_wishes_stand_under_the_score_of_who_has_them():
    """The 1s want to be called back; the 4 wants more brands."""
    result = found(scored(1, 1, 4, wish=["Bel terug", "bel terug.", "Meer merken"]))
    assert [(row[0], row[1], row[2], row[3]) for row in block(result, "wishes").rows] == [
        (1, 2, "Bel terug", 2), (4, 1, "Meer merken", 1),
    ]  # fmt: skip
    assert "wishes_differ" in keys(result)
    assert "wishes_alike" in keys(found(scored(1, 4, wish=["Bel terug", "Bel terug"])))


def test_too_few_wishes_do_not_make_groups_differ():
    """Three wishes where four are needed."""
    assert "wishes_few" in keys(found(scored(1, 1, 4, wish=["Bel terug", "Lever", "Meer merken"]), minimum=4))


CLASSES = pd.Series({"A": "key_account", "B": "large", "C": "small", "D": "small"})


def test_response_is_told_by_class_and_by_worth():
    """A and C answered: 12 of 20 profit; large was not heard, so of one group in three nothing can be said."""
    result = found(scored(4, 4, customers=["A", "C"]), classes=CLASSES)
    heading, reach = block(result, "plan_heading_profit"), block(result, "reach_some")
    assert (heading.values["answered"], heading.values["active"], heading.values["profit_share"]) == (2, 4, 0.6)
    assert (reach.values["silent"], reach.values["groups"]) == (1, 3)
    assert "reach_all" in keys(found(scored(4, 4, customers=["A", "C"]), classes=CLASSES, broad=0.0))
    half = pd.Series(dict.fromkeys("ABCD", "small"))
    assert "reach_none" in keys(found(scored(4), classes=half))
    silent = keys(found(classes=CLASSES))
    assert "reach_nobody" in silent and "plan_heading_nobody" in silent


def test_the_valuable_who_were_not_heard_are_to_be_talked_to():
    """A (key account) answered two years ago, B (large) never; C and D are small: a form will do for them."""
    result = found(scored(4, 4, customers=["A", "C"], day="2023-05-01"), classes=CLASSES)
    [talk] = [action for action in result.actions() if action.key == "talk"]
    assert ([key for key, _ in talk.customers], talk.money, list(talk.parts)) == (["A", "B"], 14, [8, 6])
    assert talk.confidence == "medium" and talk.stake == "profit" and talk.rests_on in keys(result)
    patient = found(scored(4, customers=["A"], day="2023-05-01"), classes=CLASSES, overdue_days=3000)
    assert patient.unheard.index.tolist() == ["B"]


def test_without_profit_the_response_is_told_by_revenue_and_without_customers_not_at_all():
    """Profit unknown: 40 of 100 revenue; nobody bought: a note."""
    unknown = found(scored(4), known=accounts([40, 30, 20, 10]))
    assert block(unknown, "plan_heading_revenue").values["revenue_share"] == 0.4
    assert "nobody_bought" in keys(found(scored(4), known=accounts([])))


def test_every_action_rests_on_a_finding_of_the_chapter():
    """What the summary refers to is there."""
    rows = [*judged("Levertijd", 5, 9, 4, 5, 4), *judged("Prijs", 3, 7, 7, 7, 6)]
    result = found(scored(4, customers=["D"]), rows, classes=CLASSES)
    findings = {part.key for part in result.blocks() if isinstance(part, Finding)}
    assert result.actions() and {action.rests_on for action in result.actions()} <= findings


def test_the_table_per_customer_starts_with_who_it_is():
    """Everyone that bought or answered, most profit first; a stranger that answered is there too."""
    table = found(scored(4, 5, customers=["B", "Z"])).per_customer()
    assert list(table.columns)[:2] == ["customer_id", "name"]
    assert [row[0] for row in table.rows] == ["A", "B", "C", "D", "Z"]


EDGES = {
    "nothing": lambda: found(known=accounts([])),
    "customers, no answers": lambda: found(),
    "one customer, one answer": lambda: found(scored(4), judged("Prijs", 4, 8, 7), accounts([10], [1])),
    "one answer, too few": lambda: found(scored(4), judged("Prijs", 4, 8, 7), accounts([10], [1]), minimum=30),
    "only marks": lambda: found(scored(3, 4, 5)),
    "only marks, too few": lambda: found(scored(3), minimum=30),
    "only aspects": lambda: found(aspects=[*judged("Prijs", 4, 8, 7, 6, 8), *judged("Levertijd", 5, 9, 7, 5, 6)]),
    "constant": lambda: found(
        scored(*[4] * 40, recommend=8, effort=2, trust=4),
        [*judged("Prijs", 4, 8, *[7] * 40), *judged("Levertijd", 4, 8, *[7] * 40)],
        accounts([1] * 40),
    ),
    "all loss": lambda: found(scored(1, 2, 3), known=accounts([10, 10, 10], [-1, -2, -3])),
    "nine customers": lambda: found(
        scored(*[5] * 9, wish="Meer"), judged("Prijs", 4, 7, *[9] * 9), accounts([1] * 9, [1] * 9)
    ),
    "one with nearly all": lambda: found(scored(1, 5), known=accounts([99, 1], [99, 1]), classes=CLASSES),
    "credits only": lambda: found(scored(3), known=accounts([-10], [-1])),
    "profit unknown": lambda: found(scored(3, 4), known=accounts([10, 20])),
    "only strangers answered": lambda: found(scored(3, 4, customers=["Y", "Z"])),
    "twelve aspects": lambda: found(
        aspects=[row for i in range(12) for row in judged(f"Vraag {i}", 4, 8, 7, 6, i % 9 + 1)]
    ),
    "brand and moments": lambda: found(
        aspects=[*judged("Imago", 4, 8, 7, 6), *judged("Klachtafhandeling", 4, 8, 7, 6)]
    ),
    "answers of three years, some by name": lambda: found(
        pd.concat([scored(5, 5, day="2022-05-01", respondent="Anna"), scored(2, 3, day="2023-06-01"), scored(4, 4)])
    ),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.slow
def test_odd_clients_are_told_without_a_hole(edge):
    """No crash, no nan, no empty sentence, in every language; a heading first and what it cannot tell last."""
    result = EDGES[edge]()
    assert not [text for text in told(result) if hole(text)]
    assert "nan" not in str([part.rows for part in result.blocks() if isinstance(part, Table)])
    assert len(keys(result)) == len(set(keys(result)))
    assert isinstance(result.blocks()[0], Heading) and result.blocks()[0].level == 1
    assert result.blocks()[-1].key == "cannot"


# ---- properties


@pytest.fixture
def some():
    """Forty customers with marks and two aspects each, over two years."""
    marks = [1 + (i * 3) % 5 for i in range(40)]
    rows = pd.concat(
        [
            scored(*marks, day="2024-05-01", recommend=[mark * 2 for mark in marks]),
            scored(*marks[::-1], recommend=[mark * 2 for mark in marks], wish=[f"wens {mark}" for mark in marks]),
        ]
    )
    aspects = [*judged("Levertijd", 5, 9, *marks), *judged("Prijs", 3, 7, *[5 + i % 4 for i in range(40)])]
    classes = pd.Series(dict(zip(ids(40), ["key_account", "small"] * 20, strict=True)))
    return rows.reset_index(drop=True), frame("aspects", aspects), accounts(range(1, 41), range(40)), classes


def figures(*tables):
    return analyse(*tables, END, resamples=50).figures()


def test_the_order_of_the_rows_does_not_matter_and_the_input_stays_as_it_was(some):
    """Shuffled tables give the same figures; the frames that came in are not touched."""
    rows, aspects, known, classes = some
    before = rows.copy(), aspects.copy(), classes.copy(), known.customers.copy()
    mixed = figures(rows.sample(frac=1, random_state=2), aspects.iloc[::-1], known, classes.iloc[::-1])
    assert mixed == figures(*some)
    for frame_, copied in zip((rows, aspects, known.customers), (before[0], before[1], before[3]), strict=True):
        pd.testing.assert_frame_equal(frame_, copied)
    pd.testing.assert_series_equal(classes, before[2])


def test_every_answer_twice_says_nothing_more(some):
    """The same rows again are the same answers of the same people."""
    rows, aspects, known, classes = some
    assert figures(pd.concat([rows, rows]), pd.concat([aspects, aspects]), known, classes) == figures(*some)


def test_a_customer_that_bought_and_said_nothing_adds_one_to_who_was_silent(some):
    """Customer 41 changes the response and no score."""
    rows, aspects, _, classes = some
    less, more = figures(*some), figures(rows, aspects, accounts([*range(1, 41), 5], [*range(40), 0]), classes)
    assert more["active_customers"] == less["active_customers"] + 1
    assert [more[key] for key in ("scores", "gap", "drivers", "wishes")] == [
        less[key] for key in ("scores", "gap", "drivers", "wishes")
    ]


def test_other_numbers_for_the_same_customers_give_the_same_figures(some):
    """Every customer under another number, in the same order: nothing but the numbers changes."""
    rows, aspects, _, classes = some
    other = {key: f"x{key}" for key in ids(40)}
    unnamed = dict.fromkeys(("unheard", "fallen", "history_by_customer"))
    moved = accounts(range(1, 41), range(40))
    moved.customers.index = moved.customers.index.map(other).rename("customer_id")
    renamed = figures(
        rows.assign(customer_id=rows["customer_id"].map(other)).astype(rows.dtypes.to_dict()),
        aspects.assign(customer_id=aspects["customer_id"].map(other)).astype(aspects.dtypes.to_dict()),
        moved,
        classes.rename(index=other),
    )
    assert {**renamed, **unnamed} == {**figures(*some), **unnamed}


ANSWERS = st.lists(
    st.tuples(st.integers(1, 5), st.none() | st.integers(0, 10), st.integers(1, 10), st.booleans()), max_size=40
)


@pytest.mark.slow
@given(ANSWERS)
@settings(deadline=None, max_examples=25)
def test_whatever_is_answered_can_be_told(answers):
    """Any marks of any number of customers: an interval holds its value, and every block has words."""
    marks, recommends, met, earlier = zip(*answers, strict=True) if answers else ((), (), (), ())
    days = ["2024-03-01" if before else "2025-03-01" for before in earlier]
    rows = scored(*marks, recommend=list(recommends)).assign(date=pd.to_datetime(days)) if answers else None
    aspects = [*judged("Prijs", 4, 7, *met), *judged("Levertijd", 5, 8, *met[::-1])]
    result = found(rows, aspects, accounts([10] * len(marks), list(range(len(marks)))))
    known = [row for row in result.figures()["scores"] if row["low"] is not None]
    assert all(row["low"] <= row["value"] <= row["high"] for row in known)
    assert not [text for text in told(result) if hole(text)]
