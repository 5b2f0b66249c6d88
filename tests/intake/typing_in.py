"""What a person types into a workbook, without a spreadsheet program: cells below those that are there."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from tests.render.spreadsheets import MAIN, Cell, sheets

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet
Rows = Sequence[Mapping[int, Any]]  # place -> value (a Cell keeps its style), a mapping a row


def type_in(path: Path, first: int, rows: Mapping[str, Rows]) -> None:
    """Type rows into sheets, from row `first` on; each cell has the look of its column, as when a person types."""
    trees = sheets(path)
    for name, typed in rows.items():
        styles = _styles(trees[name])
        data = trees[name].find(f"{MAIN}sheetData")
        for number, row in enumerate(typed, start=first):
            line = etree.SubElement(data, f"{MAIN}row", r=str(number))
            for place, value in sorted(row.items()):
                _write(line, f"{chr(65 + place)}{number}", value, styles.get(place, "0"))
    _replace(path, trees)


def without_rows(path: Path, name: str, last: int) -> None:
    """Take the first rows of a sheet away, as who deletes them does."""
    trees = sheets(path)
    data = trees[name].find(f"{MAIN}sheetData")
    for row in list(data):
        if int(row.get("r")) <= last:
            data.remove(row)
    _replace(path, trees)


def _styles(sheet: etree._Element) -> dict[int, str]:
    spans = (
        (int(column.get("min")), int(column.get("max")), column.get("style")) for column in sheet.iter(f"{MAIN}col")
    )
    return {place: style for low, high, style in spans for place in range(low - 1, high)}


def _write(line: etree._Element, place: str, value: Any, style: str) -> None:
    if isinstance(value, Cell):
        value, style = value.value, str(value.style)
    cell = etree.SubElement(line, f"{MAIN}c", r=place, s=style)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = value
    else:
        days = (value - EPOCH).days if isinstance(value, date) else value
        etree.SubElement(cell, f"{MAIN}v").text = str(days)


def _replace(path: Path, trees: Mapping[str, etree._Element]) -> None:
    new = {f"xl/worksheets/sheet{n}.xml": etree.tostring(tree) for n, tree in enumerate(trees.values(), start=1)}
    with zipfile.ZipFile(path) as book:
        parts = {part.filename: new.get(part.filename, book.read(part)) for part in book.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
