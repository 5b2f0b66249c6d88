"""Amounts and days of an auditfile, as exporters write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantlib.client.auditfile.amounts import cents, day, side
from klantlib.client.problems import Unreadable


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1234.50", 123450), ("-1.005", -101), ("+7", 700), (".5", 50), ("12,5", 1250), ("0", 0), ("", 0), ("3.", 300)],
)
def test_an_amount_in_cents(text, expected):
    """A point, or a comma with at most two decimals; half a cent away from zero; nothing is nothing."""
    assert cents(text) == expected


@pytest.mark.parametrize(
    "text", ["een tientje", "NaN", "Infinity", "1e5", "1_000", "1.234,50", "1,234", "٣", "--1", "€ 5"]
)
def test_what_is_no_amount(text):
    """Also what Python would take for a number; "1,234" may be a thousand. The line of the file comes with it."""
    with pytest.raises(Unreadable) as refusal:
        cents(text, 42)
    assert (refusal.value.key, refusal.value.rows, refusal.value.value) == ("auditfile_amount", (42,), text)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_every_amount_of_two_decimals_is_exact(amount: Decimal):
    """No float comes in between."""
    assert cents(f"{amount:f}") == amount * 100


@pytest.mark.parametrize(
    ("text", "amount", "expected"), [("D", 1, "D"), ("c", 1, "C"), ("Credit", 1, "C"), ("", 0, "D")]
)
def test_debit_or_credit(text, amount, expected):
    """By its first letter; a line without an amount may be silent."""
    assert side(text, amount) == expected


@pytest.mark.parametrize(("text", "amount"), [("", 1), ("X", 1), ("X", 0)])
def test_neither_debit_nor_credit(text, amount):
    """An amount on no side is refused: which it is would be a guess."""
    with pytest.raises(Unreadable):
        side(text, amount)


def test_the_first_day_of_our_age_counts():
    """What exporters write for no date is none; the time behind a day is left out."""
    assert day("0001-01-01", "2025-02-30", "", "2025-03-14T12:00:00") == date(2025, 3, 14).toordinal()
    assert day("", "x") == 0
