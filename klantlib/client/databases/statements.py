"""Does a query only look? One SELECT, or WITH ... SELECT, and nothing in it that changes or locks anything."""

from __future__ import annotations

import logging

from klantlib.client.databases.unanswered import Unanswered


def only_looks(query: str, kind: str) -> str:
    """
    The query, without comments and closing semicolon, in the dialect of its kind of database.

    Raises Unanswered where it is not one statement that only reads.
    """
    import sqlglot  # comes with Ibis, and is slow to import
    from sqlglot import exp

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it repeats the query on the screen
    try:
        statements = [part for part in sqlglot.parse(query, dialect=kind) if part is not None]
    except sqlglot.errors.SqlglotError:
        statements = []
    if not statements:
        raise Unanswered("query_unread")
    changes = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)
    if len(statements) > 1 or not isinstance(statements[0], exp.Query) or any(statements[0].find_all(*changes)):
        raise Unanswered("query_changes")
    return statements[0].unnest().sql(dialect=kind, comments=False)
