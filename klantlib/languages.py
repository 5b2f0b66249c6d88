"""Which languages can a reader have, and how does each write? The one list is [languages] in templates/words.toml.

A language is added by its keys beside the others, there and in every other text; nothing in a .py names it.
`python tests/missing_words.py de` tells which keys German still lacks.
"""

from __future__ import annotations

import locale
from functools import cache

from babel import Locale

from klantlib.texts import read

ELSEWHERE = "en"  # who works on a computer that speaks none of our languages most likely reads English


def languages() -> tuple[str, ...]:
    """The codes of the languages there are, the usual one first."""
    return tuple(read("words")["languages"]["text"])


def usual() -> str:
    """The language of a client that says nothing about it: the first of the list."""
    return languages()[0]


def tag(language: str) -> str:
    """
    The language and the country whose customs hold, as documents name them.

    >>> tag("en")
    'en-GB'
    """
    return read("words")["languages"]["locale"][language]


@cache
def locale_of(language: str) -> Locale:
    """How this language writes numbers, amounts, dates and lists (CLDR)."""
    return Locale.parse(tag(language), sep="-")


def own_language() -> str:
    """The language of this computer, where it is one of ours."""
    spoken = (locale.getlocale()[0] or "").casefold()  # "nl_NL", on Windows "Dutch_Netherlands"
    return next((code for code in languages() if spoken.startswith(_spoken(code))), ELSEWHERE)


def _spoken(language: str) -> tuple[str, ...]:
    return f"{language}_", Locale(locale_of(language).language).english_name.casefold()
