"""Put a result into words: the only place where numbers meet sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Any

from klantlib.blocks import Action, Block, Chart, Table, told
from klantlib.words import Words

# what a reader cannot do without, per kind of block; other parts are optional
NEEDED = {
    "Finding": ("text", "how"),
    "Table": ("caption",),
    "Chart": ("caption", "alt", "x", "y"),
    "Action": ("text", "why", "step"),
}
TERM = re.compile(r'"(\w+)"')  # a key in a formula: "yes" if {profit} > {profitable_above} else "no"


def stem(result: Any) -> str:
    """The chapter a result belongs to: the name of its analysis' module."""
    return type(result).__module__.rpartition(".")[2]


def words_of(result: Any, language: str, currency: str = "EUR") -> Words:
    """The texts of the chapter that a result belongs to."""
    return Words(f"advice/{stem(result)}", language, currency)


def tell(block: Block, words: Words) -> Block:
    """
    One block with the words of its section, plus the labels and terms that its columns need.

    A key may have a suffix where one text serves several blocks: "improve.q3" is worded by [improve].
    Raises LookupError when a text, a language or a hole is missing, naming the file and the section.
    """
    if block.words:
        return block  # told before: the summary repeats an action as its own chapter words it
    section = block.key.partition(".")[0]
    needed = NEEDED.get(type(block).__name__, ("text",))
    parts = dict.fromkeys((*needed, *words.parts(section)))
    spoken = {part: words.say(section, part, **block.values) for part in parts}
    return told(block, {**spoken, **_columns(block, words), **_duty(block, section, words)})


def _duty(block: Block, section: str, words: Words) -> Mapping[str, str]:
    """Of an action whose job it is (the fact `owner` of its section) and how sure it is, as all chapters say it."""
    if not isinstance(block, Action):
        return {}
    shared = Words("words", words.language, words.currency)
    owner = words.fact(section, "owner") or "management"
    return {"owner": shared.say("owners", owner), "confidence": shared.say("confidence", block.confidence)}


@singledispatch
def _columns(block: Block, words: Words) -> Mapping[str, Any]:
    return {}


@_columns.register
def _(block: Table, words: Words) -> Mapping[str, Any]:
    terms = {column for column, format in block.columns.items() if format == "term"}
    used = {row[i] for row in block.rows for i, column in enumerate(block.columns) if column in terms}
    return {"labels": labels(block.columns, words), **_terms(used, words)}


@_columns.register
def _(block: Chart, words: Words) -> Mapping[str, Any]:
    terms = [column for column, format in block.formats.items() if format == "term"]
    used = {value for column in terms for value in block.data[column]}
    return {"labels": labels(block.data, words), **_terms(used, words)}


def labels(columns: Iterable[str], words: Words) -> dict[str, str]:
    """The heading of each column: the chapter's own word (section [columns]), else the one all chapters share."""
    return _shared(columns, words, "columns")


def tell_customers(table: Table, words: Words) -> Table:
    """
    A chapter's table per customer, with what its sheet in the appendix says besides: of each column and given figure
    what it means (words: explained) and where it comes from (origins; of what has a formula nothing).

    Raises LookupError as `tell` does.
    """
    given = [name for name, *_ in table.given]
    names = [*table.columns, *given]
    terms = {term for formula in table.formulas.values() for term in TERM.findall(formula)}
    spoken = tell(table, words).words
    more = {
        "labels": {**spoken["labels"], **labels(given, words)},
        "terms": {**spoken.get("terms", {}), **_terms(terms.union(*table.answers), words).get("terms", {})},
        "explained": _shared(names, words, "explained"),
        "origins": _shared([name for name in names if name not in table.formulas], words, "origins"),
    }
    return told(table, {**spoken, **more})


def _shared(names: Iterable[str], words: Words, section: str) -> dict[str, str]:
    """Of each name the chapter's own text in this section, else the one that all chapters share."""
    shared = Words("words", words.language, words.currency)
    return {name: (words if words.has(section, name) else shared).say(section, name) for name in names}


def _terms(used: set[Any], words: Words) -> dict[str, Any]:
    if not used:
        return {}
    return {"terms": {value: words.say("terms", value) for value in sorted(v for v in used if v is not None)}}
