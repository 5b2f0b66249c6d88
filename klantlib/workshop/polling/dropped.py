"""Which files lie in the folder of the poll, and are they complete? A file counts when it no longer grows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from klantlib.workshop.polling.files import in_file
from klantlib.workshop.polling.found import Found

MARK = ".klantwerkboek-poll"  # says that the folder is the poll's own, to be emptied on closing
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download")  # what browsers and mail call them meanwhile
SETTLED = 2.0  # seconds that a file has not been touched: it is complete, also when it is seen for the first time


class Seen(NamedTuple):
    size: int
    touched: int  # nanoseconds


class Folder:
    """A folder that is looked into again and again."""

    def __init__(self, path: Path) -> None:
        """Make the folder where it is not there; one that was there with something in it is not the poll's own."""
        self.path = path
        self._seen: dict[str, Seen] = {}  # at the last look
        self._read: dict[str, Seen] = {}  # as they were when they were read
        path.mkdir(parents=True, exist_ok=True)
        if not any(path.iterdir()):
            (path / MARK).touch()

    @property
    def own(self) -> bool:
        return (self.path / MARK).exists()

    def look(self) -> tuple[dict[str, Found], list[str]]:
        """
        What was found, by name, in files that are complete and new or changed; and the names of those taken away.

        Complete is a file that is the same as at the last look, or that was not touched for two seconds.
        """
        now = {file.name: seen for file, seen in _files(self.path)}
        contents = dict(self._complete(now))
        gone = [name for name in self._read if name not in now]
        self._seen = now
        self._read = {name: seen for name, seen in self._read.items() if name in now}
        self._read |= {name: now[name] for name in contents}
        return {name: in_file(name, content) for name, content in contents.items()}, gone

    def empty(self) -> tuple[int, list[str]]:
        """
        Throw away the files in a folder that is the poll's own, and the folder itself.

        Gives how many of other people there were, and the names of those that would not go.
        """
        if not self.own:
            return 0, []
        files = [path for path in sorted(self.path.rglob("*"), reverse=True) if path.name != MARK]
        left = [path.name for path in files if not _removed(path)]
        if not left:
            _removed(self.path / MARK)
            _removed(self.path)
        dropped = [path for path in files if not path.name.startswith(".")]
        return len(dropped) - len(set(left) & {path.name for path in dropped}), left

    def _complete(self, now: Mapping[str, Seen]) -> Iterator[tuple[str, bytes]]:
        for name, seen in now.items():
            settled = self._seen.get(name) == seen or time.time_ns() - seen.touched > SETTLED * 1e9
            if settled and self._read.get(name) != seen:
                content = _content(self.path / name, seen)
                if content is not None:
                    yield name, content


def _files(folder: Path) -> Iterator[tuple[Path, Seen]]:
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not file.name.startswith((".", "~")) and file.suffix.casefold() not in UNFINISHED:
            with suppress(OSError):  # taken away meanwhile
                if file.is_file():
                    yield file, _seen(file)


def _content(file: Path, seen: Seen) -> bytes | None:
    """All of a file; nothing where it changed meanwhile, or another program still holds it."""
    try:
        content = file.read_bytes()
        return content if _seen(file) == seen and len(content) == seen.size else None
    except OSError:
        return None


def _seen(file: Path) -> Seen:
    status = file.stat()
    return Seen(status.st_size, status.st_mtime_ns)


def _removed(path: Path) -> bool:
    try:
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
    except OSError:
        return False
    return True
