"""How does the reader's language write a number, an amount, a date, a list? (CLDR, by Babel)"""

from __future__ import annotations

import copy
import re
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pandas as pd
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from klantlib.languages import locale_of

NOTHING = "–"  # what stands in a table where a value is unknown
# what no document can hold: controls, halves of a pair (XML 1.0, 2.2)
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PLACES = range(-12, 16)  # powers of ten that are written in full; beyond them as 1E-20
ENDED_TWICE = re.compile(r"(?<=\w)\.\.(?!\.)")
EITHER = re.compile(r"\[([^/\]]*)/([^\]]*)\]")  # two forms in the words of a share: [is/zijn]
ENDLESS = (float("inf"), float("-inf"))
LARGEST = 1e15  # a float this large has no decimals left to round
READABLE = 1e21  # from here on nobody counts the zeros
NAMES_SHOWN = 3  # a sentence that names more customers than this is no longer read


@cache
def _money_pattern(language: str, decimals: int):
    pattern = copy.copy(locale_of(language).currency_formats["standard"])
    pattern.frac_prec = (decimals, decimals)
    return pattern


def rounded(value: float, decimals: int) -> float:
    """Half away from zero, as people round; never "-0"."""
    if abs(value) >= LARGEST:
        return float(value)
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


def _money(value: float, language: str, currency: str, decimals: int) -> str:
    pattern = _money_pattern(language, decimals)
    return pattern.apply(rounded(value, decimals), locale_of(language), currency=currency, currency_digits=False)


def _percent(value: float, language: str, decimals: int) -> str:
    return format_percent(rounded(value, decimals + 2), format=_digits(decimals) + "%", locale=locale_of(language))


def _decimal(value: float, language: str, decimals: int) -> str:
    return format_decimal(rounded(value, decimals), format=_digits(decimals), locale=locale_of(language))


