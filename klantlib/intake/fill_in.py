"""Which workbook can a client fill in? A sheet a table, each with what it asks, an example, and the headings."""

from __future__ import annotations

from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from klantlib.client import contract
from klantlib.client.contract import Column, Table
from klantlib.client.fill_in_rows import MARK, WHOLE_SHEET
from klantlib.intake.asked import chapters_of, explained
from klantlib.intake.looks import Looks
from klantlib.intake.validation import validation
from klantlib.texts import read
from klantlib.theme import Theme
from klantlib.words import Words

TEXT_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
ROWS = 5000  # below the headings, with a drop-down or a check in each
QUESTION, EXPLANATION, EXAMPLE, HEADINGS = range(4)  # the first rows of a sheet
FIRST = HEADINGS + 1  # row to fill in
WIDTHS = {"text": 26, "choice": 16, "scale": 16}  # characters; a word of explanation must fit
WIDTH = 18
LINE = 13.5  # points
IN_WORDS = "@"  # opens the key of a text in an example
OVERVIEW = (22, 64, 40, 40)  # widths
# kind of column -> how a spreadsheet writes it (a name in formats.FORMATS)
WRITTEN = {"date": "day", "amount": "number2", "number": "plain", "scale": "plain", "year": "plain", "yes_no": "text"}


def fill_in(path: Path, language: str, theme: Theme) -> None:
    """Write the book in this language: an overview, then every table. Left as it is, it counts as nothing delivered."""
    words = Words("fill_in", language)
    with xlsxwriter.Workbook(path, TEXT_AS_TEXT) as book:
        book.set_properties({"title": words.say("book", "title"), "company": theme.name})
        looks = Looks(book, theme, language, words.currency)
        front = book.add_worksheet(words.say("book", "sheet"))
        for table in contract.tables().values():
            _sheet(book.add_worksheet(contract.word(table.name, language)), table, words, looks)
        _overview(front, words, looks)


def _sheet(sheet: Worksheet, table: Table, words: Words, looks: Looks) -> None:
    """Our rows carry a mark, so that the reader knows them; below the headings is the client's."""
    sheet.write_string(QUESTION, 0, MARK + words.say(table.name), looks("question"))
    example = read("fill_in")["examples"][table.name]
    heights = []
    for place, (name, column) in enumerate(table.columns.items()):
        width, mark = WIDTHS.get(column.kind, WIDTH), "" if place else MARK
        said = explained(table.name, column, words)
        heights.append(_height(said, width))
        sheet.set_column(place, place, width, looks("said", WRITTEN.get(column.kind, "text")))
        sheet.write_string(EXPLANATION, place, mark + said, looks("explanation"))
        _write_example(sheet, place, column, _spoken(example.get(name), column, words), looks)
        heading = looks("required" if column.required else "optional")
        sheet.write_string(HEADINGS, place, contract.word(name, words.language, table.name), heading)
        sheet.data_validation(FIRST, place, FIRST + ROWS - 1, place, validation(table.name, column, words))
    sheet.set_row(EXPLANATION, max(heights))
    sheet.freeze_panes(FIRST, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADINGS)


def _height(text: str, width: int) -> float:
    """How high a row must be for a wrapped text in a column of so many signs, in points."""
    return ceil(len(text) / width) * LINE


def _spoken(value: Any, column: Column, words: Words) -> Any:
    """An example in the reader's language."""
    if isinstance(value, str) and value.startswith(IN_WORDS):
        return words.say("example_words", value.removeprefix(IN_WORDS))
    if value is not None and column.kind == "date":
        return date.fromisoformat(value)
    if isinstance(value, bool):
        return words.say("hint", "yes" if value else "no")
    return column.choices[value][words.language] if value in column.choices else value


def _write_example(sheet: Worksheet, place: int, column: Column, value: Any, looks: Looks) -> None:
    style = looks("example", WRITTEN.get(column.kind, "text"))
    if not place:
        sheet.write_string(EXAMPLE, place, f"{MARK}{value}", style)
    elif value is not None:
        sheet.write(EXAMPLE, place, value, style)


def _overview(sheet: Worksheet, words: Words, looks: Looks) -> None:
    """Which sheet is about what, and which chapter needs it."""
    title = words.say("book", "title")
    # the mark says that this sheet is not to be read; the format shows the title without it
    sheet.write_string(0, 0, WHOLE_SHEET + title, looks.title(title))
    for row, part in enumerate(("lead", "paste", "private"), start=1):
        sheet.write_string(row, 0, words.say("book", part), looks("said"))
    for place, (part, width) in enumerate(zip(("table", "question", "needed", "chapters"), OVERVIEW, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(5, place, words.say("book", part), looks("optional"))
    for row, table in enumerate(contract.tables().values(), start=6):
        name = contract.word(table.name, words.language)
        needed = ", ".join(contract.word(column, words.language, table.name) for column in table.required)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks("link"), name)
        texts = (words.say(table.name), needed, chapters_of(table.name, words))
        sheet.set_row(row, max(map(_height, texts, OVERVIEW[1:])))
        for place, text in enumerate(texts, start=1):
            sheet.write_string(row, place, text, looks("wrapped"))
    sheet.freeze_panes(6, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
