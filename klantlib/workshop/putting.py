"""How do files come into a folder where somebody may have changed them? Ours are renewed, theirs are kept aside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

WRITTEN = ".workshop.json"  # what we wrote last time: name -> sha256, so that what was changed since is known


class Put(NamedTuple):
    """One file: where it is, and where what stood there was kept, if it was not ours."""

    file: Path
    aside: Path | None = None


def put(folder: Path, files: Mapping[str, bytes]) -> list[Put]:
    """
    These files, by name (`case/client.toml`), in the folder; a file that is not as we wrote it becomes name-old-1.

    Files of other names stay where they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ours = _known(folder)
    results = [_put(folder / name, content, ours.get(name)) for name, content in files.items()]
    now = {name: _hash(content) for name, content in files.items()}
    (folder / WRITTEN).write_text(json.dumps({**ours, **now}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return results


def _put(file: Path, content: bytes, ours: str | None) -> Put:
    there = file.read_bytes() if file.is_file() else None
    if there == content:
        return Put(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.rename(next(_free(file))) if there is not None and _hash(there) != ours else None
    file.write_bytes(content)
    return Put(file, aside)


def _free(file: Path) -> Iterator[Path]:
    """name-old-1, name-old-2, ... that are not there yet."""
    names = (file.with_name(f"{file.stem}-old-{number}{file.suffix}") for number in count(1))
    return (name for name in names if not name.exists())


def _known(folder: Path) -> dict[str, str]:
    """What we wrote last time; nothing where that cannot be read: then whatever is there counts as theirs."""
    try:
        found = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
