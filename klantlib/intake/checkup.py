"""What is there to know of a client before its report is made? Everything at once, also where its files are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from klantlib.chapters import Plan, plans, plans_of
from klantlib.client import Client, Refused, open_client
from klantlib.client.answers import find_answers
from klantlib.client.auditfile.finding import find_auditfile
from klantlib.client.client_toml import settled
from klantlib.client.opening import client_folder, own_stems
from klantlib.client.problems import Problem
from klantlib.client.settings import Settings
from klantlib.client.sources import find_sources
from klantlib.client.understood import Understood
from klantlib.report.parameters import wrong_options
from klantlib.words import Words

FROM_AUDITFILE = ("customers", "transactions", "payments")


@dataclass(frozen=True, eq=False)
class Checkup:
    """A client's folder, looked through."""

    client: str
    folder: Path
    settings: Settings  # the usual ones where client.toml cannot be read
    data: Client | None  # None where the files are refused
    problems: tuple[Problem, ...]
    options: tuple[str, ...]  # what is wrong with the options of chapters, a sentence each
    understood: tuple[Understood, ...]
    plans: tuple[Plan, ...]  # the chapters; where the files are refused, by the tables that are there

    @property
    def good(self) -> bool:
        return self.data is not None and not self.options


def checkup(name: str, root: Path | str | None = None) -> Checkup:
    """Look through a client's folder; `root` as in open_client. Raises Refused only where there is no such folder."""
    folder = client_folder(name, root)
    try:
        settings, _ = settled(folder, own_stems(folder))
    except Refused as refusal:  # no TOML: how the files are to be read is not known
        return Checkup(name, folder, Settings(name=name), None, refusal.problems, (), (), ())
    options = wrong_options(name, settings.options, Words("command", settings.language))
    try:
        data = open_client(name, root)
    except Refused as refusal:
        there = _tables(folder, settings, refusal.understood)
        chapters = tuple(plans_of(name, settings.chapters.skip, there.__contains__))
        return Checkup(name, folder, settings, None, refusal.problems, options, refusal.understood, chapters)
    return Checkup(name, folder, settings, data, (), options, data.understood, tuple(plans(data)))


def _tables(folder: Path, settings: Settings, understood: Sequence[Understood]) -> set[str]:
    """The tables that were delivered, whether or not they can be read."""
    deliveries, _ = find_sources(folder, settings)
    auditfile, _ = find_auditfile(folder)
    named = {delivery.table for delivery in (*deliveries, *find_answers(folder))} | {
        table.table for table in understood
    }
    return named | set(FROM_AUDITFILE if auditfile else ())
