"""What does a run leave for programs? results.json, a table per chapter, and the manifest."""

from __future__ import annotations

import csv
import json
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from klantlib.blocks import Chapter, plain
from klantlib.client import Client
from klantlib.formats import unknown
from klantlib.render.word.rerun import Change
from klantlib.report.publish import sha256

VERSIONS = (
    "klantlib",
    "pandas",
    "numpy",
    "scipy",
    "scikit-learn",
    "matplotlib",
    "papermill",
    "nbconvert",
    "python-docx",
)
FORMULA = re.compile(r"[=@\t\r]|[+-](?!\w*$)")  # a text that begins so is run by a spreadsheet that opens the file


def write_results(folder: Path, chapters: list[Chapter], left_out: Mapping[str, str], data: Client) -> None:
    """Every figure that the report prints, one object a chapter; and what has none."""
    period = data.period
    report = {"client": data.id, "currency": data.settings.currency, "start": period.start, "end": period.end}
    results = {chapter.stem: chapter.figures for chapter in chapters if chapter.figures}
    _json(folder / "results.json", {"report": report, **results, "left_out": dict(left_out)})


def write_tables(folder: Path, chapters: list[Chapter]) -> None:
    """tables/<stem>.csv: one row a customer, English identifiers, decimal points."""
    (folder / "tables").mkdir()
    for chapter in chapters:
        if chapter.customers:
            _csv(folder / "tables" / f"{chapter.stem}.csv", chapter.customers)


def _csv(path: Path, table) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        kept = [number for number, column in enumerate(table.columns) if column not in table.aside]
        writer.writerow([list(table.columns)[number] for number in kept])
        writer.writerows([[_cell(row[number]) for number in kept] for row in table.rows])


def _cell(value: Any) -> Any:
    """Empty for unknown; a text that a spreadsheet would run as a formula gets a quote in front."""
    if unknown(value):
        return ""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def write_manifest(
    folder: Path, data: Client, timings: Mapping[str, float], reused: list[str], changes: Sequence[Change] = ()
) -> None:
    """What was read and with what, how long it took, what became of each edited region, every file's fingerprint."""
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "client": data.id,
        "sources": [asdict(source) for source in data.sources],
        "remarks": [asdict(remark) for remark in data.remarks],
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}},
        "seconds": timings,
        "unchanged": reused,
        "regions": [asdict(change) for change in changes],
        "files": {path.relative_to(folder).as_posix(): sha256(path) for path in written},
    }
    _json(folder / "manifest.json", manifest)


def _json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(plain(content), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")
