"""Which tables and columns may a client deliver, and under which names? Reads tables.toml."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from klantlib.formats import either
from klantlib.languages import languages

NAMED_IN = "en"  # the language of the names in code; other languages have words of their own in tables.toml
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
BARE = re.compile(r"[\w-]*", re.ASCII)  # a key that TOML writes without quotes


@dataclass(frozen=True)
class Column:
    """One column: what it is called and what may stand in it."""

    name: str
    words: Mapping[str, str]  # language -> what it calls this column
    kind: str  # a key of DTYPES
    required: bool = False
    unique: bool = False
    low: float | None = None  # bounds, included
    high: float | None = None
    above: float | None = None  # lower bound, not included
    percentage: bool = False
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # word in code -> language -> its word
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # word in code -> what else people write for it

    @property
    def dtype(self) -> str:
        return DTYPES[self.kind]

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Plain name -> word in code, of everything that a client may write for a choice."""
        return {
            plain_name(word): name
            for name, spoken in self.choices.items()
            for word in (name, *spoken.values(), *self.also.get(name, ()))
        }

    @property
    def names_known(self) -> bool:
        """A text of which some are known by name; any other text is the client's own."""
        return self.kind == "text" and bool(self.choices)

    @property
    def may_be_empty(self) -> bool:
        """A cell without a value is accepted; an answer left open makes a questionnaire incomplete, not wrong."""
        return not self.required or self.kind == "answer"


@dataclass(frozen=True)
class Table:
    """One table and its columns, in the order in which they are documented."""

    name: str
    words: Mapping[str, str]  # language -> what it calls this table
    columns: Mapping[str, Column]
    dated_by: str | None = None  # the column that places a row in the period
    any_of: tuple[str, ...] = ()  # at least one of these columns must be there
    once: bool = False  # a row that is the same in every cell can be meant only once

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
    columns = {column: _column(column, dict(fields)) for column, fields in section.pop("columns").items()}
    return Table(name, _words(name, section), columns, any_of=tuple(section.pop("any_of", ())), **section)


def _column(name: str, fields: dict[str, Any]) -> Column:
    named = known_names()[fields.pop("names")] if "names" in fields else fields.pop("choices", {})
    also = {word: tuple(spoken.get("also", ())) for word, spoken in named.items()}
    choices = {word: _words(word, dict(spoken)) for word, spoken in named.items()}
    return Column(name, _words(name, fields), choices=choices, also=also, **fields)


@cache
def known_names() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Names that some text columns hold: list -> word in code -> language -> its word, and `also`: other spellings."""
    return tomllib.loads((Path(__file__).parent / "known_names.toml").read_text(encoding="utf-8"))


def _words(name: str, fields: dict[str, Any]) -> dict[str, str]:
    """Takes what each language calls something out of its fields; LookupError where a language is silent."""
    silent = [language for language in languages() if language not in (*fields, NAMED_IN)]
    if silent:
        raise LookupError(f"client/tables.toml: {name} has no {', '.join(silent)}")
    return {language: fields.pop(language, name) for language in languages()}


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
    return {plain_name(word): name for name, item in known.items() for word in _known_as(item)}


def table_named(text: str) -> str | None:
    """The English name of the table that is called so in any language."""
    return _names(None).get(plain_name(text))


def column_named(table: str, text: str) -> str | None:
    """The English name of the column that is called so in any language."""
    return _names(table).get(plain_name(text))


def word(name: str, language: str, table: str | None = None) -> str:
    """A table, or a column of a table, as the reader's language calls it in a file."""
    known = tables() if table is None else tables()[table].columns
    return known[name].words[language]


def needed(tables_needed: Iterable[str], language: str) -> list[str]:
    """
    Tables that a chapter needs as the reader calls them; "a|b" = either would do, in brackets beside another need.

    >>> needed(["activities|costs", "rates"], "nl"), needed(["activities|costs"], "nl")
    (['(activiteiten of kosten)', 'tarieven'], ['activiteiten of kosten'])
    >>> needed(["self_test"], "en")
    ['self test']
    """
    spoken = [[word(table, language).replace("_", " ") for table in need.split("|")] for need in tables_needed]
    choices = [either(tables, language) for tables in spoken]
    bare = len(spoken) == 1
    return [said if bare or len(tables) == 1 else f"({said})" for said, tables in zip(choices, spoken, strict=True)]


def setting(path: str, language: str) -> str:
    """
    A table and what follows it, as the reader may write them in client.toml; other places there stay as they are.

    >>> setting("transactions.date", "nl"), setting("customers.since", "nl"), setting("period.end", "nl")
    ('transacties.datum', 'klanten."klant sinds"', 'period.end')
    """
    table, *rest = path.split(".")
    if table not in tables():
        return path
    columns = tables()[table].columns
    spoken = [word(table, language), *(word(name, language, table) if name in columns else name for name in rest)]
    return ".".join(name if BARE.fullmatch(name) else f'"{name}"' for name in spoken)


def place(path: str, language: str) -> str:
    """
    A key of client.toml from its section on: the tables in it as the reader may write them there.

    >>> place("scales.satisfaction.loyalty", "nl"), place("customers.exclude", "nl")
    ('scales.tevredenheid.trouw', 'customers.exclude')
    """
    section, dot, rest = path.partition(".")
    return section + dot + setting(rest, language)


def _known_as(item: Table | Column) -> list[str]:
    """What a file may call a table or column: its word in each language, and its name here."""
    return [*item.words.values(), item.name]


def nearest(text: str, names: Iterable[str]) -> str:
    """The known name that looks most like this one; the first of equals; nothing where there are no names."""
    matcher = difflib.SequenceMatcher(b=plain_name(text))

    def likeness(name: str) -> float:
        matcher.set_seq1(plain_name(name))
        return matcher.ratio()

    return max(names, key=likeness, default="")


def nearest_name(text: str, table: str | None = None) -> str:
    """The nearest known name of a table (or of a column of one table), in any language."""
    known = tables() if table is None else tables()[table].columns
    return nearest(text, [word for item in known.values() for word in _known_as(item)])
