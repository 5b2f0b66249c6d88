"""Which rows below the headings are no data? Headings printed again, remarks in one cell, another table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from klantlib.client.cells import written
from klantlib.client.finding_headings import Row, Wanted, at, present, wordlike
from klantlib.client.problems import Unreadable

MEASURED = ("date", "amount", "number", "scale", "year")  # kinds of column in which a word alone is no value


@dataclass(frozen=True)
class Left:
    """Rows that are no data, by their numbers in a spreadsheet; `key` is a section of messages.toml."""

    key: str
    rows: tuple[int, ...]
    text: str = ""  # what stands there


def below(heading: Row, body: list[Row], names: Mapping[int, str], wanted: Wanted) -> tuple[list[Row], list[Left]]:
    """
    The rows of data, and what was left out; `names` says which column stands where.

    Raises Unreadable where another heading follows and the rows below that would fit as well.
    """
    body, left = _until_another_table(heading, body, names, wanted)
    again = {number for number, row in body if _same(heading[1], row)}
    notes = {number: text for number, row in body if (text := _note(row, names, wanted))} if _notable(wanted) else {}
    notes = {number: text for number, text in notes.items() if number not in again}
    if again:
        left.append(Left("headings_again", tuple(sorted(again))))
    if notes:
        left.append(Left("notes", tuple(sorted(notes)), notes[min(notes)]))
    if again or notes:
        body = [row for row in body if row[0] not in again and row[0] not in notes]
    return body, left


def _same(heading: Sequence[Any], row: Sequence[Any]) -> bool:
    place = next((place for place, cell in enumerate(heading) if present(cell)), 0)
    return at(row, place) == heading[place] and [*map(_told, heading)] == [*map(_told, row[: len(heading)])]


def _told(cell: Any) -> str:
    return written(cell) if present(cell) else ""


def _notable(wanted: Wanted) -> bool:
    """A row with one cell can be no data where two columns must be filled."""
    return len(wanted.required) > 1


def _note(row: Sequence[Any], names: Mapping[int, str], wanted: Wanted) -> str:
    """What a row says that is one sentence in its first cell: a source, a date of printing, the name of a region."""
    if len(row) - row.count("") - row.count(None) != 1:
        return ""
    place = next((place for place, cell in enumerate(row) if present(cell)), None)
    if place is None or place > min(names, default=0) or wanted.kinds.get(names.get(place, "")) == "text":
        return ""
    text = written(row[place])
    return text if wordlike(row[place]) and (" " in text or ":" in text) else ""


def _until_another_table(
    heading: Row, body: list[Row], names: Mapping[int, str], wanted: Wanted
) -> tuple[list[Row], list[Left]]:
    measured = [place for place, name in names.items() if wanted.kinds.get(name) in MEASURED]
    start, before = None, heading[0]
    for place, (number, row) in enumerate(body):
        if number > before + 1:
            start = place  # an empty row: here another table may begin
        if start is not None and _is_heading(row, measured) and not _same(heading[1], row):
            if not wanted.header and _fits(body[place + 1 : place + 2], names, wanted):
                raise Unreadable("which_header", choices=(str(heading[0]), str(number)))
            rest = tuple(number for number, _ in body[start:])
            return body[:start], [Left("another_table", rest, _first(body[start][1]))]
        if start is not None and len([cell for cell in row if present(cell)]) > 1:
            start = None
        before = number
    return body, []


def _first(row: Sequence[Any]) -> str:
    return next(written(cell) for cell in row if present(cell))


def _is_heading(row: Sequence[Any], measured: Sequence[int]) -> bool:
    """Words only, two or more, and words where this table has numbers or dates."""
    filled = [cell for cell in row if present(cell)]
    there = [row[place] for place in measured if place < len(row) and present(row[place])]
    words = all(wordlike(cell) and not any(letter.isdigit() for letter in cell) for cell in filled)
    return len(filled) > 1 and bool(there) and words


def _fits(rows: Sequence[Row], names: Mapping[int, str], wanted: Wanted) -> bool:
    """Would this row be a row of the table above: something in each required column, digits where they belong?"""
    required = {place: wanted.kinds.get(name) for place, name in names.items() if name in wanted.required}
    return any(
        all(
            present(at(row, place)) and (kind not in MEASURED or _digits(row[place]))
            for place, kind in required.items()
        )
        for _, row in rows
    )


def _digits(cell: Any) -> bool:
    return not isinstance(cell, str) or any(letter.isdigit() for letter in cell)
