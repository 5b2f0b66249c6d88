"""What is an overview made of, before it is known whether a terminal or a page shows it? Texts only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from klantlib.client.values import UNPRINTABLE

CONTROLS = re.compile(UNPRINTABLE)


def tidy(text: str) -> str:
    """
    A client's text on one line, without signs that would steer a terminal.

    >>> tidy("two\\nlines\\x1b[2J")
    'two lines [2J'
    """
    return CONTROLS.sub(" ", text)


@dataclass(frozen=True)
class Lines:
    """Sentences under a heading of their own; the heading may be empty."""

    title: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Grid:
    """Rows of texts under headings; the last columns hold numbers. Notes stand below it."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    numbers: int = 0  # how many columns, counted from the last


@dataclass(frozen=True)
class Snippet:
    """Lines to copy, letter by letter, with what to do with them."""

    title: str
    lead: str
    lines: Sequence[str]


Item = Lines | Grid | Snippet


@dataclass(frozen=True)
class Part:
    """A heading and what belongs under it."""

    key: str
    title: str
    items: Sequence[Item]


@dataclass(frozen=True)
class Told:
    """A whole overview."""

    language: str
    title: str
    verdict: str
    good: bool
    parts: Sequence[Part]
    next: str  # what to type now
