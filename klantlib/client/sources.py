"""Which file, or which sheet of it, holds which table?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from klantlib.client import contract
from klantlib.client.auditfile.finding import is_auditfile
from klantlib.client.databases.addresses import called
from klantlib.client.kinds import SUFFIXES, WORKBOOKS
from klantlib.client.problems import Problem, Proposal, Unreadable
from klantlib.client.settings import Settings, SourceSettings
from klantlib.client.surveys.finding import files_of_surveys, unnamed_survey
from klantlib.client.surveys.naming import TABLES
from klantlib.client.xlsx_files import sheets

ALL_IN_ONE = "data"  # one workbook, a sheet a table
NOTES = ".txt"  # a table only where it is called so: people keep notes in these
OURS = ("duplicates.xlsx",)  # the program wrote it
ANSWERS = "answers"  # the folder of answers to our own forms


@dataclass(frozen=True)
class Delivery:
    """A table and where it lies."""

    table: str
    path: Path
    sheet: str | None = None
    header: str = ""  # where client.toml says that the headings stand
    source: SourceSettings | None = None  # what client.toml asks of a database; its answer lies at `path` once fetched
    called: str = ""  # how the client knows what lies in a database

    @property
    def file(self) -> str:
        """How the client knows it: the file, with the sheet where there are several."""
        if self.called:
            return self.called
        return f"{self.path.name} ({self.sheet})" if self.sheet else self.path.name


def find_sources(folder: Path, settings: Settings) -> tuple[tuple[Delivery, ...], tuple[Problem, ...]]:
    """Every table that the folder or client.toml names, and what is wrong with how they are named."""
    found = [*_named(folder, settings), *_in_folder(folder, settings)]
    deliveries = [item for item in found if isinstance(item, Delivery)]
    problems = [item for item in found if isinstance(item, Problem)]
    if not (found or settings.surveys or _elsewhere(folder)):
        book = next((path.name for path in folder.iterdir() if _all_in_one(path)), "")
        problems.append(Problem("nothing_filled_in", book) if book else Problem("nothing_delivered"))
    order = list(contract.tables())
    deliveries.sort(key=lambda delivery: order.index(delivery.table))
    return tuple(deliveries), (*problems, *_twice(deliveries))


def _elsewhere(folder: Path) -> bool:
    """Is there an auditfile, or are there answers to our own forms?"""
    return any(is_auditfile(path) for path in folder.iterdir()) or any((folder / ANSWERS).glob("*.csv"))


def _named(folder: Path, settings: Settings) -> Iterator[Delivery | Problem]:
    for table, source in settings.sources.items():
        column = f"sources.{table}"
        if source.address is not None:
            yield Delivery(table, folder / table, source=source, called=called(source))
        elif "://" in source.file:
            yield Problem("address_alone", "client.toml", column=column, values={"table": table})
        elif Path(source.file).suffix.casefold() not in SUFFIXES:
            yield Problem("wrong_suffix", "client.toml", column=column, value=source.file)
        elif not _path(folder, source).is_file():
            yield Problem("no_such_file", "client.toml", column=column, value=source.file)
        else:
            yield Delivery(table, _path(folder, source), source.sheet, source.header)


def _path(folder: Path, source: SourceSettings) -> Path:
    return folder / Path(source.file).expanduser()


def _in_folder(folder: Path, settings: Settings) -> Iterator[Delivery | Problem]:
    used = {_path(folder, source).resolve() for source in settings.sources.values() if source.file}
    used |= set(files_of_surveys(folder, settings))
    for path in sorted(folder.iterdir()):
        if not _is_table(path) or path.resolve() in used:
            continue
        if _all_in_one(path):
            yield from _sheets(path)
        elif question := _survey(path, settings):
            yield question
        elif table := contract.table_named(path.stem):
            yield _single(table, path)
        else:
            nearest = contract.nearest_name(path.stem)
            proposal = Proposal("sources", contract.table_named(nearest) or nearest, f'"{path.name}"')
            yield Problem("unknown_table", path.name, values={"nearest": nearest}, proposal=proposal)


def _survey(path: Path, settings: Settings) -> Problem | None:
    """Asks what its questions mean, where a file is no table of ours but the export of a survey."""
    table = contract.table_named(path.stem)
    mine = table is not None and (table not in TABLES or table in settings.columns)
    return None if mine else unnamed_survey(path, table)


def _is_table(path: Path) -> bool:
    ignored = path.name.startswith(("~$", ".")) or path.name.casefold() in OURS
    suffix = path.suffix.casefold()
    known = suffix in SUFFIXES and (suffix != NOTES or contract.table_named(path.stem) is not None)
    return known and path.is_file() and not ignored


def _all_in_one(path: Path) -> bool:
    return path.stem.casefold() == ALL_IN_ONE and path.suffix.casefold() in WORKBOOKS


def _single(table: str, path: Path) -> Delivery:
    """A file that is named after its table; of a workbook the sheet that is named after it too, where there is one."""
    if path.suffix.casefold() not in WORKBOOKS:
        return Delivery(table, path)
    try:
        same = [sheet for sheet in sheets(path) if contract.table_named(sheet) == table]
    except (Unreadable, OSError):
        same = []  # told when the file is read
    return Delivery(table, path, same[0] if len(same) == 1 else None)


def _sheets(path: Path) -> Iterator[Delivery | Problem]:
    try:
        names = [name for name, filled in sheets(path).items() if filled]
    except Unreadable as error:
        yield Problem(error.key, path.name, value=error.value)
        return
    for name in names:
        if table := contract.table_named(name):
            yield Delivery(table, path, name)
        else:
            yield Problem("unknown_sheet", path.name, value=name, values={"nearest": contract.nearest_name(name)})


def _twice(deliveries: Iterable[Delivery]) -> Iterator[Problem]:
    places: dict[str, list[str]] = defaultdict(list)
    for delivery in deliveries:
        places[delivery.table].append(delivery.file)
    for table, files in places.items():
        if len(files) > 1:
            yield Problem("delivered_twice", values={"table": table, "files": files})
