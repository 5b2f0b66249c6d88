"""What does each cell of a column mean? One reader per kind of column; what cannot be read is told, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd

from klantlib.client import amounts, contract, dates, signs
from klantlib.client.cells import all_written, not_days, real_days, real_numbers, texts, without_blanks, written
from klantlib.client.contract import Column
from klantlib.client.settings import scale_ends
from klantlib.texts import read

YES, NO = ("1", "x"), ("0",)  # whatever the language; its words are in messages.toml
ANSWERS = "[A-D]"
LEFT_OPEN = r"\?+|[A-D](?:\W*[A-D])+"  # don't know, or two letters at one statement: incomplete, not wrong
YEARS = (1900, 2100)
LARGEST = 1e15  # beyond it a float no longer holds cents: a typing error, as is infinity
# what a name cannot be printed with: line ends and other controls, and marks that turn the rest of a line around
UNPRINTABLE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+"


@dataclass(frozen=True)
class Answers:
    """What client.toml settles about a column."""

    order: str | None = None  # of day, month and year
    decimal: str | None = None
    scale: str | None = None
    side: str | None = None  # of credit and debit, the one that counts off


@dataclass(frozen=True, eq=False)
class Reading:
    """A column as it was read."""

    content: pd.Series  # of the kind's own dtype
    unread: pd.Series  # True where something stands that is not of the kind
    expected: str  # section in messages.toml
    question: str | None = None  # section in messages.toml: what the consultant must settle first
    holes: Mapping[str, Any] = field(default_factory=dict)  # for `expected`
    blank: pd.Series | None = None  # True where nothing stands

    def of(self, rows: Any) -> Reading:
        """The same column, of these rows only (True or False a row)."""
        blank = None if self.blank is None else self.blank[rows]
        return replace(self, content=self.content[rows], unread=self.unread[rows], blank=blank)


UNSETTLED = Answers()


def read_column(cells: pd.Series, column: Column, answers: Answers = UNSETTLED) -> Reading:
    """
    A column's cells (texts, or what a spreadsheet holds: numbers, days, booleans) as values of its kind.

    Empty cells become NA; in a column of crosses they say no. Each different cell is read once.
    """
    codes, different = pd.factorize(without_blanks(cells), use_na_sentinel=True)
    reading = _read(pd.Series(different, dtype=object), column, answers)
    content = _spread(reading.content, codes, cells.index).astype(column.dtype)
    unread = _spread(reading.unread.astype("boolean"), codes, cells.index).fillna(False).astype(bool)
    if column.kind == "yes_no" and {written(cell).casefold() for cell in different} == {"x"}:
        content = content.fillna(False)
    return replace(reading, content=content, unread=unread, blank=pd.Series(codes == -1, index=cells.index))


def _spread(different: pd.Series, codes: Any, index: pd.Index) -> pd.Series:
    """What was read of the different cells, back at every cell."""
    return pd.Series(different.array.take(codes, allow_fill=True), index=index)


def _read(cells: pd.Series, column: Column, answers: Answers) -> Reading:
    match column.kind:
        case "date":
            return _date(cells, answers.order)
        case "amount" | "number":
            return _number(cells, column, answers)
        case "scale":
            return _scale(cells, column, answers)
        case "yes_no":
            return _yes_no(cells)
        case "choice":
            return _choice(cells, column)
        case "answer":
            return _answer(cells)
        case "year":
            return _year(cells)
    return _text(printable(all_written(cells)), column)


def _text(content: pd.Series, column: Column) -> Reading:
    """Texts as they stand; where a column has known names, those by their word in code."""
    named = _chosen(content, column).fillna(content) if column.names_known else content
    return Reading(named.where(content != ""), content == "", column.kind)


def printable(texts: pd.Series) -> pd.Series:
    """
    Texts as they can stand on one line.

    >>> printable(pd.Series(["two\\nlines", "bell\\x07"])).tolist()
    ['two lines', 'bell']
    """
    return texts.str.replace(UNPRINTABLE, " ", regex=True).str.strip()


def _date(cells: pd.Series, settled: str | None) -> Reading:
    written_days = not_days(cells)
    order = settled or dates.order_of(written_days)
    content = dates.days(written_days, order).fillna(dates.within(real_days(cells)))
    if order is None:
        return Reading(content, pd.Series(False, index=content.index), "date", "ask_date_order")
    return Reading(content, content.isna(), f"date_{order}")


def _number(cells: pd.Series, column: Column, answers: Answers) -> Reading:
    written_numbers, marks = signs.split(texts(cells)) if column.kind == "amount" else (texts(cells), None)
    if column.percentage:
        written_numbers = written_numbers.str.replace(r"\s*%$", "", regex=True)
    bodies, negative = amounts.bare(written_numbers)
    mark = answers.decimal or amounts.decimal_mark(bodies)
    content = amounts.numbers(bodies, negative, mark or ".").fillna(real_numbers(cells))
    content = content.where(content.abs() <= LARGEST)
    expected = f"{'amount' if column.kind == 'amount' else 'number'}_{'point' if mark == '.' else 'comma'}"
    if mark is None:
        return Reading(content, pd.Series(False, index=content.index), expected, "ask_decimals")
    read = Reading(content, content.isna(), expected)
    return read if marks is None else signed(read, marks, answers.side)


def signed(read: Reading, marks: pd.Series, side: str | None) -> Reading:
    """
    Amounts with the marks behind or beside them (see signs) as plus and minus.

    An amount with a minus of its own and a mark as well has two signs, and is not read.
    """
    if marks.isna().all():
        return read
    off = signs.counting_off(marks[marks.notna() | read.content.notna()], side)
    if off is None:
        return replace(read, unread=read.unread & False, question="ask_sign")
    off = off.reindex(marks.index, fill_value=False)
    twice = marks.notna() & (read.content < 0)
    content = read.content.where(~off, -read.content).where(~twice)
    return replace(read, content=content, unread=read.unread | twice)


def _scale(cells: pd.Series, column: Column, answers: Answers) -> Reading:
    """On the contract's scale; another one that client.toml declares is converted linearly."""
    read = _number(cells, column, answers)
    question = read.question or ("ask_scale" if _maybe_fraction(read.content, column, answers.scale) else None)
    if question:
        return replace(read, question=question, unread=read.unread & False)
    low, high = scale_ends(answers.scale) if answers.scale else (column.low, column.high)
    inside = read.content.between(min(low, high), max(low, high))
    content = column.low + (read.content - low) / (high - low) * (column.high - column.low)
    holes = {"low": min(low, high), "high": max(low, high)}
    return Reading((content if answers.scale else read.content).where(inside), ~inside, "scale", None, holes)


