"""An order is a day with something bought; a rhythm is the middle of the pauses between them."""

import math

import pandas as pd

from klantlib.measures.leaving.order_days import months_before, order_days, rhythms


def bought(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "revenue"]).astype({"customer_id": "str"})
    return frame.assign(date=pd.to_datetime(frame["date"]))


LINES = bought(
    ("A", "2025-01-01", 10), ("A", "2025-01-01", 5), ("A", "2025-01-11", 10), ("A", "2025-01-31", 10),
    ("A", "2025-02-02", -8), ("B", "2025-01-05", 10), ("C", "2025-01-03", 10), ("X", "2025-01-03", 10),
)  # fmt: skip


def test_an_order_is_a_day_on_which_a_known_customer_bought_something():
    """A orders on three days: two lines of one day are one order, a credit of 8 alone is none; X is not known."""
    days = order_days(LINES, pd.Index(["A", "B", "C"]))
    assert days.groupby("customer_id").size().to_dict() == {"A": 3, "B": 1, "C": 1}
    assert days["revenue"].tolist() == [15, 10, 10, 10, 10]
    assert days["gap"].fillna(-1).tolist() == [-1, 10, 20, -1, -1]


def test_a_line_without_a_day_is_no_order():
    """It cannot be placed."""
    undated = LINES.assign(date=LINES["date"].mask(LINES["customer_id"] == "B"))
    assert "B" not in set(order_days(undated, pd.Index(["A", "B"]))["customer_id"])


def test_a_rhythm_is_the_median_pause_and_who_has_none_gets_the_middle_one():
    """On 2 March A (pauses of 10 and 20 days) is 30 days silent at a rhythm of 15: twice; B has only one order."""
    now = rhythms(order_days(LINES, pd.Index(["A", "B", "C"])), pd.Timestamp("2025-03-02"))
    assert now.loc["A", ["silent", "rhythm", "overdue", "own", "orders"]].tolist() == [30, 15, 2, True, 3]
    assert now.loc["B", ["rhythm", "own"]].tolist() == [15, False]
    assert now.loc["B", "overdue"] == 56 / 15


def test_the_clock_set_back_knows_nothing_of_later():
    """On 15 January A has one pause and B is there: nobody has a rhythm yet."""
    then = rhythms(order_days(LINES, pd.Index(["A", "B"])), pd.Timestamp("2025-01-15"))
    assert then["silent"].to_dict() == {"A": 4, "B": 10}
    assert all(math.isnan(value) for value in then["overdue"])


def test_ends_of_months_stay_ends_of_months():
    """Half a year before 31 December is 30 June; two months before 28 February is 31 December; forward too."""
    assert months_before(pd.Timestamp("2025-12-31"), 6) == pd.Timestamp("2025-06-30")
    assert months_before(pd.Timestamp("2025-02-28"), 2) == pd.Timestamp("2024-12-31")
    assert months_before(pd.Timestamp("2025-06-30"), -6) == pd.Timestamp("2025-12-31")
