"""Do the columns of a row agree with each other? What no single cell can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from klantlib.client.checking import Delivered
from klantlib.client.problems import Problem


def row_problems(delivered: Delivered) -> list[Problem]:
    """What is wrong with the rows of a table as a whole, by row."""
    rule = RULES.get(delivered.table.name)
    return sorted(rule(delivered), key=lambda problem: problem.row or 0) if rule else []


def _rates(delivered: Delivered) -> Iterator[Problem]:
    """
    Exactly one of rate and pool; minutes need a pool and a capacity.

    Rows that share a resource share one pool and one capacity_minutes, given once, at any of them.
    """
    rows = delivered.rows.reindex(columns=list(delivered.table.columns))
    unread = _unread(delivered)
    pool, capacity = (_of_resource(rows, column) for column in ("pool", "capacity_minutes"))
    yield from _at(delivered, rows["rate"].notna() & pool, "rate_and_pool", "rate")
    yield from _at(delivered, rows["rate"].isna() & ~pool & ~unread, "rate_nor_pool", "activity")
    yield from _at(delivered, rows["minutes"].notna() & ~(pool & capacity) & ~unread, "minutes_alone", "minutes")
    for column in ("pool", "capacity_minutes"):
        given = rows[column].notna() & rows["resource"].notna()
        twice = given & rows["resource"].where(given).duplicated(keep=False)
        yield from _at(delivered, twice, "resource_twice", column)
    shared = rows["resource"].duplicated(keep=False) & rows["resource"].notna()
    yield from _at(delivered, shared & rows["minutes"].isna() & ~unread, "resource_without_minutes", "resource")


def _of_resource(rows: pd.DataFrame, column: str) -> pd.Series:
    """Has each row this value, itself or from another row of its resource?"""
    given = rows[column].notna()
    return given | (given.groupby(rows["resource"]).transform("any").fillna(False).astype(bool))


def _unread(delivered: Delivered) -> pd.Series:
    """Rows with a cell that could not be read: those are told already."""
    return pd.DataFrame({name: reading.unread for name, reading in delivered.readings.items()}).any(axis=1)


def _transactions(delivered: Delivered) -> Iterator[Problem]:
    """Cost or margin: the one follows from the other, and two may contradict."""
    both = delivered.rows.reindex(columns=["cost", "margin"]).notna().any().all()
    if both:
        headings = {"other": delivered.headings["margin"]}
        yield Problem("cost_and_margin", delivered.file, None, delivered.headings["cost"], values=headings)


def _hours(delivered: Delivered) -> Iterator[Problem]:
    """Hours are of a customer or of a class."""
    rows = delivered.rows.reindex(columns=["customer_id", "class"])
    yield from _at(delivered, rows.isna().all(axis=1), "customer_nor_class", "hours")


def _at(delivered: Delivered, wrong: pd.Series, key: str, column: str) -> Iterator[Problem]:
    for row in wrong.index[wrong.astype(bool)]:
        yield delivered.problem(key, column, row)


RULES: Mapping[str, Callable[[Delivered], Iterator[Problem]]] = {
    "rates": _rates,
    "transactions": _transactions,
    "hours": _hours,
}
