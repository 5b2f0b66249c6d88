"""What did a team fill in? Row by row: what is good comes in, what is not is told with its row, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from klantlib.questionnaire.chance import chance, token
from klantlib.questionnaire.codes import write_code
from klantlib.questionnaire.definition import Form, Question
from klantlib.questionnaire.sheets import TOKEN, BadSheet, Sheet, checked, coded
from klantlib.questionnaire.team.book import opened, written
from klantlib.questionnaire.team.marks import FIRST, Mark, column, id_column

SHOWN = 60  # letters of an answer that is not there, to find it by


@dataclass(frozen=True)
class Rows:
    """The sheets that are good, and per row that is not, as a spreadsheet numbers it, why."""

    sheets: list[Sheet]
    problems: list[tuple[int, BadSheet]]


def read_team_sheet(data: bytes, form_of: Callable[[str, str], Form], day: date) -> Rows:
    """
    The sheets in a workbook of `team_sheet`. A row without any answer is nobody's; the column "who" is not read.

    `form_of` gives the form of a kind and edition, and raises BadSheet where there is none; `day` is on which it came
    in, for a file that does not say when it was saved. Raises BadSheet where the whole file cannot be taken in.
    """
    book = opened(data)
    form = form_of(book.mark.kind, book.mark.edition)
    known = _known(form, book.answers)
    found, problems, seen = [], [], set()
    for number, row in enumerate(book.cells[FIRST:], start=FIRST + 1):
        try:
            if answers := _answers(row, form, known):
                found.append(_sheet(_own_id(row, form, seen), answers, form, book.mark, book.saved or day))
        except BadSheet as problem:
            problems.append((number, problem))
    if not found and not problems:
        raise BadSheet("empty")
    return Rows(found, problems)


def _known(form: Form, said: Sequence[str]) -> dict[str, dict[str, str]]:
    """Per question the answers there are, as this workbook words them and in short -> what is kept."""
    asked = [(question.key, option.value) for question in form.questions for option in question.options]
    if len(said) < len(asked):
        raise BadSheet("damaged")
    known: dict[str, dict[str, str]] = {key: {} for key, _ in asked}
    for (key, value), words in zip(asked, said, strict=False):
        known[key] |= {words.casefold(): value, value.casefold(): value}
    return known


def _answers(row: Sequence[Any], form: Form, known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Question -> answer, of those that were answered."""
    given = ((question, written(row, column(form, question))) for question in form.questions)
    return {question.key: _answer(question, text, known.get(question.key, {})) for question, text in given if text}


def _answer(question: Question, text: str, known: Mapping[str, str]) -> str:
    if not question.options:
        if len(text) > question.longest:
            raise BadSheet("too_long", question=question.text)
        return text
    if text.casefold() not in known:
        raise BadSheet("answer", question=question.text, answer=text[:SHOWN])
    return known[text.casefold()]


def _own_id(row: Sequence[Any], form: Form, seen: set[str]) -> str:
    """The id of a row; one that was copied with another row would make two people one."""
    own = written(row, id_column(form))
    if not TOKEN.fullmatch(own) or own in seen:
        raise BadSheet("id", id=own[:SHOWN])
    seen.add(own)
    return own


def _sheet(own: str, answers: dict[str, str], form: Form, mark: Mark, day: date) -> Sheet:
    given = {
        "kind": form.kind,
        "edition": mark.edition,
        "language": mark.language,
        "day": day.isoformat(),
        "answers": answers,
    }
    return checked(Sheet(id=_id(own, answers, form), **given), form)


def _id(own: str, answers: dict[str, str], form: Form) -> str:
    """
    A code for a self-test, which the same row with the same answers has each time; else the row's own id.

    The unit counts too, so that a file that was copied for another branch stays apart.
    """
    if form.returns != "code":
        return token(own, answers.get("unit", ""))
    said = [answers.get(question.key, "") for question in coded(form)]
    if "" in said:
        raise BadSheet("open", question=coded(form)[said.index("")].text)
    return write_code(said, form.version, chance(own))
