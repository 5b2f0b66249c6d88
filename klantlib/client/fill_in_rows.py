"""Which rows of a sheet are our own explanation? Those at the top of a fill-in book, each marked in its first cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import dropwhile, islice
from typing import Any

Row = tuple[int, Sequence[Any]]  # the number in a spreadsheet, the cells
MARK = "# "  # opens the first cell of a row of ours, from the first row of the sheet on
WHOLE_SHEET = "## "  # opens a sheet that holds nothing but explanation


def without_ours(rows: Iterable[Row]) -> list[Row]:
    """
    The rows without our explanation above the headings; a sheet that does not open with it is left as it is.

    >>> without_ours([(1, ["# What was sold?"]), (2, ["# 00042"]), (3, ["customer_id"]), (4, ["# 7"])])
    [(3, ['customer_id']), (4, ['# 7'])]
    """
    return list(dropwhile(lambda row: _opens_with(row, MARK), rows))


def untouched(rows: Iterable[Row]) -> bool:
    """
    Is this a sheet of ours in which nobody filled in anything: our explanation, and at most the headings below it?

    >>> untouched([(1, ["# What was sold?"]), (3, ["customer_id"])]), untouched([(1, ["customer_id"])])
    (True, False)
    """
    rows = iter(rows)
    first = next(rows, (0, ()))
    below = dropwhile(lambda row: _opens_with(row, MARK), rows)
    return _opens_with(first, WHOLE_SHEET) or (_opens_with(first, MARK) and len(list(islice(below, 2))) < 2)


def _opens_with(row: Row, mark: str) -> bool:
    cells = row[1]
    return bool(cells) and isinstance(cells[0], str) and cells[0].startswith(mark)
