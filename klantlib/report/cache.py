"""Has anything changed since this chapter last ran? If not, its executed workbook is taken as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

PACKAGE = Path(__file__).parents[1]
TEMPLATES = PACKAGE.parent / "templates"


@cache
def program() -> str:
    """Fingerprint of our code, our texts and every installed package: another version may give another chapter."""
    files = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml"), *TEMPLATES.rglob("*.toml")])
    versions = sorted(f"{d.name}=={d.version}" for d in distributions())
    return fingerprint(*(path.read_bytes() for path in files), json.dumps(versions).encode())


def fingerprint(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def key(data: str, workbook: NotebookNode, parameters: Mapping[str, Any], others: Iterable[str] = ()) -> str:
    """Fingerprint of all that a chapter is made from; `others` are the chapters it reads, for the summary."""
    source = nbformat.writes(workbook).encode()
    return fingerprint(
        program().encode(),
        data.encode(),
        source,
        json.dumps(parameters, sort_keys=True, default=str).encode(),
        json.dumps(list(others)).encode(),
    )


class ChapterCache:
    """Executed workbooks in the client's own .cache folder: one per chapter, the newest."""

    def __init__(self, folder: Path):
        self.folder = folder / ".cache" / "chapters"

    def get(self, stem: str, key: str) -> NotebookNode | None:
        """The chapter as it was kept; None where it was not, or where what was kept is damaged."""
        try:
            return nbformat.read(self._path(stem, key), as_version=4)
        except (OSError, ValueError, nbformat.ValidationError):
            return None

    def put(self, stem: str, key: str, executed: NotebookNode) -> None:
        """A client's folder that cannot be written has no cache; the report does without."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.glob(f"{stem}-*.ipynb"):
                old.unlink()
            unfinished = self.folder / f"{stem}.part"
            unfinished.write_text(nbformat.writes(executed), encoding="utf-8")
            unfinished.replace(self._path(stem, key))
        except OSError:
            return

    def _path(self, stem: str, key: str) -> Path:
        return self.folder / f"{stem}-{key[:16]}.ipynb"
