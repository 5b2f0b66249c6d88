"""How does a table read as HTML? With a header for every column and row, and numbers that line up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from klantlib.blocks import Table
from klantlib.formats import NUMERIC, show, unknown

LONG = 12  # rows; a longer table can be sorted and searched
NAMING = ("name", "customer_id")  # columns that say what a row is about; else the first
DAYS = {"day", "date"}
SHORT = {"id", "day"}  # never broken over two lines
SORTING_DIGITS = 4  # more cost bytes and change no order a reader sees


def grid(block: Table, caption: Markup, language: str, currency: str) -> Markup:
    """The <table>; a long one tells its script what to sort by."""
    rows = list(block.rows)
    total = [rows.pop()] if block.total and rows else []
    long = len(rows) > LONG
    written = [_row(block, row, _cells(block, row, language, currency), long) for row in rows]
    added = [_row(block, row, _blank(row, _cells(block, row, language, currency)), long) for row in total]
    parts = [caption, element("thead", _head(block)), element("tbody", joined(written))]
    foot = element("tfoot", joined(added)) if added else Markup()
    return element("table", joined(parts) + foot, class_="long" if long else None)


def _head(block: Table) -> Markup:
    labels = block.words["labels"]
    cells = (element("th", labels[name], scope="col", class_=_side(format)) for name, format in block.columns.items())
    return element("tr", joined(cells))


def _cells(block: Table, row: Sequence[Any], language: str, currency: str) -> list[str]:
    """What stands in the cells of a row."""
    terms = block.words.get("terms", {})
    return [
        show(terms.get(value, value), "text", language) if format == "term" else show(value, format, language, currency)
        for value, format in zip(row, block.columns.values(), strict=True)
    ]


def _blank(row: Sequence[Any], cells: Sequence[str]) -> list[str]:
    """Under a column that is not added up stands nothing, rather than that it is unknown."""
    return ["" if unknown(value) else cell for value, cell in zip(row, cells, strict=True)]


def _row(block: Table, row: Sequence[Any], cells: Sequence[str], long: bool) -> Markup:
    naming = next((column for column in NAMING if column in block.columns), next(iter(block.columns), None))
    written = []
    for (column, format), value, cell in zip(block.columns.items(), row, cells, strict=True):
        tag, scope = ("th", "row") if column == naming and cell else ("td", None)
        order = _order(value, format) if long else None
        written.append(element(tag, cell, scope=scope, class_=_side(format), data_value=order))
    return element("tr", joined(written))


def _order(value: Any, format: str) -> Any:
    """What the page's script sorts by, where what is written would not do."""
    if unknown(value):
        return None
    if format in DAYS:
        return pd.Timestamp(value).strftime("%Y%m%d")
    return round(value, SORTING_DIGITS) if format in NUMERIC else None


def _side(format: str) -> str | None:
    if format in NUMERIC:
        return "number"
    return "short" if format in SHORT else None


def element(tag: str, content: Any, **attributes: Any) -> Markup:
    """<tag>content</tag>; content and attributes are escaped unless they are markup, and empty attributes left out."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value not in (None, "")}
    written = joined(Markup(' {}="{}"').format(name, value) for name, value in given.items())
    return Markup("<{0}{1}>{2}</{0}>").format(tag, written, content)


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
