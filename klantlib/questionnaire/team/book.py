"""Is a file a workbook of ours that a team filled in, and what stands in its cells?"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, PasswordError, load_workbook

from klantlib.client.kinds import kind_of
from klantlib.client.packages import refuse_unsafe
from klantlib.client.problems import Unreadable
from klantlib.formats import text_of
from klantlib.languages import languages
from klantlib.questionnaire.definition import KINDS
from klantlib.questionnaire.office_file import LARGEST, saved_on
from klantlib.questionnaire.sheets import BadSheet
from klantlib.questionnaire.team.marks import ANSWER, ANSWERS, FIRST_ANSWER, Mark, read_mark

BOOKS = ("xlsx", "ods")  # as Excel and LibreOffice save it
WHY = {  # Unreadable -> BadSheet, where it is not damaged
    **dict.fromkeys(("too_large", "too_many_cells_in_sheet", "cell_too_long"), "too_large"),
    **dict.fromkeys(("is_pdf", "is_web_page", "not_parquet", "not_a_workbook"), "not_ours"),
}
BROKEN = (PasswordError, CalamineError, zipfile.BadZipFile, OSError)
Cells = list[Sequence[Any]]  # every row from the first, every cell from the first


@dataclass(frozen=True)
class Book:
    """A workbook that a team filled in."""

    mark: Mark
    cells: Cells  # of the sheet that was filled in
    answers: list[str]  # every answer in words, in the order of the form
    saved: date | None  # the day on which it was last saved


def opened(data: bytes) -> Book:
    """
    The workbook.

    Raises BadSheet: too_large before anything could fill the memory, damaged where it is no whole file or is locked by
    a password, not_ours where it is another file.
    """
    if len(data) > LARGEST:
        raise BadSheet("too_large")
    try:
        sheets, saved = _read(data)
    except Unreadable as error:
        raise BadSheet(WHY.get(error.key, "damaged")) from error
    except BROKEN as error:
        raise BadSheet("damaged") from error
    first = {str(cells[0][0]): cells for cells in sheets if cells and cells[0]}
    mark, filled = next(((mark, cells) for text, cells in first.items() if (mark := read_mark(text))), (None, []))
    if mark is None or mark.kind not in KINDS or mark.language not in languages():
        raise BadSheet("not_ours")
    answers = [written(row, ANSWER) for row in first.get(ANSWERS, [])[FIRST_ANSWER:]]
    return Book(mark, filled, answers, saved)


def _read(data: bytes) -> tuple[list[Cells], date | None]:
    """Every sheet, and when the file was last saved; nothing where it is no workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team"
        path.write_bytes(data)
        kind = kind_of(path)
        if kind not in BOOKS:
            return [], None
        refuse_unsafe(path, kind)
        with load_workbook(path) as book, zipfile.ZipFile(path) as archive:
            sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
            return sheets, saved_on(archive)


def written(row: Sequence[Any], place: int) -> str:
    """What stands in a cell, a whole number as one writes it; nothing beyond the last."""
    value = row[place] if place < len(row) else ""
    whole = isinstance(value, float) and value.is_integer()
    return text_of(int(value) if whole else value).strip()
