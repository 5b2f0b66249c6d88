"""What stands in one export of a survey tool? Its questions, its answers, and which rows were finished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from klantlib.client.cells import written
from klantlib.client.files import read_grid
from klantlib.client.finding_headings import Wanted
from klantlib.client.problems import Unreadable
from klantlib.client.surveys.tools import Tool, personal, plain, tool_of, tools


@dataclass(frozen=True, eq=False)
class Export:
    """A file as a survey tool, or anybody, exported it."""

    cells: pd.DataFrame  # a column a heading; a heading that occurs twice has (2) behind it; index = row in the file
    tool: Tool | None

    def heading(self, text: str) -> str | None:
        """The heading that client.toml means."""
        return next((heading for heading in self.cells if plain(heading) == plain(text)), None)

    def of(self, headings: Sequence[str]) -> str | None:
        """The first column that the tool calls by one of these."""
        return next((found for text in headings if (found := self.heading(text))), None)

    @cached_property
    def date(self) -> str | None:
        """The heading of the day, where the tool notes it."""
        return self.of(self.tool.date) if self.tool else None

    @cached_property
    def finished(self) -> pd.Series:
        """Per row: did who answered get to the end, as far as the tool tells?"""
        if self.tool and self.tool.unfinished and self.date:
            return self.cells[self.date].map(lambda cell: not pd.isna(cell) and bool(str(cell).strip())).astype(bool)
        return pd.Series(True, index=self.cells.index)

    @property
    def personal(self) -> list[str]:
        """The headings that say who answered."""
        return [heading for heading in self.cells if personal(heading)]

    @property
    def questions(self) -> list[str]:
        """The headings that are questions: neither the tool's own nor personal."""
        own = self.tool.headings if self.tool else frozenset()
        return [heading for heading in self.cells if plain(heading) not in own and not personal(heading)]

    def undated(self, heading: str) -> bool:
        """Is every day under this heading the one that the tool writes for want of a day?"""
        filled = self.cells[heading][self.finished].dropna().map(written)
        never = self.tool.never if self.tool else ""
        return bool(never and len(filled) and filled.str.startswith(never).all())


def read_export(path: Path, sheet: str | None = None, asked: Sequence[str] = ()) -> Export:
    """
    The export in a file, or in one sheet of it; `asked` are the headings that client.toml names.

    Raises Unreadable where the file cannot be read or holds nothing.
    """
    known = {plain(text) for text in asked}.union(*(tool.headings for tool in tools().values()))
    grid = read_grid(path, sheet, Wanted(column=lambda text: found if (found := plain(text)) in known else None))
    if not len(grid.cells):
        raise Unreadable("empty_table")
    headings = _apart(grid.headings)
    cells = grid.cells.set_axis(headings, axis="columns")
    return Export(cells.loc[:, [bool(text) for text in grid.headings]], tool_of(headings))


def _apart(headings: Sequence[str]) -> list[str]:
    """
    Headings that occur more than once, told apart by their number.

    >>> _apart(["Levertijd", "Prijs", "Levertijd"])
    ['Levertijd', 'Prijs', 'Levertijd (2)']
    """
    seen: Counter[str] = Counter()
    apart = []
    for heading in (" ".join(text.split()) for text in headings):
        seen[plain(heading)] += 1
        apart.append(f"{heading} ({seen[plain(heading)]})" if seen[plain(heading)] > 1 else heading)
    return apart
