"""How does a sheet survive an e-mail? As one line between square brackets, which may be broken and quoted on the way.

    [KW|satisfaction|1.5f3a|nl|2026-11-22|7XKQ29PM|4,5,8,7,...,Sneller%20leveren|2P9K]

The answers stand in the order of the questions, an open one empty, words percent-encoded; the last part is a check over
all that comes before it. White space and marks of quoting between the brackets do not count: none of the parts has any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

from klantlib.questionnaire.codes import SIGNS
from klantlib.questionnaire.definition import Form
from klantlib.questionnaire.sheets import BadSheet, Sheet

NAME = "KW"
FOUND = re.compile(r"\[[\s>]*K\s*W\s*\|[^\[\]]{0,8000}\]")
PARTS = 8
CHECK = len(SIGNS) ** 4  # four signs of the check
SAFE = "-_.!~*'()"  # what a browser's encodeURIComponent leaves as it is


def write_line(sheet: Sheet, form: Form) -> str:
    """A sheet as one line; `form` gives the order of its answers."""
    answers = ",".join(quote(sheet.answers.get(question.key, ""), safe=SAFE + "?") for question in form.questions)
    said = "|".join((NAME, sheet.kind, sheet.edition, sheet.language, sheet.day, sheet.id, answers))
    return f"[{said}|{check(said)}]"


def lines_in(text: str) -> list[str]:
    """Every such line in a text, its breaks and marks of quoting taken out, once each, in order."""
    return list(dict.fromkeys(re.sub(r"=\r?\n|[\s>]", "", found) for found in FOUND.findall(text)))


def read_line(line: str, form_of: Callable[[str, str], Form]) -> Sheet:
    """
    The sheet of one line. `form_of` gives the form of a kind and edition, and raises BadSheet where there is none.

    Raises BadSheet where the line was damaged, or its answers are not as many as the questions.
    """
    *parts, found = line[1:-1].split("|")
    if len(parts) != PARTS - 1 or check("|".join(parts)) != found:
        raise BadSheet("shape")
    _, kind, edition, language, day, id_, answers = parts
    form = form_of(kind, edition)
    given = answers.split(",")
    if len(given) != len(form.questions):
        raise BadSheet("shape")
    return Sheet(
        kind=form.kind, edition=edition, language=language, day=day, id=id_, answers=dict(_answers(form, given))
    )


def _answers(form: Form, given: list[str]) -> Iterator[tuple[str, str]]:
    return ((question.key, unquote(said)) for question, said in zip(form.questions, given, strict=True) if said)


def check(text: str) -> str:
    """Four signs over a text of plain characters, the same in Python and in a browser."""
    total = 0
    for sign in text.encode():
        total = (total * 257 + sign + 1) % CHECK
    return "".join(SIGNS[total // len(SIGNS) ** power % len(SIGNS)] for power in (3, 2, 1, 0))
