"""What is one filled-in questionnaire, and how does it travel as a file? Strict: what is not understood is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from klantlib.questionnaire.codes import BadCode, read_code
from klantlib.questionnaire.definition import UNKNOWN, Form, Kind, Question

MARK = "klantwerkboek-answers"  # what the file says that it is
FORMAT = 1  # of the file; another number is another shape
LARGEST = 64 * 1024  # bytes: a full sheet takes some 3 kB
TOKEN = re.compile(r"[2-9A-HJKMNP-Z]{7,12}")  # signs that are not mistaken for each other

# fmt: off
Reason = Literal[
    "too_large", "not_json", "not_ours", "shape", "edition", "question", "answer", "open", "too_long", "id",
    "damaged", "empty", "double", "unclear",  # of forms that a person filled in with a program of their own
    "no_mail", "nothing_found", "no_such_file", "no_file", "no_access", "own_folder", "empty_folder", "too_many",
    "unknown_kind", "picture", "outlook", "packed", "old_word", "unknown_token", "spoilt",  # of what is given
]
# fmt: on


Key = Annotated[str, Field(max_length=60)]
Answer = Annotated[str, Field(max_length=600)]


class BadSheet(ValueError):
    """An answer that cannot be taken in; `reason` has a sentence in templates/answers.toml."""

    def __init__(self, reason: Reason, **values: str) -> None:
        super().__init__(f"{reason}: {values}")
        self.reason, self.values = reason, values


class Sheet(BaseModel):
    """One filled-in questionnaire, as it is kept and as it travels."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    mark: Literal["klantwerkboek-answers"] = MARK
    format: Literal[1] = FORMAT
    kind: Kind
    edition: Annotated[str, Field(pattern=r"^[0-7]\.[0-9a-f]{4}$")]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]  # on which it was filled in
    id: Annotated[str, Field(max_length=12)]  # self-test: its code; survey: the customer's token; else drawn by lot
    answers: dict[
        Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=600)]
    ]  # key -> value; open: absent

    @property
    def date(self) -> date:
        return date.fromisoformat(self.day)

    def json_text(self) -> str:
        """As the file holds it: readable, the same for the same sheet."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"


def read_sheet(text: str | bytes) -> Sheet:
    """
    The sheet in a JSON file.

    Raises BadSheet where it is too large, no JSON, not ours, or has another shape than a sheet has.
    """
    if len(text) > LARGEST:
        raise BadSheet("too_large")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSheet("not_json") from error
    if not isinstance(found, dict) or found.get("mark") != MARK:
        raise BadSheet("not_ours")
    try:
        sheet = Sheet.model_validate(found)
        date.fromisoformat(sheet.day)
    except (ValidationError, ValueError) as error:
        raise BadSheet("shape") from error
    return sheet


def checked(sheet: Sheet, form: Form) -> Sheet:
    """
    The sheet, held to the form that it says it answers.

    Raises BadSheet at the first thing that does not fit: the edition, a question or answer that is not there, a
    question that was left open, too long a text, or an id of another kind.
    """
    if sheet.edition != form.edition:
        raise BadSheet("edition", given=sheet.edition, form=form.edition)
    if strange := set(sheet.answers) - {question.key for question in form.questions}:
        raise BadSheet("question", question=min(strange))
    for problem in _problems(sheet, form):
        raise problem
    return sheet


def _problems(sheet: Sheet, form: Form) -> Iterator[BadSheet]:
    for question in form.questions:
        yield from _wrong(question, sheet.answers.get(question.key, ""))
    good = _same_code(sheet, form) if form.returns == "code" else TOKEN.fullmatch(sheet.id)
    if not good:
        yield BadSheet("id", id=sheet.id)


def _wrong(question: Question, answer: str) -> Iterator[BadSheet]:
    if not answer:
        if not question.optional:
            yield BadSheet("open", question=question.text)
    elif question.options and answer not in question.values:
        yield BadSheet("answer", question=question.text, answer=answer)
    elif not question.options and len(answer) > question.longest:
        yield BadSheet("too_long", question=question.text)


def _same_code(sheet: Sheet, form: Form) -> bool:
    """Whether the code says what the answers say."""
    said = "".join(sheet.answers.get(question.key, UNKNOWN) for question in coded(form))
    try:
        code = read_code(sheet.id)
    except BadCode:
        return False
    return (code.answers, code.version, code.code) == (said, form.version, sheet.id)


def coded(form: Form) -> tuple[Question, ...]:
    """The questions whose answers are in the code: those with answers to choose from."""
    return tuple(question for question in form.questions if question.options)


def of_code(text: str, form: Form, day: date) -> Sheet:
    """
    The sheet that a code stands for, on the day that it came in.

    Raises BadCode where it is none; its version may be another one than the form's.
    """
    code = read_code(text)
    if code.version != form.version:
        raise BadCode("version", code.code)
    answers = {question.key: answer for question, answer in zip(coded(form), code.answers, strict=True)}
    return Sheet(
        kind=form.kind,
        edition=form.edition,
        language=form.language,
        day=day.isoformat(),
        id=code.code,
        answers=answers,
    )
