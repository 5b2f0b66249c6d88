"""How does a person read what was taken in, and what was not? Sentences from templates/answers.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from klantlib.client import contract
from klantlib.client.sources import ANSWERS
from klantlib.formats import together
from klantlib.questionnaire.answers.store import REFUSED
from klantlib.questionnaire.codes import BadCode, shown
from klantlib.questionnaire.definition import KINDS
from klantlib.questionnaire.sheets import BadSheet
from klantlib.words import Words

if TYPE_CHECKING:
    from klantlib.questionnaire.answers.taking import One, Taken

SHOWN = 40  # characters of an answer that are repeated
MOST = 20  # things that were refused, told one by one


def told(taken: Taken, client: str, erased: int | None = None) -> tuple[list[str], list[str]]:
    """What was taken in, and what was refused; a sentence each. `erased`: files that were, where that was asked."""
    words = Words("answers", taken.language)
    gone = [] if erased is None else [words.say("erased", n=erased)]
    return [*gone, *_taken(taken, words), *_standing(taken, client, words)], list(_refused(taken, words))


def reasons(wrong: Sequence[BadSheet | BadCode], words: Words) -> list[str]:
    """Why something was refused and what to do, once for each reason."""
    return list(dict.fromkeys(_reason(problem, words) for problem in wrong))


def _taken(taken: Taken, words: Words) -> Iterator[str]:
    came = Counter((one.sheet.kind, one.came) for one in taken.sheets)
    for kind in KINDS:
        if new := came[kind, "new"]:
            yield words.say("new", kind, n=new)
    for how in ("same", "newer", "older"):
        if n := sum(count for (_, found), count in came.items() if found == how):
            yield words.say("came", how, n=n)
    for one in taken.drawn:
        yield words.say("drawn", letters=_letters(one), code=shown(one.sheet.id))


def _standing(taken: Taken, client: str, words: Words) -> Iterator[str]:
    tables = [
        words.say(
            "standing", "table", n=rows, file=f"{ANSWERS}/{table}.csv", table=contract.word(table, words.language)
        )
        for table, rows in taken.rows.items()
    ]
    yield words.say("standing", "text" if tables else "none", tables=together(tables, words.language), client=client)
    if taken.halves:
        yield words.say("standing", "halves", n=taken.halves)
    if taken.late:
        yield words.say("standing", "late", n=taken.late, end=taken.end)
    if taken.roles:
        yield words.say("standing", "roles", n=taken.roles)
    if taken.overdue:
        yield words.say("standing", "overdue", n=taken.overdue, client=client)


def _refused(taken: Taken, words: Words) -> Iterator[str]:
    if taken.refused:
        yield words.say("refused")
    for name, wrong in taken.refused[:MOST]:
        for reason in reasons(wrong, words):
            yield words.say("refused", "one", name=name, reason=reason)
    if len(taken.refused) > MOST:
        yield words.say("refused", "more", n=len(taken.refused) - MOST)
    if taken.refused:
        yield words.say("refused", "aside", folder=f"{ANSWERS}/{REFUSED}")


def _reason(problem: BadSheet | BadCode, words: Words) -> str:
    if isinstance(problem, BadCode):
        return words.say(f"code_{problem.reason}", code=_short(problem.code))
    values = {name: _short(value) for name, value in problem.values.items()}
    said = words.say(problem.reason, **values)
    return words.say("refused", "row", row=values["row"], reason=said) if "row" in values else said


def _letters(one: One) -> str:
    return "".join(one.sheet.answers[f"q{number}"] for number in range(1, 7))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
