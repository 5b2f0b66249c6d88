"""How is a question put to a database? Ibis words it, the driver's own values come back, unguessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa

from klantlib.client.cells import written
from klantlib.client.contract import nearest
from klantlib.client.databases.addresses import Address
from klantlib.client.databases.statements import only_looks
from klantlib.client.databases.unanswered import Unanswered, asking


@dataclass(frozen=True, eq=False)
class Opened:
    """What a driver offers."""

    ibis: Any  # Ibis on this connection
    rows: Callable[[str], pa.Table]  # the answer to a question in SQL
    columns: Callable[[str], Any]  # the columns of a query, as Ibis' schema
    tables: Callable[[str], list[str]]  # the names of the tables in a schema; "" = the usual one
    errors: tuple[type[Exception], ...]  # what the driver raises
    close: Callable[[], None]


@dataclass(frozen=True, eq=False)
class Connection:
    """An open database, for reading only."""

    kind: str
    opened: Opened
    secrets: tuple[str, ...]  # what no message may repeat

    def table(self, name: str) -> Any:
        """A table, or schema.table, as an Ibis expression; Unanswered with the nearest name where there is none."""
        from ibis.common.exceptions import TableNotFound

        schema, _, bare = name.rpartition(".")
        for named in ({"name": name}, {"name": bare, "database": schema})[: 2 if schema else 1]:
            with asking(self.opened.errors, self.secrets):
                try:
                    return self.opened.ibis.table(named.pop("name"), **named)
                except TableNotFound:
                    continue
        near = self._nearest(schema, bare)
        raise Unanswered("no_such_table" if near else "no_tables", name, nearest=near)

    def query(self, text: str) -> Any:
        """A query as an Ibis expression; Unanswered where it does more than look."""
        sql = only_looks(text, self.kind)
        with asking(self.opened.errors, self.secrets):
            return self.opened.ibis.sql(sql, schema=self.opened.columns(sql))

    def answer(self, question: Any) -> pa.Table:
        """What the database answers to an Ibis expression."""
        with asking(self.opened.errors, self.secrets):
            return self.opened.rows(self.opened.ibis.compile(question))

    def _nearest(self, schema: str, name: str) -> str:
        with asking(self.opened.errors, self.secrets):
            found = nearest(name, self.opened.tables(schema))
        return f"{schema}.{found}" if schema and found else found


@contextmanager
def connected(address: Address, folder: Path, room: Path) -> Iterator[Connection]:
    """
    A database, open as long as it is asked; files count from the client's `folder`, `room` is for what a driver needs.

    Raises Unanswered where there is no connection.
    """
    engine = import_module(f"klantlib.client.databases.{address.kind}_engine")  # each has its own driver
    try:
        opened = engine.opened(address, folder, room)
    except ImportError as error:  # DuckDB and SQLite are always there
        raise Unanswered("no_extra", extra=address.kind) from error
    try:
        yield Connection(address.kind, opened, (*address.secrets, str(folder)))
    finally:
        opened.close()


def as_table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows of Python values as columns; values of several kinds in one column become text."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.Table.from_arrays([_column(cells) for cells in columns], names=list(names))


def _column(cells: Sequence[Any]) -> pa.Array:
    try:
        return pa.array(cells)
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        return pa.array([None if cell is None else written(cell) for cell in cells], pa.string())
