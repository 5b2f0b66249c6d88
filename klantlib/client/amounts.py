"""Which amount stands in a cell? `1234.5`, `1.234,50`, `€ 1.234,50`, `1.234,50-` and `(1.234,50)` are all amounts."""

from __future__ import annotations

import pandas as pd

CURRENCY = r"(?i)€|\$|£|\b(?:eur|euro|usd|gbp|chf)\b"
SPACES = "\u00a0\u2007\u2009\u202f"  # no-break, figure, thin and narrow no-break space
MINUSES = "\u2212\u2013\u2012"  # the real minus sign and the dashes that programs make of it
NO_CENTS = r"[,.](?:-+|=)$"  # the Dutch way to write whole euros: 12,-


def _number(decimal: str, thousands: str) -> str:
    """A number without sign under one decimal mark; groups of three only behind a digit other than zero."""
    groups = rf"[1-9]\d{{0,2}}(?:{thousands}\d{{3}})+|[1-9]\d{{0,2}}(?: \d{{3}})+"
    return rf"(?:(?:\d+|{groups})(?:{decimal}\d+)?|{decimal}\d+)(?:[eE][+-]?\d+)?"


FORMS = {",": _number(",", r"\."), ".": _number(r"\.", ",")}


def bare(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Texts without currency and sign, and which are negative; a text with two signs keeps one and is no number."""
    clean = (
        texts.str.translate({**dict.fromkeys(map(ord, SPACES), " "), **dict.fromkeys(map(ord, MINUSES), "-")})
        .str.replace(CURRENCY, "", regex=True)
        .str.strip()
        .str.replace(NO_CENTS, "", regex=True)
    )
    inner = clean.str.replace(r"^\((.*)\)$", r"\1", regex=True).str.strip()
    front = inner.where(inner != clean, clean.str.replace(r"^[-+]\s*", "", regex=True))
    body = front.where(front != clean, clean.str.replace(r"\s*[-+]$", "", regex=True))
    negative = (body != clean) & clean.str.contains(r"^\(|^-|-$", regex=True)
    return body.str.strip(), negative


def decimal_mark(bodies: pd.Series) -> str | None:
    """
    The decimal mark of a column, decided from all of it; None where it cannot be told.

    What can be read one way only decides; of a column that is written both ways the larger part does.
    """
    comma, dot = (bodies.str.fullmatch(FORMS[mark]) for mark in (",", "."))
    only_comma, only_dot = int((comma & ~dot).sum()), int((dot & ~comma).sum())
    if only_comma != only_dot:
        return "," if only_comma > only_dot else "."
    undecided = comma & dot & bodies.str.contains("[,.]", regex=True)
    return None if only_comma or undecided.any() else "."


def numbers(bodies: pd.Series, negative: pd.Series, mark: str) -> pd.Series:
    """The amounts as floats; NaN where a text is no number under this decimal mark."""
    thousands = "." if mark == "," else ","
    good = bodies.str.fullmatch(FORMS[mark])
    digits = (
        bodies.where(good)
        .str.replace(thousands, "", regex=False)
        .str.replace(" ", "", regex=False)
        .str.replace(",", ".", regex=False)
        .astype("float64")
    )
    return digits.where(~negative.astype(bool), -digits)
