"""Where does the page on a customer lie, what is it called, and what happens to one that somebody edited?"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from hashlib import sha256 as hashed
from pathlib import Path

from klantlib.client.places import valid_name
from klantlib.report.publish import beside, dated, sha256

NAMELESS = "#nameless"  # behind a file in the memory: it was made without names of customers
FOLDER, MEMORY = "scorecards", ".written.json"  # below the report; what we wrote there, to see what people edited


def file_name(id: str, others: Sequence[str] = ()) -> str:
    """
    What the file of this customer is called: its number, made safe and its own where it is no name for a file.

    >>> file_name("00147"), file_name("a/b")
    ('00147', 'a_b-c14cddc0')
    """
    alike = [other for other in others if other != id and other.casefold() == id.casefold()]
    if valid_name(id) and not alike:
        return id
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in id)
    return f"{plain[:40]}-{hashed(id.encode()).hexdigest()[:8]}"


def written(client: str, reports: Path, name: str, docx: bytes, html: bytes, *, named: bool = True) -> tuple[str, ...]:
    """
    Both files in their place, each in one move; what people edited is kept beside, with the day in its name. `named`:
    there are names of customers in them.

    Their paths below `reports`. Raises Busy while a report of this client is being made.
    """
    with beside(client, reports) as report:
        folder = report / FOLDER
        folder.mkdir(exist_ok=True)
        known = _known(folder)
        for file, content in ((f"{name}.docx", docx), (f"{name}.html", html)):
            _keep_edited(folder / file, known.get(file), name)
            _put(folder / file, content)
            known[file] = sha256(folder / file)
            known[f"{file}{NAMELESS}"] = "" if named else known[file]
        _put(folder / MEMORY, json.dumps(known, indent=1).encode("utf-8"))
    return tuple(f"{client}/{FOLDER}/{name}.{kind}" for kind in ("docx", "html"))


def with_names(report: Path) -> list[str]:
    """The pages in the folder of a report that tell names, as far as we know: those not made without them."""
    folder = report / FOLDER
    if not folder.is_dir():
        return []
    known = _known(folder)
    pages = sorted(path.name for path in folder.iterdir() if path.suffix in (".docx", ".html"))
    return [page for page in pages if not known.get(f"{page}{NAMELESS}")]


def _known(folder: Path) -> dict[str, str]:
    memory = folder / MEMORY
    return json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {}


def _keep_edited(file: Path, ours: str | None, name: str) -> None:
    if file.suffix == ".docx" and file.exists() and sha256(file) != ours:
        os.replace(file, dated(file.parent, name))


def _put(file: Path, content: bytes) -> None:
    new = file.with_name(f".{file.name}.new")
    new.write_bytes(content)
    os.replace(new, file)
