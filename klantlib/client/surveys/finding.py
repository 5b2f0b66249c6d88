"""Which surveys lie in a client's folder? Those that client.toml names, and exports that it does not name yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from klantlib.client import contract
from klantlib.client.problems import Problem, Unreadable
from klantlib.client.settings import ListSettings, Settings, SurveySettings
from klantlib.client.surveys.exports import Export, read_export
from klantlib.client.surveys.naming import FILE, TABLES
from klantlib.client.surveys.proposals import SurveyProposal, named, proposed
from klantlib.client.surveys.questions import suggested


@dataclass(frozen=True)
class Survey:
    """A survey that client.toml names, and where it lies."""

    name: str  # in client.toml
    path: Path
    settings: SurveySettings
    list: Path | None = None  # who has which token or address

    @property
    def file(self) -> str:
        """How the client knows it: the file, with the sheet where one is named."""
        return f"{self.path.name} ({self.settings.sheet})" if self.settings.sheet else self.path.name

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every file that it is read from."""
        return (self.path, self.list) if self.list else (self.path,)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(table for table in TABLES if getattr(self.settings, table))

    def proposal(self, export: Export) -> SurveyProposal:
        """The section as it might read."""
        return proposed(self.name, self.settings.file, self.settings.sheet, suggested(export))


def find_surveys(folder: Path, settings: Settings) -> tuple[tuple[Survey, ...], tuple[Problem, ...]]:
    """The surveys that client.toml names, and those whose files are not there."""
    found, problems = [], []
    for name, survey in settings.surveys.items():
        path, of_list = _path(folder, survey), _path(folder, survey.list) if survey.list else None
        named_files = {"file": (path, survey.file), "list.file": (of_list, survey.list.file if survey.list else "")}
        absent = [(key, file) for key, (place, file) in named_files.items() if place and not place.is_file()]
        problems += [Problem("no_such_file", FILE, column=f"surveys.{name}.{key}", value=file) for key, file in absent]
        if not absent:
            found.append(Survey(name, path, survey, of_list))
    return tuple(found), tuple(problems)


def files_of_surveys(folder: Path, settings: Settings) -> Iterator[Path]:
    """Every file that client.toml names under [surveys]: it is no table of its own."""
    for survey in settings.surveys.values():
        yield _path(folder, survey).resolve()
        if survey.list:
            yield _path(folder, survey.list).resolve()


def unnamed_survey(path: Path, table: str | None = None) -> Problem | None:
    """
    Asks what the questions mean, where this file is an export of a survey tool that client.toml does not name.

    `table` is the one that the file is named after, if it is: with that table's own columns in it, it is no export.
    """
    try:
        export = read_export(path)
    except (Unreadable, OSError):
        return None  # told when it is read as a table
    required = contract.tables()[table].required if table else ()
    own = {contract.column_named(table, text) for text in export.cells} if table else set()
    if export.tool is None or (table and set(required) <= own):
        return None
    return asked(Survey(named(path.stem), path, SurveySettings(file=path.name)), export)


def asked(survey: Survey, export: Export) -> Problem:
    """What do the questions mean?"""
    tool = export.tool.name if export.tool else ""
    values = {"tool": tool, "answers": int(export.finished.sum()), "section": f"surveys.{survey.name}"}
    key = "ask_survey" if tool else "ask_questions"
    return Problem(key, survey.file, values=values, proposal=survey.proposal(export))


def _path(folder: Path, named_file: SurveySettings | ListSettings) -> Path:
    return folder / Path(named_file.file).expanduser()