def _maybe_fraction(content: pd.Series, column: Column, settled: str | None) -> bool:
    """A percentage column that never exceeds 1: 0.8 may be 80% or less than one percent."""
    return column.percentage and not settled and 0 < content.abs().max() <= 1


def _yes_no(cells: pd.Series) -> Reading:
    content = all_written(cells).str.casefold().map(yes_or_no()).astype("boolean")
    return Reading(content, content.isna(), "yes_no")


@cache
def yes_or_no() -> Mapping[str, bool]:
    """What says yes, and what says no, in each of our languages."""
    spoken = {answer: " ".join(texts.values()).split() for answer, texts in read("messages")["say"].items()}
    return {**dict.fromkeys((*spoken["yes"], *YES), True), **dict.fromkeys((*spoken["no"], *NO), False)}


def _choice(cells: pd.Series, column: Column) -> Reading:
    content = _chosen(all_written(cells), column).astype("str")
    return Reading(content, content.isna(), "choice", None, {"choices": column.choices})


def _chosen(words: pd.Series, column: Column) -> pd.Series:
    """The choice that each word names, in any language; NA where it names none."""
    return words.map(lambda word: column.known.get(contract.plain_name(word)))


def _answer(cells: pd.Series) -> Reading:
    """A to D; what was left open is no answer and makes the respondent incomplete; anything else is wrong."""
    letters = all_written(cells).str.upper()
    content = letters.where(letters.str.fullmatch(ANSWERS))
    return Reading(content, content.isna() & ~letters.str.fullmatch(LEFT_OPEN), "answer")


def _year(cells: pd.Series) -> Reading:
    years = all_written(cells)
    content = years.where(years.str.fullmatch(r"\d{4}")).astype("float64")
    good = content.between(*YEARS)
    return Reading(content.where(good).astype("Int64"), ~good, "year")
