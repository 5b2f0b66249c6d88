"""What do the forms say in words, alike on paper, in Word and in a workbook? (templates/questionnaire_forms.toml)"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from klantlib.questionnaire.definition import Form, Option, Question, scoring
from klantlib.questionnaire.inviting import Inviting
from klantlib.questionnaire.web.result import ranges
from klantlib.words import Words

FILE = "questionnaire_forms"
CHAPTER = "advice/self_test"
SHORT = 38  # characters: answers up to this length stand beside each other, longer ones below


@dataclass(frozen=True)
class Band:
    """A group of totals, its lowest and highest included."""

    low: int
    high: int
    name: str
    advice: str


def words(language: str) -> Words:
    return Words(FILE, language)


def heading(number: int, question: Question, said: Words) -> str:
    """The question with its number, and whether it may stay open."""
    open_ = question.optional and not question.options
    return said.say("question", "optional" if open_ else "text", number=number, question=question.text)


def label(option: Option, said: Words) -> str:
    """
    An answer as it stands behind a box or in a list: "A: only name and address", "8: good", "I do not know".

    What has no letter or number that somebody could say over the phone stands there in words alone.
    """
    bare = option.value == option.text or not option.value.isalnum()
    return option.text if bare else said.say("option", value=option.value, said=option.text)


def spoken(number: int, said: str, language: str) -> str:
    """What a screen reader says of a box or a field: which question, and which answer."""
    return words(language).say("option", "spoken", number=number, said=said)


def are_short(options: Sequence[Option], said: Words) -> bool:
    """May these answers stand beside each other?"""
    return all(len(label(option, said)) <= SHORT for option in options)


def about(form: Form, inviting: Inviting) -> Iterator[str]:
    """Who asks, how long it takes, before when, and how long it is kept: a sentence each."""
    say = words(form.language).say
    firms = {"client": inviting.client, "asked_by": inviting.asked_by}
    if inviting.customer:
        yield say("about", "dear", customer=inviting.customer)
    yield say("about", "asked_self" if inviting.asked_by == inviting.client else "asked", **firms)
    yield say("about", "minutes", minutes=form.minutes)
    if inviting.before:
        yield say("about", "before", day=inviting.before)
    yield say("about", form.returns, asked_by=inviting.asked_by, months=inviting.keep_months)


def sending(part: str, inviting: Inviting) -> str:
    """How it comes back, by this kind of form: by mail where an address is known, else to whoever gave it."""
    return words(inviting.language).say(part, "mail" if inviting.mail else "hand", mail=inviting.mail)


def scored(form: Form) -> bool:
    """Does this form have points to add up?"""
    return form.returns == "code"


def points() -> Mapping[str, int]:
    """Points per letter."""
    return scoring()["points"]


def bands(form: Form) -> list[Band]:
    """The groups of totals, the highest first, called as the report calls them and with its advice."""
    chapter = Words(CHAPTER, form.language)
    return [
        Band(low, high, chapter.terms[key], chapter.say(f"diagnosis_{key}", "advice"))
        for key, low, high in reversed(ranges(form))
    ]
