"""What does one delivered table hold? From file to checked rows, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from klantlib.client import contract, signs
from klantlib.client.checking import Delivered, cell_problems, questions
from klantlib.client.contract import Table
from klantlib.client.currencies import codes, currency_problems
from klantlib.client.files import Grid, read_grid
from klantlib.client.headings import Match, match_headings, unused, wanted
from klantlib.client.leftovers import Leftovers, same_rows, total_rows
from klantlib.client.problems import Problem, Proposal, Remark, Unreadable
from klantlib.client.rules import row_problems
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery
from klantlib.client.understood import Understood, understood_of
from klantlib.client.values import Answers, Reading, read_column, signed

CHOSEN = {"which_sheet": "sheet", "which_header": "header"}  # what a file leaves open -> what [sources] can say of it
QUESTIONS = ("dates", "decimals", "scales", "signs")  # sections of client.toml, in the order of Answers

BELOW = ("headings_again", "notes", "another_table")  # what is left out below the headings


@dataclass(frozen=True, eq=False)
class Outcome:
    """A table that was read, or why not."""

    rows: pd.DataFrame | None  # every known column; None where there are problems
    ignored: tuple[str, ...]  # headings that were not used
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...] = ()  # what was left out in reading
    understood: Understood | None = None  # what was made of its columns, also where there are problems
    left_out: int = 0  # rows below the headings that are no data: totals, notes, rows that stand there twice


@dataclass(frozen=True, eq=False)
class Aside:
    """Columns that say something of others, by their place."""

    signs: Mapping[int, pd.Series]  # marks of debit and credit
    currencies: Mapping[int, pd.Series]


def read_table(delivery: Delivery, settings: Settings) -> Outcome:
    """One table, read and checked."""
    table = contract.tables()[delivery.table]
    mapping = settings.columns.get(table.name)
    try:
        grid = read_grid(delivery.path, delivery.sheet, wanted(table, mapping, delivery.header))
    except Unreadable as error:
        return Outcome(None, (), tuple(_unreadable(error, delivery)))
    if not len(grid.cells):
        return Outcome(None, (), (Problem("empty_table", delivery.file),))
    aside = _aside(grid, table, mapping)
    match = match_headings(grid.headings, _filled(grid), table, mapping, delivery, (*aside.signs, *aside.currencies))
    names = {name: match.places[name] for name in table.columns if name in match.places}
    headings = {name: grid.headings[place] for name, place in names.items()}
    cells = {name: grid.cells[place] for name, place in names.items()}
    delivered = read_cells(table, delivery.file, headings, cells, settings, tuple(aside.signs.values()))
    delivered, out = _of_data(grid, delivered, match)
    money = {grid.headings[place]: cells for place, cells in aside.currencies.items()}
    found = (*match.problems, *currency_problems(delivered, money, settings.currency))
    if not len(delivered.rows) and out.rows:
        found = (*found, Problem("empty_table", delivery.file))
    lost = sum(len(left.rows) for left in grid.left if left.key in BELOW) + len(out.rows)
    outcome = judged(delivered, match.ignored, found)
    beside = {"sign": aside.signs, "currency": aside.currencies}
    marks = {grid.headings[place]: form for form, places in beside.items() for place in places}
    understood = understood_of(delivered, match.ignored, settings, marks, len(grid.cells))
    return replace(outcome, remarks=(*_left(grid, delivery), *out.remarks), left_out=lost, understood=understood)


def _of_data(grid: Grid, delivered: Delivered, match: Match) -> tuple[Delivered, Leftovers]:
    """Without totals, and without rows that stand there twice and cannot be meant so."""
    if match.problems:
        return delivered, Leftovers()
    totals = total_rows(grid, delivered, match.places)
    delivered = delivered.without(totals.rows)
    same = same_rows(grid, delivered)
    return delivered.without(same.rows), Leftovers((*totals.rows, *same.rows), (*totals.remarks, *same.remarks))


def read_cells(
    table: Table, file: str, headings: Mapping[str, str], cells: Mapping[str, pd.Series], settings: Settings,
    marks: Sequence[pd.Series] = (),
) -> Delivered:  # fmt: skip
    """
    The cells of columns that are known, read; `headings` and `cells` by column, `file` as the client knows it.

    `marks`: of debit and credit, from columns beside the amounts (see signs.beside).
    """
    readings = {name: _reading(column, table, name, settings, marks) for name, column in cells.items()}
    return Delivered(table, file, headings, cells, readings)


def judged(delivered: Delivered, ignored: Sequence[str] = (), problems: Sequence[Problem] = ()) -> Outcome:
    """What was read, if nothing is wrong with it; `problems` are those found before its cells were looked at."""
    asked = list(questions(delivered))
    found = (*problems, *asked, *cell_problems(delivered))
    if not problems and not asked:
        found += tuple(row_problems(delivered))
    return Outcome(None if found else _complete(delivered), tuple(ignored), found)


def _unreadable(error: Unreadable, delivery: Delivery) -> list[Problem]:
    proposal = _proposed(error, delivery)
    rows = error.rows or (None,)
    return [Problem(error.key, delivery.file, row, value=error.value, proposal=proposal) for row in rows]


def _proposed(error: Unreadable, delivery: Delivery) -> Proposal | None:
    """Which sheet, or which headings: the line under [sources] that says it."""
    name = CHOSEN.get(error.key)
    if not name:
        return None
    kept = {"file": delivery.path.name} | ({"sheet": delivery.sheet} if delivery.sheet else {})
    lines = [
        "{ " + ", ".join(f'{key} = "{_toml(value)}"' for key, value in {**kept, name: option}.items()) + " }"
        for option in error.choices
    ]
    return Proposal("sources", delivery.table, lines[0], tuple(lines[1:]))


def _toml(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _left(grid: Grid, delivery: Delivery) -> list[Remark]:
    """What stood around the table, and was left out of it."""
    return [
        Remark(left.key, {"file": delivery.file, "rows": list(left.rows), "n": len(left.rows), "text": left.text})
        for left in grid.left
    ]


def _filled(grid: Grid) -> tuple[bool, ...]:
    """Does anything stand under each heading?"""
    return tuple(bool((grid.cells[place].notna() & (grid.cells[place] != "")).any()) for place in grid.cells)


def _aside(grid: Grid, table: Table, mapping: Mapping[str, str] | None) -> Aside:
    columns = {place: grid.cells[place] for place in unused(grid.headings, table, mapping)}
    marks = {place: found for place, cells in columns.items() if (found := signs.beside(cells)) is not None}
    return Aside(marks, {place: cells for place, cells in columns.items() if place not in marks and codes(cells)})


def _reading(cells: pd.Series, table: Table, name: str, settings: Settings, marks: Sequence[pd.Series]) -> Reading:
    column = table.columns[name]
    answers = Answers(*(settings.answer(question, table.name, name) for question in QUESTIONS))
    reading = read_column(cells, column, answers)
    if column.kind != "amount" or reading.question:
        return reading
    for column_of_marks in marks:
        reading = signed(reading, column_of_marks, answers.side)
    return reading


def _complete(delivered: Delivered) -> pd.DataFrame:
    """Every known column, in the contract's order; NA where it was not delivered."""
    rows = delivered.rows.reset_index(drop=True)
    absent = {
        name: pd.Series(pd.NA, index=rows.index, dtype="object").astype(dtype) if dtype in ("boolean", "Int64")
        else pd.Series(None, index=rows.index, dtype=dtype)
        for name, dtype in delivered.table.dtypes.items() if name not in rows
    }  # fmt: skip
    return rows.assign(**absent)[list(delivered.table.columns)]
