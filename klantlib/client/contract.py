"""Which tables and columns may a client deliver, and under which names? Reads tables.toml."""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

# how a column of each kind is kept in a table
DTYPES: Mapping[str, str] = {
    "id": "str",
    "text": "str",
    "choice": "str",
    "answer": "str",
    "date": "datetime64[us]",
    "amount": "float64",
    "number": "float64",
    "scale": "float64",
    "yes_no": "boolean",
    "year": "Int64",
}


@dataclass(frozen=True)
class Column:
    """One column: what it is called and what may stand in it."""

    name: str
    dutch: str
    kind: str  # a key of DTYPES
    required: bool = False
    unique: bool = False
    low: float | None = None  # bounds, included
    high: float | None = None
    above: float | None = None  # lower bound, not included
    percentage: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)  # canonical word -> Dutch word

    @property
    def dtype(self) -> str:
        return DTYPES[self.kind]

    @property
    def may_be_empty(self) -> bool:
        """A cell without a value is accepted; an answer left open makes a questionnaire incomplete, not wrong."""
        return not self.required or self.kind == "answer"


@dataclass(frozen=True)
class Table:
    """One table and its columns, in the order in which they are documented."""

    name: str
    dutch: str
    columns: Mapping[str, Column]
    dated_by: str | None = None  # the column that places a row in the period
    any_of: tuple[str, ...] = ()  # at least one of these columns must be there

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if column.required)

    @property
    def dtypes(self) -> dict[str, str]:
        return {name: column.dtype for name, column in self.columns.items()}


@cache
def tables() -> Mapping[str, Table]:
    """Every table, by English name."""
    sections = tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))
    return {name: _table(name, dict(section)) for name, section in sections.items()}


def _table(name: str, section: dict) -> Table:
    columns = {column: Column(column, **fields) for column, fields in section.pop("columns").items()}
    return Table(name, columns=columns, any_of=tuple(section.pop("any_of", ())), **section)


def plain_name(text: str) -> str:
    """
    A name without what people vary: case, accents, spaces, underscores, dashes, dots.

    >>> plain_name("Klant-Nummer "), plain_name("customer_id")
    ('klantnummer', 'customerid')
    """
    letters = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


@cache
def _names(table: str | None) -> Mapping[str, str]:
    """Plain name -> English name: of all tables, or of the columns of one."""
    known = tables() if table is None else tables()[table].columns
    return {plain_name(word): name for name, item in known.items() for word in (item.dutch, name)}


def table_named(text: str) -> str | None:
    """The English name of the table that is called so in English or Dutch."""
    return _names(None).get(plain_name(text))


def column_named(table: str, text: str) -> str | None:
    """The English name of the column that is called so in English or Dutch."""
    return _names(table).get(plain_name(text))


def word(name: str, language: str, table: str | None = None) -> str:
    """A table, or a column of a table, as the reader's language calls it in a file."""
    known = tables() if table is None else tables()[table].columns
    return known[name].dutch if language == "nl" else name


def nearest(text: str, names: Iterable[str]) -> str:
    """The known name that looks most like this one; the first of equals; nothing where there are no names."""
    matcher = difflib.SequenceMatcher(b=plain_name(text))

    def likeness(name: str) -> float:
        matcher.set_seq1(plain_name(name))
        return matcher.ratio()

    return max(names, key=likeness, default="")


def nearest_name(text: str, table: str | None = None) -> str:
    """The nearest known name of a table (or of a column of one table), English or Dutch."""
    known = tables() if table is None else tables()[table].columns
    return nearest(text, [word for name, item in known.items() for word in (item.dutch, name)])
