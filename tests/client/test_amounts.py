"""Amounts: every way of writing gives the same number, and a minus is never lost."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.client.contract import Column
from klantlib.client.values import Answers, read_column

AMOUNT = Column("revenue", "omzet", "amount")
CENTS = st.integers(min_value=-(10**11), max_value=10**11)


def read(*texts, decimal=None):
    return read_column(pd.Series(texts, dtype=object), AMOUNT, Answers(decimal=decimal))


def grouped(digits: str, separator: str) -> str:
    return f"{int(digits):,}".replace(",", separator)


def minus(text: str, way: str) -> str:
    return {"front": f"-{text}", "back": f"{text}-", "brackets": f"({text})", "unicode": f"\u2212{text}"}[way]


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1234.5", ".", 1234.5),
        ("1.234,50", ",", 1234.5),
        ("€ 1.234,50", ",", 1234.5),
        ("€\u00a01.234,50", ",", 1234.5),
        ("1.234,50-", ",", -1234.5),
        ("(1.234,50)", ",", -1234.5),
        ("€ (1.234,50)", ",", -1234.5),
        ("(€ 1.234,50)", ",", -1234.5),
        ("€ -1.234,50", ",", -1234.5),
        ("-€ 1.234,50", ",", -1234.5),
        ("\u22121.234,50", ",", -1234.5),
        ("1 234,50", ",", 1234.5),
        ("1\u202f234,50", ",", 1234.5),
        ("12,-", ",", 12),
        ("€ -12,-", ",", -12),
        ("1.234.567", ",", 1234567),
        ("1,234.50", ".", 1234.5),
        ("EUR 10,50", ",", 10.5),
        ("10,50 euro", ",", 10.5),
        (",50", ",", 0.5),
        ("+5", ".", 5),
        ("1.5e3", ".", 1500),
        ("0", ".", 0),
    ],
)
def test_a_way_to_write_an_amount(text, decimal, amount):
    """Each way of writing that the contract names, and those that programs add to it."""
    assert read(text, decimal=decimal).content.tolist() == [amount]


@pytest.mark.parametrize(
    "text", ["abc", "1.2.3", "12-3", "--5", "-5-", "(-5)", "1,23,4", "€", "-", "1.23,456.7", "12 st"]
)
def test_what_is_no_amount(text):
    """What cannot be an amount is unread, never a number."""
    reading = read(text, "1,25")
    assert reading.unread.tolist() == [True, False]
    assert math.isnan(reading.content[0])


@pytest.mark.parametrize(
    ("texts", "amounts"),
    [
        (["1.234", "5,50"], [1234, 5.5]),
        (["1.234", "5.5"], [1.234, 5.5]),
        (["1,234", "5.50"], [1234, 5.5]),
        (["1.234", "0.500"], [1.234, 0.5]),
        (["1.234", "1.234.567"], [1234, 1234567]),
        (["12", "1500"], [12, 1500]),
    ],
)
def test_the_column_decides_the_decimal_mark(texts, amounts):
    """1.234 means what the other amounts of its column say it means."""
    assert read(*texts).content.tolist() == amounts


def test_an_ambiguous_column_is_asked():
    """1.234 throughout may be 1234 or 1 and a quarter: nobody guesses."""
    assert read("1.234", "2.500").question == "ask_decimals"
    assert read("1.234", "2.500", decimal=",").content.tolist() == [1234, 2500]
    assert read("1.234", "2.500", decimal=".").content.tolist() == [1.234, 2.5]


def test_a_column_written_both_ways_equally_is_asked():
    """One amount each way: neither is the exception."""
    assert read("1,5", "1.25").question == "ask_decimals"


def test_a_stray_amount_in_the_other_way_is_refused():
    """Two commas against one point: the point is the mistake, and it is told."""
    assert read("1,50", "2,75", "3.5").unread.tolist() == [False, False, True]


def test_numbers_of_a_spreadsheet_are_taken_as_they_are():
    """A real number needs no decimal mark; a boolean is no number."""
    reading = read(1234.5, 12, "1,50", None, "  ", True)
    assert reading.content.tolist()[:3] == [1234.5, 12, 1.5]
    assert reading.unread.tolist() == [False] * 5 + [True]


@given(st.lists(CENTS, min_size=1, max_size=20), st.sampled_from(["front", "back", "brackets", "unicode"]),
       st.sampled_from(["", "€ ", "€\u00a0"]), st.sampled_from([".", " ", "\u00a0", ""]))  # fmt: skip
def test_dutch_amounts_come_back_whole(cents, way, currency, thousands):
    """Any column of euros and cents, written the Dutch way, is read back equal; no minus is lost."""
    texts = []
    for amount in cents:
        whole, rest = divmod(abs(amount), 100)
        text = f"{currency}{grouped(str(whole), thousands)},{rest:02d}"
        texts.append(minus(text, way) if amount < 0 else text)
    assert read(*texts).content.tolist() == [amount / 100 for amount in cents]


@given(st.lists(CENTS, min_size=1, max_size=20), st.sampled_from([",", ""]))
def test_english_amounts_come_back_whole(cents, thousands):
    """The same with a decimal point."""
    texts = [f"{'-' if c < 0 else ''}{grouped(str(abs(c) // 100), thousands)}.{abs(c) % 100:02d}" for c in cents]
    assert read(*texts).content.tolist() == [amount / 100 for amount in cents]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), min_size=1))
def test_what_python_writes_comes_back_exactly(numbers):
    """repr() of a float is read to the very same float."""
    assert read(*[repr(number) for number in numbers], decimal=".").content.tolist() == numbers


def test_the_cells_are_left_alone():
    """Reading changes nothing in what was delivered."""
    cells = pd.Series([" € 1,50 ", None, 3], dtype=object)
    before = cells.copy()
    read_column(cells, AMOUNT)
    pd.testing.assert_series_equal(cells, before)
