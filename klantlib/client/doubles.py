"""What did the consultant answer in duplicates.xlsx: which two numbers are one customer, and which are not?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klantlib.client.cells import written
from klantlib.client.contract import plain_name
from klantlib.client.problems import Problem, Unreadable
from klantlib.client.values import yes_or_no
from klantlib.client.xlsx_files import read_sheet, sheets
from klantlib.languages import languages
from klantlib.words import Words

FILE = "duplicates.xlsx"  # ours, in the client's own folder
SHEET = "duplicates"  # what its source is called among the tables
ASKED = ("first", "second", "answer")  # the columns that are read back; a consultant may move them, and add others
HEADINGS_WITHIN = 10  # rows from the top in which the headings are looked for


@dataclass(frozen=True)
class Double:
    """A pair in the sheet."""

    row: int  # as a spreadsheet numbers it
    first: str  # customer_id
    second: str
    same: bool | None  # None: not answered yet

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.first, self.second))


@dataclass(frozen=True)
class Answered:
    """All that stands in the sheet."""

    doubles: tuple[Double, ...] = ()
    problems: tuple[Problem, ...] = ()
    path: Path | None = None  # None where there is no sheet


def answered(folder: Path) -> Answered:
    """The pairs and answers in a client's duplicates.xlsx; none where it has no such file."""
    path = sheet_of(folder)
    if path is None:
        return Answered()
    try:
        rows = read_sheet(path, next(iter(sheets(path)), None)).rows
    except Unreadable as error:
        return Answered((), (Problem(error.key, path.name, value=error.value),), path)
    except OSError:
        return Answered((), (Problem("unreadable", path.name),), path)
    return _read(rows, path)


def judged_apart(folder: Path) -> set[frozenset[str]]:
    """The pairs of which the consultant said that they are two customers."""
    return {double.pair for double in answered(folder).doubles if double.same is False}


def sheet_of(folder: Path) -> Path | None:
    """Where the sheet lies, if it does."""
    return next((path for path in sorted(folder.iterdir()) if path.name.casefold() == FILE and path.is_file()), None)


def _read(rows: Sequence[tuple[int, Sequence[Any]]], path: Path) -> Answered:
    for at, (_, row) in enumerate(rows[:HEADINGS_WITHIN]):
        places = _places(row)
        if places.keys() == set(ASKED):
            found = list(_doubles(rows[at + 1 :], places, [written(cell) for cell in row], path.name))
            pairs = tuple(item for item in found if isinstance(item, Double))
            return Answered(pairs, tuple(item for item in found if isinstance(item, Problem)), path)
    return Answered((), (Problem("doubles_headings", path.name),), path)


def _places(row: Sequence[Any]) -> dict[str, int]:
    """Where each column stands, whatever the language of its heading."""
    known = {
        plain_name(Words("messages", language).say("doubles_columns", name)): name
        for language in languages() for name in ASKED
    }  # fmt: skip
    headings = [known.get(plain_name(written(cell))) for cell in row if cell is not None]
    return {name: place for place, name in enumerate(headings) if name}


def _doubles(
    rows: Sequence[tuple[int, Sequence[Any]]], places: dict[str, int], headings: list[str], file: str
) -> Iterator[Double | Problem]:
    for number, row in rows:
        first, second, answer = (_cell(row, places[name]) for name in ASKED)
        if not (first or second or answer):
            continue
        if not (first and second):
            column = headings[places["second" if first else "first"]]
            yield Problem("doubles_number", file, number, column)
        elif answer and answer.casefold() not in yes_or_no():
            yield Problem("wrong_value", file, number, headings[places["answer"]], answer, "yes_no")
        else:
            yield Double(number, first, second, yes_or_no()[answer.casefold()] if answer else None)


def _cell(row: Sequence[Any], place: int) -> str:
    return written(row[place]) if place < len(row) and row[place] is not None else ""