def _digits(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _plain(value: float, language: str) -> str:
    """All digits that a number has, and no others: a year, a number of fifteen digits, a fraction."""
    exact = Decimal(str(value)).normalize() + 0
    power = exact.adjusted()
    if power not in PLACES:
        return f"{_plain(exact.scaleb(-power), language)}E{power}"
    decimals = max(0, -exact.as_tuple().exponent)
    return format_decimal(exact, format="0" + ("." + "0" * decimals if decimals else ""), locale=locale_of(language))


def text_of(value: Any) -> str:
    """What was typed, every space and sign of it, but for what no document can hold; a line ends in one way."""
    return UNPRINTABLE.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


# every format a block or a sentence may name: value, language, currency -> text
FORMATS: Mapping[str, Callable[[Any, str, str], str]] = {
    "text": lambda value, language, currency: text_of(value),
    "id": lambda value, language, currency: text_of(value),
    "count": lambda value, language, currency: _decimal(value, language, 0),
    "number": lambda value, language, currency: _decimal(value, language, 1),
    "plain": lambda value, language, currency: _plain(value, language),
    "number2": lambda value, language, currency: _decimal(value, language, 2),
    "money": lambda value, language, currency: _money(value, language, currency, 0),
    "cents": lambda value, language, currency: _money(value, language, currency, 2),
    "percent": lambda value, language, currency: _percent(value, language, 0),
    "percent1": lambda value, language, currency: _percent(value, language, 1),
    "date": lambda value, language, currency: format_date(_day(value), "long", locale=locale_of(language)),
    "day": lambda value, language, currency: format_date(_day(value), "short", locale=locale_of(language)),
}
PERCENTS = {"percent", "percent1"}
NUMERIC = {"count", "plain", "number", "number2", "money", "cents", "percent", "percent1"}  # right-aligned in a table


def _day(value: Any) -> date:
    return value if type(value) is date else pd.Timestamp(value).date()


def unknown(value: Any) -> bool:
    """Is there nothing to show: None, NaN, NaT, pandas' NA, or a number without end?"""
    return value is None or (pd.api.types.is_scalar(value) and (bool(pd.isna(value)) or value in ENDLESS))


def show(value: Any, format: str, language: str, currency: str = "EUR") -> str:
    """
    One value as the reader writes it; a dash where it is unknown.

    >>> show(0.625, "percent", "nl"), show(1234567, "count", "nl"), show(None, "money", "nl")
    ('63%', '1.234.567', '–')

    Raises LookupError for a format that does not exist.
    """
    if format not in FORMATS:
        raise LookupError(f"there is no format '{format}'; there are {', '.join(FORMATS)}")
    if unknown(value):
        return NOTHING
    beyond = format in NUMERIC and abs(value) >= READABLE
    return FORMATS["plain" if beyond else format](value, language, currency)


def plural(value: float, forms: str, language: str) -> str:
    """
    The form that goes with a number: first for one, then for all other numbers; a third, if there is one, for none.

    >>> plural(1, "klant|klanten", "nl"), plural(34, "klant|klanten", "nl"), plural(0, "klant|klanten|niemand", "nl")
    ('klant', 'klanten', 'niemand')
    """
    one, _, others = forms.partition("|")
    other, _, none = others.partition("|")
    if none and value == 0:
        return none
    return one if locale_of(language).plural_form(value) == "one" else other


def few(value: Any) -> bool:
    """Is this a share of so few that a percentage says more than was counted? (measures.proportions.Part)"""
    return getattr(value, "few", False)


def share(value: Any, text: str, forms: str) -> str:
    """
    A percentage with the words behind it; where it is a share of few, the count with words of its own instead.

    `forms`: behind a percentage | of few | of one alone, as of few where it is left out. In the last two # is how many,
    ## of how many, and [is/zijn] the form that goes with #. Without forms a share of few is "3/4".
    """
    if not few(value):
        return f"{text} {forms.partition('|')[0]}".rstrip()
    _, several, one = (*forms.split("|"), "", "")[:3]
    words = ((one if value.of == 1 else "") or several or "#/##").replace("##", str(value.of))
    return EITHER.sub(r"\1" if value.hits == 1 else r"\2", words.replace("#", str(value.hits)))


def names(values: Sequence[str], others: str, language: str) -> str:
    """
    A list of names as a person writes it, with how many more there are; `others` is the word for those, in both forms.

    >>> names(["A", "B", "C", "D", "E", "F", "G"], "ander|anderen", "nl")
    'A, B, C en 4 anderen'
    """
    more = len(values) - NAMES_SHOWN
    rest = [f"{more} {plural(more, others, language)}"] if more > 0 else []
    return format_list([text_of(value) for value in values[:NAMES_SHOWN]] + rest, locale=locale_of(language))


def together(values: Sequence[str], language: str) -> str:
    """
    All of these, as a person lists them.

    >>> together(["kosten", "tarieven"], "nl")
    'kosten en tarieven'
    """
    return format_list(values, locale=locale_of(language))


def either(values: Sequence[str], language: str) -> str:
    """
    A choice as a person writes it.

    >>> either(["kosten", "tarieven"], "nl")
    'kosten of tarieven'
    """
    return format_list(values, style="or", locale=locale_of(language))


class Sentence(string.Formatter):
    r"""
    str.format whose format specs are names in FORMATS, or two forms to choose from.

    >>> Sentence("nl").format("{n:count klant|klanten} {n:kost|kosten} ons {loss:money}", n=1, loss=1234.5)
    '1 klant kost ons €\xa01.235'

    With a third form, for none, no number stands before it:

    >>> Sentence("nl").format("{n:count klant|klanten|geen klant} {n:kost|kosten|kost} ons iets", n=0)
    'geen klant kost ons iets'

    A share of few is told as a count (see `share`): "{part:percent van de klanten|# van de ## klanten}".
    A list of names: "{customers:names ander|anderen}". `terms` are the words of the chapter itself:
    "{policy:term}" looks up the value there, "{policies:terms}" each of a list.
    Raises LookupError for an unknown format and for a value that is unknown: a sentence has no holes.
    """

    def __init__(self, language: str, currency: str = "EUR", terms: Mapping[str, str] | None = None):
        self.language, self.currency, self.terms = language, currency, terms or {}

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """A name that ends in a full stop ("Bouw & Zn.") ends its sentence with it."""
        return ENDED_TWICE.sub(".", super().vformat(format_string, args, kwargs))

    def format_field(self, value: Any, format_spec: str) -> str:
        if unknown(value):
            raise LookupError("a sentence was given an unknown value")
        name, _, forms = (format_spec or "text").partition(" ")
        if "|" in format_spec and name not in FORMATS and name != "names":
            return plural(value, format_spec, self.language)
        if name == "names":
            return names(value, forms, self.language)
        if name == "term":
            return self.terms[value]
        if name == "terms":
            return together([self.terms[key] for key in value], self.language)
        text = show(value, name, self.language, self.currency)
        if name in PERCENTS:
            return share(value, text, forms)
        if forms.count("|") == 2 and value == 0:
            return plural(value, forms, self.language)
        return f"{text} {plural(value, forms, self.language)}" if forms else text
