"""What do the databases hold that client.toml names? Asked once, laid down as files, read from there like any other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantlib.client import contract
from klantlib.client.cache import FOLDER
from klantlib.client.databases.unanswered import Unanswered
from klantlib.client.headings import Match, match_headings
from klantlib.client.places import SETTINGS
from klantlib.client.problems import Problem, Remark
from klantlib.client.settings import Settings
from klantlib.client.sources import Delivery

if TYPE_CHECKING:
    from klantlib.client.databases.connections import Connection

SUMMED_FROM = 250_000  # lines of transactions; up to there they are read in seconds, and every line can be checked
LARGEST = 2_000_000  # rows that may come over: more does not fit in the memory of an ordinary computer


@dataclass(frozen=True)
class Fetched:
    """The deliveries, those from databases now as files; what should be known of them, and what is wrong."""

    deliveries: tuple[Delivery, ...]
    remarks: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass
class _Work:
    """The answers as they come in."""

    settings: Settings
    folder: Path  # the client's
    room: Path  # where answers are laid down
    deliveries: list[Delivery] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@contextmanager
def fetched(folder: Path, deliveries: Sequence[Delivery], settings: Settings) -> Iterator[Fetched]:
    """
    Ask every database that client.toml names, for as long as its answers are read.

    The answers lie in the client's own folder and are gone afterwards. Without databases nothing is opened or written.
    """
    asked = [delivery for delivery in deliveries if delivery.source]
    if not asked:
        yield Fetched(tuple(deliveries))
        return
    (folder / FOLDER).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="asked-", dir=folder / FOLDER, ignore_cleanup_errors=True) as room:
        work = _Work(settings, folder, Path(room), [delivery for delivery in deliveries if not delivery.source])
        for template, group in groupby(sorted(asked, key=_address), key=_address):
            _ask(template, list(group), work)
        order = list(contract.tables())
        work.deliveries.sort(key=lambda delivery: order.index(delivery.table))
        yield Fetched(tuple(work.deliveries), tuple(work.remarks), tuple(work.problems))


def _address(delivery: Delivery) -> str:
    return delivery.source.address


def _ask(template: str, deliveries: list[Delivery], work: _Work) -> None:
    """All tables of one database, over one connection."""
    from klantlib.client.databases.addresses import address_of
    from klantlib.client.databases.connections import connected

    try:
        with connected(address_of(template, os.environ), work.folder, work.room) as connection:
            for delivery in deliveries:
                _ask_one(connection, delivery, work)
    except Unanswered as error:
        work.problems += [_problem(delivery, error) for delivery in deliveries]


def _ask_one(connection: Connection, delivery: Delivery, work: _Work) -> None:
    try:
        path, remarks = _laid_down(connection, delivery, work)
    except Unanswered as error:
        work.problems.append(_problem(delivery, error))
        return
    work.deliveries.append(replace(delivery, path=path))
    work.remarks += remarks


def _problem(delivery: Delivery, error: Unanswered) -> Problem:
    values = {"table": delivery.table, **error.values}
    return Problem(error.key, SETTINGS, column=f"sources.{delivery.table}", value=error.value, values=values)


def _laid_down(connection: Connection, delivery: Delivery, work: _Work) -> tuple[Path, list[Remark]]:
    """The answer as a parquet file: the columns that are used, the others by their heading only."""
    from klantlib.client.databases.answers import write

    source, table = delivery.source, contract.tables()[delivery.table]
    rows = connection.table(source.table) if source.table else connection.query(source.query)
    names = tuple(rows.columns)
    match = match_headings(names, (True,) * len(names), table, work.settings.columns.get(table.name), delivery)
    headings = {column: names[match.places[column]] for column in table.columns if column in match.places}
    answer, remarks = _answer(connection, delivery, rows, match, headings)
    path = work.room / f"{table.name}.parquet"
    write(path, answer, list(headings.values()), names)
    return path, [*remarks, *_zoned(rows, delivery, headings)]


def _answer(
    connection: Connection, delivery: Delivery, rows: Any, match: Match, headings: dict[str, str]
) -> tuple[Any, list[Remark]]:
    from klantlib.client.databases.asking import chosen, counted, summed

    wanted = list(dict.fromkeys(headings.values())) or list(rows.columns)[:1]
    if match.problems:  # it will be refused for its headings: one row is enough to say so
        return connection.answer(chosen(rows, wanted).limit(1)), []
    lines = connection.answer(counted(rows)).column(0)[0].as_py()
    if not _to_be_summed(connection, delivery, rows, headings, lines):
        _bounded(lines)
        return connection.answer(chosen(rows, wanted)), []
    answer = connection.answer(summed(rows, headings, connection.kind).limit(LARGEST + 1))
    _bounded(answer.num_rows)
    return answer, [Remark("summed", {"file": delivery.file, "lines": lines, "rows": answer.num_rows})]


def _bounded(rows: int) -> None:
    if rows > LARGEST:
        raise Unanswered("too_many_rows", largest=LARGEST)


def _to_be_summed(connection: Connection, delivery: Delivery, rows: Any, headings: dict[str, str], lines: int) -> bool:
    """
    Only transactions: where client.toml says so, else where there are many; and only what are numbers there.

    Raises Unanswered where it must be and cannot.
    """
    from klantlib.client.databases.asking import no_numbers, texts_among

    asked = delivery.source.sum
    if delivery.table != "transactions" or asked is False or not (asked or lines > SUMMED_FROM):
        return False
    table = contract.tables()[delivery.table]
    texts = no_numbers(rows, table, headings)
    if not texts and connection.kind == "sqlite":
        found = connection.answer(texts_among(rows, table, headings)).to_pylist()[0]
        texts = [heading for heading, n in found.items() if n]
    if texts and (asked or lines > LARGEST):
        raise Unanswered("not_to_be_summed", headings=texts, n=len(texts))
    return not texts


def _zoned(rows: Any, delivery: Delivery, headings: dict[str, str]) -> list[Remark]:
    """A moment with a time zone falls on different days in different places: told which was taken."""
    kinds = {head: rows[head].type() for head in headings.values()}
    zoned = [head for head, kind in kinds.items() if kind.is_timestamp() and kind.timezone]
    return [Remark("zoned_days", {"file": delivery.file, "columns": zoned, "n": len(zoned)})] if zoned else []
