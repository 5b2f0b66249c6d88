"""How is a DuckDB file opened? For reading, without a look at other files or the network."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from klantlib.client.databases.addresses import Address
from klantlib.client.databases.connections import Opened
from klantlib.client.databases.unanswered import Unanswered, worded

# in this order: what lies outside is shut last
FIRST = (
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
)


def opened(address: Address, folder: Path, room: Path) -> Opened:
    """A DuckDB file; Unanswered where it is none, or another program has it open."""
    path = folder / Path(address.place).expanduser()
    if not path.is_file():
        raise Unanswered("no_such_file", address.shown)
    with worded((duckdb.Error,), "not_a_database", address.shown, kind="DuckDB"):
        on = ibis.duckdb.connect(path, read_only=True, temp_directory=str(room))
        for statement in FIRST:
            on.con.execute(statement)

    def rows(sql: str) -> pa.Table:
        return on.con.sql(sql).to_arrow_table()

    return Opened(on, rows, partial(_columns, on), partial(_tables, on), (duckdb.Error,), on.disconnect)


def _tables(on: Any, schema: str) -> list[str]:
    asked = "SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY 1"
    return [name for (name,) in on.con.execute(asked, [schema or "main"]).fetchall()]


def _columns(on: Any, sql: str) -> Any:
    described = on.con.execute(f"DESCRIBE {sql}").fetchall()
    return ibis.schema({name: on.compiler.type_mapper.from_string(kind) for name, kind, *_ in described})
