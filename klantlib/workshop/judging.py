"""Is an answer right? As a person would judge it: rounding is fine, and so is any way to write it."""

from __future__ import annotations

from typing import Any, Literal

from klantlib.workshop import reading
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.theme import Exercise

Verdict = Literal["open", "unread", "not_yet", "right"]
OF_AMOUNT = 0.02  # an amount may be a fiftieth off: worked out with rounded figures, rounded to thousands
WHOLE = 0.51  # and so may it be in whole units of money
OF_SHARE = 0.0055  # a share half a point: rounded to whole percents
OF_NUMBER = 0.051  # a number that is not whole one decimal
TINY = 1e-6


def judged(exercise: Exercise, answer: Answer, said: Any) -> Verdict:
    """What to say of what was filled in; never raises."""
    if reading.is_open(said):
        return "open"
    if exercise.kind == "choice":
        key = reading.choice(said, exercise.choices)
        return "unread" if key is None else _verdict(key == answer.value)
    if exercise.kind == "name":
        meant = reading.name(said, answer.names)
        return _verdict(meant <= answer.right) if meant else "unread"
    numbers = reading.numbers(said)
    return _verdict(any(_near(exercise, answer, number) for number in numbers)) if numbers else "unread"


def _verdict(right: bool) -> Verdict:
    return "right" if right else "not_yet"


def _near(exercise: Exercise, answer: Answer, number: float) -> bool:
    """A share may be a fraction or a percentage."""
    value = float(answer.value)
    if exercise.kind == "share":
        return min(abs(number - value), abs(number / 100 - value)) <= OF_SHARE
    if exercise.kind == "amount":
        return abs(number - value) <= max(WHOLE, OF_AMOUNT * abs(value))
    return abs(number - value) <= (TINY if value == round(value) else OF_NUMBER)
