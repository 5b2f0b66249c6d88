"""The sheet of one chapter: every customer on a row, what can be checked as a live formula."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from klantlib.formats import NUMERIC, show, text_of, unknown
from klantlib.render.appendix.formulas import excel
from klantlib.render.appendix.grid import BACK, FIRST, FROZEN, HEADER, SUMS, TITLE, Grid
from klantlib.render.appendix.styles import DATES, Styles
from klantlib.words import Words

WIDEST, NARROWEST = 44, 9  # characters a column gets
BUTTON = 3  # characters that the button of a filter covers
HEADER_LINES = 3  # a heading of a few words goes over so many lines
LINE_HEIGHT, TITLE_HEIGHT = 14.5, 24  # points
MARGINS = (0.4, 0.4, 0.5, 0.6)  # inches: left, right, top, bottom
A4 = 9  # Excel's number for it
PART = 60  # characters of a name in a footer, which holds 255
ADDED = {"money", "cents"}  # formats whose sum is one


def write_sheet(sheet: Worksheet, grid: Grid, front: str, words: Words, styles: Styles) -> None:
    """Title, the sums of the rows in sight, the header, and the customers in the order of the chapter."""
    _above(sheet, grid, front, words, styles)
    for column, (name, format) in enumerate(grid.table.columns.items()):
        _column(sheet, grid, column, name, format, words, styles)
    sheet.set_row(HEADER, LINE_HEIGHT * HEADER_LINES)
    sheet.freeze_panes(FIRST, min(FROZEN, len(grid.columns)))
    sheet.autofilter(HEADER, 0, grid.last, len(grid.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{grid.last + 1}"})  # 00042 is meant
    print_on(sheet, grid.sheet)
    sheet.repeat_rows(HEADER)


def print_on(sheet: Worksheet, name: str) -> None:
    """On paper: lying, one page wide, with the sheet's name and the page below."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(*MARGINS)
    sheet.set_footer(f"&L{name[:PART].replace('&', '&&')}&R&P / &N")


def write_value(sheet: Worksheet, row: int, column: int, value: Any, format: str, grid: Grid, look: Any) -> None:
    """A value as what it is: what a client typed is always text, never a formula."""
    if unknown(value):
        sheet.write_blank(row, column, None, look)
    elif format in NUMERIC:
        sheet.write_number(row, column, value, look)
    elif format in DATES:
        sheet.write_datetime(row, column, datetime.fromisoformat(str(value)), look)
    else:
        sheet.write_string(row, column, told(value, format, grid), look)


def told(value: Any, format: str, grid: Grid) -> str:
    return grid.table.words["terms"][value] if format == "term" else text_of(value)


def stored(value: Any, format: str, grid: Grid) -> Any:
    """What a formula shows until it is computed anew: our own figure."""
    return "" if unknown(value) else value if format in NUMERIC else told(value, format, grid)


def _above(sheet: Worksheet, grid: Grid, front: str, words: Words, styles: Styles) -> None:
    sheet.set_row(TITLE, TITLE_HEIGHT)
    sheet.write_string(TITLE, 0, text_of(grid.chapter.title), styles("title"))
    sheet.write_url(BACK, 0, f"internal:{quote_sheetname(front)}!A1", styles("link"), words.say("appendix", "back"))
    sheet.write_string(SUMS, 0, words.say("appendix", "in_sight"), styles("sum"))


def _column(sheet: Worksheet, grid: Grid, column: int, name: str, format: str, words: Words, styles: Styles) -> None:
    table, look = grid.table, styles("cell", format)
    values, label, formula = [row[column] for row in table.rows], table.words["labels"][name], table.formulas.get(name)
    sheet.write_string(HEADER, column, label, styles("live_cell" if formula else "head_cell", format))
    for row, value in enumerate(values, start=FIRST):
        if formula:
            sheet.write_formula(row, column, excel(formula, grid, row), look, stored(value, format, grid))
        else:
            write_value(sheet, row, column, value, format, grid, look)
    if format in ADDED:
        _sum(sheet, grid, column, [value for value in values if not unknown(value)], styles("sum", format))
    if format in NUMERIC:
        _mark_losses(sheet, grid, column, styles)
    sheet.set_column(column, column, _width(label, [_shown(value, format, grid, words) for value in values]))


def _sum(sheet: Worksheet, grid: Grid, column: int, known: list[float], look: Any) -> None:
    """Of the rows that a filter leaves; nothing where nothing is known."""
    if known:
        place = grid.column(grid.columns[column], SUMS)
        sheet.write_formula(SUMS, column, f"=SUBTOTAL(109,{place})", look, sum(known))


def _mark_losses(sheet: Worksheet, grid: Grid, column: int, styles: Styles) -> None:
    """Below zero in the colour of a loss, beside its minus sign."""
    rule = {"type": "cell", "criteria": "<", "value": 0, "format": styles("loss", "plain")}
    sheet.conditional_format(SUMS, column, grid.last, column, rule)


def _shown(value: Any, format: str, grid: Grid, words: Words) -> str:
    if format == "term":
        return "" if unknown(value) else told(value, format, grid)
    return show(value, format, words.language, words.currency)


def _width(label: str, shown: list[str]) -> int:
    """For the longest value, and for the heading over a few lines."""
    head = max(len(max(label.split(), key=len, default="")), len(label) // HEADER_LINES) + BUTTON
    return max(NARROWEST, min(WIDEST, max(head, 2 + max(map(len, shown), default=0))))
