"""How is a PostgreSQL server asked? In transactions that can only read, and with an end to waiting."""

from __future__ import annotations

import warnings
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from klantlib.client.databases.addresses import Address
from klantlib.client.databases.connections import Opened, as_table
from klantlib.client.databases.unanswered import worded

CONNECT_SECONDS = 15  # a server that is there answers sooner
ANSWER_SECONDS = 900  # a quarter of an hour: beyond it nobody is waiting for the answer any more
FIRST = ("SET default_transaction_read_only = on", f"SET statement_timeout = '{ANSWER_SECONDS}s'")


def opened(address: Address, folder: Path, room: Path) -> Opened:
    """A server; Unanswered where it cannot be reached or does not let us in. libpq's own variables hold too."""
    import ibis
    import psycopg  # of the extra "postgres"

    with worded((psycopg.Error, OSError), "no_connection", address.shown):
        con = psycopg.connect(**_parameters(address), autocommit=True)
        for statement in FIRST:
            con.execute(statement)
    on = ibis.postgres.from_connection(con)

    def rows(sql: str) -> pa.Table:
        cursor = con.execute(sql)
        return as_table([column.name for column in cursor.description], cursor.fetchall())

    return Opened(on, rows, partial(_columns, on), partial(_tables, on), (psycopg.Error,), con.close)


def _tables(on: Any, schema: str) -> list[str]:
    return on.list_tables(database=schema or None)


def _parameters(address: Address) -> dict[str, Any]:
    """As libpq calls them; what is not given is left to libpq."""
    host, _, port = address.place.partition(":") if address.place.count(":") == 1 else (address.place, "", "")
    given = {"host": host.strip("[]"), "port": port, "user": address.user, "password": address.password}
    named = {name: text for name, text in {**given, "dbname": address.database}.items() if text}
    fixed = {"connect_timeout": CONNECT_SECONDS, "application_name": "klantwerkboek"}
    return {**fixed, **named, **address.options}


def _columns(on: Any, sql: str) -> Any:
    """The types of a query's columns without a view: a reader may not make one."""
    import ibis

    cursor = on.con.execute(f"SELECT * FROM ({sql}) AS asked LIMIT 0")  # noqa: S608  only_looks let it through
    mapper = on.compiler.type_mapper
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ibis.schema({column.name: mapper.from_string(column.type_display) for column in cursor.description})
