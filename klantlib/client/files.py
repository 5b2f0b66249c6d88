"""What stands in a file? Headings and cells of csv, xlsx and parquet, each row with a spreadsheet's number."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from klantlib.client.cells import written
from klantlib.client.csv_files import csv_rows
from klantlib.client.problems import Unreadable
from klantlib.client.xlsx_files import sheet_rows

SUFFIXES = (".csv", ".xlsx", ".parquet")


@dataclass(frozen=True, eq=False)
class Grid:
    """A table as it was delivered."""

    headings: tuple[str, ...]
    cells: pd.DataFrame  # columns 0, 1, ... beside the headings; index = row number in a spreadsheet


def read_grid(path: Path, sheet: str | None = None) -> Grid:
    """
    The headings and cells of a file, or of one sheet of a workbook; empty rows are skipped, their numbers are not.

    Raises Unreadable where that cannot be done.
    """
    try:
        match path.suffix.casefold():
            case ".csv":
                return _grid(csv_rows(path.read_bytes()))
            case ".xlsx":
                return _grid(sheet_rows(path, sheet))
            case _:
                return _parquet(path)
    except OSError as error:
        raise Unreadable("unreadable") from error


def _grid(rows: Iterable[tuple[int, Sequence[Any]]]) -> Grid:
    """The first row with anything in it holds the headings."""
    filled = [(number, row) for number, row in rows if any(_present(cell) for cell in row)]
    if not filled:
        return Grid((), pd.DataFrame())
    headings = _headings(filled[0][1])
    numbers, width = [number for number, _ in filled[1:]], len(headings)
    if longer := [number for number, row in filled[1:] if any(_present(cell) for cell in row[width:])]:
        raise Unreadable("too_many_cells", *longer, value=str(width))
    columns = list(itertools.zip_longest(*(row[:width] for _, row in filled[1:]))) or [()] * width
    columns += [(None,) * len(numbers)] * (width - len(columns))
    cells = {place: pd.Series(column, index=numbers, dtype=object) for place, column in enumerate(columns)}
    return Grid(headings, pd.DataFrame(cells, index=numbers))


def _headings(row: Sequence[Any]) -> tuple[str, ...]:
    headings = [written(cell) if _present(cell) else "" for cell in row]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)


def _present(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _parquet(path: Path) -> Grid:
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, ValueError) as error:
        raise Unreadable("not_parquet") from error
    numbers = range(2, table.num_rows + 2)  # as if the headings were row 1
    lists = [_flat(column).to_pylist() for column in table.columns]
    cells = {place: pd.Series(column, index=numbers, dtype=object) for place, column in enumerate(lists)}
    return Grid(tuple(table.column_names), pd.DataFrame(cells, index=numbers))


def _flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Lists and structures have no place in a table: shown as text, and refused by the column that meets them."""
    if pa.types.is_nested(column.type):
        return pa.chunked_array([[str(item) for item in column.to_pylist()]], type=pa.string())
    return column
