"""Where does everything stand in the workbook for a team? The same places for who writes it and who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from klantlib.client.fill_in_rows import WHOLE_SHEET
from klantlib.questionnaire.definition import Form, Question

# the first cell of a sheet; a reader of clients' tables takes what opens so for explanation
OURS, ANSWERS = (WHOLE_SHEET + name for name in ("klantwerkboek-team", "klantwerkboek-team-answers"))
SEPARATOR = "|"
TITLE, HOW, HEADINGS, FIRST = 0, 1, 2, 3  # rows
WHO = 0  # column, before the questions
FIRST_ANSWER, ANSWER = 2, 2  # row and column of the first answer in words, on the sheet with all answers
HIDDEN_GAP = 2  # columns after the questions: the total and its group, empty where there is none


@dataclass(frozen=True)
class Mark:
    """Which form the workbook asks."""

    kind: str
    edition: str
    language: str

    def text(self) -> str:
        return SEPARATOR.join((OURS, self.kind, self.edition, self.language))


def read_mark(cell: object) -> Mark | None:
    """What the first cell of a sheet says, if it is one of ours."""
    opening, *parts = str(cell).split(SEPARATOR)
    return Mark(*parts) if opening == OURS and len(parts) == len(Mark.__dataclass_fields__) else None


def column(form: Form, question: Question) -> int:
    return WHO + 1 + form.questions.index(question)


def total_column(form: Form) -> int:
    return WHO + 1 + len(form.questions)


def id_column(form: Form) -> int:
    return total_column(form) + HIDDEN_GAP
