"""How was a delivered table understood? Which heading is which column, and how what stands below it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from klantlib.blocks import plain
from klantlib.client.cells import written
from klantlib.client.contract import Column
from klantlib.client.settings import Settings

if TYPE_CHECKING:
    from klantlib.client.checking import Delivered
    from klantlib.client.values import Reading

# columns whose values are never repeated outside the client's own files
PRIVATE = frozenset(("street", "postcode", "email", "coc_number", "vat_number"))
MEASURED = ("date", "amount", "number", "scale")  # kinds that can be written in more than one way
SETTLED_IN = ("dates", "decimals", "scales", "signs")  # sections of client.toml that settle how a column is read
YEAR_FIRST = re.compile(r"\d{4}\D.*")  # a day that can be read in one way
WHOLE = re.compile(r"\D*\d+\D?")  # a number without a mark in it
ONE_WAY_FORMS = {"date": "date_iso", "amount": "amount_whole", "number": "number_whole"}
ONE_WAY = re.compile(f"{YEAR_FIRST.pattern}|{WHOLE.pattern}")


@dataclass(frozen=True)
class ColumnRead:
    """One column of a file."""

    heading: str  # as the client wrote it
    column: str  # ours; empty where it only says something of others
    form: str  # how it was read: section [forms] of templates/check.toml
    sample: str = ""  # a cell as it stands in the file, where that can be read in more than one way
    value: Any = None  # what was read there: a number, or a day as ISO text
    settled: bool = False  # client.toml said how
    low: float | None = None  # of a scale, ours
    high: float | None = None
    scale: str = ""  # the client's own scale, as client.toml declares it


@dataclass(frozen=True)
class Understood:
    """One file or sheet, and the table it was taken for."""

    table: str
    file: str
    rows: int  # below the headings
    columns: tuple[ColumnRead, ...]
    ignored: tuple[str, ...] = ()  # headings that were not used

    def private(self, heading: str) -> bool:
        """Stands under this heading what may not be repeated?"""
        return any(read.heading == heading and read.column in PRIVATE for read in self.columns)


def understood_of(
    delivered: Delivered,
    ignored: Sequence[str],
    settings: Settings,
    beside: Mapping[str, str] = MappingProxyType({}),
    rows: int | None = None,
) -> Understood:
    """
    What was made of a table on its way in, also where some of it is wrong.

    `beside`: the headings of columns that only say something of others, and what: a form. `rows`: how many there are,
    where no column is known.
    """
    columns = [ColumnRead(heading, "", form) for heading, form in beside.items()]
    columns += [
        _column(delivered.headings[name], delivered.table.columns[name], delivered.cells[name], reading,
                {section: settings.answer(section, delivered.table.name, name) or "" for section in SETTLED_IN})
        for name, reading in delivered.readings.items()
    ]  # fmt: skip
    rows = len(next(iter(delivered.cells.values()), range(rows or 0)))
    return Understood(delivered.table.name, delivered.file, rows, tuple(columns), tuple(ignored))


def kept(tables: Sequence[Understood]) -> list[dict[str, Any]]:
    """As it is kept between two runs; `found` gives it back."""
    return [plain(asdict(table)) for table in tables]


def found(tables: Sequence[Mapping[str, Any]]) -> tuple[Understood, ...]:
    """What `kept` kept."""
    return tuple(
        Understood(**{**table, "columns": tuple(ColumnRead(**column) for column in table["columns"]),
                      "ignored": tuple(table["ignored"])})
        for table in tables
    )  # fmt: skip


def _column(heading: str, column: Column, cells: pd.Series, reading: Reading, settled: Mapping[str, str]) -> ColumnRead:
    filled = cells[~reading.blank] if reading.blank is not None else cells.dropna()
    form = _form(column, filled, reading)
    if form in ("empty", "asked") or column.kind not in MEASURED:
        return ColumnRead(heading, column.name, form)
    sample = _sample(filled, reading)
    value = plain(reading.content.loc[sample]) if sample is not None else None
    return ColumnRead(
        heading, column.name, form,
        "" if sample is None else written(cells.loc[sample]), value, any(settled.values()),
        column.low, column.high, settled["scales"],
    )  # fmt: skip


def _form(column: Column, filled: pd.Series, reading: Reading) -> str:
    if filled.empty:
        return "empty"
    if reading.question:
        return "asked"
    if column.kind not in MEASURED or column.kind == "scale":
        return column.kind
    typed = [cell for cell in filled if isinstance(cell, str)]
    if not typed:
        return f"{column.kind}_cells"
    one_way = YEAR_FIRST if column.kind == "date" else WHOLE
    if all(one_way.fullmatch(cell.strip()) for cell in typed):
        return ONE_WAY_FORMS[column.kind]
    return reading.expected


def _sample(filled: pd.Series, reading: Reading) -> Any:
    """The row of a cell that could be read, if possible one that could be read otherwise too; None where none could."""
    good = filled[~reading.unread.loc[filled.index]]
    telling = (row for row, cell in good.items() if isinstance(cell, str) and not ONE_WAY.fullmatch(cell.strip()))
    return next(telling, next(iter(good.index), None))
