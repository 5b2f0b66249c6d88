"""Which rows do the sheets become? answers/<table>.csv, which the client's other rows of that table stand beside."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from klantlib.client import contract
from klantlib.client.answers import TABLES
from klantlib.client.values import UNPRINTABLE
from klantlib.questionnaire.codes import shown
from klantlib.questionnaire.definition import UNKNOWN, Form, Question
from klantlib.questionnaire.keeping import put
from klantlib.questionnaire.sheets import Sheet
from klantlib.report.outputs import FORMULA
from klantlib.words import Words

DELIMITER = ";"
MARKED = "\ufeff"  # without it Excel takes é for Ã©
CONTROLS = re.compile(UNPRINTABLE)

Row = tuple[str, Mapping[str, str]]  # table, column -> value


@dataclass(frozen=True)
class Counted:
    """A sheet that counts, the form that it answers, and the customer whose it is."""

    sheet: Sheet
    form: Form
    customer: str = ""


def rows(counted: Counted, language: str) -> Iterator[Row]:
    """
    The rows that a sheet becomes; aspects are called as in the client's language, whatever that of the form.

    Of an aspect only a row that is whole: importance, expectation and experience say something together.
    """
    who = _who(counted)
    plain = {question.column: answer for question, answer in _said(counted) if not question.subject}
    yield counted.form.questions[0].table, who | plain
    names = Words(f"questionnaires/{counted.sheet.kind}", language).terms
    for first, values in _judged(counted):
        if all(values.values()):
            yield first.table, who | {"aspect": names.get(first.subject, first.aspect)} | values


def halves(counted: Counted) -> int:
    """How many aspects were judged in part, and so have no row."""
    return sum(any(values.values()) and not all(values.values()) for _, values in _judged(counted))


def write(folder: Path, found: Iterable[Row], language: str) -> dict[str, int]:
    """
    Every table as a csv file in answers/, in the client's language; without rows there is no file.

    The same sheets give the same bytes. Gives how many rows each table has.
    """
    by_table: dict[str, list[Mapping[str, str]]] = {table: [] for table in TABLES}
    for table, row in found:
        by_table[table].append(row)
    for table, of in by_table.items():
        path = folder / f"{table}.csv"
        if of:
            put(path, _csv(table, of, language).encode())
        else:
            path.unlink(missing_ok=True)
    return {table: len(of) for table, of in by_table.items() if of}


def _who(counted: Counted) -> dict[str, str]:
    """Whose answers, and when."""
    day = {"date": counted.sheet.day}
    match counted.form.returns:
        case "code":
            return {"respondent": shown(counted.sheet.id), **day}
        case "token":
            return {"customer_id": counted.customer, **day}
    return day


def _said(counted: Counted) -> list[tuple[Question, str]]:
    """Every question with its answer; an open one empty."""
    answers = counted.sheet.answers
    return [(question, _kept(question, answers.get(question.key, ""))) for question in counted.form.questions]


def _judged(counted: Counted) -> Iterator[tuple[Question, dict[str, str]]]:
    """Per aspect its first question, and what was said of it: column -> value."""
    of_aspects = [pair for pair in _said(counted) if pair[0].subject]
    for _, pairs in groupby(of_aspects, lambda pair: pair[0].subject):
        judged = list(pairs)
        yield judged[0][0], {question.column: answer for question, answer in judged}


def _kept(question: Question, answer: str) -> str:
    """Don't know stays where the report tells it, in the self-test; elsewhere it is no answer."""
    return "" if answer == UNKNOWN and question.table != "self_test" else answer


def _csv(table: str, found: Sequence[Mapping[str, str]], language: str) -> str:
    columns = [name for name in contract.tables()[table].columns if any(name in row for row in found)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\n")
    writer.writerow([contract.word(column, language, table) for column in columns])
    writer.writerows([[_cell(row.get(column, "")) for column in columns] for row in found])
    return MARKED + text.getvalue()


def _cell(value: str) -> str:
    """On one line; before what a spreadsheet would run stands a space, which our reader does not see."""
    tidy = CONTROLS.sub(" ", value).strip()
    return f" {tidy}" if FORMULA.match(tidy) else tidy
