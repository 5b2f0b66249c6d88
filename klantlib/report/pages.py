"""The pages in the contents: asked of LibreOffice where it is installed, and kept until the report changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from klantlib.render.word.page_numbers import Pages, answer, filled, question
from klantlib.report.office import office, printed

FILE = "pages.json"  # in the client's .cache


def with_pages(docx: bytes, client: Path, *, fresh: bool = False) -> bytes:
    """
    The report with page numbers in its contents; as it came where there is no LibreOffice, or no contents.

    client: its folder, where the numbers of the last report are kept; fresh = ask again. Raises OfficeFailed when
    LibreOffice is there and does not print.
    """
    program = office()
    if not program or not (asked := question(docx)):
        return docx
    key, kept = hashlib.sha256(asked).hexdigest(), client / ".cache" / FILE
    pages = None if fresh else _recalled(kept, key)
    if pages is None:
        pages = answer(docx, printed(asked, program))
        _keep(kept, key, pages)
    return filled(docx, pages)


def _recalled(file: Path, key: str) -> Pages | None:
    """The numbers as they were kept; None where they are another report's, or damaged."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Pages(kept["of"], kept["total"]) if kept["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, key: str, pages: Pages) -> None:
    """A client's folder that cannot be written keeps nothing; the report does without."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"key": key, **asdict(pages)}), encoding="utf-8")
    except OSError:
        return
