"""What do the amounts and dates of an auditfile say? Cents and days; debit and credit as one sign."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from klantlib.client.problems import Unreadable
from klantlib.client.settings import AGE

# as XML writes a number, or with the comma of a careless exporter: two decimals, for "1,234" may be a thousand
AMOUNT = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,9}|,\d{1,2})?|\.\d{1,9})", re.ASCII)
DEBIT, CREDIT = "D", "C"
FIRST, LAST = (day.toordinal() for day in AGE)


def cents(text: str, row: int = 0) -> int:
    """
    An amount in whole cents; nothing is 0. Unreadable, with the row of the file, for what is no amount.

    >>> cents("1234.50"), cents("-1,5"), cents("")
    (123450, -150, 0)
    """
    if not text:
        return 0
    if not AMOUNT.fullmatch(text):
        raise Unreadable("auditfile_amount", row, value=text)
    return int((Decimal(text.replace(",", ".")) * 100).to_integral_value(ROUND_HALF_UP))


def side(text: str, amount: int, row: int = 0) -> str:
    """Debit or credit, as the line says; an amount of nothing may be silent. Unreadable for anything else."""
    letter = text[:1].upper()
    if letter in (DEBIT, CREDIT):
        return letter
    if not amount and not letter:
        return DEBIT
    raise Unreadable("auditfile_side", row, value=text)


def day(*texts: str) -> int:
    """
    The first of these that is a day of our age, as a day number; 0 where none is (exporters write 0001-01-01 for none).

    >>> day("", "0001-01-01", "2016-01-31T00:00:00")
    735994
    """
    for text in texts:
        try:
            number = date.fromisoformat(text[:10]).toordinal()
        except ValueError:
            continue
        if FIRST <= number <= LAST:
            return number
    return 0
