"""Where are the codes kept until closing? In one small file that all windows of a poll share, without who or when."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from klantlib.workshop.polling.found import Found, Refusal

FILE, LOCK = ".poll.json", ".poll.lock"
WAIT = 0.005  # seconds between two tries, where another window writes


class Ledger:
    """
    The codes that were counted, each once, and what was refused, by where it came from.

    Nothing of it is remembered elsewhere: several windows, or a workbook that is run again, see the same, and what is
    erased is gone for all. Any number of threads and programs may write at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, parts: Mapping[str, Found]) -> list[str]:
        """
        Count what was found, by source: gives the codes that are new. What a source was refused earlier is forgotten,
        for it was read anew. Of a source only refusals are kept, never which codes it had.
        """
        with self._locked():
            kept = self._read()
            known = set(kept["codes"])
            new = sorted({code for part in parts.values() for code in part.codes} - known)
            kept["codes"] = sorted(known | set(new))  # in no order that could tell who came when
            for source, part in parts.items():
                kept["refused"].pop(source, None)
                if part.refused:
                    kept["refused"][source] = [[one.text, one.reason] for one in part.refused]
            self._write(kept)
        return new

    def codes(self) -> list[str]:
        """The codes as they are kept, by letter."""
        return self._now()["codes"]

    def refused(self) -> list[Refusal]:
        """What was not counted, each once."""
        kept = self._now()["refused"].values()
        return list(dict.fromkeys(Refusal(text, reason) for part in kept for text, reason in part))

    def forget(self, sources: Iterable[str]) -> None:
        """Take back what these sources were refused, such as of a file that was taken away."""
        self.take(dict.fromkeys(sources, Found()))

    def erase(self) -> int:
        """Throw it all away; gives how many codes there were."""
        if not self.folder.exists():
            return 0
        with self._locked():
            count = len(self._read()["codes"])
            (self.folder / FILE).unlink(missing_ok=True)
        with suppress(OSError):  # another window holds it, and throws it away when it closes
            (self.folder / LOCK).unlink(missing_ok=True)
        return count

    def _now(self) -> dict:
        if not (self.folder / FILE).exists():
            return {"codes": [], "refused": {}}
        with self._locked():
            return self._read()

    def _locked(self) -> FileLock:
        return FileLock(self.folder / LOCK, poll_interval=WAIT)

    def _read(self) -> dict:
        file = self.folder / FILE
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"codes": [], "refused": {}}

    def _write(self, kept: dict) -> None:
        """Whole or not at all: a computer that fails halfway leaves what was there."""
        beside = self.folder / f"{FILE}.new"
        beside.write_text(json.dumps(kept), encoding="utf-8")
        os.replace(beside, self.folder / FILE)
