"""How do the cells of the fill-in book look? In the house style, what is ours in grey, what is asked in colour."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from klantlib.render.appendix.styles import patterns
from klantlib.theme import WHITE, Theme

SIZE, SMALL, TITLE = 10, 9, 16  # points


class Looks:
    """The formats of one book, by what they are for; `written` is how a value is written (formats.FORMATS)."""

    def __init__(self, book: xlsxwriter.Workbook, theme: Theme, language: str, currency: str):
        self._book, self._theme, self._patterns = book, theme, patterns(language, currency)
        self._made: dict[tuple[str, str], Format] = {}

    def __call__(self, purpose: str, written: str = "text") -> Format:
        """The same Format for the same question."""
        if (purpose, written) not in self._made:
            look = {"font_name": self._theme.word_font, "font_size": SIZE, "font_color": self._theme.ink}
            look |= {"valign": "top"} | self._looks()[purpose] | {"num_format": self._patterns[written]}
            self._made[purpose, written] = self._book.add_format(look)
        return self._made[purpose, written]

    def title(self, text: str) -> Format:
        """Shows this text, whatever stands in the cell."""
        look = {"font_name": self._theme.word_font, "font_size": TITLE, "bold": True, "font_color": self._theme.accent}
        return self._book.add_format({**look, "num_format": f';;;"{text}"'})

    def _looks(self) -> dict[str, dict[str, Any]]:
        theme = self._theme
        ours = {"font_size": SMALL, "font_color": theme.muted, "align": "left"}
        heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": theme.line}
        return {
            "said": {},
            "wrapped": {"text_wrap": True, "bottom": 1, "bottom_color": theme.line},
            "link": {"font_color": theme.accent, "underline": 1, "bottom": 1, "bottom_color": theme.line},
            "question": {"bold": True, "font_size": SIZE + 2, "font_color": theme.accent},
            "explanation": {**ours, "text_wrap": True},
            "example": {**ours, "italic": True},
            "optional": {**heading, "bg_color": theme.band, "font_color": theme.ink},
            "required": {**heading, "bg_color": theme.accent, "font_color": WHITE},
        }
