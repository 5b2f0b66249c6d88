"""Marks of staff, reasons of leavers and days of complaints, counted by hand."""

import math
from datetime import date

import pandas as pd
import pytest

from klantlib.measures.cards.inside import AWARENESS, REASONS, awareness, leaving, settling

NOBODY = pd.DataFrame({"unit": pd.Series(dtype=str), **{name: pd.Series(dtype=float) for name in AWARENESS}})


def answers(**units):
    """Per unit a list of marks, the same on all four questions."""
    rows = [(unit, *[float(mark)] * 4) for unit, marks in units.items() for mark in marks]
    return pd.DataFrame(rows, columns=["unit", *AWARENESS])


def exits(**reasons):
    """Per customer its reasons."""
    return pd.DataFrame(
        [(customer, reason) for customer, named in reasons.items() for reason in named],
        columns=["customer_id", "reason"],
    )


def complaints(*days):
    """A complaint on the first of 2025 each: settled after so many days, or open."""
    start = pd.Timestamp(2025, 1, 1)
    settled = [pd.NaT if n is None else start + pd.Timedelta(days=n) for n in days]
    return pd.DataFrame({"date": pd.to_datetime([start] * len(days)), "settled": pd.to_datetime(settled)})


def test_marks_are_averaged_by_question_and_unit():
    """Role one lower than the rest: it is the lowest question; unit B is the lowest unit."""
    found = awareness(answers(A=[8, 8], B=[6]).assign(awareness_role=[7, 7, 5]))
    assert found.questions.index[0] == "awareness_role"
    assert found.questions.loc["awareness_role", "value"] == pytest.approx(19 / 3)
    assert found.units["mark"].to_dict() == {"B": 5.75, "A": 7.75}
    assert (found.overall.n, found.overall.value) == (3, pytest.approx((7.75 * 2 + 5.75) / 3))


def test_a_unit_differs_only_beyond_chance():
    """5, 5.2, 5.1 against eights is apart; two answers of 1 are too few to say so."""
    found = awareness(answers(A=[8, 8.2, 8.1], B=[5, 5.2, 5.1], C=[1, 1]))
    assert found.units["apart"].to_dict() == {"C": False, "B": False, "A": True}
    assert awareness(answers(A=[8, 8.2, 8.1], B=[5, 5.2, 5.1])).units["apart"].all()


def test_a_question_that_was_not_asked_is_left_out():
    found = awareness(answers(A=[8, 6]).assign(awareness_information=math.nan))
    assert "awareness_information" not in found.questions.index
    assert found.overall.value == 7


def test_no_marks_at_all_is_nobody():
    """Without rows, or with engagement only."""
    assert awareness(NOBODY).overall.n == 0
    assert awareness(answers(A=[8]).assign(**dict.fromkeys(AWARENESS, math.nan))).overall.n == 0


def test_leavers_name_several_reasons_and_count_once_for_each():
    """A names attention twice and price: two leavers, of whom both name attention and one the price."""
    found = leaving(exits(A=["no_attention", "no_attention", "price"], B=["no_attention"]))
    assert found.leavers == 2
    assert found.reasons.loc[["no_attention", "price", "dishonest"], "share"].tolist() == [1, 0.5, 0]
    assert found.reasons.loc["price", "low"] > 0


def test_the_texts_reasons_are_all_there():
    """92, 88, 81, 77, 76, 68 and 17 percent, in that order."""
    found = leaving(exits(A=["price"]))
    assert (found.reasons["theirs"] * 100).round().tolist() == [92, 88, 81, 77, 76, 68, 17]
    assert list(found.reasons.index) == list(REASONS)


def test_a_reason_of_their_own_is_kept_in_their_words():
    found = leaving(exits(A=["verhuisd"], B=["verhuisd", "price"], C=["gestopt"]))
    assert found.own.to_dict() == {"verhuisd": 2, "gestopt": 1}
    assert found.leavers == 3


def test_nobody_left():
    assert leaving(exits()).leavers == 0


def test_complaints_that_took_longer_than_some_weeks():
    """
    5 and 30 days, one open for 60 days by 2 March, at a limit of 21: two of three took longer; a fourth that is
    settled before it came is not counted, and the median is of what was settled.
    """
    found = settling(complaints(5, 30, None, -3), date(2025, 3, 2), 2, 21)
    assert (found.complaints, found.a_year, found.known, found.open) == (4, 24, 3, 1)
    assert found.long.value == pytest.approx(2 / 3)
    assert found.median == 17.5


def test_a_complaint_that_has_just_come_is_not_known_yet():
    found = settling(complaints(None), date(2025, 1, 10), 12, 21)
    assert (found.known, found.open) == (0, 1)
    assert math.isnan(found.long.value)
