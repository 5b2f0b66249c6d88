"""Is there a report that people edited, and can this run go on with it? Asked before any chapter runs."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klantlib.languages import locale_of
from klantlib.render.pieces import About
from klantlib.render.word.rerun import Merged, absent, merge
from klantlib.render.word.rerun.memory import Damaged, Memory, NotOurs, recall
from klantlib.report.publish import REPORT, written
from klantlib.words import Words


class Unusable(Exception):
    """The report that lies there may not be replaced: a section of templates/command.toml says why, and what to do."""

    def __init__(self, section: str, **values: Any):
        super().__init__(section)
        self.section, self.values = section, values

    def sentence(self, words: Words) -> str:
        return words.say(self.section, **self.values)


@dataclass(frozen=True)
class Earlier:
    """The report that lies there when a run begins; nothing where there is none."""

    docx: bytes | None = None
    edited: bool = False  # by people, now or before an earlier run
    touched: bool = False  # since the last run

    def renewed(self, fresh: bytes, chapters: Collection[str] = ()) -> Merged:
        """The fresh report; in the edited one, where people edited it."""
        return merge(self.docx, fresh, chapters) if self.edited else Merged(fresh)

    def absent(self) -> tuple[str, ...]:
        """What people deleted: nothing of the new report is to refer to it."""
        return absent(self.docx) if self.edited else ()

    def check(self, folder: Path) -> None:
        """Raises Unusable when somebody saved the report while this run went on."""
        if _read(folder) != self.docx:
            raise Unusable("report_changed")


def earlier(folder: Path, about: About) -> Earlier:
    """
    What lies in a client's report folder.

    Raises Unusable for a report.docx that is damaged or not ours, or, when people edited it, of another language or
    with customer names where none may be in it.
    """
    docx = _read(folder)
    if docx is None:
        return Earlier()
    untouched = hashlib.sha256(docx).hexdigest() == written(folder).get(REPORT)
    try:
        memory = recall(docx)
    except Damaged as problem:
        raise Unusable("report_damaged", file=REPORT) from problem
    except NotOurs as problem:
        if untouched:  # by a version of this program that had no memory yet
            return Earlier(docx)
        raise Unusable("report_not_ours", file=REPORT) from problem
    if untouched and not memory.merged:
        return Earlier(docx)
    _fits(memory, about)
    return Earlier(docx, edited=True, touched=not untouched)


def _fits(memory: Memory, about: About) -> None:
    """May this edited report be gone on with?"""
    if memory.client != about.id:
        raise Unusable("report_of_another", file=REPORT, other=memory.client)
    if memory.language != about.language:
        language = locale_of(memory.language).get_language_name(about.language)
        raise Unusable("edited_other_language", file=REPORT, language=language)
    if memory.pseudonyms != about.pseudonyms:
        raise Unusable("edited_with_names" if about.pseudonyms else "edited_without_names", file=REPORT)


def _read(folder: Path) -> bytes | None:
    report = folder / REPORT
    return report.read_bytes() if report.exists() else None
