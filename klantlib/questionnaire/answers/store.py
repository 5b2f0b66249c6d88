"""What is kept of what came back? Each sheet once, the one it replaced, and what was refused with the reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from typing import Literal

from klantlib.client.sources import ANSWERS
from klantlib.questionnaire.answers.given import REASON, Given
from klantlib.questionnaire.definition import Returns
from klantlib.questionnaire.keeping import put
from klantlib.questionnaire.sheets import BadSheet, Sheet, read_sheet

RECEIVED, EARLIER, REFUSED = "received", "earlier", "refused"
MARK = 6  # digits of a content's sha256 that tell two files of one name apart
LONGEST = 60  # characters of a name that are kept; the rest of a path needs room too
FORBIDDEN = re.compile(r"[^\w .()@+-]|^\.+|[. ]+$")  # in a file's name, on one system or another

Came = Literal["new", "same", "newer", "older"]


@dataclass(frozen=True)
class Store:
    """The folder answers/ of a client."""

    folder: Path

    @classmethod
    def of(cls, client: Path) -> Store:
        return cls(client / ANSWERS)

    def take(self, sheet: Sheet, returns: Returns) -> Came:
        """Keep a sheet; of two under one code or token the better one, the other in earlier/."""
        path = self._received(sheet)
        there = _read(path)
        if there is None:
            if path.exists():  # damaged by hand
                put(self.folder / EARLIER / f"{path.stem}-{mark(path.read_bytes())}.json", path.read_bytes())
            put(path, sheet.json_text().encode())
            return "new"
        best = better(there, sheet, returns)
        if not _says_no_more(there, sheet, returns):
            other = there if best is sheet else sheet
            put(self.folder / EARLIER / _earlier(other), other.json_text().encode())
        put(path, best.json_text().encode())
        if _says_no_more(there, sheet, returns):
            return "same"
        return "newer" if best is sheet else "older"

    def received(self) -> Iterator[tuple[Path, Sheet | None]]:
        """Every sheet there is, by name; None where it cannot be read any more."""
        return ((path, _read(path)) for path in sorted((self.folder / RECEIVED).glob("*.json")))

    def refuse(self, given: Given, reasons: str) -> None:
        """Keep aside what was refused, with why; of what could not be read only the reason."""
        if not (given.content or given.path):
            return
        path = self._aside(given)
        if given.content:
            put(path, given.content)
        put(path.with_name(path.name + REASON), reasons.encode())

    def forgive(self, given: Given) -> None:
        """What was refused before and is taken in now is no longer kept aside."""
        path = self._aside(given)
        for gone in (path, path.with_name(path.name + REASON)):
            gone.unlink(missing_ok=True)

    def erase(self, before: date) -> int:
        """Remove every sheet of before that day, and what was refused before it. Gives how many files are gone."""
        old = [path for kept in (RECEIVED, EARLIER, REFUSED) for path in sorted((self.folder / kept).glob("*"))
               if _day(path) < before]  # fmt: skip
        for path in old:
            path.unlink()
        return len(old)

    def _aside(self, given: Given) -> Path:
        """Where it is kept aside; what lies there already, and was perhaps mended, stays itself."""
        refused = self.folder / REFUSED
        if given.path and given.path.resolve().parent == refused.resolve():
            return given.path
        return refused / _kept_as(given)

    def _received(self, sheet: Sheet) -> Path:
        return self.folder / RECEIVED / f"{sheet.kind}-{sheet.id}.json"


def better(one: Sheet, other: Sheet, returns: Returns) -> Sheet:
    """
    Of two sheets under one code or token the one that counts, whichever came first.

    Under a token the last day; under a code, where the answers are the same, the one that tells the role, and else the
    first day; of an anonymous sheet that came twice the first day.
    """
    first, second = sorted((one, other), key=lambda sheet: (sheet.day, sheet.json_text()))
    if returns == "code":
        return first if len(first.answers) >= len(second.answers) else second
    return first if returns == "sheet" and first.answers == second.answers else second


def answered(client: Path) -> dict[str, str]:
    """Token -> the day of the answer that is there, of the survey by name."""
    sheets = (sheet for _, sheet in Store.of(client).received() if sheet)
    return {sheet.id: sheet.day for sheet in sheets if sheet.kind == "satisfaction"}


def mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:MARK]


def _says_no_more(one: Sheet, other: Sheet, returns: Returns) -> bool:
    """Are the answers the same; of a code, where one tells no role, as far as both go?"""
    if returns == "code":
        return one.answers.items() <= other.answers.items() or other.answers.items() <= one.answers.items()
    return one.answers == other.answers


def _earlier(sheet: Sheet) -> str:
    return f"{sheet.kind}-{sheet.id}-{mark(sheet.json_text().encode())}.json"


def _day(path: Path) -> date:
    """On which a sheet was filled in; of another file, on which it came here."""
    sheet = _read(path)
    return sheet.date if sheet else datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()


def _read(path: Path) -> Sheet | None:
    try:
        return read_sheet(path.read_bytes())
    except (OSError, BadSheet):
        return None


def _kept_as(given: Given) -> str:
    """A name that every system takes, the same for the same content."""
    name = PurePath(given.name.replace("\\", "/")).name if given.path else "typed.txt"
    stem, dot, suffix = name.rpartition(".") if "." in name[1:] else (name, "", "")
    digest = mark(given.content or given.name.encode(errors="replace"))
    tidy = FORBIDDEN.sub("_", stem.removesuffix(f"-{digest}"))[:LONGEST] or "_"
    return f"{tidy}-{digest}{dot}{FORBIDDEN.sub('_', suffix)[:LONGEST]}"
