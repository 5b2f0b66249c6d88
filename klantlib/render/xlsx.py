"""The appendix: a sheet a chapter with every customer, for people, in the report's language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from babel.numbers import get_currency_symbol

from klantlib import theme
from klantlib.blocks import Chapter, Table
from klantlib.formats import NUMERIC, show, unknown
from klantlib.words import Words

SHEET_NAME = 31  # characters; Excel's limit
WIDEST = 44  # characters a column gets at most
TEXT_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def appendix(path: Path, chapters: Sequence[Chapter], language: str, currency: str) -> None:
    """Write the sheets; what a client typed is always text, never a formula."""
    words = Words("words", language, currency)
    with xlsxwriter.Workbook(path, TEXT_AS_TEXT) as book:
        styles = _styles(book, currency)
        front = book.add_worksheet(words.say("appendix", "sheet"))
        _front(front, chapters, words, styles)
        for chapter in chapters:
            if chapter.customers:
                _sheet(book.add_worksheet(_name(chapter.name, book)), chapter, language, currency, styles)


def _styles(book: xlsxwriter.Workbook, currency: str) -> dict[str, Any]:
    symbol = get_currency_symbol(currency, "nl")
    numbers = {
        "money": f'"{symbol}" #,##0;[Red]-"{symbol}" #,##0',
        "cents": f'"{symbol}" #,##0.00;[Red]-"{symbol}" #,##0.00',
        "percent": "0%",
        "percent1": "0.0%",
        "count": "#,##0",
        "number": "#,##0.0",
        "number2": "#,##0.00",
        "plain": "General",
    }
    head = {"bold": True, "bg_color": theme.BAND, "font_color": theme.ACCENT, "bottom": 1, "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": theme.ACCENT}),
        "head": book.add_format({**head, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        **{name: book.add_format({"num_format": pattern}) for name, pattern in numbers.items()},
    }


def _front(sheet, chapters: Sequence[Chapter], words: Words, styles: dict[str, Any]) -> None:
    """What lies behind each tab."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, WIDEST)
    sheet.set_column(1, 1, 2 * WIDEST)
    sheet.write_string(0, 0, words.say("appendix", "title"), styles["title"])
    sheet.write_string(1, 0, words.say("appendix", "text"))
    rows = [(_short(c.name), c.customers.words["caption"]) for c in chapters if c.customers]
    for number, row in enumerate(rows, start=3):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, styles["wrapped"])


def _name(title: str, book: xlsxwriter.Workbook) -> str:
    """A sheet name Excel accepts, its own in the book."""
    name, taken = _short(title), {sheet.get_name().casefold() for sheet in book.worksheets()}
    again = (f"{name[: SHEET_NAME - 3]} {n}" for n in range(2, 100))
    return name if name.casefold() not in taken else next(n for n in again if n.casefold() not in taken)


def _short(title: str) -> str:
    kept = "".join(character for character in title if character not in "[]:*?/\\'")
    return kept if len(kept) <= SHEET_NAME else kept[: SHEET_NAME - 1].rsplit(" ", 1)[0] + "…"


def _sheet(sheet, chapter: Chapter, language: str, currency: str, styles: dict[str, Any]) -> None:
    """The table per customer: frozen header, filters, widths that fit."""
    table = chapter.customers
    for column, (name, format) in enumerate(table.columns.items()):
        values = [row[column] for row in table.rows]
        label = table.words["labels"][name]
        sheet.write_string(0, column, label, styles["head"])
        for row, value in enumerate(values, start=1):
            _cell(sheet, row, column, value, format, table, styles)
        longest = max((len(show(v, format, language, currency)) for v in values if format != "term"), default=0)
        sheet.set_column(column, column, min(WIDEST, max(longest, len(max(label.split(), key=len))) + 3))
    sheet.freeze_panes(1, min(2, len(table.columns)))
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _cell(sheet, row: int, column: int, value: Any, format: str, table: Table, styles: dict[str, Any]) -> None:
    if unknown(value):
        sheet.write_blank(row, column, None)
    elif format in NUMERIC:
        sheet.write_number(row, column, value, styles[format])
    else:
        sheet.write_string(row, column, table.words["terms"][value] if format == "term" else str(value), styles["text"])
