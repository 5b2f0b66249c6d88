"""What is asked of one process, and what does it answer? Plain values, for they travel between processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

Say = Callable[[str, float], None]  # (what is being done, how far: 0..1) to whoever watches


class Status(IntEnum):
    """Exit status of the command, see TABLES.md."""

    done = 0
    failed = 1
    refused = 2


@dataclass(frozen=True)
class Job:
    """One client's report, with the options of the command line."""

    client: str
    clients: Path  # folder that holds the clients' folders
    reports: Path  # folder that holds the reports
    language: str = ""  # empty = the client's own
    only: tuple[str, ...] = ()  # stems; empty = every chapter that has its data
    fresh: bool = False  # run every chapter anew
    isolated: bool = False  # a fresh kernel for each workbook
    pseudonyms: bool = False  # no customer names


@dataclass(frozen=True)
class Outcome:
    """How it went; sentences in the language of the report."""

    client: str
    status: Status
    sentences: tuple[str, ...] = ()  # problems, or what is worth knowing
    files: tuple[str, ...] = ()  # what was written, below the reports folder
    seconds: float = 0.0
    reused: tuple[str, ...] = ()  # chapters that had not changed
    language: str = ""  # of the report; empty where it did not come to that
    why: str = ""  # section of templates/command.toml that says what did not happen, where the status does not
