"""What do all surveys of a client become together? Each table once, whatever the number of surveys it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from klantlib.client import contract
from klantlib.client.problems import Problem, Remark, Unreadable
from klantlib.client.settings import Settings
from klantlib.client.surveys.answers import Part, Reader, Told, lacking
from klantlib.client.surveys.exports import Export, read_export
from klantlib.client.surveys.finding import Survey, asked
from klantlib.client.surveys.naming import TABLES
from klantlib.client.surveys.people import everybody
from klantlib.client.surveys.proposals import DayProposal
from klantlib.client.understood import Understood

EXAMPLE = "2025-10-15"  # a day as TOML writes it


@dataclass(frozen=True, eq=False)
class Surveyed:
    """The tables that surveys deliver."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)  # table -> the files that it comes from
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    understood: tuple[Understood, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)  # table -> answers that could not count


def read_surveys(surveys: Sequence[Survey], settings: Settings, own: Mapping[str, str]) -> Surveyed:
    """
    Every survey, read and checked. Several surveys of one table are added up: they are years, or groups of people.

    `own`: the tables that lie in files of their own, and those files; no survey may deliver them too.
    """
    reads = [_read(survey, settings) for survey in surveys]
    problems = [problem for read in reads for problem in read.problems]
    problems += [_twice(table, survey, own[table]) for survey in surveys for table in survey.tables if table in own]
    parts = [part for read in reads for part in read.parts]
    people = _numbered(parts)
    by_table = {table: [part for part in parts if part.table == table] for table in TABLES}
    return Surveyed(
        {} if problems else {table: _together(of, people) for table, of in by_table.items() if of},
        {table: " + ".join(s.file for s in surveys if table in s.tables) for table, of in by_table.items() if of},
        tuple(problems),
        tuple(remark for read in reads for remark in read.remarks),
        tuple(part.understood for part in _first_of_each(parts)),
        {table: sum(read.lost.get(table, 0) for read in reads) for table in TABLES},
    )


@dataclass(frozen=True, eq=False)
class _Read:
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    lost: Mapping[str, int] = field(default_factory=dict)


def _read(survey: Survey, settings: Settings) -> _Read:
    try:
        export = read_export(survey.path, survey.settings.sheet, list(_headings(survey)))
    except Unreadable as error:
        rows = error.rows or (None,)
        return _Read(problems=tuple(Problem(error.key, survey.file, row, value=error.value) for row in rows))
    if wrong := tuple(_unsettled(survey, export)):
        return _Read(problems=wrong)
    who = everybody(survey, export)
    if isinstance(who, list):
        return _Read(problems=tuple(who))
    reader = Reader(survey, export, _with_scales(survey, settings), who, Told())
    parts = tuple(reader.parts())
    found = [*reader.told.asked, *(problem for part in parts for problem in part.outcome.problems)]
    problems = [problem for place, problem in enumerate(found) if problem not in found[:place]]  # a date of each aspect
    lost = {part.table: len(export.cells) - len(part.identities) for part in parts if part.table != "aspects"}
    remarks = (*who.remarks, *reader.told.remarks(survey.file), *_unused(survey, export))
    return _Read(parts, tuple(problems), remarks, lost)


def _headings(survey: Survey) -> Iterator[str]:
    """Every heading that client.toml names for this survey."""
    told = survey.settings
    for asked_for in (told.columns, told.satisfaction, told.self_test, *told.aspects.values()):
        yield from asked_for.values()


def _unsettled(survey: Survey, export: Export) -> Iterator[Problem]:
    """What client.toml must still say of this survey, or says wrongly."""
    told, place = survey.settings, f"surveys.{survey.name}"
    if not survey.tables:
        yield asked(survey, export)
        return
    for text in _headings(survey):
        if text and not export.heading(text):
            near = contract.nearest(text, list(export.cells))
            yield Problem("mapped_to_nothing", survey.file, column=text, value=place, values={"nearest": near})
    for table, absent in lacking(survey):
        values = {"table": table, "needed": list(absent), "n": len(absent), "section": place}
        yield Problem("survey_lacks", survey.file, values=values, proposal=survey.proposal(export))
    if set(survey.tables) - {"self_test"} and not told.columns.get("customer_id"):
        yield Problem("survey_customer", survey.file, values={"section": place}, proposal=survey.proposal(export))
    date = export.heading(told.columns.get("date", "")) or export.date
    if not told.day and (date is None or export.undated(date)) and set(survey.tables) - {"self_test"}:
        yield Problem(
            "survey_date", survey.file, values={"section": place}, proposal=DayProposal(place, "date", EXAMPLE)
        )


def _unused(survey: Survey, export: Export) -> Iterator[Remark]:
    used = {export.heading(text) for text in _headings(survey)}
    if left := [heading for heading in export.questions if heading not in used]:
        yield Remark("ignored_columns", {"file": survey.file, "columns": left, "n": len(left)})


def _with_scales(survey: Survey, settings: Settings) -> Settings:
    """The settings with the scales of this survey before those of all."""
    scales = {table: {**settings.scales.get(table, {}), **survey.settings.scales} for table in TABLES}
    return settings.model_copy(update={"scales": {**settings.scales, **scales}})


def _numbered(parts: Iterable[Part]) -> dict[str, str]:
    """Who answered -> a number, the same in every survey of the client."""
    people = dict.fromkeys(who for part in parts for who in part.identities if who)
    return {who: str(number) for number, who in enumerate(people, start=1)}


def _together(parts: Sequence[Part], people: Mapping[str, str]) -> pd.DataFrame:
    return pd.concat([_with_people(part, people) for part in parts], ignore_index=True)


def _with_people(part: Part, people: Mapping[str, str]) -> pd.DataFrame:
    rows = part.outcome.rows
    if rows is None or part.table != "satisfaction" or not any(part.identities):
        return rows
    numbers = pd.Series([people.get(who) if who else None for who in part.identities], rows.index, dtype="str")
    return rows.assign(respondent=numbers)


def _first_of_each(parts: Sequence[Part]) -> list[Part]:
    """Of a table with a part for each aspect the first says how it was understood."""
    return list({(part.table, part.understood.file): part for part in reversed(parts)}.values())[::-1]


def _twice(table: str, survey: Survey, file: str) -> Problem:
    return Problem("delivered_twice", values={"table": table, "files": [file, survey.file]})
