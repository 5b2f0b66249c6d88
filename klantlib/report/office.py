"""Is there a LibreOffice here, and how does it print a document? Only to read what it prints, never to save."""

from __future__ import annotations

import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader
from pypdf.errors import PyPdfError

SETTING = "KLANT_OFFICE"  # environment variable: the program's path; empty = do without
NAMES = ("soffice", "libreoffice")
PLACES = (  # where it lies when no path leads to it: Windows, Mac
    "%ProgramFiles%/LibreOffice/program/soffice.exe",
    "%ProgramFiles(x86)%/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
PATIENCE = 120  # seconds; a long report takes three on an idle machine
QUIET = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault")


class OfficeFailed(Exception):
    """LibreOffice is there, but printed nothing that can be read."""


def office() -> str:
    """The path of LibreOffice; empty where there is none or nobody wants it."""
    if (chosen := os.environ.get(SETTING)) is not None:
        return chosen
    on_path = next((found for name in NAMES if (found := shutil.which(name))), "")
    places = (Path(os.path.expandvars(place)).expanduser() for place in PLACES)
    return on_path or next((str(place) for place in places if place.is_file()), "")


def printed(docx: bytes, program: str) -> list[str]:
    """
    The text of each page as LibreOffice prints it, in a profile of its own.

    Raises OfficeFailed when it does not start, takes too long, or prints no readable PDF.
    """
    with TemporaryDirectory(prefix="klant", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        (folder / "report.docx").write_bytes(docx)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, *QUIET, "--convert-to", "pdf", "--outdir", place, str(folder / "report.docx")]
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
            pages = PdfReader(BytesIO((folder / "report.pdf").read_bytes())).pages
            return [page.extract_text() for page in pages]
        except (OSError, subprocess.SubprocessError, PyPdfError) as problem:
            raise OfficeFailed from problem
