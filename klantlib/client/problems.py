"""What is wrong with a client's files, and what was kept but should be known? Numbers here, words in messages.toml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from klantlib.client import contract
from klantlib.formats import together
from klantlib.languages import own_language
from klantlib.words import Words

SHOWN = 10  # of one kind in one column; who reads ten has seen what is wrong with the rest
LINED = (".toml", ".xaf", ".xml", ".gz", ".zip")  # files that have lines, not rows
VALUE_SHOWN = 60  # characters of a cell that are repeated


@dataclass(frozen=True)
class Proposal:
    """The line that would settle a question, to be put in client.toml."""

    section: str  # "dates"; empty for a line at the top of the file
    key: str  # "transactions.date"
    value: str  # as TOML writes it: '"dmy"'
    others: tuple[str, ...] = ()  # what else the answer may be

    def line(self, language: str) -> str:
        """The line itself, with table and column as the reader calls them: transacties.datum = "dmy"."""
        return f"{contract.setting(self.key, language)} = {self.value}"

    def heading(self, language: str) -> str:
        """The section that it stands in, the table in it as the reader calls it: columns.transacties."""
        return contract.place(self.section, language)


@dataclass(frozen=True)
class Problem:
    """Something that must be put right before there can be a report; words are in templates/messages.toml."""

    key: str  # section in messages.toml
    file: str = ""  # the client's own name of the file, with the sheet
    row: int | None = None  # as a spreadsheet numbers it, the heading included
    column: str = ""  # the client's own heading, or the key in client.toml
    value: str = ""  # what stands there
    expected: str = ""  # section in messages.toml: what should stand there
    values: Mapping[str, Any] = field(default_factory=dict)  # other holes
    proposal: Proposal | None = None  # what in client.toml would settle it

    def sentence(self, language: str) -> str:
        """Where, what was found, what was expected, what to do."""
        words = Words("messages", language)
        holes = {**_spoken(self.values, language), "column": self.column, "value": _short(self.value)}
        if self.expected:
            holes["expected"] = words.say(self.expected, **holes)
        text = words.say(self.key, **holes)
        return f"{self.where(language)}: {text}" if self.file else text

    def where(self, language: str) -> str:
        """File, row and column, as far as they are known."""
        part = "_".join(name for name in ("row", "column") if getattr(self, name)) or "file"
        if self.file.casefold().endswith(LINED):
            part = "key" if self.column else "line" if self.row else part
        column = contract.place(self.column, language) if part == "key" else self.column
        return Words("messages", language).say("where", part, file=self.file, row=self.row or 0, column=column)


@dataclass(frozen=True)
class Remark:
    """Something kept and reported, in numbers; words are in templates/messages.toml, section = key."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, language: str, currency: str = "EUR") -> str:
        return Words("messages", language, currency).say(self.key, **_spoken(self.values, language))


class Refused(Exception):
    """
    A client's files cannot be used as they are; `problems` holds everything that is wrong with them.

    `language` is the client's own; empty where that is not known, or where there is no client yet.
    `understood` is what could be made of its files all the same (klantlib.client.understood).
    """

    def __init__(self, problems: tuple[Problem, ...], language: str = "", understood: tuple[Any, ...] = ()):
        super().__init__(problems, language, understood)
        self.problems, self.language, self.understood = tuple(problems), language, tuple(understood)

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def sentences(self, language: str = "") -> list[str]:
        """
        Every problem as a sentence, in this language, else the client's, else that of this computer.

        Of many of one kind in one column the first ten are told, and how many more there are.
        """
        return list(_grouped(self.problems, language or self.language or own_language()))


class Unreadable(Exception):
    """A file that cannot be read; `key` says why (section in messages.toml), `rows` where, `choices` what of."""

    def __init__(self, key: str, *rows: int, value: str = "", choices: Sequence[str] = ()):
        super().__init__(key)
        self.key, self.rows, self.value, self.choices = key, rows, value or ", ".join(choices), tuple(choices)


def _grouped(problems: tuple[Problem, ...], language: str) -> Iterator[str]:
    total = Counter(_kind(problem) for problem in problems)
    seen: Counter = Counter()
    for problem in problems:
        seen[_kind(problem)] += 1
        if seen[_kind(problem)] <= SHOWN:
            yield problem.sentence(language)
        elif seen[_kind(problem)] == total[_kind(problem)]:
            more = {"more": total[_kind(problem)] - SHOWN}
            yield Problem("and_more", problem.file, column=problem.column, values=more).sentence(language)


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.key, problem.file, problem.column


def _short(value: str) -> str:
    return value if len(value) <= VALUE_SHOWN else value[: VALUE_SHOWN - 1] + "…"


def _spoken(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The holes, with tables and columns as the reader calls them in a file."""
    table = values.get("table")
    spoken = dict(values)
    if table:
        spoken["table"] = contract.word(table, language)
    if "setting" in values:
        spoken["setting"] = contract.setting(values["setting"], language)
    if "meant" in values:
        spoken["nearest"] = contract.word(values["meant"], language, values["section"].partition(".")[2])
    if "section" in values:
        spoken["section"] = contract.place(values["section"], language)
    if "choices" in values:
        spoken["allowed"] = ", ".join(words[language] for words in values["choices"].values())
    if "styles" in values:
        spoken["styles"] = together([_style(name, language) for name in values["styles"]], language)
    if "needed" in values:
        spoken["needed"] = [contract.word(name, language, table) for name in values["needed"]]
    return spoken


def _style(name: str, language: str) -> str:
    """A style of Word as its own program calls it in that language, and what it is for."""
    return Words("messages", language).say("word_styles", name.casefold().replace(" ", "_"))
