"""First the score, then the wish."""

import pandas as pd

from klantlib.measures.survey.wishes import named_in_two, wishes_by_level

SAID = pd.DataFrame(
    [
        ("A", 1, "Bel terug."), ("B", 1, "bel terug"), ("C", 1, "Lever op tijd"), ("D", 1, None),
        ("E", 4, "Meer merken"), ("F", 4, "  "),
    ],
    columns=["customer_id", "level", "wish"],
)  # fmt: skip
SHORT = pd.DataFrame(
    [("A", "Prijs", 5, -1.0), ("A", "Levertijd", 5, -3.0), ("B", "Prijs", 5, -4.0), ("E", "Prijs", 5, 2.0)],
    columns=["customer_id", "aspect", "importance", "gap"],
)


def test_wishes_are_counted_within_each_group():
    """Of the 1s three wish, two of them the same but for a capital and a stop; of the 4s one (spaces are no wish)."""
    found = wishes_by_level(SAID, SHORT)
    assert found.loc[1, ["n", "wished"]].tolist() == [4, 3]
    assert (found.loc[1, "wishes"], found.loc[1, "times"]) == (["Bel terug.", "Lever op tijd"], [2, 1])
    assert (found.loc[4, "n"], found.loc[4, "wished"], found.loc[4, "wishes"]) == (2, 1, ["Meer merken"])


def test_the_aspect_that_falls_short_most_in_the_group():
    """The 1s: delivery 15 for A alone, price (5 + 20) / 2 = 12.5; the 4s are short of nothing."""
    found = wishes_by_level(SAID, SHORT)
    assert found.loc[1, "aspect"] == "Levertijd" and pd.isna(found.loc[4, "aspect"])


def test_a_wish_of_two_groups_is_seen():
    """The same wish at a 1 and a 4, written differently."""
    assert named_in_two(SAID) == []
    more = pd.DataFrame([("G", 4, "BEL  TERUG!")], columns=SAID.columns)
    assert named_in_two(pd.concat([SAID, more])) == ["Bel terug."]


def test_nobody_wishes_nothing():
    """No answers, no groups; answers without a wish have a group and no wish."""
    assert wishes_by_level(SAID.iloc[:0], SHORT).empty and named_in_two(SAID.iloc[:0]) == []
    found = wishes_by_level(SAID.iloc[[3]], SHORT)
    assert (found.loc[1, "wished"], found.loc[1, "wishes"]) == (0, [])
