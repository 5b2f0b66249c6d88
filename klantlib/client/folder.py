"""What lies in a client's folder, and what is in it once it has been read, put together and judged?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from klantlib.client import cache
from klantlib.client.answers import of_our_own, with_answers
from klantlib.client.cache import Checked
from klantlib.client.doubles import SHEET, Answered
from klantlib.client.keeping import File, net_of_vat, remarks, without_excluded
from klantlib.client.merging import Merging, merging
from klantlib.client.model import Client, Problem, Refused, Remark, Source
from klantlib.client.oddities import empty_period
from klantlib.client.periods import period_of
from klantlib.client.places import SETTINGS
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery
from klantlib.client.surveys.finding import Survey

if TYPE_CHECKING:
    from klantlib.client.auditfile.books import Books
    from klantlib.client.reading import Outcome
    from klantlib.client.surveys.surveyed import Surveyed
    from klantlib.client.understood import Understood

ALIKE = "same_row_kept"  # two rows that are the same: on our own forms two people who answered alike

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Folder:
    """A client's folder as it was found: what will be read, and how."""

    path: Path
    settings: Settings
    deliveries: tuple[Delivery, ...]  # of databases: their answers, laid down as files
    surveys: tuple[Survey, ...]
    auditfile: Path | None
    doubles: Answered
    answers: tuple[Delivery, ...] = ()  # to our own forms: further rows of a table, wherever its other rows come from

    @property
    def own(self) -> dict[str, str]:
        """The tables that lie in files of their own, and which: they go before those of surveys and auditfiles."""
        return {delivery.table: delivery.file for delivery in self.deliveries}

    @property
    def fingerprint(self) -> str:
        """What a reading of it depends on."""
        delivered = (*self.deliveries, *self.answers)
        files = [(f"{delivery.table} {delivery.file}", delivery.path) for delivery in delivered]
        files += [(survey.name, path) for survey in self.surveys for path in survey.paths]
        files += [(path.name, path) for path in (self.auditfile, self.doubles.path, self.path / SETTINGS) if path]
        return cache.fingerprint([(role, cache.sha256(path)) for role, path in files], (self.path.name,))


def read_folder(folder: Folder, problems: tuple[Problem, ...] = ()) -> Checked:
    """
    Every table, checked, with what counts as one customer taken together and who is left out gone.

    Raises Refused with everything that is wrong at once; `problems` are those found before anything was read.
    """
    read = _Read.of(folder)
    _refuse((*problems, *read.problems), read, folder)
    delivered = {**net_of_vat(read.rows, folder.settings.amounts), **read.surveyed.tables, **read.books.tables}
    everything = with_answers(delivered, read.answered)
    one = merging(folder.doubles, everything, folder.settings)
    _refuse(one.problems, read, folder)
    kept = without_excluded(one.applied(everything), folder.settings)
    period = period_of(folder.settings.period, kept)
    everyone, client = (
        Client(folder.path.name, folder.settings, period, tables, (), (), ledger=read.books.ledger)
        for tables in (everything, kept)
    )
    _refuse(empty_period(client), read, folder)
    return Checked(
        client.tables,
        tuple(_sources(read, everyone, client, one)),
        (*read.remarks, *one.remarks(), *remarks(everyone, client, read.files)),
        read.books.ledger,
        one.taken(everything) if one.into else None,
        read.understood,
    )


