"""What several chapters say in the same way: on three customers, one of them losing money."""

import math

import pandas as pd

from klantlib.blocks import Action, Heading, Note, Text
from klantlib.measures.accounts import Accounts
from klantlib.stories.passages import (
    actions_for,
    ending,
    filled,
    first_that_holds,
    known_sum,
    loss,
    named,
    new_customers,
    unknown_customers,
    unknown_margin,
)

THREE = pd.DataFrame(
    {
        "name": ["Firm A", "Firm B", "Firm C"],
        "revenue": [60.0, 30, 10],
        "profit": [6.0, -4, math.nan],
        "months_new": pd.array([pd.NA, pd.NA, 3], dtype="Int64"),
    },
    index=pd.Index(["A", "B", "C"], name="customer_id"),
)
NOBODY = THREE.head(0)


def accounts(**changed):
    """Accounts of the three, of whom C's margin is unknown, and 100 of revenue of X, whom nobody knows."""
    known = {"unknown_margin_customers": ("C",), "unknown_customers": ("X",), "unknown_revenue": 100.0}
    money = dict.fromkeys(
        ("revenue", "margin", "cost_to_serve", "profit", "unknown_margin", "unallocated", "above_customer"), 0.0
    )
    rest = {"customers": THREE, "kind": "margin", "unused_capacity": math.nan, "rates": pd.DataFrame(), "unpriced": ()}
    return Accounts(**{**money, **rest, **known, **changed})


def test_a_group_is_named_with_what_it_has_together():
    """Two firms, 60 + 30 of revenue."""
    assert named(THREE.head(2), "revenue") == {"n": 2, "names": ["Firm A", "Firm B"], "revenue": 90}
    assert named(NOBODY) == {"n": 0, "names": []}


def test_a_loss_is_of_who_loses():
    """B loses 4; A's profit of 6 does not make up for it, and C is unknown; no one's loss is 0, not -0."""
    assert loss(THREE) == 4
    assert str(loss(NOBODY)) == "0.0"


def test_what_is_known_is_added_up():
    """6 - 4 and one unknown is 2; nothing but unknown is None."""
    assert known_sum(THREE["profit"]) == 2
    assert known_sum(THREE["profit"].tail(1)) is None


def test_an_action_names_its_customers_in_their_order():
    """B before A as the frame has it; money of 0 or unknown is no money; for nobody there is no action."""
    action = Action("stop", {"n": 2}, 4.0, "loss", (("B", "Firm B"), ("A", "Firm A")), "losses")
    some = [a.money for money in (0.0, math.nan) for a in actions_for("stop", THREE, {}, money, "loss", "losses")]
    assert actions_for("stop", THREE.loc[["B", "A"]], {"n": 2}, 4.0, "loss", "losses") == [action]
    assert some == [None, None]
    assert actions_for("stop", NOBODY, {}, 4.0, "loss", "losses") == []


def test_who_is_left_out_is_told_and_only_then():
    """C's margin is unknown, X is nobody's customer, C is new; without them there is nothing to tell."""
    strange = {"n": 1, "revenue": 100.0, "total": 200.0}
    assert list(unknown_margin(accounts())) == [Note("unknown_margin", {"n": 1, "names": ["Firm C"], "revenue": 10.0})]
    assert list(unknown_customers(accounts(), total=200.0)) == [Note("unknown_customers", strange)]
    assert list(new_customers(THREE)) == [Note("new_customers", {"n": 1, "names": ["Firm C"]})]
    nothing = accounts(unknown_margin_customers=(), unknown_customers=())
    assert [*unknown_margin(nothing), *unknown_customers(nothing), *new_customers(THREE.head(2))] == []


def test_a_column_of_dashes_is_left_out():
    """Nobody of the first two is new, and C's profit is not known; a column that must stay stays."""
    formats = {"name": "text", "profit": "money", "months_new": "count"}
    assert list(filled(THREE, formats)) == ["name", "profit", "months_new"]
    assert list(filled(THREE.head(2), formats)) == ["name", "profit"]
    assert list(filled(THREE.tail(1), formats, "months_new")) == ["name", "profit", "months_new"]


def test_the_first_choice_that_holds():
    assert first_that_holds({"a": 0, "b": "yes", "c": True}) == "b"


def test_every_chapter_ends_alike():
    """Heading, method, what a chapter adds, and what the method cannot tell."""
    blocks = [Heading("how"), Text("method", {"top": 0.2}), Text("source"), Note("cannot")]
    assert ending(Text("source"), top=0.2) == blocks
