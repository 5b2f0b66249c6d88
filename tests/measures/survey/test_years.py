"""Answers year by year: which count in which year, and who fell."""

from datetime import date

import pandas as pd
import pytest

from klantlib.measures.survey.years import by_year, group_history, latest_change, marks_by_year, scores

END = date(2025, 12, 31)


def answers(*rows):
    """(customer, respondent, day, overall) each; recommend 10 for a 5, else 0."""
    frame = pd.DataFrame(rows, columns=["customer_id", "respondent", "date", "overall"])
    return frame.assign(
        date=pd.to_datetime(frame["date"]),
        overall=frame["overall"].astype(float),
        recommend=frame["overall"].map(lambda mark: 10.0 if mark == 5 else 0.0),
        effort=2.0,
        trust=float("nan"),
    )


def test_of_each_respondent_the_latest_answer_of_the_year_counts():
    """Anna answered twice in 2025: her 5 counts, not her 2; 2026 is after the end; a day unknown has no year."""
    rows = answers(
        ("A", "Anna", "2025-03-01", 2), ("A", "Anna", "2025-09-01", 5), ("A", "Bram", "2025-03-01", 3),
        ("A", "Anna", "2024-09-01", 4), ("A", "Anna", "2026-01-01", 1), ("B", None, None, 1),
    )  # fmt: skip
    found = by_year(rows, END)
    assert sorted(zip(found["year"], found["overall"], strict=True)) == [(2024, 4), (2025, 3), (2025, 5)]


def test_a_year_ends_where_the_period_ends():
    """With a period that ends on 30 June, 1 July 2024 is of the year 2025 and 30 June 2024 of 2024."""
    rows = answers(("A", None, "2024-06-30", 4), ("A", None, "2024-07-01", 5))
    assert by_year(rows, date(2025, 6, 30))["year"].tolist() == [2024, 2025]


def test_the_scores_of_each_year_have_n_and_what_was_not_asked_is_not_there():
    """2025: marks 5 and 3 make 4, one promoter and one detractor a net score of 0; trust was never asked."""
    found = scores(by_year(answers(("A", None, "2025-03-01", 5), ("B", None, "2025-03-01", 3)), END))
    assert found[["measure", "year", "n", "value"]].to_numpy().tolist() == [
        ["overall", 2025, 2, 4.0], ["net_promoters", 2025, 2, 0.0], ["effort", 2025, 2, 2.0],
    ]  # fmt: skip


def test_a_customers_mark_is_the_middle_of_its_respondents_and_its_change_is_since_the_time_before():
    """A: 5 in 2022, 2 in 2025, a fall of 3; B: 4 and 2 from two people make 3, and no time before."""
    rows = answers(
        ("A", None, "2022-03-01", 5), ("A", None, "2025-03-01", 2), ("B", "x", "2025-03-01", 4),
        ("B", "y", "2025-03-01", 2),
    )  # fmt: skip
    found = latest_change(marks_by_year(by_year(rows, END)))
    assert found.loc["A", ["year", "mark", "year_before", "before", "change"]].tolist() == [2025, 2, 2022, 5, -3]
    assert found.loc["B", "mark"] == 3 and pd.isna(found.loc["B", "change"])


def test_each_group_keeps_its_years():
    """A and B are large, C small: (5 + 3) / 2 and 1, with how many customers."""
    marks = marks_by_year(
        by_year(answers(*[(c, None, "2025-03-01", m) for c, m in zip("ABC", (5, 3, 1), strict=True)]))
    )
    found = group_history(marks, pd.Series({"A": "large", "B": "large", "C": "small"}))
    assert found[["group", "year", "n", "value"]].to_numpy().tolist() == [
        ["large", 2025, 2, 4.0],
        ["small", 2025, 1, 1.0],
    ]


def test_no_answers_have_no_years():
    """Empty tables, with their columns."""
    nothing = by_year(answers(("A", None, "2025-03-01", 5)).iloc[:0], END)
    assert scores(nothing).empty and latest_change(marks_by_year(nothing)).empty
    assert group_history(marks_by_year(nothing), pd.Series(dtype=object)).empty


def test_the_order_of_the_rows_does_not_matter():
    """Shuffled answers, the same scores."""
    rows = answers(*[(c, None, f"2025-0{i}-01", i) for i, c in enumerate("ABCDE", 1)])
    pd.testing.assert_frame_equal(scores(by_year(rows.iloc[::-1], END)), scores(by_year(rows, END)))
    assert scores(by_year(rows, END)).loc[0, "value"] == pytest.approx(3)
