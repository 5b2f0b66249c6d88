"""How is a file put in a client's folder? In one move, by one run at a time, and never over what a person changed."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from klantlib.report.publish import Busy

FOLDER = "questionnaires"  # in a client's folder: what goes out
LOCK = ".questionnaires.lock"  # one for what goes out and what comes in: both write tokens and answers
WRITTEN = ".written.json"  # which files we wrote there, and their sha256


@contextmanager
def alone(client: Path) -> Iterator[None]:
    """Nobody else writes forms or answers of this client meanwhile. Raises Busy where somebody does."""
    lock = FileLock(client / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as problem:
        raise Busy from problem
    with lock:
        yield


def put(path: Path, content: bytes) -> None:
    """Whole or not at all; a file that holds this already is not touched. Raises OSError, which names the file."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, building = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(building, 0o644)  # a temporary file is for its maker alone
        os.replace(building, path)
    except OSError as problem:
        Path(building).unlink(missing_ok=True)
        raise OSError(problem.errno, problem.strerror or str(problem), str(path)) from problem


def put_ours(folder: Path, files: Mapping[str, bytes]) -> dict[str, str]:
    """
    Write files of ours, by name in the folder; those that a person changed meanwhile are kept beside, as name-old-1.

    Gives the names of those, and what they are called now.
    """
    before = _written(folder)
    aside = {}
    for name, content in files.items():
        path = folder / name
        if path.is_file() and _sha256(path.read_bytes()) not in (before.get(name), _sha256(content)):
            aside[name] = _aside(path).name
        put(path, content)
        before[name] = _sha256(content)
    put(folder / WRITTEN, json.dumps(before, indent=1, sort_keys=True).encode())
    return aside


def _aside(path: Path) -> Path:
    """Move a file out of the way, under a name that nothing has."""
    names = (path.with_name(f"{path.stem}-old-{number}{path.suffix}") for number in range(1, 10_000))
    free = next(name for name in names if not name.exists())
    os.replace(path, free)
    return free


def _written(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / WRITTEN).read_bytes())
    except (OSError, ValueError):  # the first time, or damaged: then every file that is there may be somebody's
        return {}
    return found if isinstance(found, dict) else {}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
