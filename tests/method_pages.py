"""On which page of the demo report stands each method? `python tests/method_pages.py` renews the column in the README.

The column `page` of "Where each method stands" holds a page and a key: 12 `top_ten` is that place of the chapter that
the row names first (or `chapter/key` itself). Pages are those of the Dutch demo as LibreOffice prints it here; other
fonts move them, so the test allows some shift, and holds the key to the report itself.
"""

from __future__ import annotations

import re
import shutil
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZipFile

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import tostring

from klantlib.render.ooxml import bookmark_name, el, field, run
from klantlib.render.word.package import replaced
from klantlib.report.job import Job
from klantlib.report.office import office, printed
from klantlib.report.run import run as run_all

ROOT = Path(__file__).parents[1]
README = ROOT / "klantlib" / "README.md"
DOCUMENT = "word/document.xml"
ANSWER = re.compile(r"@(\d+)=(\d+);")
ROW = re.compile(r"^\| (?!method \|)(.+) \|$")
CELL = re.compile(r"(\d+|–) `([\w/.]+)`")


class Place(NamedTuple):
    """A place of the report, and the page that the README gives it."""

    stem: str
    key: str
    page: str


def places(readme: str) -> list[Place]:
    """Of each row of the table, in its order; ValueError for a row without."""
    return [_place(row) for row in _rows(readme)]


def _rows(readme: str) -> list[str]:
    section = readme.partition("## Where each method stands\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if ROW.match(line)]


def _place(row: str) -> Place:
    cells = row.strip("| ").split(" | ")
    found = CELL.fullmatch(cells[-1])
    if not found:
        raise ValueError(f"the last cell is no page and key: {row}")
    stem, _, key = found[2].rpartition("/")
    return Place(stem or re.search(r"`(\w+)`", cells[1])[1], key, found[1])


def pages(docx: bytes, names: list[str], program: str) -> dict[str, int]:
    """Bookmark -> the page on which it begins, as LibreOffice prints it; those that are not there have none."""
    with ZipFile(BytesIO(docx)) as package:
        root = parse_xml(package.read(DOCUMENT))
    there = {mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))}
    asked = [name for name in dict.fromkeys(names) if name in there]
    body = root[0]
    end = len(body) - (body[-1].tag == qn("w:sectPr"))
    body[end:end] = [el("w:p", run(f"@{n}="), *field(f"PAGEREF {name}", "0"), run(";")) for n, name in enumerate(asked)]
    answers = ANSWER.findall(" ".join(printed(replaced(docx, {DOCUMENT: _xml(root)}), program)))
    return {asked[int(number)]: int(page) for number, page in answers}


def _xml(root: BaseOxmlElement) -> bytes:
    return tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def region(place: Place) -> str:
    """The bookmark of a place in Word."""
    return bookmark_name(f"{place.stem}/{place.key}")


def renewed(readme: str, found: dict[str, int]) -> str:
    """The README with the pages that were found, a dash where a place is not in the report."""
    for row in _rows(readme):
        place = _place(row)
        cell = CELL.search(row.rpartition(" | ")[2])
        page = found.get(region(place), "–")
        readme = readme.replace(row, row[: row.rindex(cell[0])] + f"{page} `{cell[2]}` |")
    return readme


def main() -> int:
    """Makes the demo report in a folder of its own and writes the column; 1 where LibreOffice is missing."""
    program = office()
    if not program:
        return 1
    with TemporaryDirectory() as home:
        docx = made(Path(home))
    text = README.read_text(encoding="utf-8")
    README.write_text(renewed(text, pages(docx, [region(place) for place in places(text)], program)), encoding="utf-8")
    return 0


def made(home: Path) -> bytes:
    """The demo's report in Word, made anew in this folder."""
    source = ROOT / "client_data" / "voorbeeld"
    shutil.copytree(source, home / "client_data" / "voorbeeld", ignore=shutil.ignore_patterns(".cache"))
    run_all([Job("voorbeeld", home / "client_data", home / "reports")])
    return (home / "reports" / "voorbeeld" / "report.docx").read_bytes()


if __name__ == "__main__":
    sys.exit(main())
