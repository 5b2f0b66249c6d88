"""Put a finished report in place in one move; until then the old one stays, and nobody else builds the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

REPORT = "report.docx"
# what programs put beside a document that is open: Word either of these, LibreOffice the last
OPEN_MARKS = (f"~${REPORT[2:]}", f"~${REPORT}", f".~lock.{REPORT}#")


class Busy(Exception):
    """Another run of the same client is going on."""


class OpenInWord(Exception):
    """The report is open in Word or LibreOffice, which would write over ours; `mark` is the file that says so."""

    def __init__(self, mark: str):
        super().__init__(mark)
        self.mark = mark


@contextmanager
def building(client: str, reports: Path) -> Iterator[Path]:
    """
    An empty folder beside the old report, which takes its place when the block ends well.

    Raises Busy when another run of this client is going on, OpenInWord when Word or LibreOffice holds the report.
    """
    reports.mkdir(parents=True, exist_ok=True)
    folder, new, old = reports / client, reports / f".{client}.new", reports / f".{client}.old"
    lock = FileLock(reports / f".{client}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as problem:
        raise Busy from problem
    with lock:
        _recover(folder, old)
        _refuse_open(folder)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            yield new
            _refuse_open(folder)
            _carry_over(folder, new)
            _swap(folder, new, old)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _recover(folder: Path, old: Path) -> None:
    """A run that was cut off between the two renames left the report under the other name."""
    if old.exists() and not folder.exists():
        os.replace(old, folder)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_open(folder: Path) -> None:
    for mark in OPEN_MARKS:
        if (folder / mark).exists():
            raise OpenInWord(mark)


def _carry_over(folder: Path, new: Path) -> None:
    """What a person put or changed in the old folder goes along: own files, and a report edited by hand."""
    if not folder.exists():
        return
    made = written(folder)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if name not in made and not (new / name).exists():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name)
    if (folder / REPORT).exists() and sha256(folder / REPORT) != made.get(REPORT):
        shutil.copy2(folder / REPORT, dated(new))


def written(folder: Path) -> dict[str, str]:
    """The files the last run wrote here, with their sha256."""
    manifest = folder / "manifest.json"
    return (
        json.loads(manifest.read_text(encoding="utf-8"))["files"] | {"manifest.json": ""} if manifest.exists() else {}
    )


@contextmanager
def beside(client: str, reports: Path) -> Iterator[Path]:
    """
    The folder of this client's report, to put a file of its own in: no run takes its place meanwhile.

    Raises Busy when a run of this client is going on.
    """
    reports.mkdir(parents=True, exist_ok=True)
    folder = reports / client
    lock = FileLock(reports / f".{client}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as problem:
        raise Busy from problem
    with lock:
        _recover(folder, reports / f".{client}.old")
        folder.mkdir(exist_ok=True)
        yield folder


def dated(folder: Path, name: str = "report") -> Path:
    """report-2026-01-31.docx, or with -2, -3 behind it when that is there already."""
    stem = f"{name}-{date.today().isoformat()}"
    names = (f"{stem}{suffix}.docx" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(folder / name for name in names if not (folder / name).exists())


def _swap(folder: Path, new: Path, old: Path) -> None:
    if folder.exists():
        os.replace(folder, old)
    os.replace(new, folder)
    shutil.rmtree(old, ignore_errors=True)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
