"""The first sheet: whose appendix this is, what lies behind each tab, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from math import ceil

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from klantlib.formats import text_of
from klantlib.render.appendix.formulas import JOINT, excel, looked_up
from klantlib.render.appendix.grid import KEYS, OUTCOMES, Grid
from klantlib.render.appendix.said import said
from klantlib.render.appendix.sheet import TITLE_HEIGHT, print_on, stored, told, write_value
from klantlib.render.appendix.styles import Styles
from klantlib.render.pieces import About
from klantlib.words import Words

WIDTHS = (28, 54, 16, 46, 30, 32)  # characters
LINE_HEIGHT = 13.5  # points
ROOM = 1.05  # letters per unit of width: most are narrower than the digit it is measured in
HOW = ("how_live", "how_order", "how_empty", "how_limits")  # sentences on how to read the formulas
COLUMN_HEADS = ("column", "meaning", "unit", "formula", "origin")
FIGURE_HEADS = ("figure", "meaning", "value", "formula", "origin", "called")
VALUE = FIGURE_HEADS.index("value")


@dataclass
class Page:
    """The sheet while it is being written, from top to bottom."""

    book: xlsxwriter.Workbook
    sheet: Worksheet
    words: Words
    styles: Styles
    rows: Iterator[int] = field(default_factory=count)

    def line(self, *texts: str, look: str = "said") -> int:
        """One row of texts; gives back which."""
        row = next(self.rows)
        for column, text in enumerate(texts):
            self.sheet.write_string(row, column, text_of(text), self.styles(look))
        if look == "wrapped":
            self.sheet.set_row(row, LINE_HEIGHT * max(map(_lines, texts, WIDTHS)))
        return row

    def call(self, name: str, first: int, last: int, column: int) -> None:
        """Give these cells the name that formulas use."""
        cells = ":".join(xl_rowcol_to_cell(row, column, True, True) for row in dict.fromkeys((first, last)))
        self.book.define_name(name, f"={quote_sheetname(self.sheet.get_name())}!{cells}")


def write_front(book: xlsxwriter.Workbook, sheet: Worksheet, grids: Sequence[Grid], about: About, words: Words,
                styles: Styles) -> None:  # fmt: skip
    """Write the first sheet, and name the cells that the formulas of the other sheets rest on."""
    page = Page(book, sheet, words, styles)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    print_on(sheet, sheet.get_name())
    _opening(page, about)
    starts = _contents(page, grids)
    for sentence in HOW:
        page.line(words.say("appendix", sentence))
    for grid in grids:
        starts[grid.sheet].append(_chapter(page, grid))
    for link, start in starts.values():
        _link(page, link, 2, sheet.get_name(), words.say("appendix", "to_columns"), start)


def _opening(page: Page, about: About) -> None:
    words = page.words
    page.sheet.set_row(page.line(words.say("appendix", "title"), look="title"), TITLE_HEIGHT)
    told = (
        about.client,
        words.say("report", "period", start=about.start, end=about.end) if about.start and about.end else "",
        words.say("appendix", "made", date=about.date) if about.date else "",
        words.say("appendix", "text"),
    )
    for text in filter(None, told):
        page.line(text)
    next(page.rows)


def _contents(page: Page, grids: Sequence[Grid]) -> dict[str, list[int]]:
    """A line a sheet with what it lists; sheet -> its row, to which the link to its columns is added later."""
    page.line(*(page.words.say("appendix", part) for part in ("tab", "lists", "explained")), look="head")
    starts = {}
    for grid in grids:
        row = page.line("", grid.table.words["caption"], "", look="wrapped")
        _link(page, row, 0, grid.sheet, grid.sheet)
        starts[grid.sheet] = [row]
    next(page.rows)
    return starts


def _link(page: Page, row: int, column: int, sheet: str, text: str, to: int = 0) -> None:
    place = f"internal:{quote_sheetname(sheet)}!A{to + 1}"
    page.sheet.write_url(row, column, place, page.styles("link"), text)


def _chapter(page: Page, grid: Grid) -> int:
    """Title, columns, given figures and answers of one sheet; gives back the row of its title."""
    next(page.rows)
    start = page.line("", look="chapter")
    page.sheet.write_url(start, 0, f"internal:{quote_sheetname(grid.sheet)}!A1", page.styles("chapter"), grid.sheet)
    page.line(grid.chapter.title)
    if note := grid.table.words.get("note"):
        page.line(note)
    _columns(page, grid)
    if grid.table.given:
        _figures(page, grid)
    if grid.table.answers:
        _answers(page, grid)
    return start


def _columns(page: Page, grid: Grid) -> None:
    page.line(*(page.words.say("appendix", head) for head in COLUMN_HEADS), look="head")
    for name, format in grid.table.columns.items():
        page.line(*_meaning(page, grid, name), _unit(page, format), *_source(page, grid, name), look="wrapped")


def _meaning(page: Page, grid: Grid, name: str) -> tuple[str, str]:
    return grid.table.words["labels"][name], grid.table.words["explained"][name]


def _unit(page: Page, format: str) -> str:
    return page.words.say("units", format, currency=page.words.currency)


def _source(page: Page, grid: Grid, name: str) -> tuple[str, str]:
    """The formula in words, and where it comes from."""
    formula = grid.table.formulas.get(name)
    if formula:
        return said(formula, grid.table, page.words), page.words.say("appendix", "computed")
    return "", grid.table.words["origins"][name]


def _figures(page: Page, grid: Grid) -> None:
    """Totals and limits, each in a cell with a name: what is changed here is computed anew everywhere."""
    next(page.rows)
    page.line(*(page.words.say("appendix", head) for head in FIGURE_HEADS), look="head")
    for name, format, value in grid.table.given:
        row = page.line(*_meaning(page, grid, name), "", *_source(page, grid, name), grid.names[name], look="wrapped")
        if formula := grid.table.formulas.get(name):
            look = page.styles("wrapped", format)
            page.sheet.write_formula(row, VALUE, excel(formula, grid), look, stored(value, format, grid))
        else:
            write_value(page.sheet, row, VALUE, value, format, grid, page.styles("input", format))
        page.call(grid.names[name], row, row, VALUE)


def _answers(page: Page, grid: Grid) -> None:
    """The outcome for each set of answers, with the key by which a formula finds it."""
    next(page.rows)
    *asked, outcome = (grid.table.words["labels"][name] for name in looked_up(grid.table))
    page.line(page.words.say("appendix", "key"), outcome, *asked, look="head")
    rows = [page.line("", *_outcome(grid, answers), look="wrapped") for answers in grid.table.answers]
    for row, answers in zip(rows, grid.table.answers, strict=True):
        cells = (xl_rowcol_to_cell(row, 2 + number) for number in range(len(answers) - 1))
        key = JOINT.join(told(answer, "term", grid) for answer in answers[:-1])
        page.sheet.write_formula(row, 0, "=" + f'&"{JOINT}"&'.join(cells), page.styles("wrapped"), key)
    page.call(grid.names[KEYS], rows[0], rows[-1], 0)
    page.call(grid.names[OUTCOMES], rows[0], rows[-1], 1)


def _outcome(grid: Grid, answers: Sequence[str]) -> list[str]:
    """The outcome, and the answers that lead to it."""
    return [told(answer, "term", grid) for answer in (answers[-1], *answers[:-1])]


def _lines(text: str, width: int) -> int:
    """How many lines a text takes: spreadsheets do not all find out by themselves."""
    return max(1, ceil(len(text) / (width * ROOM)))
