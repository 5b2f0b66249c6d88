"""What stands in a file? Headings and cells of csv, a workbook or parquet, each row with a spreadsheet's number."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from klantlib.client.csv_files import csv_rows
from klantlib.client.finding_headings import Wanted
from klantlib.client.kinds import kind_of
from klantlib.client.layout import Layout, lay_out
from klantlib.client.problems import Unreadable
from klantlib.client.rows_around import Left
from klantlib.client.xlsx_files import read_sheet

LOCKS = ("~${name}", ".~lock.{name}#")  # what Excel and LibreOffice put beside a file that they have open


@dataclass(frozen=True, eq=False)
class Grid:
    """A table as it was delivered."""

    headings: tuple[str, ...]
    cells: pd.DataFrame  # columns 0, 1, ... beside the headings; index = row number in a spreadsheet
    left: tuple[Left, ...] = ()  # what stood around it


def read_grid(path: Path, sheet: str | None = None, wanted: Wanted | None = None) -> Grid:
    """
    The headings and cells of a file, or of one sheet of a workbook; empty rows are skipped, their numbers are not.

    `wanted` says what the headings can be. Raises Unreadable where the file cannot be read, or not in one way.
    """
    if any((path.parent / lock.format(name=path.name)).exists() for lock in LOCKS):
        raise Unreadable("still_open")
    try:
        return _read(path, sheet, wanted or Wanted())
    except PermissionError as error:
        raise Unreadable("no_permission") from error
    except OSError as error:
        raise Unreadable("unreadable") from error


def _read(path: Path, sheet: str | None, wanted: Wanted) -> Grid:
    match kind_of(path):
        case "text":
            rows, mixed = csv_rows(path, wanted.column)
            return _grid(lay_out(rows, wanted), *([Left("mixed_letters", ())] if mixed else []))
        case "parquet":
            return _parquet(path)
    found = read_sheet(path, sheet)
    return _grid(lay_out(found.rows, wanted, found.merged))


def _grid(layout: Layout, *left: Left) -> Grid:
    numbers, width = [number for number, _ in layout.rows], len(layout.headings)
    columns = list(itertools.zip_longest(*(row[:width] for _, row in layout.rows))) or [()] * width
    columns += [(None,) * len(numbers)] * (width - len(columns))
    cells = {place: pd.Series(column, index=numbers, dtype=object) for place, column in enumerate(columns)}
    return Grid(layout.headings, pd.DataFrame(cells, index=numbers), (*left, *layout.left))


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
