"""Which number does an answer say? Words of a ladder, a number with its label, or what client.toml says of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from klantlib.client.surveys.tools import plain

UNKNOWN = "unknown"  # the section of words.toml that is no ladder
NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
LABELLED = re.compile(rf"({NUMBER})\s*(?:[-–—=:.)]|\()\s*\D.*")  # 10 - zeer waarschijnlijk; 5 (best)
BEHIND = re.compile(r"\D*\D\s*\((\d+)\)")  # zeer tevreden (5)
OUT_OF = re.compile(rf"({NUMBER})\s*(?:/|van|of|out of)\s*(\d+)", re.IGNORECASE)  # 4/5
STARS = re.compile(r"(\d+)\s*(?:sterren|ster|stars|star|★+|⭐+)", re.IGNORECASE)
NUMBERS = re.compile(rf"{NUMBER}\s*%?")  # needs no words


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of answers, as far as they are numbers."""

    cells: pd.Series  # numbers as they stood, words as numbers, None where nothing was answered or the word is strange
    said: Mapping[str, Any]  # each word that became a number
    unknown: int  # answers that say that they do not know
    strange: tuple[str, ...]  # words of which nobody knows the number


def as_numbers(cells: pd.Series, low: float, high: float, own: Mapping[str, str]) -> Numbers:
    """
    A column's answers on a scale from `low` to `high`; `own`: what client.toml says of words, "" = no answer.

    A word stands for its rung on the one ladder that has all words of the column, else it is strange.
    """
    texts = {cell: cell.strip() for cell in cells.dropna().unique() if isinstance(cell, str)}
    settled = {plain(word): number for word, number in own.items()}
    mine = {cell: settled[plain(text)] for cell, text in texts.items() if plain(text) in settled}
    blank = {cell for cell, text in texts.items() if plain(text) in _unknown() - settled.keys() or mine.get(cell) == ""}
    labelled = {cell: number for cell, text in texts.items() if (number := _labelled(text, high))}
    done = {*mine, *blank, *labelled}
    rest = {cell: text for cell, text in texts.items() if text and cell not in done and not NUMBERS.fullmatch(text)}
    rungs = _rungs(set(map(plain, rest.values())), low, high)
    told = {cell: rungs[plain(text)] for cell, text in rest.items() if plain(text) in rungs}
    told |= {cell: _float(number) for cell, number in mine.items() if number}
    empty = {*blank, *(cell for cell, text in texts.items() if not text)}
    known = {**labelled, **told, **dict.fromkeys([*empty, *(cell for cell in rest if cell not in told)])}
    read = [known.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
    strange = tuple(text for cell, text in rest.items() if cell not in told)
    said = {texts[cell]: number for cell, number in told.items()}
    numbers = pd.Series(read, cells.index, dtype=object)
    return Numbers(numbers, said, int(cells.isin(blank).sum()), strange)


def tidy(cells: pd.Series) -> pd.Series:
    """Several choices in one cell, as they can be read: `a;b;` becomes `a; b`. Other texts stay as they are."""
    return cells.map(lambda cell: "; ".join(_parts(cell)) if isinstance(cell, str) else cell).astype(object)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def letters(cells: pd.Series, options: Mapping[str, str], own: Mapping[str, str]) -> pd.Series:
    """
    Answers A to D of a self-test: a letter with what it stands for, or the text of the option alone.

    `options`: plain text of each option of this statement -> its letter.
    """
    settled = {plain(word): letter for word, letter in own.items()}

    def letter(cell: Any) -> Any:
        if not isinstance(cell, str) or not cell.strip():
            return None
        text = cell.strip()
        if plain(text) in settled:
            return settled[plain(text)] or "?"
        if plain(text) in _unknown():
            return "?"
        led = re.match(r"([A-Da-d])\s*[.):-]\s*\S", text)
        return led[1].upper() if led else options.get(plain(text), text)

    return cells.map(letter).astype(object)


def _labelled(text: str, high: float) -> str:
    """The number of an answer that has one and says what it means; of "4/5" only where 5 is the top of the scale."""
    if found := LABELLED.fullmatch(text) or BEHIND.fullmatch(text) or STARS.fullmatch(text):
        return found[1]
    of = OUT_OF.fullmatch(text)
    return of[1] if of and float(of[2]) == high else ""


def _float(number: str) -> Any:
    """What client.toml says of a word; what is no number there is refused where the column is checked."""
    try:
        return float(number.replace(",", "."))
    except ValueError:
        return number


def _rungs(words: set[str], low: float, high: float) -> dict[str, float]:
    """
    Word -> its number, on the first ladder that has every word, each on a rung of its own; else nothing.

    Two words on one rung are a finer scale than the ladder.
    """
    for ladder in _ladders():
        if words and words <= ladder.keys() and len({ladder[word] for word in words}) == len(words):
            return {word: round(low + ladder[word] * (high - low), 4) for word in words}
    return {}


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@cache
def _ladders() -> tuple[Mapping[str, float], ...]:
    """Each ladder of each language: plain word -> its place, 0 (least) to 1 (most)."""
    ladders = [rungs for name, spoken in _read().items() if name != UNKNOWN for rungs in spoken.values()]
    return tuple(
        {plain(word): place / (len(rungs) - 1) for place, rung in enumerate(rungs) for word in rung}
        for rungs in ladders
    )


@cache
def _unknown() -> frozenset[str]:
    return frozenset(plain(word) for words in _read()[UNKNOWN].values() for word in words)
