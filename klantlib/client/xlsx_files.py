"""Which cells stand in a sheet of a workbook?"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from klantlib.client.problems import Unreadable

UNPACKED_BYTES = 1 << 30  # a workbook that unpacks to more than 1 GiB is no table of customers
UNPACKED_RATIO = 200  # a real workbook shrinks ten to fifty times; beyond this it was made to do harm


def sheet_rows(path: Path, sheet: str | None) -> list[tuple[int, list[Any]]]:
    """Every row of a sheet with its number; without a name, of the only sheet that holds anything."""
    with _workbook(path) as book:
        names = [sheet] if sheet else book.sheet_names
        if sheet and sheet not in book.sheet_names:
            raise Unreadable("no_such_sheet", value=", ".join(book.sheet_names))
        filled = [name for name in names if book.get_sheet_by_name(name).height] or names[:1]
        if len(filled) > 1:
            raise Unreadable("which_sheet", value=", ".join(filled))
        try:
            return list(enumerate(book.get_sheet_by_name(filled[0]).to_python(skip_empty_area=False), start=1))
        except CalamineError as error:
            raise Unreadable("unreadable") from error


def sheets(path: Path) -> dict[str, bool]:
    """The sheets of a workbook, and whether anything stands in them."""
    with _workbook(path) as book:
        return {name: bool(book.get_sheet_by_name(name).height) for name in book.sheet_names}


def _workbook(path: Path) -> CalamineWorkbook:
    _refuse_bombs(path)
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as error:
        raise Unreadable("not_a_workbook") from error


def _refuse_bombs(path: Path) -> None:
    """A workbook is a zip file: look at what it says it unpacks to before unpacking it."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable("not_a_workbook") from error
    if unpacked > min(UNPACKED_BYTES, UNPACKED_RATIO * max(path.stat().st_size, 1)):
        raise Unreadable("too_large")
