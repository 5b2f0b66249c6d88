"""Does an amount count off? Af and Bij, CR and DR, C and D: behind the amount, or in a column beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from klantlib.texts import read

OFF, ON, CREDIT, DEBIT = "-", "+", "C", "D"  # what the marks come down to
LETTERS = {"c": CREDIT, "cr": CREDIT, "ct": CREDIT, "d": DEBIT, "dr": DEBIT, "dt": DEBIT}  # whatever the language


@cache
def marks() -> Mapping[str, str]:
    """Every mark, in small letters, and what it comes down to; the words are in messages.toml."""
    spoken = {kind: " ".join(texts.values()).split() for kind, texts in read("messages")["say"].items()}
    words = {OFF: spoken["off"], ON: spoken["on"], CREDIT: spoken["credit"], DEBIT: spoken["debit"]}
    return LETTERS | {word: meaning for meaning, said in words.items() for word in said}


def split(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Texts without their mark, and the marks; NA where there is none."""
    found = texts.str.extract(_pattern(), flags=re.IGNORECASE)
    found = found[0].fillna(found[1]).str.casefold().map(marks())
    if not found.notna().any():
        return texts, found
    return texts.str.replace(_pattern(), "", regex=True, flags=re.IGNORECASE).str.strip(), found


@cache
def _pattern() -> str:
    words = "|".join(sorted(map(re.escape, marks()), key=len, reverse=True))
    return rf"^({words})\.?\s+(?=\S)|(?<![^\W\d_])\s*\b({words})\.?$|(?<=\d)({words})\.?$"


def counting_off(marks: pd.Series, settled: str | None) -> pd.Series | None:
    """
    Which amounts count off; None where that cannot be told.

    Off counts off and on does not. Of credit and debit it depends on the books: where only one of them stands beside
    amounts without a mark it is the exception, and counts off; else client.toml says which (`settled`, "C" or "D").
    """
    sides = set(marks.dropna()) & {CREDIT, DEBIT}
    if not sides or settled:
        return marks.isin([OFF, settled])
    if len(sides) == 2 or marks.notna().all() or marks.isin([OFF, ON]).any():
        return None
    return marks.isin([OFF, *sides])


def beside(cells: pd.Series) -> pd.Series | None:
    """The marks in a column that holds nothing else, in every filled cell of it; None where it is another column."""
    filled = {cell.strip().casefold().rstrip(".") for cell in cells if isinstance(cell, str) and cell.strip()}
    known = {**marks(), OFF: OFF, ON: ON}
    if not filled or not filled <= known.keys() or any(not isinstance(cell, str | None) for cell in cells):
        return None
    return cells.map(lambda cell: known.get(cell.strip().casefold().rstrip(".")) if cell else None)
