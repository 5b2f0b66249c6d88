"""How does a table read as HTML? With a header for every column and row, and numbers that line up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from klantlib.blocks import Table
from klantlib.formats import NUMERIC, show, unknown

SORTED = 7  # rows; a longer table can be sorted: fewer are compared at a glance
LONG = 12  # rows; a longer table can be searched too
NAMING = ("name", "customer_id")  # columns that say what a row is about
DAYS = {"day", "date"}
SHORT = {"id", "day"}  # never broken over two lines


def grid(block: Table, caption: Markup, language: str, currency: str) -> Markup:
    """The <table>, with the classes of what its script can do with it."""
    rows = list(block.rows)
    total = [rows.pop()] if block.total and rows else []
    kinds = [name for name, least in (("sorted", SORTED), ("long", LONG)) if len(rows) > least]
    naming = _naming(block)
    written = [_row(block, row, _cells(block, row, language, currency), naming) for row in rows]
    added = [_row(block, row, _blank(row, _cells(block, row, language, currency)), naming) for row in total]
    parts = [caption, element("thead", _head(block, naming)), element("tbody", joined(written))]
    foot = element("tfoot", joined(added)) if added else Markup()
    return element("table", joined(parts) + foot, class_=" ".join(kinds))


def scroll(table: Markup, name: str = "") -> Markup:
    """The frame in which a table scrolls, by keyboard too; a region where it has a name."""
    return element("div", table, class_="scroll", tabindex="0", role="region" if name else "", aria_label=name)


def _head(block: Table, naming: str | None) -> Markup:
    labels = block.words["labels"]
    cells = []
    for column, format in block.columns.items():
        looks = filter(None, (_side(format), "naming" if column == naming else None))
        cells.append(element("th", labels[column], scope="col", class_=" ".join(looks)))
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


def _row(block: Table, row: Sequence[Any], cells: Sequence[str], naming: str | None) -> Markup:
    written = []
    for (column, format), value, cell in zip(block.columns.items(), row, cells, strict=True):
        tag, scope = ("th", "row") if column == naming and cell else ("td", None)
        written.append(element(tag, cell, scope=scope, class_=_side(format), data_value=_order(value, format)))
    return element("tr", joined(written))


def _naming(block: Table) -> str | None:
    """The column that says what a row is about: names, else texts that are all different, else the first there is."""
    different = (
        column
        for (column, format), values in zip(block.columns.items(), zip(*block.rows, strict=True), strict=False)
        if format not in NUMERIC and len(set(values)) == len(values)
    )
    named = (column for column in NAMING if column in block.columns)
    return next(named, None) or next(different, next(iter(block.columns), None))


def _order(value: Any, format: str) -> str | None:
    """What the page's script sorts a day by; numbers it reads as they are written."""
    return pd.Timestamp(value).strftime("%Y%m%d") if format in DAYS and not unknown(value) else None


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
