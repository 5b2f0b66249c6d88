"""The ugly files of tests/client/ugly: how they are written down, and what is expected of them.

A file is a sentence and then parts, each under a line `--- name`:
    --- transacties.csv cp1252     a file as a client sends it, and its encoding; `\\u00a0` and `\\t` stand for those
    --- transacties.xlsx           a workbook: a row a line as JSON, "@2025-12-31" for a day of the spreadsheet,
                                   and lines such as `merge A3:A5`
    --- client.toml
    --- table                      what must be read, as csv: the columns that were delivered, in our words
    --- remarks                    what must be said of it: key and row numbers; the keys of OTHERS need no mention
    --- refused                    instead of a table: the keys of the problems, each with its row, or the line proposed
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tests.client import books

FOLDER = Path(__file__).with_name("ugly")
BOOKS = {".xlsx": books.xlsx, ".xls": books.xls, ".xlsb": books.xlsb, ".ods": books.ods}
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\(t)")


@dataclass
class Ugly:
    """One ugly delivery."""

    name: str
    sentence: str
    files: dict[str, bytes] = field(default_factory=dict)
    settings: str = ""
    table: list[list[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def all_ugly() -> list[Ugly]:
    """Every ugly delivery, by number."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def _read(path: Path) -> Ugly:
    sentence, *parts = re.split(r"^--- ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    ugly = Ugly(path.stem, sentence.strip())
    for part in parts:
        head, _, content = part.partition("\n")
        name, _, encoding = head.strip().partition(" ")
        match name:
            case "table":
                ugly.table = list(csv.reader(io.StringIO(content.strip())))
            case "remarks" | "refused":
                setattr(ugly, name, [line.strip() for line in content.splitlines() if line.strip()])
            case "client.toml":
                ugly.settings = content
            case _:
                ugly.files[name] = _file(name, content, encoding or "utf-8")
    return ugly


def _file(name: str, content: str, encoding: str) -> bytes:
    letters = ESCAPE.sub(lambda found: "\t" if found[2] else chr(int(found[1], 16)), content)
    make = BOOKS.get(Path(name).suffix)
    if encoding == "mixed":  # UTF-8, with {e9} for that byte of Windows
        return letters.encode().replace(b"{e9}", b"\xe9")
    if make is None or not letters.startswith("["):
        return letters.encode(encoding)
    lines = [line for line in letters.splitlines() if line.strip()]
    merged = [line.removeprefix("merge ") for line in lines if line.startswith("merge ")]
    rows = [[_cell(cell) for cell in json.loads(line)] for line in lines if line.startswith("[")]
    return make(rows, merged) if merged else make(rows)


def _cell(cell: Any) -> Any:
    return date.fromisoformat(cell[1:]) if isinstance(cell, str) and cell.startswith("@") else cell
