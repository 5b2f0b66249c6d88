"""Where does experience fall short of expectation, on aspects that one can work out by head?"""

import math

import pandas as pd
import pytest

from klantlib.measures.survey.aspects import (
    kinds_of,
    latest,
    moments,
    own_gaps,
    priorities,
    stands_apart,
    value_parts,
    with_overall,
)


def aspects(*rows):
    """(customer, day, aspect, importance, expectation, experience) each."""
    columns = ["customer_id", "date", "aspect", "importance", "expectation", "experience"]
    return pd.DataFrame(rows, columns=columns).assign(date=lambda f: pd.to_datetime(f["date"]))


TWO = aspects(
    ("A", "2025-05-01", "Levertijd", 5, 9, 7),
    ("B", "2025-05-01", "Levertijd", 3, 8, 6),
    ("A", "2025-05-01", "Prijs", 2, 7, 8),
    ("B", "2025-05-01", "Prijs", 4, 7, 7),
)


def test_satisfaction_is_experience_less_expectation():
    """Delivery: importance 4, 8.5 expected, 6.5 met, a gap of -2 and so a priority of 8; price exceeds and has none."""
    found = priorities(latest(TWO))
    assert found.index.tolist() == ["Levertijd", "Prijs"]
    assert found.loc["Levertijd", ["importance", "expectation", "experience", "gap", "priority"]].tolist() == [
        4, 8.5, 6.5, -2, 8,
    ]  # fmt: skip
    assert found.loc["Prijs", ["gap", "priority"]].tolist() == [0.5, 0]
    assert found["n"].tolist() == [2, 2]


def test_of_each_customer_the_latest_answer_counts():
    """A said 7 for its experience and a year later 9; what came after the end does not count."""
    later = pd.concat([TWO, aspects(("A", "2026-05-01", "Levertijd", 5, 9, 9))])
    assert priorities(latest(later)).loc["Levertijd", "experience"] == 7.5
    assert priorities(latest(later, pd.Timestamp("2025-12-31").date())).loc["Levertijd", "experience"] == 6.5


def test_overall_each_customer_weighs_its_own_aspects():
    """A: (5 x -2 + 2 x 1) / 7 = -8/7; B: 3 x -2 / 7 = -6/7."""
    assert own_gaps(latest(TWO))["gap"].to_dict() == pytest.approx({"A": -8 / 7, "B": -6 / 7})


def test_experience_and_overall_mark_go_together_by_the_day_on_which_both_were_given():
    """A gave both in 2024 and in 2025: the newest counts. B gave its mark on another day: it is not there."""
    rows = pd.concat([TWO, aspects(("A", "2024-05-01", "Prijs", 2, 7, 1))])
    days = pd.to_datetime(["2024-05-01", "2025-05-01", "2025-06-01"])
    overall = pd.DataFrame({"customer_id": ["A", "A", "B"], "date": days, "overall": [1.0, 4.0, 5.0]})
    marks, given = with_overall(rows, overall)
    assert given.to_dict() == {"A": 4}
    assert marks.loc["A"].to_dict() == {"Levertijd": 7, "Prijs": 8}


def test_the_first_stands_apart_only_with_its_whole_interval():
    """Gaps of -4 -+ little against -1: apart. With three answers of -9, 0, -3 the interval holds everything."""
    days = "2025-05-01"
    sharp = [(f"c{i}", days, "a", 4, 9, 5 + i % 2) for i in range(20)]
    mild = [(f"c{i}", days, "b", 4, 9, 8 - i % 2) for i in range(20)]
    assert stands_apart(priorities(latest(aspects(*sharp, *mild))))
    vague = [(f"c{i}", days, "a", 4, 10, met) for i, met in enumerate([1, 10, 7])]
    assert not stands_apart(priorities(latest(aspects(*vague, *mild))))


def test_one_answer_has_no_interval():
    """A customer alone: a gap, and no bounds."""
    found = priorities(latest(aspects(("A", "2025-05-01", "Prijs", 2, 7, 5)))).iloc[0]
    assert found["gap"] == -2 and math.isnan(found["low"]) and found["priority"] == 4


def test_an_aspect_stands_where_its_name_tells():
    """Dutch and English names; what no name tells is other; a client's own list goes first."""
    names = ["Offertes", "Facturen", "Deskundigheid binnendienst", "Assortiment", "Prijs", "Imago", "Parkeren"]
    assert kinds_of(names) == ["process", "process", "relation", "product", "price", "brand", "other"]
    assert kinds_of(["Quotations", "Aftercare", "Staff", "Product quality", "Price", "Brand"]) == [
        "process", "process", "relation", "product", "price", "brand",
    ]  # fmt: skip
    assert kinds_of([" parkeren", "Prijs"], {"Parkeren": "process", "PRIJS": "brand"}) == ["process", "brand"]


def test_moments_of_truth_are_seen_by_name():
    """A complaint and a first delivery decide; a range does not."""
    assert moments(["Afhandeling van klachten", "First delivery", "Assortiment"]) == [True, True, False]


def test_all_four_parts_of_value_are_there_asked_or_not():
    """Delivery is process, price is price; end result and individualisation were not asked: no aspects, no marks."""
    found = value_parts(priorities(latest(TWO)))
    assert found.index.tolist() == ["product", "relation", "process", "price"]
    assert found["n"].tolist() == [0, 0, 1, 1]
    assert found["gap"].tolist()[2:] == [-2, 0.5] and found["gap"].isna().tolist()[:2] == [True, True]


def test_nothing_asked_gives_empty_tables():
    """No rows: nothing to rank, four parts that were not asked."""
    nothing = priorities(latest(TWO.iloc[:0]))
    assert nothing.empty and not stands_apart(nothing)
    assert value_parts(nothing)["n"].tolist() == [0, 0, 0, 0]
    assert own_gaps(latest(TWO.iloc[:0])).empty


def test_the_order_of_the_rows_does_not_matter_and_doubling_changes_no_mean():
    """Shuffled rows give the same table; every row twice gives the same means."""
    before = TWO.copy()
    found = priorities(latest(TWO))
    pd.testing.assert_frame_equal(priorities(latest(TWO.iloc[::-1])), found)
    pd.testing.assert_frame_equal(priorities(latest(pd.concat([TWO, TWO]))), found)
    pd.testing.assert_frame_equal(TWO, before)
