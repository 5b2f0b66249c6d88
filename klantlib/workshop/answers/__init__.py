"""What is the right answer to each exercise? Worked out on the case itself, never kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from klantlib.client import Client
from klantlib.words import Words
from klantlib.workshop.answers import loyalty, self_test, twenty_eighty, whitney
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.study import Study
from klantlib.workshop.theme import Exercise, Workshop, workshop

__all__ = ["ANSWERS", "Answer", "answer_to", "filled", "told"]
ANSWERS: Mapping[str, Mapping[str, Callable[[Study], Answer]]] = {
    "self_test": self_test.ANSWERS,
    "twenty_eighty": twenty_eighty.ANSWERS,
    "whitney": whitney.ANSWERS,
    "loyalty": loyalty.ANSWERS,
}
TEXTS = ("title", "text", "hint", "explain", "solution")  # of an exercise: they may have holes


def answer_to(theme: str, key: str, study: Study) -> Answer:
    """The right answer; LookupError where there is no such exercise."""
    if key not in ANSWERS[theme]:
        raise LookupError(f"there is no exercise '{key}'; there are {', '.join(ANSWERS[theme])}")
    return ANSWERS[theme][key](study)


def told(theme: str, language: str, data: Client) -> Workshop:
    """The workshop, its exercises told of this case."""
    plan, study = workshop(theme, language), Study(data)
    exercises = [filled(exercise, answer_to(theme, exercise.key, study), language) for exercise in plan.exercises]
    return plan.model_copy(update={"exercises": exercises})


def filled(exercise: Exercise, answer: Answer, language: str) -> Exercise:
    """The exercise with the holes in its texts filled; LookupError names the hole that is not known."""
    sentence = Words("workshop", language).sentence
    values: dict[str, Any] = {**answer.values, "value": answer.value}

    def say(text: str) -> str:
        return sentence.format(text, **values)

    texts = {part: say(getattr(exercise, part)) for part in TEXTS}
    return exercise.model_copy(
        update={**texts, "paper": exercise.paper.model_copy(update={"text": say(exercise.paper.text)})}
    )
