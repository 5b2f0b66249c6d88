"""How is it told what became of each column? The heading in the file, our column, and how it was read."""

from __future__ import annotations

from collections.abc import Sequence

from klantlib.client import contract
from klantlib.client.contract import plain_name
from klantlib.client.understood import MEASURED, ColumnRead, Understood
from klantlib.formats import together
from klantlib.intake.told import Grid, Item, tidy
from klantlib.words import Words


def columns_read(tables: Sequence[Understood], words: Words) -> list[Item]:
    """A grid a file: the columns that were taken for something else than their name says, or could be read two ways."""
    return [_grid(table, words) for table in tables]


def _grid(table: Understood, words: Words) -> Grid:
    empty = [read.heading for read in table.columns if read.form == "empty"]
    filled = [read for read in table.columns if read.form != "empty"]
    by_name = [read.heading for read in filled if _speaks_for_itself(read, table.table, words.language)]
    told = [read for read in filled if read.heading not in by_name]
    return Grid(
        words.say("understood", "table", file=tidy(table.file), table=contract.word(table.table, words.language)),
        [words.say("understood", part) for part in ("heading", "column", "form")],
        [[tidy(read.heading), _column(read, table.table, words), _form(read, table.table, words)] for read in told],
        [
            *_named("by_name", by_name, words),
            *_named("empty", empty, words),
            *_named("ignored", table.ignored, words),
        ],
    )


def _speaks_for_itself(read: ColumnRead, table: str, language: str) -> bool:
    """Is the heading our own word, and is there one way to read what stands below it?"""
    if not read.column or contract.tables()[table].columns[read.column].kind in MEASURED or read.form == "asked":
        return False
    return plain_name(read.heading) in map(plain_name, (read.column, contract.word(read.column, language, table)))


def _named(part: str, headings: Sequence[str], words: Words) -> list[str]:
    names = together([tidy(heading) for heading in headings], words.language)
    return [words.say("understood", part, columns=names, n=len(headings))] if headings else []


def _column(read: ColumnRead, table: str, words: Words) -> str:
    return contract.word(read.column, words.language, table) if read.column else ""


def _form(read: ColumnRead, table: str, words: Words) -> str:
    form = "scale_own" if read.scale and read.form == "scale" else read.form
    if not words.has(form):
        form = contract.tables()[table].columns[read.column].kind
    part = "text" if read.value is not None or not words.has(form, "bare") else "bare"
    holes = {"low": read.low, "high": read.high, "scale": read.scale, "sample": tidy(read.sample), "value": read.value}
    said = words.say(form, part, **holes)
    return words.say("understood", "settled", form=said) if read.settled and not read.scale else said
