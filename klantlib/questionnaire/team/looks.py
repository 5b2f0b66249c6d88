"""How do the cells of the workbook for a team look? In the house style; what can be filled in stands in a frame."""

from __future__ import annotations

from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from klantlib.theme import Theme

SIZE, TITLE = 10, 16  # points
LINE = 13.5  # points, a line of text in a cell
PROPORTIONAL = 1.2  # more letters than digits fit in a width, which is counted in digits
TITLE_ROW = 28  # points


class Looks:
    """The formats of one book, by what they are for."""

    def __init__(self, book: xlsxwriter.Workbook, theme: Theme):
        self._book, self._theme = book, theme
        self._made: dict[str, Format] = {}

    def __call__(self, purpose: str) -> Format:
        """The same Format for the same purpose."""
        if purpose not in self._made:
            self._made[purpose] = self._book.add_format({**self._usual(), **self._looks()[purpose]})
        return self._made[purpose]

    def title(self, text: str) -> Format:
        """Shows this text, whatever stands in the cell."""
        shown = text.replace('"', "'")
        look = {"bold": True, "font_size": TITLE, "font_color": self._theme.accent, "num_format": f';;;"{shown}"'}
        return self._book.add_format({**self._usual(), **look})

    def _usual(self) -> dict[str, Any]:
        theme = self._theme
        return {"font_name": theme.word_font, "font_size": SIZE, "font_color": theme.ink, "valign": "vcenter"}

    def _looks(self) -> dict[str, dict[str, Any]]:
        theme = self._theme
        ruled = {"bottom": 1, "bottom_color": theme.line, "text_wrap": True}
        return {
            "line": {},
            "said": {"text_wrap": True, "valign": "top"},
            "head": {"bold": True, "text_wrap": True, "bg_color": theme.band, "bottom": 1},
            "part": {"bold": True, "font_size": SIZE + 2, "font_color": theme.accent},
            "cell": ruled,
            "first": {**ruled, "bold": True},
            "number": {**ruled, "align": "left"},
            "total": {**ruled, "align": "left", "bold": True},
            "fill": {
                "locked": False,
                "text_wrap": True,
                "num_format": "@",
                "bg_color": theme.band,
                "border": 1,
                "border_color": theme.muted,
            },
        }


def height(text: str, width: float) -> float:
    """How high a row must be for a wrapped text in a column of so many signs, in points."""
    return ceil(len(text) / (width * PROPORTIONAL)) * LINE
