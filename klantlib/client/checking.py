"""Is every cell of a table what it should be? One pandera schema per table, all problems at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from klantlib.client.cells import written
from klantlib.client.contract import Column, Table
from klantlib.client.problems import Problem, Proposal
from klantlib.client.values import Reading

# question -> the section of client.toml that settles it, and the answers
ANSWERS = {
    "ask_date_order": ("dates", ("dmy", "mdy", "ymd")),
    "ask_decimals": ("decimals", (",", ".")),
    "ask_scale": ("scales", ("0-1", "0-100")),
    "ask_sign": ("signs", ("C", "D")),
}


@dataclass(frozen=True, eq=False)
class Delivered:
    """A table on its way in: what was read, and how the client wrote it. Index = row number in a spreadsheet."""

    table: Table
    file: str
    headings: Mapping[str, str]  # column -> the client's own heading
    cells: Mapping[str, pd.Series]  # column -> cells as delivered
    readings: Mapping[str, Reading]

    def without(self, rows: Collection[int]) -> Delivered:
        """The same table without these rows."""
        if not rows:
            return self
        kept = ~next(iter(self.cells.values())).index.isin(list(rows))
        cells = {name: column[kept] for name, column in self.cells.items()}
        return replace(self, cells=cells, readings={name: read.of(kept) for name, read in self.readings.items()})

    @property
    def rows(self) -> pd.DataFrame:
        """The columns that were delivered, each of its own type."""
        return pd.DataFrame({name: reading.content for name, reading in self.readings.items()})

    def problem(self, key: str, column: str, row: int | None = None, **fields: object) -> Problem:
        """A problem with a cell, or with a column as a whole."""
        value = "" if row is None or pd.isna(cell := self.cells[column].loc[row]) else written(cell)
        return Problem(key, self.file, row, self.headings[column], value.strip(), **fields)  # type: ignore[arg-type]


def cell_problems(delivered: Delivered) -> list[Problem]:
    """Everything that is wrong with single cells, by row and then by column."""
    try:
        _schema(delivered).validate(delivered.rows, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.assign(place=lambda cases: cases["column"].map(_places(delivered)))
        ordered = cases.sort_values(["index", "place"], kind="stable")
        return [_worded(delivered, *case) for case in ordered[["check", "column", "index"]].itertuples(index=False)]
    return []


def questions(delivered: Delivered) -> Iterator[Problem]:
    """What the consultant must settle in client.toml before a column can be read."""
    for column, reading in delivered.readings.items():
        if reading.question:
            holes = {"setting": f"{delivered.table.name}.{column}"}
            example = delivered.cells[column].map(written, na_action="ignore").replace("", None).dropna().iloc[0]
            proposal = Proposal(*_answer(reading.question, f"{delivered.table.name}.{column}"))
            yield Problem(reading.question, delivered.file, None, delivered.headings[column], example, values=holes,
                          proposal=proposal)  # fmt: skip


def _answer(question: str, setting: str) -> tuple[str, str, str, tuple[str, ...]]:
    section, values = ANSWERS[question]
    first, *others = (f'"{value}"' for value in values)
    return section, setting, first, tuple(others)


def _places(delivered: Delivered) -> dict[str, int]:
    return {name: place for place, name in enumerate(delivered.readings)}


def _schema(delivered: Delivered) -> pa.DataFrameSchema:
    columns = {
        name: pa.Column(
            delivered.table.columns[name].dtype, _checks(delivered.table.columns[name], reading), nullable=True
        )
        for name, reading in delivered.readings.items()
    }
    return pa.DataFrameSchema(columns, strict=True)


def _checks(column: Column, reading: Reading) -> list[pa.Check]:
    """The rules of one column; the error is the key of the problem."""
    checks = [pa.Check(lambda _: ~reading.unread, ignore_na=False, error="wrong_value")]
    if not column.may_be_empty:
        checks.append(pa.Check(lambda _: ~reading.blank, ignore_na=False, error="empty_cell"))
    if column.unique:
        checks.append(pa.Check(lambda cells: ~cells.duplicated(keep=False), error="twice"))
    if column.kind == "number" and column.low is not None:
        checks.append(pa.Check.ge(column.low, error="too_low"))
    if column.above is not None:
        checks.append(pa.Check.gt(column.above, error="not_above"))
    return checks


def _worded(delivered: Delivered, check: str, column: str, row: int) -> Problem:
    reading, rule = delivered.readings[column], delivered.table.columns[column]
    match check:
        case "wrong_value":
            return delivered.problem(check, column, row, expected=reading.expected, values=reading.holes)
        case "twice":
            rows = _same(delivered, column, row)
            return delivered.problem(check, column, row, values={"rows": rows, "n": len(rows)})
        case "too_low" | "not_above":
            bound = rule.low if check == "too_low" else rule.above
            return delivered.problem(check, column, row, values={"bound": bound})
    return delivered.problem(check, column, row, expected=reading.expected, values=reading.holes)


def _same(delivered: Delivered, column: str, row: int) -> list[int]:
    """The other rows with the same value."""
    content = delivered.readings[column].content
    return [other for other in content.index[content == content.loc[row]] if other != row]
