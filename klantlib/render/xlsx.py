"""The appendix: a sheet a chapter with every customer, for people who check, in the report's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from klantlib.blocks import Chapter
from klantlib.render.appendix.front import write_front
from klantlib.render.appendix.grid import grids
from klantlib.render.appendix.sheet import write_sheet
from klantlib.render.appendix.styles import Styles
from klantlib.render.pieces import About
from klantlib.words import Words

SOME_DAY = date(2000, 1, 1)  # of a book that says nothing of its day: the same bytes tomorrow
TEXT_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def appendix(path: Path, chapters: Sequence[Chapter], about: About) -> None:
    """
    Write the book: a front sheet that explains every column, then the chapters that have a table per customer.

    Formulas are those of `Table.formulas`, stored with our own figures; what a client typed is always text. The same
    chapters give the same bytes.
    """
    words = Words("words", about.language, about.currency)
    with xlsxwriter.Workbook(path, TEXT_AS_TEXT) as book:
        book.set_properties(_properties(about, words))
        styles, name = Styles(book, about.theme, about.language, about.currency), words.say("appendix", "sheet")
        front, places = book.add_worksheet(name), grids(chapters, name, words)
        for grid in places:
            write_sheet(book.add_worksheet(grid.sheet), grid, name, words, styles)
        write_front(book, front, places, about, words, styles)


def _properties(about: About, words: Words) -> dict[str, object]:
    """The day of the report, not the clock of this run."""
    return {
        "title": words.say("appendix", "title"),
        "subject": about.client,
        "author": about.consultant,
        "company": about.theme.name,
        "created": datetime.combine(about.date or SOME_DAY, time()),
    }
