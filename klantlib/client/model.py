"""What is a client to the rest of the program?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from klantlib.client import contract
from klantlib.client.auditfile.ledger import Ledger
from klantlib.client.problems import Problem, Refused, Remark
from klantlib.client.settings import Settings
from klantlib.client.understood import Understood
from klantlib.theme import Theme, house

__all__ = ["Client", "Period", "Problem", "Refused", "Remark", "Source", "empty"]


@dataclass(frozen=True)
class Period:
    """The reporting period and the one before it, of the same length; days included on both sides."""

    start: date
    end: date
    before_start: date
    before_end: date
    months: float  # length of the period


@dataclass(frozen=True)
class Source:
    """One file (or sheet) that was read, for the manifest and the chapter on what the report rests on."""

    table: str
    file: str  # name within the client's folder, never a path of the machine
    sha256: str
    rows_read: int
    rows_kept: int  # rows the analyses may use, inside and outside the period
    rows_rejected: int  # excluded customers' rows and the like; each with a remark
    rows_merged: int = 0  # of those, customers that count under another number
    rows_left_out: int = 0  # of those, rows that are no data or cannot count: totals, unfinished answers


@dataclass(frozen=True, eq=False)
class Client:
    """A client's settings and checked tables. Frames have every known column; what was not delivered is empty or NA."""

    id: str  # folder under client_data/
    settings: Settings
    period: Period
    tables: Mapping[str, pd.DataFrame]  # whole tables, by English name; only those that were delivered
    sources: tuple[Source, ...]
    remarks: tuple[Remark, ...]
    theme: Theme = field(default_factory=house)  # the house style
    ledger: Ledger | None = None  # the reconciliation of the auditfile, where there is one
    understood: tuple[Understood, ...] = ()  # how each file of it was read
    # customers that were taken together, as they were delivered, and `into`: the number they count under
    merged: pd.DataFrame = field(default_factory=lambda: empty("customers").assign(into=pd.Series(dtype="str")))

    def __getitem__(self, table: str) -> pd.DataFrame:
        """
        The rows of the reporting period (all rows where the table has no date); a new frame each time.

        Undated rows are of the reporting period; with `all = true` in client.toml every row is.
        """
        if self.settings.period.all:
            return self.all(table)
        return self._between(table, self.period.start, self.period.end, undated=True)

    def before(self, table: str) -> pd.DataFrame:
        """The rows of the comparison period; none where the table has no date or the period takes everything."""
        if self.settings.period.all or self._dated_by(table) is None:
            return self.all(table).iloc[:0]
        return self._between(table, self.period.before_start, self.period.before_end, undated=False)

    def until(self, table: str) -> pd.DataFrame:
        """Every row up to the end of the period, for what is counted by its latest state: answers, scores."""
        if self.settings.period.all:
            return self.all(table)
        return self._between(table, date.min, self.period.end, undated=True)

    def all(self, table: str) -> pd.DataFrame:
        """Every row that was kept, whatever its date."""
        if table not in contract.tables():
            raise LookupError(f"there is no table '{table}'; there are {', '.join(contract.tables())}")
        return self.tables[table].copy(deep=False) if table in self.tables else empty(table)  # pandas copies on write

    def _dated_by(self, table: str) -> str | None:
        return contract.tables()[table].dated_by if table in contract.tables() else None

    def _between(self, table: str, start: date, end: date, undated: bool) -> pd.DataFrame:
        rows, column = self.all(table), self._dated_by(table)
        if column is None:
            return rows
        inside = rows[column].between(np.datetime64(start), np.datetime64(end)) | (undated & rows[column].isna())
        return rows[inside].reset_index(drop=True)


def empty(table: str) -> pd.DataFrame:
    """A table without rows: every column, each with its own type."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in contract.tables()[table].dtypes.items()})
