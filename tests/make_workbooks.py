"""Renew tests/workbooks/: the workbooks as executed on the demo client, which nbval holds the program to.

Run it after a wanted change, and read the difference: it is what a client will see change.
Pictures are left out: nbval compares the data they are drawn from (tests/nbval.cfg).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat

from klantlib.chapters import CHAPTERS, needs_of, stem_of, workbooks
from klantlib.report.chapter import execute, prepared

EMPTY = "<svg></svg>"
COPIES = Path(__file__).parent / "workbooks"


def copies() -> None:
    """All of them, in a folder where the summary finds the others beside itself."""
    shutil.rmtree(COPIES, ignore_errors=True)
    COPIES.mkdir()
    os.chdir(COPIES)
    for path in sorted(workbooks(), key=lambda path: CHAPTERS in needs_of(stem_of(path))):
        beside = {"chapters": "."} if CHAPTERS in needs_of(stem_of(path)) else {}
        executed = execute(prepared(path), path.name, {"client": "voorbeeld", **beside}, isolated=False)
        nbformat.write(without_pictures(executed), COPIES / path.name)


def without_pictures(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data.update({mime: EMPTY for mime in output.data if mime.startswith("image/")})
    return notebook


if __name__ == "__main__":
    copies()
