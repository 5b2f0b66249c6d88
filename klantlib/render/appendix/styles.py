"""How do the cells of the appendix look, and how are numbers written in them?"""

from __future__ import annotations

import re
from typing import Any

import xlsxwriter
from babel.numbers import get_currency_symbol
from xlsxwriter.format import Format

from klantlib.formats import NUMERIC
from klantlib.languages import locale_of
from klantlib.theme import NOTE_SIZE, Theme

TEXT = "@"
COLUMN = {"head_cell", "live_cell", "cell", "sum"}  # what stands in the columns of a chapter's sheet
DATES = {"date": "long", "day": "short"}
COUNTED = {"count": "#,##0", "number": "#,##0.0", "number2": "#,##0.00", "percent": "0%", "percent1": "0.0%"}
TITLE_SIZE, HEAD_SIZE = 16, 12  # points
SMALLER = 10  # points: a sheet full of figures


class Styles:
    """The formats of one book, by what they are for; `cell` adds how its value is written."""

    def __init__(self, book: xlsxwriter.Workbook, theme: Theme, language: str, currency: str):
        self._book, self._theme = book, theme
        self._patterns = patterns(language, currency)
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, purpose: str, format: str = "text") -> Format:
        """The same Format for the same question, so that the book does not repeat itself."""
        if (purpose, format) not in self._made:
            look = self._looks()[purpose] | {"num_format": self._patterns[format]} | _side(purpose, format)
            self._made[purpose, format] = self._book.add_format({"font_name": self._theme.word_font, **look})
        return self._made[purpose, format]

    def _looks(self) -> dict[str, dict[str, Any]]:
        theme = self._theme
        plain = {"font_size": SMALLER, "font_color": theme.ink, "valign": "top"}
        ruled = plain | {"bottom": 1, "bottom_color": theme.line}
        head = plain | {"bold": True, "bg_color": theme.band, "font_color": theme.accent, "text_wrap": True}
        head |= {"bottom": 1, "bottom_color": theme.accent}
        return {
            "title": plain | {"bold": True, "font_size": TITLE_SIZE, "font_color": theme.accent},
            "chapter": plain | {"bold": True, "font_size": HEAD_SIZE, "font_color": theme.accent},
            "link": plain | {"font_color": theme.accent, "underline": 1},
            "said": plain,
            "note": plain | {"font_size": NOTE_SIZE, "font_color": theme.muted},
            "wrapped": ruled | {"text_wrap": True},
            "head": head,
            "head_cell": head | {"valign": "bottom"},
            "live_cell": head | {"valign": "bottom", "italic": True},  # computed by a formula
            "cell": ruled,
            "sum": plain | {"bold": True, "font_color": theme.muted},
            "input": ruled | {"border": 1, "border_color": theme.accent, "bg_color": theme.band},
            "loss": {"font_color": theme.bad},
        }


def _side(purpose: str, format: str) -> dict[str, Any]:
    """Numbers on the right, texts on the left, a little away from the next column."""
    if format in NUMERIC:
        return {"align": "right", **({} if purpose in COLUMN else {"indent": 1})}
    return {"align": "left", "indent": 1} if purpose in COLUMN else {}


def patterns(language: str, currency: str) -> dict[str, str]:
    """
    formats.FORMATS -> a number format of Excel, which itself puts the reader's own decimal mark in it.

    >>> patterns("nl", "EUR")["money"], patterns("en", "EUR")["money"]
    ('"€" #,##0;"€" -#,##0', '"€"#,##0;-"€"#,##0')
    """
    locale = locale_of(language)
    symbol = f'"{get_currency_symbol(currency, locale)}"'
    written = locale.currency_formats["standard"].pattern.replace("\xa0", " ").replace("¤", symbol)
    cents = written if ";" in written else f"{written};-{written}"
    return {
        **dict.fromkeys(("text", "id", "term"), TEXT),
        **{name: _date(locale.date_formats[length].pattern) for name, length in DATES.items()},
        **COUNTED,
        "plain": "General",
        "cents": cents,
        "money": cents.replace(".00", ""),
    }


def _date(pattern: str) -> str:
    """
    CLDR's letters are Excel's, but for the year and the capitals.

    >>> _date("dd/MM/y")
    'dd/mm/yyyy'
    """
    return re.sub(r"y+", "yyyy", pattern.lower())
