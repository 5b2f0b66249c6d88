"""What is asked of a database? The needed columns; of many sales their sums, worded once for every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from klantlib.client import contract
from klantlib.client.contract import Table

DECIMALS = 8  # hold any price a piece
MONEY = f"decimal(38, {DECIMALS})"  # adds up exactly, unlike a float
COUNTED = "lines"  # the column that says how many lines a row stands for


def chosen(rows: Any, headings: list[str]) -> Any:
    """These columns of every row."""
    return rows.select(*headings)


def counted(rows: Any) -> Any:
    """How many rows there are."""
    return rows.aggregate(n=rows.count())


def amounts(table: Table, headings: Mapping[str, str]) -> dict[str, str]:
    """Column -> heading of what can be added up."""
    return {name: head for name, head in headings.items() if table.columns[name].kind in ("amount", "number")}


def no_numbers(rows: Any, table: Table, headings: Mapping[str, str]) -> list[str]:
    """The headings of amounts that are no numbers in the database."""
    return [head for head in amounts(table, headings).values() if not rows[head].type().is_numeric()]


def texts_among(rows: Any, table: Table, headings: Mapping[str, str]) -> Any:
    """How many amounts are texts: SQLite keeps any value in any column, and adds up what it makes of a text."""
    heads = amounts(table, headings).values()
    return rows.aggregate(**{head: rows[head].typeof().isin(["text", "blob"]).sum() for head in heads})


def summed(rows: Any, headings: Mapping[str, str], kind: str) -> Any:
    """
    Sums per customer, day, order and product, as far as those are there: the same headings, and `lines`.

    Credits stay apart from sales, and lines without an amount from lines with it: what is computed from the sums is
    what would be computed from the lines.
    """
    table = contract.tables()["transactions"]
    added = {head: _exact(rows[head], kind) for head in amounts(table, headings).values()}
    by = [_part(rows, head, table.columns[name].kind, kind) for name, head in headings.items() if head not in added]
    empty = [rows[head].isnull().name(f"no_{place}") for place, head in enumerate(added)]
    credit = (rows[headings["revenue"]] < 0 if kind == "sqlite" else added[headings["revenue"]] < 0).name("credit")
    sums = {head: _sum(amount, kind) for head, amount in added.items()}
    if COUNTED not in headings:
        sums[COUNTED] = rows.count()
    return rows.group_by([*by, *empty, credit]).aggregate(**sums).select(*headings.values(), *_counted(headings))


def _counted(headings: Mapping[str, str]) -> list[str]:
    return [] if COUNTED in headings else [COUNTED]


def _exact(amount: Any, kind: str) -> Any:
    """Money as decimals; SQLite knows none, and its sums are rounded instead."""
    return amount if kind == "sqlite" or amount.type().is_integer() else amount.cast(MONEY)


def _sum(amount: Any, kind: str) -> Any:
    return amount.sum().round(DECIMALS) if kind == "sqlite" else amount.sum()


def _part(rows: Any, head: str, column: str, kind: str) -> Any:
    """What a sum is of: the day of a moment; in SQLite, that has no days, the text that stands there."""
    part = rows[head]
    if column != "date" or not part.type().is_temporal():
        return part
    if kind == "sqlite":
        return part.cast("string").name(head)
    return part.date().name(head) if part.type().is_timestamp() else part
