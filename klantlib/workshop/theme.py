"""What is a workshop made of? Its parts and exercises in one language, from templates/workshop/<theme>.toml.

Two files a theme, every language beside the other: `<theme>.toml` holds [theme] and the [[parts]] in the order of the
plan, `<theme>_exercises.toml` the [[exercises]]. Who reads a workshop gets plain texts: the language is picked here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from klantlib.formats import either
from klantlib.languages import languages
from klantlib.texts import read
from klantlib.workshop import THEMES

__all__ = ["FORM", "HOUR", "THEMES", "Exercise", "Paper", "Part", "Slide", "Workshop", "listed", "workshop"]
FORM = 120  # minutes of the workshop as it is written; other lengths are scaled from it
HOUR = 60

Kind = Literal["welcome", "poll", "tell", "exercise", "explore", "discuss", "break", "actions", "close"]
Asked = Literal["amount", "share", "number", "name", "choice"]  # how an answer is read


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Slide(_Strict):
    """One slide; of a point that has a colon, what stands before it is its name."""

    title: str
    points: list[str] = []
    notes: str = ""  # for the speaker
    picture: str = ""  # name of a view that is a chart: klantlib.workshop.views
    figures: list[str] = []  # to be read from the back of the room, one beside each point
    square: bool = False  # four points, two by two


class Part(_Strict):
    """One part of the plan; `minutes` of the two-hour form, `least` the fewest that it makes sense with."""

    key: str
    kind: Kind
    minutes: int = Field(ge=0)
    least: int = Field(ge=0)
    optional: bool = False  # goes first when time is short
    title: str
    goal: str = ""
    do: list[str] = []
    say: list[str] = []
    screen: str = ""
    pitfalls: list[str] = []
    expect: list[str] = []  # answers to expect
    without_laptops: str = ""
    exercises: list[str] = []  # keys
    explore: list[str] = []  # what there is to slide: names in klantlib.workshop.whatif
    slides: list[Slide] = []


class Paper(_Strict):
    """The same question without a computer, and what stands beside it: a view of the case, or nothing."""

    text: str
    table: str = ""  # name of a view: klantlib.workshop.views


class Exercise(_Strict):
    """
    One question on the case. Texts may have holes that `answers` fills, such as {name} or {value:money}.

    `given` is code that runs first, one line a cell; `answer` the variable to fill in, `example` how that looks;
    `solution` the code that works it out.
    """

    key: str
    kind: Asked
    title: str
    text: str
    hint: str
    explain: str
    given: list[str] = []
    answer: str
    example: str = ""
    solution: str
    choices: dict[str, list[str]] = {}  # key of a choice -> how people write it, the first as it is shown
    paper: Paper


class Workshop(_Strict):
    """A theme in one language."""

    key: str
    language: str
    name: str
    question: str
    promise: list[str]
    parts: list[Part]
    exercises: list[Exercise]

    @model_validator(mode="after")
    def _hangs_together(self) -> Workshop:
        """Two hours in all, every key once, and every exercise in exactly one part."""
        parts, exercises = [part.key for part in self.parts], [exercise.key for exercise in self.exercises]
        asked = [key for part in self.parts for key in part.exercises]
        wrong = {
            f"the minutes add up to {self.minutes}, not {FORM}": self.minutes != FORM,
            "a part stands twice": len(set(parts)) < len(parts),
            "an exercise stands twice": len(set(exercises)) < len(exercises),
            f"parts ask {sorted(asked)}, there is {sorted(exercises)}": sorted(asked) != sorted(exercises),
        }
        if found := [what for what, is_wrong in wrong.items() if is_wrong]:
            raise ValueError("; ".join(found))
        return self

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    def exercise(self, key: str) -> Exercise:
        """LookupError where there is none."""
        found = next((exercise for exercise in self.exercises if exercise.key == key), None)
        if found is None:
            raise LookupError(f"templates/workshop/{self.key}_exercises.toml has no exercise '{key}'")
        return found


@cache
def workshop(theme: str, language: str) -> Workshop:
    """
    The workshop on a theme (one of THEMES), its texts in one language.

    Raises LookupError where a text lacks in that language, or where the files are not in order: which, and what.
    """
    plan, asked = read(f"workshop/{theme}"), read(f"workshop/{theme}_exercises")
    told = _picked({**plan["theme"], "parts": plan["parts"], **asked}, language, f"templates/workshop/{theme}")
    try:
        return Workshop(key=theme, language=language, **told)
    except ValidationError as problem:
        raise LookupError(f"templates/workshop/{theme}: {problem}") from problem


def listed(exercise: Exercise, language: str) -> str:
    """The choices there are, as a person lists them; nothing where there are none."""
    return either([forms[0] for forms in exercise.choices.values()], language)


def _picked(value: Any, language: str, where: str) -> Any:
    """The same with one language of each text; what has no languages stays as it is."""
    match value:
        case Mapping() if value and set(value) <= set(languages()):
            if language not in value:
                raise LookupError(f"{where} has no {language}")
            return value[language]
        case Mapping():
            return {name: _picked(part, language, f"{where}: {name}") for name, part in value.items()}
        case str():
            return value
        case Sequence():
            return [_picked(part, language, f"{where} [{place}]") for place, part in enumerate(value)]
    return value
