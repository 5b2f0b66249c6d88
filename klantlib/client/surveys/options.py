"""Which letter is an option of the self-test? Forms show its text; the texts are those of the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from klantlib.client.surveys.tools import plain
from klantlib.languages import languages
from klantlib.texts import read

STATEMENTS = ("q1", "q2", "q3", "q4", "q5", "q6")
LETTERS = "ABCD"


def lettered(text: str) -> bool:
    """
    Is this a letter, a question mark, or a double answer, which makes a respondent incomplete?

    >>> lettered("b"), lettered("A, C"), lettered("?"), lettered("altijd")
    (True, True, True, False)
    """
    parts = text.upper().replace(";", ",").replace(" ", "").split(",")
    return all(part in (*LETTERS, "?", "") for part in parts)


@cache
def options(statement: str) -> Mapping[str, str]:
    """The plain text of each option of this statement, in every language, and its letter."""
    spoken = read("questionnaires/self_test")["terms"]
    return {plain(spoken[f"{statement}{letter}"][language]): letter for letter in LETTERS for language in languages()}
