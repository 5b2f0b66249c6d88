"""Which numbers lie behind a native chart? One sheet of named columns, and the chart's references to it.

What a chart shows is kept twice in a file: in the workbook that opens for editing, and beside each reference, for
programs that only show. Both come from the same columns here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from lxml.etree import _Element as Element
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from klantlib.formats import NUMERIC, unknown
from klantlib.render.number_codes import code
from klantlib.render.ooxml import clean, el
from klantlib.render.word.package import sealed

MADE = datetime(1980, 1, 1, tzinfo=UTC)  # the same chart, the same bytes
NARROW, WIDE = 14, 32  # characters
LINES = {"text_wrap": True, "valign": "top"}  # as many as a text needs
TEXT_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Column:
    """A heading in the reader's words and the values below it, each a number or a text; None where unknown."""

    heading: str
    format: str  # a name in formats.FORMATS
    values: Sequence[Any]
    formula: str = ""  # from other columns of the same row, "{high} - {low}": what is drawn follows who edits those


@dataclass(frozen=True)
class Sheet:
    """Columns by key, from left to right, with one row of headings."""

    name: str
    columns: Mapping[str, Column]
    language: str
    currency: str

    def code(self, key: str) -> str:
        """How the numbers of a column are written."""
        return code(self.columns[key].format, self.language, self.currency)

    def numbers(self, key: str, rows: Sequence[int] | None = None) -> Element:
        """A reference to the numbers of a column, or of its rows from the first to the last of `rows`."""
        values = self._values(key, rows)
        points = [_point(n, _number(value)) for n, value in enumerate(values) if not unknown(value)]
        kept = el("c:numCache", _text("c:formatCode", self.code(key)), _count(values), *points)
        return el("c:numRef", self._formula([key], rows), kept)

    def texts(self, *keys: str) -> Element:
        """A reference to names: one column, or more, the innermost last."""
        values = [[clean(value) for value in self.columns[key].values] for key in keys]
        formula = self._formula(keys, None)
        if len(keys) == 1:
            points = [_point(n, value) for n, value in enumerate(values[0])]
            return el("c:strRef", formula, el("c:strCache", _count(values[0]), *points))
        levels = [el("c:lvl", *[_point(n, text) for n, text in enumerate(level) if text]) for level in reversed(values)]
        return el("c:multiLvlStrRef", formula, el("c:multiLvlStrCache", _count(values[0]), *levels))

    def name_of(self, key: str, row: int | None = None) -> Element:
        """A series' name: a column's heading, or one text in it."""
        column = self.columns[key]
        text = clean(column.heading if row is None else column.values[row])
        formula = _text("c:f", self._cell(key, 0 if row is None else row + 1))
        return el("c:tx", el("c:strRef", formula, el("c:strCache", _count([text]), _point(0, text))))

    def workbook(self) -> bytes:
        """The sheet as a workbook of its own; what a client typed is always text, never a formula."""
        file = BytesIO()
        with xlsxwriter.Workbook(file, TEXT_AS_TEXT) as book:
            book.set_properties({"created": MADE})
            page = book.add_worksheet(self.name)
            head = book.add_format({"bold": True, **LINES})
            for place, (key, column) in enumerate(self.columns.items()):
                numeric = column.format in NUMERIC
                page.set_column(place, place, NARROW if numeric else WIDE)
                page.write_string(0, place, clean(column.heading), head)
                look = book.add_format({"num_format": self.code(key)} if numeric else {"num_format": "@", **LINES})
                self._fill(page, place, column, look)
            page.freeze_panes(1, 0)
        return sealed(file.getvalue())

    def _fill(self, page: Any, place: int, column: Column, look: Any) -> None:
        for row, value in enumerate(column.values, start=1):
            if unknown(value) or value == "":
                continue
            if column.formula:
                cells = {key: xl_rowcol_to_cell(row, n) for n, key in enumerate(self.columns)}
                page.write_formula(row, place, f"={column.formula.format(**cells)}", look, value)
            elif isinstance(value, str):
                page.write_string(row, place, clean(value), look)
            else:
                page.write_number(row, place, value, look)

    def _values(self, key: str, rows: Sequence[int] | None) -> Sequence[Any]:
        values = self.columns[key].values
        return values if rows is None else values[rows[0] : rows[-1] + 1]

    def _formula(self, keys: Iterable[str], rows: Sequence[int] | None) -> Element:
        keys = list(keys)
        first, last = (rows[0], rows[-1]) if rows else (0, len(self.columns[keys[0]].values) - 1)
        start, end = self._cell(keys[0], first + 1), self._cell(keys[-1], last + 1)
        return _text("c:f", f"{start}:{end.rpartition('!')[2]}")

    def _cell(self, key: str, row: int) -> str:
        place = list(self.columns).index(key)
        return f"{quote_sheetname(self.name)}!{xl_rowcol_to_cell(row, place, row_abs=True, col_abs=True)}"


def _number(value: float) -> str:
    """As the workbook writes it too."""
    return f"{value:.16G}"


def _count(values: Sequence[Any]) -> Element:
    return el("c:ptCount", val=len(values))


def _point(number: int, value: str) -> Element:
    return el("c:pt", _text("c:v", value), idx=number)


def _text(tag: str, text: str) -> Element:
    element = el(tag)
    element.text = text
    return element
