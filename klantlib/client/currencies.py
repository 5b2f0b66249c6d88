"""Is every amount in the currency of the client? Signs in the amounts, and a column with codes of currencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pandas as pd
from babel.numbers import get_currency_symbol, is_currency

from klantlib.client.checking import Delivered
from klantlib.client.problems import Problem, Proposal
from klantlib.languages import languages, locale_of

SIGNS: Mapping[str, str] = {  # what is written in amounts -> the currency that it is
    "€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "chf": "CHF",
}  # fmt: skip
SIGN = re.compile(r"€|\$|£|\b(?:euro?|usd|gbp|chf)\b", re.IGNORECASE)
CODE = re.compile(r"[A-Z]{3}")


def codes(cells: pd.Series) -> bool:
    """Does a column hold codes of currencies and nothing else?"""
    filled = {_stripped(cell) for cell in cells} - {None}
    return bool(filled) and all(CODE.fullmatch(code) and is_currency(code) for code in filled)


def _stripped(cell: Any) -> str | None:
    """A text without spaces around it; a cell that is no text is no code either."""
    return (cell.strip() or None) if isinstance(cell, str) else None if pd.isna(cell) else ""


def currency_problems(delivered: Delivered, beside: Mapping[str, pd.Series], currency: str) -> Iterator[Problem]:
    """
    Amounts in more than one currency, or all in another one than client.toml says.

    `beside`: the columns with codes of currencies, by heading.
    """
    for heading, cells in beside.items():
        yield from _checked(delivered.file, heading, cells.map(_stripped), currency)
    for name, cells in delivered.cells.items():
        if delivered.table.columns[name].kind == "amount":
            yield from _checked(delivered.file, delivered.headings[name], _written(cells, currency), currency)


def _written(cells: pd.Series, currency: str) -> pd.Series:
    """The currency that each amount names; nothing where it names none."""
    codes, different = pd.factorize(cells)
    named = [_named(cell, currency) if isinstance(cell, str) else None for cell in different]
    return pd.Series([named[code] if code >= 0 else None for code in codes], index=cells.index, dtype=object)


def _named(cell: str, currency: str) -> str | None:
    sign = SIGN.search(cell)
    return _meant(sign[0].casefold(), currency) if sign else None


@cache
def _meant(sign: str, currency: str) -> str:
    """A sign stands for the client's own currency where that is written so: the dollar of Canada is $ too."""
    symbols = (get_currency_symbol(currency, locale_of(language)) for language in languages())
    return currency if any(symbol.casefold()[-1:] == sign for symbol in symbols) else SIGNS[sign]


def _checked(file: str, heading: str, named: pd.Series, currency: str) -> Iterator[Problem]:
    counted = Counter(named.dropna())
    if len(counted) > 1:
        usual = counted.most_common(1)[0][0]
        other = next(row for row, code in named.items() if code and code != usual)
        yield Problem("mixed_currencies", file, other, heading, named[other],
                      values={"currencies": list(counted), "usual": usual})  # fmt: skip
    elif counted and currency not in counted:
        code = next(iter(counted))
        yield Problem("other_currency", file, None, heading, code, values={"currency": currency},
                      proposal=Proposal("", "currency", f'"{code}"'))  # fmt: skip
