"""What is asked, in which words and with which answers? Reads templates/questionnaires/<kind>.toml.

The page, the Word form, the paper form, the workbook, and what takes answers in all stand on this one definition.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from klantlib.words import Words

Kind = Literal["self_test", "satisfaction", "awareness"]
Returns = Literal["code", "token", "sheet"]
KINDS: tuple[Kind, ...] = get_args(Kind)
UNKNOWN = "?"  # don't know: an answer, never a zero


@dataclass(frozen=True)
class Option:
    """One answer to choose: what is kept, and the words."""

    value: str
    text: str


@dataclass(frozen=True)
class Question:
    """One question. Without options it is answered in words of one's own."""

    key: str  # stable within an edition: q1, overall, a2_experience
    text: str
    options: tuple[Option, ...] = ()  # "don't know", where it is one, comes last
    note: str = ""
    optional: bool = False
    longest: int = 0  # characters, of an answer in words of one's own
    table: str = ""  # where the answer goes
    column: str = ""
    aspect: str = ""  # of which part of the service, in the words of the form
    subject: str = ""  # the same, in no language: a key of ours, or what the client calls it

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)


@dataclass(frozen=True)
class Asked:
    """What a client asks in its own way; where it says nothing, what is usual."""

    aspects: tuple[str, ...] = ()  # of the satisfaction survey
    units: tuple[str, ...] = ()  # branches or teams
    role: bool = False  # whether a respondent may tell his or her role


@dataclass(frozen=True)
class Form:
    """A questionnaire in one language."""

    kind: Kind
    language: str
    version: int
    returns: Returns
    minutes: int
    title: str
    why: str
    questions: tuple[Question, ...]

    @property
    def edition(self) -> str:
        """
        The version, and a mark of what is asked: forms in two languages share it, forms with other questions never do.
        """
        asked = [(question.key, question.subject, question.values) for question in self.questions]
        mark = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:4]
        return f"{self.version}.{mark}"

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)


def form(kind: Kind, language: str, asked: Asked | None = None) -> Form:
    """A questionnaire in one language, with what a client asks in its own way."""
    words = Words(f"questionnaires/{kind}", language)
    facts = {name: words.fact("form", name) for name in ("version", "returns", "minutes")}
    said = {part: words.say("form", part) for part in ("title", "why")}
    return Form(kind, language, **facts, **said, questions=tuple(_questions(words, asked or Asked())))


def _questions(words: Words, asked: Asked) -> Iterator[Question]:
    for key in words.fact("form", "questions"):
        if each := words.fact(key, "each"):
            yield from _of_aspects(words, key, each, asked.aspects)
        elif not words.fact(key, "asked") or asked.role:
            yield _question(words, key, key, words.fact("form", "table"), _choices(words, key, asked))


def _of_aspects(words: Words, section: str, each: list[str], own: tuple[str, ...]) -> Iterator[Question]:
    """Every part of the service has the same few questions, one after the other."""
    names = {name: name for name in own} or {key: words.terms[key] for key in words.fact(section, "usual")}
    table = words.fact(section, "table")
    for number, (subject, name) in enumerate(names.items(), start=1):
        for column in each:
            question = _question(words, column, f"a{number}_{column}", table, _choices(words, column), name)
            yield replace(question, subject=subject)


def _question(
    words: Words, section: str, key: str, table: str, options: tuple[Option, ...], aspect: str = ""
) -> Question:
    return Question(
        key,
        words.say(section, **({"aspect": aspect} if aspect else {})),
        options,
        note=words.say(section, "note") if words.has(section, "note") else "",
        optional=bool(words.fact(section, "optional")),
        longest=words.fact(section, "longest") or 0,
        table=table,
        column=section,
        aspect=aspect,
    )


def _choices(words: Words, section: str, asked: Asked | None = None) -> tuple[Option, ...]:
    """The answers to choose from: letters, a scale with every point in words, or a client's own list."""
    unknown = (Option(UNKNOWN, words.say("unknown")),) if words.fact(section, "unknown") else ()
    if letters := words.fact(section, "options"):
        return (*(Option(letter, _capital(words.terms[section + letter])) for letter in letters), *unknown)
    if scale := words.fact(section, "scale"):
        points = map(str, words.fact(scale, "values"))
        return (*(Option(point, words.say(scale, point)) for point in points), *unknown)
    units = asked.units if asked and words.fact(section, "choose") else ()
    return tuple(Option(unit, unit) for unit in units)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def scoring() -> Mapping[str, object]:
    """Points, bands and the answers that call for a step up, of the self-test."""
    return {name: Words("questionnaires/self_test").fact("scoring", name) for name in ("points", "bands", "better")}
