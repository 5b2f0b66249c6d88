"""Where does each column, customer and given figure of the appendix stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from klantlib.blocks import Chapter, Table
from klantlib.words import Words

SHEET_NAME = 31  # characters; Excel's limit
NAME = 200  # characters of a name in a formula; Excel's limit is 255
HISTORY = "history"  # Excel keeps this sheet name to itself
TITLE, BACK, SUMS, HEADER = range(4)  # the rows above the customers
FIRST = HEADER + 1  # row of the first customer
FROZEN = 2  # columns that stay in sight: number and name
CELL = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*", re.IGNORECASE)
KEYS, OUTCOMES = "key", "outcome"  # of the table that LOOKUP reads


@dataclass(frozen=True)
class Grid:
    """The sheet of one chapter; rows and columns count from 0 as XlsxWriter's do."""

    sheet: str  # its name in the book
    chapter: Chapter
    names: Mapping[str, str]  # given figure, and KEYS and OUTCOMES -> the name by which formulas call it

    @property
    def table(self) -> Table:
        return self.chapter.customers

    @property
    def columns(self) -> list[str]:
        return list(self.table.columns)

    @property
    def last(self) -> int:
        """Row of the last customer; an empty one where there is nobody."""
        return HEADER + max(1, len(self.table.rows))

    def cell(self, name: str, row: int | None) -> str:
        """A given figure by its name, else this row's cell; LookupError names what is neither."""
        if name in self.names:
            return self.names[name]
        if name not in self.columns or row is None:
            raise LookupError(f"{self.chapter.stem}: a formula names '{name}', which is no column or given figure here")
        return f"{xl_col_to_name(self.columns.index(name))}{row + 1}"

    def column(self, name: str, row: int | None) -> str:
        """Every customer's cell of a column; with the sheet's name where the formula is not of one of its rows."""
        if name not in self.columns:
            raise LookupError(f"{self.chapter.stem}: a formula adds up '{name}', which is no column")
        letter = xl_col_to_name(self.columns.index(name))
        place = f"${letter}${FIRST + 1}:${letter}${self.last + 1}"
        return place if row is not None else f"{quote_sheetname(self.sheet)}!{place}"


def grids(chapters: Sequence[Chapter], front: str, words: Words) -> list[Grid]:
    """The sheets of the chapters that have a table per customer; no two names alike, nor like the front's."""
    told = [chapter for chapter in chapters if chapter.customers]
    sheets = _different([_sheet(chapter.name) for chapter in told], {front.casefold()})
    labels = [_labels(chapter.customers, words) for chapter in told]
    names = iter(_names([label for chapter in labels for label in chapter.values()]))
    called = [{name: next(names) for name in chapter} for chapter in labels]
    return [Grid(*parts) for parts in zip(sheets, told, called, strict=True)]


def _sheet(name: str) -> str:
    """A name that Excel accepts."""
    kept = " ".join("".join(letter for letter in name if letter.isprintable() and letter not in "[]:*?/\\'").split())
    return f"{kept}_" if kept.casefold() == HISTORY else kept or "_"


def _different(names: Sequence[str], taken: set[str]) -> Iterator[str]:
    """The names, cut to what fits, with a number behind those that are there already."""
    for name in names:
        again = (_cut(name, f" {number}") for number in range(2, len(names) + 3))
        chosen = next(one for one in (_cut(name, ""), *again) if one.casefold() not in taken)
        taken.add(chosen.casefold())
        yield chosen


def _cut(name: str, suffix: str) -> str:
    room = SHEET_NAME - len(suffix)
    return (name if len(name) <= room else name[: room - 1].rsplit(" ", 1)[0] + "…") + suffix


def _labels(table: Table, words: Words) -> dict[str, str]:
    """What a reader calls the given figures, and the table that LOOKUP reads."""
    lookup = {part: words.say("appendix", part) for part in (KEYS, OUTCOMES)} if table.answers else {}
    return {name: table.words["labels"][name] for name, *_ in table.given} | lookup


def _names(labels: Sequence[str]) -> Iterator[str]:
    """The labels as one word each, which formulas can use: Significant_vanaf_aandeel; the second such has _2 behind."""
    taken: set[str] = set()
    for label in labels:
        word = _word(label)
        again = (f"{word}_{number}" for number in range(2, len(labels) + 2))
        name = next(one for one in (word, *again) if one.casefold() not in taken)
        taken.add(name.casefold())
        yield name


def _word(label: str) -> str:
    """Letters, digits and underscores, and nothing that a spreadsheet takes for a cell: B2, R1C1."""
    word = re.sub(r"^(?=\d)", "_", re.sub(r"\W+", "_", label).strip("_"))[:NAME] or "_"
    return f"{word}_" if CELL.fullmatch(word) else word
