"""How is an SQLite file opened? For reading only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import ibis
import pyarrow as pa

from klantlib.client.databases.addresses import Address
from klantlib.client.databases.connections import Opened, as_table
from klantlib.client.databases.unanswered import Unanswered, worded


def opened(address: Address, folder: Path, room: Path) -> Opened:
    """An SQLite file; Unanswered where it is none."""
    path = folder / Path(address.place).expanduser()
    if not path.is_file():
        raise Unanswered("no_such_file", address.shown)
    with worded((sqlite3.Error,), "not_a_database", address.shown, kind="SQLite"):
        con = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        con.execute("SELECT count(*) FROM sqlite_master")
    on = ibis.sqlite.from_connection(con)

    def rows(sql: str) -> pa.Table:
        cursor = con.execute(sql)
        return as_table([column[0] for column in cursor.description], cursor.fetchall())

    return Opened(on, rows, lambda sql: on.sql(sql).schema(), lambda _: on.list_tables(), (sqlite3.Error,), con.close)
