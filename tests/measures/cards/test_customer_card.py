"""One customer on one card: what is known of it, held against last period and its class."""

from datetime import date

import pandas as pd
import pytest

from klantlib.blocks import Action
from klantlib.measures.cards import customer_card as card_of
from klantlib.measures.cards.indicators import indicators
from klantlib.measures.cards.scorecards import Limits, cards, warned
from tests.made_accounts import accounts
from tests.measures.cards.test_indicators import complaints, orders, rows, seen

START, END = date(2025, 1, 1), date(2025, 12, 31)
CLASSES = pd.Series({"A": "small", "B": "small", "C": "small", "D": "large"})


@pytest.fixture
def four():
    """Three small customers and a large one, with last period's of the first two."""
    now = indicators(seen(accounts([10, 30, 80, 500], [1, 3, 8, 50])))
    before = indicators(seen(accounts([20, 30], [2, 3])))
    return warned(cards(now, before, CLASSES, 12.0), Limits(2, 0.2, 2)), before


def test_a_customer_is_held_against_the_middle_one_of_its_class(four):
    """A: 10 now, 20 before, and the middle small customer has 30."""
    figures, scores, peers = card_of.held(*four, "A")

    assert figures["row"].tolist() == scores["row"].tolist() == ["now", "before", "peers"]
    assert figures["revenue"].tolist() == [10, 20, 30] and peers == 3


def test_a_class_of_one_is_compared_with_nobody(four):
    """Its middle customer would be itself."""
    assert card_of.held(*four, "D")[0]["row"].tolist() == ["now"]


def test_who_bought_nothing_at_all_has_a_card_too(four):
    """With no revenue, no class and no signal."""
    found = card_of.with_customer(four[0], "Z", "Zwijger")

    assert found.loc["Z", ["name", "class", "revenue"]].tolist() == ["Zwijger", "not_classed", 0.0]
    assert card_of.warnings(found.loc["Z"]) == [] and len(found) == 5
    assert card_of.held(found, four[1], "Z")[0]["row"].tolist() == ["now"]


def test_quarters_add_up_to_the_period():
    """The first and the last day fall in the first and the last quarter; of another customer nothing counts."""
    lines = orders(("A", "2025-01-01", 1), ("A", "2025-03-31", 2), ("A", "2025-04-01", 4), ("A", "2025-12-31", 8),
                   ("B", "2025-05-05", 99))  # fmt: skip
    found = card_of.quarters({"now": lines}, {"now": START}, 12.0, "A")

    assert found["revenue"].tolist() == [3, 4, 0, 8]
    assert card_of.quarters({"now": lines}, {"now": START}, 12.0, "Z")["revenue"].tolist() == [0, 0, 0, 0]


def test_of_each_aspect_the_last_word_counts_and_the_largest_shortfall_comes_first():
    """Price: 4 x 1 short; delivery: 5 x 3 short, its better mark of before gone; what is as expected is no topic."""
    columns = "customer_id date aspect importance expectation experience"
    told = rows(
        "aspects",
        ("A", "2024-06-01", "Levering", 5, 9, 9), ("A", "2025-06-01", "Levering", 5, 9, 6),
        ("A", "2025-06-01", "Prijs", 4, 7, 6), ("A", "2025-06-01", "Sfeer", 5, 7, 8),
        ("B", "2025-06-01", "Prijs", 5, 9, 1),
        columns=columns,
    )  # fmt: skip

    assert card_of.judged(told, "A")[["aspect", "shortfall"]].values.tolist() == [["Levering", 3], ["Prijs", 1]]


def test_an_open_complaint_of_before_stays_on_the_card():
    """Open ones first; what was settled before the period is gone; what is settled after it is still open."""
    told = complaints(
        ("A", "2024-05-01", None), ("A", "2024-06-01", "2024-06-05"), ("A", "2025-06-01", "2025-06-09"),
        ("A", "2025-12-20", "2026-01-05"), ("A", "2026-01-02", None), ("B", "2025-06-01", None),
    )  # fmt: skip
    found = card_of.complained(told, "A", START, END)

    assert found["date"].dt.strftime("%y%m%d").tolist() == ["251220", "240501", "250601"]
    assert found["open"].tolist() == [True, True, False] and found["settled"].isna().tolist() == [True, True, False]


def test_only_the_actions_about_this_customer_and_its_own_money():
    """Two of three; most of its money first; the same text of two chapters once."""

    def action(text, parts, *ids):
        people = [(id, f"Klant {id}") for id in ids]
        return Action("key", customers=people, parts=parts, words={"text": text})

    found = [action("Bel", [1.0, 5.0], "B", "A"), action("Let op", [], "A"), action("Weg", [9.0], "B"),
             action("Bel", [7.0], "A"), action("Help", [8.0], "A")]  # fmt: skip

    told = [(action.words["text"], money) for action, money in card_of.concerning(found, "A", 5)]
    assert told == [("Help", 8.0), ("Bel", 5.0), ("Let op", None)]
    assert len(card_of.concerning(found, "A", 1)) == 1
