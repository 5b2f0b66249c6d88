"""Which cells stand in a sheet of a workbook: xlsx, xlsm, xlsb, xls or ods?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from klantlib.client.fill_in_rows import untouched, without_ours
from klantlib.client.kinds import kind_of
from klantlib.client.packages import refuse_unsafe
from klantlib.client.problems import Unreadable

Span = tuple[int, int, int]  # of cells merged downwards: first row, last row (as a spreadsheet numbers them), place


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet as it was delivered."""

    rows: list[tuple[int, list[Any]]]  # each with its number; "" and None are empty cells
    merged: tuple[Span, ...] = ()


def read_sheet(path: Path, sheet: str | None) -> Sheet:
    """Every row of a sheet that is not empty; without a name, of the only sheet that holds anything."""
    with _workbook(path) as book:
        if sheet and sheet not in book.sheet_names:
            raise Unreadable("no_such_sheet", value=", ".join(book.sheet_names))
        names = [sheet] if sheet else book.sheet_names
        filled = {name: found for name in names if (found := _sheet(book, name)).height}
        if len(filled) > 1:
            raise Unreadable("which_sheet", choices=list(filled))
        return _read(next(iter(filled.values()))) if filled else Sheet([])


def _read(sheet: CalamineSheet) -> Sheet:
    try:
        rows = [(number, row) for number, row in enumerate(sheet.iter_rows(), start=1) if any(map(_present, row))]
        spans = sheet.merged_cell_ranges or ()
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("damaged_workbook") from error
    merged = [
        (top + 1, bottom + 1, place)
        for (top, left), (bottom, right) in spans if bottom > top
        for place in range(left, right + 1)
    ]  # fmt: skip
    return Sheet(without_ours(rows), tuple(merged))


def _present(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def sheets(path: Path) -> dict[str, bool]:
    """The sheets of a workbook, and whether anything stands in them besides what a fill-in book of ours says itself."""
    with _workbook(path) as book:
        return {name: _filled(_sheet(book, name)) for name in book.sheet_names}


def _filled(sheet: CalamineSheet) -> bool:
    rows = enumerate(sheet.iter_rows(), start=1)
    return bool(sheet.height) and not untouched(row for row in rows if any(map(_present, row[1])))


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:  # damaged within: calamine has no one error for it
        raise Unreadable("damaged_workbook") from error


def _workbook(path: Path) -> CalamineWorkbook:
    kind = kind_of(path)
    if kind in ("text", "parquet"):
        raise Unreadable("not_a_workbook")
    if kind != "xls":
        refuse_unsafe(path, kind)
    try:
        return load_workbook(path)
    except PasswordError as error:
        raise Unreadable("password") from error
    except CalamineError as error:
        raise Unreadable("damaged_workbook") from error
