"""Which rows of a table that was read are no data of their own? Totals, and rows that stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from klantlib.client.checking import Delivered
from klantlib.client.files import Grid
from klantlib.client.finding_headings import present
from klantlib.client.problems import Remark
from klantlib.languages import languages, locale_of
from klantlib.texts import read

SUMMED = ("amount", "number")  # kinds of column that a total adds up
CENT = 0.005  # what is nearer than half a cent is the same amount
SHARE = 1e-9  # and what differs less than this part of it: large sums are rounded
LEAST = 2  # rows that a total without a name, or on a full row, must add up
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Label:
    """What calls a row a total."""

    place: int  # of the column
    alone: bool  # the word and nothing more


@dataclass(frozen=True)
class Leftovers:
    """Rows to leave out, and what is said of the rows."""

    rows: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()


def total_rows(grid: Grid, delivered: Delivered, places: Mapping[str, int]) -> Leftovers:
    """
    The rows that add up others; `places` says where each column stands.

    A row is one that is called so and lacks a required column, or has that word for a number; a full row with that word
    elsewhere only if its amounts add up; an unnamed last row with nothing but amounts if they add up. A total that
    does not add up is told with what was found.
    """
    called = _called(grid)
    sums = {name: _Sum(reading.content) for name, reading in delivered.readings.items()
            if delivered.table.columns[name].kind in SUMMED}  # fmt: skip
    found: list[int] = []
    remarks: list[Remark] = []
    for row in sorted({*called, *_unnamed(grid, delivered)}):
        here = {name: column for name, column in sums.items() if column.says(row)}
        enough = all(column.rows_before(row) >= LEAST for column in here.values())
        ties = bool(here) and enough and all(column.adds_up(row) for column in here.values())
        if not _is_total(delivered, places, row, called.get(row), ties):
            continue
        remarks += [_differs(delivered, name, row, column) for name, column in here.items() if not column.adds_up(row)]
        found.append(row)
        for column in sums.values():
            column.leave_out(row)
    told = Remark("totals", {"file": delivered.file, "rows": found, "n": len(found)})
    return Leftovers(tuple(found), (told, *remarks) if found else ())


def _is_total(delivered: Delivered, places: Mapping[str, int], row: int, label: Label | None, ties: bool) -> bool:
    if label is None or (label.alone and ties):
        return ties
    return _incomplete(delivered, places, row, label)


class _Sum:
    """A column added up from the top, and from the last total on, without the totals themselves."""

    def __init__(self, content: pd.Series):
        self._content = content
        self._upto = dict(zip(content.index, content.fillna(0).cumsum(), strict=True))
        self._place = {row: place for place, row in enumerate(content.index)}
        self._out, self._start, self._first = 0.0, 0.0, 0

    def says(self, row: int) -> bool:
        return bool(pd.notna(self._content[row]))

    def rows_before(self, row: int) -> int:
        return self._place[row] - self._first

    def said(self, row: int) -> float:
        return float(self._content[row])

    def since(self, row: int) -> float:
        """The rows since the last total."""
        return self._before(row) - self._start

    def adds_up(self, row: int) -> bool:
        return any(_same(self.said(row), found) for found in (self.since(row), self._before(row) - self._out))

    def leave_out(self, row: int) -> None:
        self._out += self.said(row) if self.says(row) else 0.0
        self._start, self._first = self._upto[row], self._place[row] + 1

    def _before(self, row: int) -> float:
        return self._upto[row] - (self.said(row) if self.says(row) else 0.0)


def _same(one: float, other: float) -> bool:
    return abs(one - other) < max(CENT, SHARE * abs(one))


def _differs(delivered: Delivered, name: str, row: int, column: _Sum) -> Remark:
    values = {"file": delivered.file, "row": row, "column": delivered.headings[name]}
    return Remark("total_differs", {**values, "said": column.said(row), "found": column.since(row)})


def _called(grid: Grid) -> dict[int, Label]:
    """The rows with a cell that is called a total."""
    headings = {word for heading in grid.headings for word in _words(heading)}
    labels: dict[int, Label] = {}
    for place in grid.cells:
        texts = {cell for cell in set(map(_hashable, grid.cells[place])) if _begins(cell)}
        if not texts:
            continue
        known = {cell: label for cell in texts if (label := _label(cell, headings, grid)) is not None}
        for row, cell in grid.cells[place].items():
            if isinstance(cell, str) and cell in known:
                labels.setdefault(row, Label(place, known[cell]))
    return labels


def _hashable(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _begins(cell: str) -> bool:
    return cell[:12].strip().casefold().startswith(_beginnings())


def _label(cell: str, headings: set[str], grid: Grid) -> bool | None:
    """Is a text a total and nothing more (True), a total of something in this table (False), or no total (None)?"""
    words = _words(cell)
    for length in (2, 1):
        if "".join(words[:length]) in _totals():
            rest = words[length:]
            if all(word in headings or word in _fillers() or word.isdigit() for word in rest):
                return not rest
            return False if _stands_in(grid, " ".join(rest)) else None
    return None


def _stands_in(grid: Grid, text: str) -> bool:
    return any(
        text in {" ".join(_words(cell)) for cell in set(map(_hashable, grid.cells[place]))} for place in grid.cells
    )


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple({word[:3] for word in _totals()})


@cache
def _totals() -> frozenset[str]:
    return frozenset(" ".join(read("messages")["say"]["total"].values()).split())


@cache
def _fillers() -> frozenset[str]:
    """Words that say of what a total is: those of messages.toml, and the months."""
    months = (name for language in languages() for name in locale_of(language).months["format"]["wide"].values())
    return frozenset([*" ".join(read("messages")["say"]["total_of"].values()).split(), *(m.casefold() for m in months)])


def _unnamed(grid: Grid, delivered: Delivered) -> Iterator[int]:
    """The last row, where nothing but numbers stands in it."""
    row = grid.cells.index[-1]
    summed = [name for name, column in delivered.table.columns.items() if column.kind in SUMMED]
    others = [reading for name, reading in delivered.readings.items() if name not in summed]
    filled = sum(present(cell) for cell in grid.cells.loc[row])
    there = sum(name in delivered.readings and not delivered.readings[name].blank[row] for name in summed)
    if others and there == filled and all(reading.blank[row] for reading in others):
        yield row


def _incomplete(delivered: Delivered, places: Mapping[str, int], row: int, label: Label) -> bool:
    """Does a required column lack a value, or is its number the word for a total?"""
    columns = delivered.table.columns
    for name in (name for name in delivered.table.required if name in delivered.readings):
        reading = delivered.readings[name]
        if reading.blank[row] or reading.unread[row] or (columns[name].kind == "id" and places[name] == label.place):
            return True
    return False


def same_rows(grid: Grid, delivered: Delivered) -> Leftovers:
    """
    Rows that are the same in every cell.

    Left out where a row of this table can be meant only once; else kept and told, if they have a date: two lines of a
    day may be two sales, or one that was exported twice.
    """
    table, cells = delivered.table, grid.cells.loc[delivered.rows.index]
    dated = table.dated_by in delivered.readings
    if not (table.once or dated):
        return Leftovers()
    again = cells.index[cells.duplicated()]
    if not len(again):
        return Leftovers()
    values = {"file": delivered.file, "rows": list(again), "n": len(again)}
    if table.once:
        return Leftovers(tuple(again), (Remark("same_row_dropped", values),))
    return Leftovers((), (Remark("same_row_kept", values),))
