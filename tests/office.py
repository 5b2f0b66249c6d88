"""A real LibreOffice that edits and saves reports as a person would (tests/office_edits.py, by a Python with `uno`)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.programs import MINUTE, missing

SCRIPT = Path(__file__).with_name("office_edits.py")
Edit = Sequence[object]  # the name of a function in office_edits.py, and its arguments


@pytest.fixture(scope="session")
def office(soffice, tmp_path_factory) -> Callable[[bytes, Mapping[str, Sequence[Edit]]], dict[str, bytes]]:
    """
    A function that gives a document to LibreOffice: name -> edits in, name -> the document as it was saved out.

    One start of LibreOffice serves a whole call; no edits at all is opening and saving.
    """
    python = with_uno(soffice) or missing("LibreOffice's Python bridge", "apt-get install python3-uno")

    def edited(docx: bytes, cases: Mapping[str, Sequence[Edit]]) -> dict[str, bytes]:
        folder = tmp_path_factory.mktemp("office")
        source = folder / "report.docx"
        source.write_bytes(docx)
        saved = {name: folder / f"{number}.docx" for number, name in enumerate(cases)}
        asked = [{"file": str(source), "saved": str(saved[name]), "edits": edits} for name, edits in cases.items()]
        (folder / "cases.json").write_text(json.dumps(asked), encoding="utf-8")
        command = [python, str(SCRIPT), str(folder / "cases.json"), soffice]
        run = subprocess.run(command, capture_output=True, text=True, timeout=5 * MINUTE)
        assert run.returncode == 0, run.stderr
        return {name: path.read_bytes() for name, path in saved.items()}

    return edited


@cache
def with_uno(soffice: str) -> str | None:
    """A Python that can talk to LibreOffice: the one it brings, or the system's; never the project's own."""
    beside = Path(soffice).resolve().parent
    names = (beside / "python", beside / "python.exe", "/usr/bin/python3", shutil.which("python3"))
    return next((str(name) for name in names if name and _talks(str(name))), None)


def _talks(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import uno"], capture_output=True, timeout=MINUTE).returncode == 0
    except OSError:
        return False
