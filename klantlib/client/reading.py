"""What does one delivered table hold? From file to checked rows, or to all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from klantlib.client import contract
from klantlib.client.checking import Delivered, cell_problems, questions
from klantlib.client.contract import Table
from klantlib.client.files import Grid, read_grid
from klantlib.client.headings import Match, match_headings
from klantlib.client.problems import Problem, Unreadable
from klantlib.client.rules import row_problems
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery
from klantlib.client.values import Answers, Reading, read_column


@dataclass(frozen=True, eq=False)
class Outcome:
    """A table that was read, or why not."""

    rows: pd.DataFrame | None  # every known column; None where there are problems
    ignored: tuple[str, ...]  # headings that were not used
    problems: tuple[Problem, ...]


def read_table(delivery: Delivery, settings: Settings) -> Outcome:
    """One table, read and checked."""
    table = contract.tables()[delivery.table]
    try:
        grid = read_grid(delivery.path, delivery.sheet)
    except Unreadable as error:
        rows = error.rows or (None,)
        return Outcome(None, (), tuple(Problem(error.key, delivery.file, row, value=error.value) for row in rows))
    if not len(grid.cells):
        return Outcome(None, (), (Problem("empty_table", delivery.file),))
    match = match_headings(grid.headings, _filled(grid), table, settings.columns.get(table.name), delivery)
    delivered = _delivered(grid, match, table, delivery, settings)
    asked = list(questions(delivered))
    problems = (*match.problems, *asked, *cell_problems(delivered))
    if not match.problems and not asked:
        problems += tuple(row_problems(delivered))
    return Outcome(None if problems else _complete(delivered), match.ignored, problems)


def _filled(grid: Grid) -> tuple[bool, ...]:
    """Does anything stand under each heading?"""
    return tuple(bool((grid.cells[place].notna() & (grid.cells[place] != "")).any()) for place in grid.cells)


def _delivered(grid: Grid, match: Match, table: Table, delivery: Delivery, settings: Settings) -> Delivered:
    names = [name for name in table.columns if name in match.places]
    cells = {name: grid.cells[match.places[name]] for name in names}
    readings = {name: _reading(cells[name], table, name, settings) for name in names}
    headings = {name: grid.headings[match.places[name]] for name in names}
    return Delivered(table, delivery.file, headings, cells, readings)


def _reading(cells: pd.Series, table: Table, name: str, settings: Settings) -> Reading:
    column = table.columns[name]
    answers = Answers(*(settings.answer(question, table.name, name) for question in ("dates", "decimals", "scales")))
    return read_column(cells, column, answers)


def _complete(delivered: Delivered) -> pd.DataFrame:
    """Every known column, in the contract's order; NA where it was not delivered."""
    rows = delivered.rows.reset_index(drop=True)
    absent = {
        name: pd.Series(pd.NA, index=rows.index, dtype="object").astype(dtype) if dtype in ("boolean", "Int64")
        else pd.Series(None, index=rows.index, dtype=dtype)
        for name, dtype in delivered.table.dtypes.items() if name not in rows
    }  # fmt: skip
    return rows.assign(**absent)[list(delivered.table.columns)]