@dataclass(frozen=True, eq=False)
class _Read:
    """What was read of each kind of file."""

    folder: Folder
    outcomes: Mapping[str, Outcome]  # by table
    surveyed: Surveyed
    books: Books
    answers: Mapping[str, Outcome]  # by table

    @classmethod
    def of(cls, folder: Folder) -> _Read:
        # the readers are large, and not needed where the cache speaks
        from klantlib.client.auditfile.books import Books, read_auditfile
        from klantlib.client.reading import read_table
        from klantlib.client.surveys.surveyed import Surveyed, read_surveys

        outcomes = {delivery.table: read_table(delivery, folder.settings) for delivery in folder.deliveries}
        surveyed = read_surveys(folder.surveys, folder.settings, folder.own) if folder.surveys else Surveyed()
        books = read_auditfile(folder.auditfile, folder.settings, folder.own) if folder.auditfile else Books()
        answers = {item.table: read_table(item, of_our_own(folder.settings)) for item in folder.answers}
        return cls(folder, outcomes, surveyed, books, answers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        every = (*self.outcomes.values(), self.surveyed, self.books, *self.answers.values())
        return tuple(problem for read in every for problem in read.problems)

    @property
    def understood(self) -> tuple[Understood, ...]:
        """How each column was understood."""
        own, ours = (
            [outcome.understood for outcome in outcomes.values() if outcome.understood]
            for outcomes in (self.outcomes, self.answers)
        )
        return (*own, *self.surveyed.understood, *ours)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        own, ours = (
            [remark for outcome in outcomes.values() for remark in outcome.remarks]
            for outcomes in (self.outcomes, self.answers)
        )
        of_people = (remark for remark in ours if remark.key != ALIKE)
        return (*own, *self.surveyed.remarks, *self.books.remarks, *of_people)

    @property
    def rows(self) -> Tables:
        """The tables that lie in files of their own."""
        return {table: outcome.rows for table, outcome in self.outcomes.items()}

    @property
    def answered(self) -> Tables:
        """The rows that came back on our own forms."""
        return {table: outcome.rows for table, outcome in self.answers.items()}

    @property
    def files(self) -> dict[str, File]:
        """Where each table lies, and the columns of it that are not used."""
        own = {item.table: File(item.file, self.outcomes[item.table].ignored) for item in self.folder.deliveries}
        files = {**own, **{table: File(file, ()) for table, file in (self.surveyed.files | self.of_books).items()}}
        ours = {item.table: File(item.file, ()) for item in self.folder.answers}
        return files | {table: files[table].beside(file) if table in files else file for table, file in ours.items()}

    @property
    def of_books(self) -> dict[str, str]:
        """The tables that come from the auditfile, and what that is called."""
        return dict.fromkeys(self.books.tables, self.folder.auditfile.name if self.folder.auditfile else "")

    def left_out(self, table: str) -> int:
        """Rows that were left out while reading."""
        read = self.outcomes.get(table)
        return read.left_out if read else self.surveyed.left_out.get(table, 0)

    def hashes(self) -> Iterator[tuple[str, str, str]]:
        """Table, the file that it lies in, and the sha256 of that."""
        folder = self.folder
        whole = cache.sha256(folder.auditfile) if folder.auditfile else ""
        yield from ((item.table, item.file, cache.sha256(item.path)) for item in folder.deliveries)
        yield from (
            (table, file, cache.together(_of(folder.surveys, table))) for table, file in self.surveyed.files.items()
        )
        yield from ((table, file, whole) for table, file in self.of_books.items())


def _refuse(problems: Collection[Problem], read: _Read, folder: Folder) -> None:
    if problems:
        raise Refused(tuple(problems), folder.settings.language, read.understood)


def _sources(read: _Read, everyone: Client, client: Client, one: Merging) -> Iterator[Source]:
    """Each file that was read, with its rows; rows that were left out while reading were read too."""
    answers = {source.table: source for source in _of_answers(read, one)}
    for table, file, sha256 in read.hashes():
        there, kept, out = len(everyone.all(table)), len(client.all(table)), read.left_out(table)
        if ours := answers.get(table):
            there, kept = there - ours.rows_read + ours.rows_left_out, kept - ours.rows_kept
        merged = len(one.into) if table == "customers" else 0
        yield Source(table, file, sha256, there + out, kept, there - kept + out, merged, out)
    yield from answers.values()
    if sheet := read.folder.doubles.path:
        n = len(read.folder.doubles.doubles)
        yield Source(SHEET, sheet.name, cache.sha256(sheet), n, n, 0)


def _of_answers(read: _Read, one: Merging) -> Iterator[Source]:
    kept = without_excluded(one.applied(read.answered), read.folder.settings)
    for item in read.folder.answers:
        there, stay, out = len(read.answered[item.table]), len(kept[item.table]), read.answers[item.table].left_out
        sha256 = cache.sha256(item.path)
        yield Source(item.table, item.file, sha256, there + out, stay, there - stay + out, rows_left_out=out)


def _of(surveys: tuple[Survey, ...], table: str) -> list[Path]:
    return [path for survey in surveys if table in survey.tables for path in survey.paths]
