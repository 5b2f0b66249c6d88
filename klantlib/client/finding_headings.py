"""Which row holds the headings of a table? The one with the names that are known, and never another by luck."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from klantlib.client.cells import written
from klantlib.client.problems import Unreadable

SEARCHED = 100  # filled rows in which headings are looked for; below these only after an empty row
CERTAIN = 2  # known headings in a row make it the heading: one may be a word in a text
PLACE = re.compile(r"([A-Za-z]{0,3})(\d{1,7})")
LETTER = re.compile(r"[^\W\d_]")
Row = tuple[int, Sequence[Any]]  # the number in a spreadsheet, the cells


@dataclass(frozen=True, eq=False)
class Wanted:
    """The table that is looked for."""

    column: Callable[[str], str | None] = lambda heading: None  # what a heading stands for
    required: frozenset[str] = frozenset()
    kinds: Mapping[str, str] = field(default_factory=dict)  # column -> kind
    header: str = ""  # where client.toml says that the headings stand: "7" or "E7"


def heading_row(rows: Sequence[Row], wanted: Wanted) -> int:
    """
    The place of the heading among the filled rows.

    The first row that names every required column; else the one that names most; else, where no name is known, the row
    of most cells that are all words and all different, with a row below it. Raises Unreadable where different rows
    name every required column, or client.toml names a row that is not there.
    """
    if wanted.header:
        return _settled(rows, wanted.header)
    known = {place: names for place in _candidates(rows) if len(names := _names(rows[place][1], wanted)) >= CERTAIN}
    whole = [place for place, names in known.items() if wanted.required <= names]
    if len({tuple(map(written, rows[place][1])) for place in whole}) > 1:
        raise Unreadable("which_header", choices=[str(rows[place][0]) for place in whole])
    if whole:
        return whole[0]
    return max(known, key=lambda place: len(known[place])) if known else _by_shape(rows)


def place_in(header: str) -> int | None:
    """
    The place of the column that client.toml names, where it names one.

    >>> place_in("E7"), place_in("7")
    (4, None)
    """
    letters = header.rstrip("0123456789").upper()
    if not letters:
        return None
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1


def present(cell: Any) -> bool:
    """Does anything stand in a cell?"""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def at(row: Sequence[Any], place: int) -> Any:
    """The cell at a place; None beyond the end of the row."""
    return row[place] if place < len(row) else None


def wordlike(cell: Any) -> bool:
    """Can this be a heading: a text with a letter in it?"""
    return isinstance(cell, str) and bool(LETTER.search(cell))


def _settled(rows: Sequence[Row], header: str) -> int:
    number = int(header.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") or 0)
    place = next((place for place, row in enumerate(rows) if row[0] == number), None)
    if place is None:
        raise Unreadable("no_such_header", value=header)
    return place


def _candidates(rows: Sequence[Row]) -> Iterator[int]:
    """The rows that could be headings: mostly words, at the top or after an empty row."""
    for place, (number, row) in enumerate(rows):
        if place < SEARCHED or number > rows[place - 1][0] + 1:
            filled = [cell for cell in row if present(cell)]
            if 2 * sum(map(wordlike, filled)) > len(filled):
                yield place


def _names(row: Sequence[Any], wanted: Wanted) -> set[str]:
    return {name for cell in row if isinstance(cell, str) and (name := wanted.column(cell))}


def _by_shape(rows: Sequence[Row]) -> int:
    best, most = 0, 0
    for place, (_, row) in enumerate(rows[:SEARCHED]):
        filled = [written(cell) for cell in row if present(cell)]
        fits = all(map(wordlike, filled)) and len(set(filled)) == len(filled) and place + 1 < len(rows)
        if fits and len(filled) > most:
            best, most = place, len(filled)
    return best
