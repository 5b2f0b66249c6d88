"""How is it told what is wrong? File by file, many of a kind together, and the lines that settle it ready to copy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from klantlib.client import contract
from klantlib.client.client_toml import harmless
from klantlib.client.places import SETTINGS
from klantlib.client.problems import SHOWN, Problem
from klantlib.client.understood import Understood
from klantlib.formats import either, together
from klantlib.intake.checkup import Checkup
from klantlib.intake.told import Item, Lines, Snippet, tidy
from klantlib.words import Words

ADDRESS = re.compile(r"\S+@\S+\.\S+")  # an e-mail address, in whatever column
UNKNOWN = "unknown_column"
ROW_VALUE = 20  # letters of a value that are repeated in a row of rows


@dataclass(frozen=True)
class Faults:
    """What is to be put right."""

    count: int
    items: Sequence[Item]


def wrong(checkup: Checkup, words: Words) -> Faults:
    """Every problem, by file in the order in which they were found, and what to put in client.toml."""
    problems = [_masked(problem, checkup.understood, words) for problem in checkup.problems]
    files: dict[str, list[str]] = {}
    for _, kind in groupby(sorted(problems, key=_order(problems)), key=_kind):
        alike = list(kind)
        files.setdefault(alike[0].file, []).extend(_said(alike, words))
    if checkup.options:
        files.setdefault(SETTINGS, []).extend(checkup.options)
    count = sum(map(len, files.values()))
    if any(problem.file == SETTINGS and not harmless(problem) for problem in problems) and not checkup.understood:
        files.setdefault(SETTINGS, []).append(words.say("wrong", "later"))
    titles = [(file or words.say("wrong", "folder"), said) for file, said in files.items()]
    lines = [Lines(tidy(title), [tidy(sentence) for sentence in said]) for title, said in titles]
    return Faults(count, [*lines, *_proposed(problems, words)])


def _order(problems: Sequence[Problem]):
    """Of a kind together, where the first of them stood."""
    first: dict[tuple, int] = {}
    for number, problem in enumerate(problems):
        first.setdefault(_kind(problem), number)
    return lambda problem: first[_kind(problem)]


def _kind(problem: Problem) -> tuple[str, str, str]:
    """What is mended in one go: a mistake in a column; the unknown headings of a file together."""
    return problem.key, problem.file, "" if problem.key == UNKNOWN else problem.column


def _said(alike: Sequence[Problem], words: Words) -> Iterator[str]:
    """The first of a kind in full; of the others the rows, with what stands there."""
    first, *others = alike
    if first.key == UNKNOWN:
        yield _unknown(alike, words)
        return
    others = [problem for problem in others if problem.row not in first.values.get("rows", ())]
    sentence = _below_file(first, words)
    if not others:
        yield sentence
    elif any(problem.row is None for problem in alike):
        yield from (_below_file(problem, words) for problem in alike)
    else:
        rows = [_row(problem, words) for problem in others[: SHOWN - 1]]
        more = len(others) - len(rows)
        rest = [words.say("wrong", "more", n=more)] if more else []
        yield f"{sentence} {words.say('wrong', 'also', rows=together([*rows, *rest], words.language))}"


def _unknown(alike: Sequence[Problem], words: Words) -> str:
    """The headings that are not known, each with what it may stand for."""
    section = alike[0].values["section"]
    table = section.partition(".")[2]
    known = [contract.word(it.values["meant"], words.language, table) if "meant" in it.values else "" for it in alike]
    headings = [
        words.say("wrong", "meant" if column else "heading", heading=problem.column, column=column)
        for problem, column in zip(alike, known, strict=True)
    ]
    place = contract.place(section, words.language)
    return words.say("wrong", "unknown", n=len(alike), headings=together(headings, words.language), section=place)


def _below_file(problem: Problem, words: Words) -> str:
    """The sentence as it stands under the name of its file."""
    sentence = problem.sentence(words.language)
    rest = sentence.removeprefix(problem.file).lstrip(",: ") if problem.file else sentence
    return rest[:1].upper() + rest[1:]


def _row(problem: Problem, words: Words) -> str:
    value = problem.value if len(problem.value) <= ROW_VALUE else problem.value[: ROW_VALUE - 1] + "…"
    return words.say("wrong", "row" if value else "row_only", row=str(problem.row), value=value)


def _masked(problem: Problem, understood: Sequence[Understood], words: Words) -> Problem:
    """Without what may not leave the client's folder: an overview is mailed."""
    private = any(table.file == problem.file and table.private(problem.column) for table in understood)
    if problem.value and (private or ADDRESS.search(problem.value)):
        return replace(problem, value=words.say("wrong", "masked"))
    return problem


def _proposed(problems: Sequence[Problem], words: Words) -> list[Item]:
    """The lines for client.toml, under their sections."""
    sections: dict[str, list[str]] = {}
    for proposal in dict.fromkeys(problem.proposal for problem in problems if problem.proposal):
        known = getattr(proposal, "others", ())
        others = either(known, words.language) if known else ""
        line = proposal.line(words.language)
        heading = proposal.heading(words.language) if hasattr(proposal, "heading") else ""
        asked = f"{line}  # {words.say('proposed', 'others', others=others)}" if others else line
        sections.setdefault(heading, []).extend(asked.splitlines())
    headed = [([f"[{section}]"] if section else []) + found for section, found in sorted(sections.items())]
    lines = [line for section in headed for line in section]
    return [Snippet(words.say("proposed", "title"), words.say("proposed"), lines)] if lines else []
