"""Which number an answer says: ladders of words, labels, what is no answer, and what nobody can know."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.client.surveys.words import as_numbers, letters, tidy


def read(*answers, low=1, high=5, own=None):
    """The numbers of a column, None where nothing was answered."""
    numbers = as_numbers(pd.Series(answers, dtype=object), low, high, own or {})
    return [None if pd.isna(cell) else cell for cell in numbers.cells]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["helemaal mee eens", "Mee eens", "neutraal", "mee oneens", "HELEMAAL MEE ONEENS"], [5, 4, 3, 2, 1]),
        (["Strongly agree", "agree"], [5, 4]),
        (["Zeer tevreden", "Tevreden", "Niet tevreden, niet ontevreden"], [5, 4, 3]),
        (["Very dissatisfied", "Satisfied"], [1, 4]),
        (["zeer belangrijk", "onbelangrijk"], [5, 2]),
        (["uitstekend", "matig"], [5, 3]),
    ],
)
def test_words_on_a_scale_of_five(answers, expected):
    """Five rungs are the five numbers, in either language, whatever the capitals."""
    assert read(*answers) == expected


def test_a_step_between_makes_seven_rungs():
    """ "Enigszins mee eens" beside "mee eens": on 1 to 7 they are 5 and 6, and 4 is neutral."""
    found = read("enigszins mee eens", "mee eens", "neutraal", "helemaal mee eens", low=1, high=7)
    assert found == [5, 6, 4, 7]


def test_rungs_are_spread_over_the_scale():
    """Five words on 1 to 10: each step is 9/4."""
    found = read("zeer slecht", "slecht", "matig", "goed", "zeer goed", low=1, high=10)
    assert found == [1, 3.25, 5.5, 7.75, 10]


def test_words_of_two_ladders_are_strange():
    """Agreement and satisfaction in one column: neither ladder has both, so both are asked."""
    numbers = as_numbers(pd.Series(["mee eens", "tevreden"], dtype=object), 1, 5, {})
    assert set(numbers.strange) == {"mee eens", "tevreden"}


def test_two_words_on_one_rung_are_strange():
    """ "Zeer goed" and "uitstekend" beside each other are a finer scale than the ladder's."""
    assert set(as_numbers(pd.Series(["zeer goed", "uitstekend"], dtype=object), 1, 5, {}).strange) == {
        "zeer goed",
        "uitstekend",
    }


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("10 - zeer waarschijnlijk", "10"), ("0 (helemaal niet)", "0"), ("7: neutraal", "7"), ("9 = bijna zeker", "9"),
        ("zeer waarschijnlijk (10)", "10"), ("8/10", "8"), ("8 van 10", "8"), ("3 sterren", "3"), ("7", "7"),
        ("7,5", "7,5"), (7, 7), (7.5, 7.5),
    ],
)  # fmt: skip
def test_numbers_with_a_label(answer, expected):
    """The label goes, the number stays; what is a number already is left to the column's own reader."""
    assert read(answer, low=0, high=10) == [expected]


@pytest.mark.parametrize("answer", ["4/5", "1-2 keer", "10-20%", "ongeveer 7"])
def test_what_only_looks_like_a_number_is_asked(answer):
    """On 0 to 10: four out of five is no four, and a range is no number."""
    assert as_numbers(pd.Series([answer], dtype=object), 0, 10, {}).strange == (answer,)


@pytest.mark.parametrize(
    "answer", ["weet ik niet", "Weet niet", "N.v.t.", "geen mening", "Don't know", "Don’t know", "n/a", "-"]
)
def test_not_knowing_is_no_answer(answer):
    """Unknown, not zero; and counted."""
    numbers = as_numbers(pd.Series([answer, "5"], dtype=object), 0, 10, {})
    assert [None if pd.isna(cell) else cell for cell in numbers.cells] == [None, "5"]
    assert (numbers.unknown, numbers.strange) == (1, ())


def test_what_client_toml_says_goes_before():
    """Its own number for a word of a ladder, for a strange word, and "" for no answer."""
    own = {"tevreden": "3", "Prima!": "5", "overslaan": ""}
    assert read("Tevreden", "prima", "overslaan", "zeer tevreden", own=own) == [3, 5, None, 5]


def test_nothing_is_nothing():
    """Empty cells, spaces and missing values are no answers, and nobody is said not to know."""
    numbers = as_numbers(pd.Series([None, " ", math.nan], dtype=object), 1, 5, {})
    assert numbers.cells.isna().all()
    assert numbers.unknown == 0


@given(st.lists(st.one_of(st.text(max_size=12), st.floats(allow_nan=False), st.none()), max_size=8))
def test_any_answer_is_read_asked_or_left(answers):
    """Whatever people type: nothing crashes, no number is made of what is no word of a ladder."""
    numbers = as_numbers(pd.Series(answers, dtype=object), 1, 5, {})
    made = [
        cell
        for cell, answer in zip(numbers.cells, answers, strict=True)
        if isinstance(answer, str) and isinstance(cell, float)
    ]
    assert all(math.isnan(cell) or 1 <= cell <= 5 for cell in made)


@pytest.mark.parametrize(
    ("answer", "letter"),
    [
        ("A", "A"),
        ("b. by profit", "B"),
        ("C) revenue", "C"),
        ("alleen naam en adres", "C"),
        ("naam", "naam"),
        ("?", "?"),
        ("weet niet", "?"),
    ],
)
def test_letters_of_the_self_test(answer, letter):
    """A letter with what it stands for, or the option's own text; anything else is left to be asked."""
    assert letters(pd.Series([answer], dtype=object), {"alleennaamenadres": "C"}, {}).tolist() == [letter]


def test_choices_with_semicolons_can_be_read():
    """As Microsoft Forms joins them; commas are left, for an option may have one."""
    assert tidy(pd.Series(["a;b;", "a, b", None], dtype=object)).dropna().tolist() == ["a; b", "a, b"]
