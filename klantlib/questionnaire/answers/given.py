"""What was given to take in? Codes as somebody typed them, files, and the files in folders; nothing is read twice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from klantlib.client.sources import ANSWERS
from klantlib.questionnaire.codes import SIGNS
from klantlib.questionnaire.keeping import FOLDER

LARGEST = 10 << 20  # bytes: an e-mail with a form as attachment; a form itself is some 100 kB
MOST = 10_000  # files in a folder
NOISE = ("thumbs.db", "desktop.ini")
REASON = ".reason.txt"  # what we write beside what was refused
HIDDEN = (".", "~$")  # the last: what Word puts beside a document that is open
HALVES = re.compile(rf"[{SIGNS}]{{3}}", re.IGNORECASE), re.compile(rf"[{SIGNS}]{{4}}", re.IGNORECASE)


@dataclass(frozen=True)
class Given:
    """One thing to take in."""

    name: str  # as the person knows it
    content: bytes = b""  # of a file; of a code its letters
    path: Path | None = None  # None: typed
    wrong: str = ""  # why it cannot be read at all (section in templates/answers.toml)

    @property
    def suffix(self) -> str:
        return self.path.suffix.casefold() if self.path else ""


def given(arguments: Sequence[str], client: Path) -> Iterator[Given]:
    """
    Everything that the arguments name, in order; `client` is the client's folder.

    An argument is the path of a file or folder where there is one, and else what somebody typed.
    """
    for argument in _whole(arguments):
        path = Path(os.path.expanduser(argument))  # unlike Path's own, it leaves an unknown ~name as it is
        if _is(path.is_dir):
            yield from _folder(path, client)
        elif _is(path.exists):
            yield _file(path, argument)
        elif _looks_like_a_path(argument):
            yield Given(argument, wrong="no_such_file")
        else:
            yield Given(argument, argument.encode(errors="replace"))


def _whole(arguments: Sequence[str]) -> Iterator[str]:
    """A code typed with a space comes in two halves."""
    rest = list(arguments)
    while rest:
        halves = all(pattern.fullmatch(half) for pattern, half in zip(HALVES, rest[:2], strict=False))
        together = len(rest) > 1 and halves and not any(_is(Path(half).exists) for half in rest[:2])
        yield " ".join(rest[:2]) if together else rest[0]
        del rest[: 2 if together else 1]


def _is(asked: Callable[[], bool]) -> bool:
    try:
        return asked()
    except (OSError, ValueError):  # a name that no path can have
        return False


def _looks_like_a_path(text: str) -> bool:
    return "/" in text or "\\" in text or re.search(r"\.[A-Za-z]{2,5}$", text) is not None


def _folder(folder: Path, client: Path) -> Iterator[Given]:
    """Its files and those below it, by name; not those that we keep ourselves."""
    ours = {(client / name).resolve() for name in (ANSWERS, FOLDER)}
    here = folder.resolve()
    if here == client.resolve() or here in client.resolve().parents:
        yield Given(str(folder), wrong="own_folder")
        return
    paths = [path for path in _below(here)
             if not _noise(path.relative_to(here)) and not any(_ours(path, here, own) for own in ours)]  # fmt: skip
    if not paths:
        yield Given(str(folder), wrong="empty_folder")
    if len(paths) > MOST:
        yield Given(str(folder), wrong="too_many")
        return
    yield from (_file(path, path.relative_to(here).as_posix()) for path in paths)


def _below(folder: Path) -> list[Path]:
    """Links to other folders are not followed: they may lead back here."""
    found = [Path(place) / name for place, _, names in os.walk(folder) for name in names]
    return sorted(found, key=lambda path: path.as_posix())


def _ours(path: Path, asked: Path, own: Path) -> bool:
    """In a folder of ours, unless that is the one that was asked for."""
    return own in path.parents and own not in (asked, *asked.parents)


def _noise(path: Path) -> bool:
    """What is hidden, what programs leave behind, and our own reasons."""
    hidden = any(part.startswith(HIDDEN) for part in path.parts)
    return hidden or path.name.casefold() in NOISE or path.name.endswith(REASON)


def _file(path: Path, name: str) -> Given:
    """The file, whole; one that is beyond all measure, or cannot be read, is not read."""
    try:
        if not path.is_file():
            return Given(name, path=path, wrong="no_file")
        if path.stat().st_size > LARGEST:
            return Given(name, path=path, wrong="too_large")
        return Given(name, path.read_bytes(), path)
    except OSError:
        return Given(name, path=path, wrong="no_access")
