"""Which page does each entry of the contents lead to? Asked of who lays out the document, and put beside the entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element
from lxml.etree import tostring

from klantlib.render.ooxml import el, field, run
from klantlib.render.word.fields import LETTERS, fields, flatten, write
from klantlib.render.word.package import replaced

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
EDGE = re.compile(r"word/(header|footer)\d*\.xml")
ANSWER = re.compile(r"@(\d+)=(\d+);")  # entry number, page number; the last answer is the page it stands on itself
ENTRY = "toc "  # how the styles of entries are called, in any case
WIDEST = 88  # few reports have a hundred pages; a narrower number seldom makes an entry shorter by a line


@dataclass(frozen=True)
class Pages:
    """Where each bookmark of the contents stands, and how many pages there are."""

    of: Mapping[str, int]
    total: int


def question(docx: bytes) -> bytes:
    """
    The document with pages added behind it that say where every entry of its contents stands.

    Whoever lays it out fills them in: by bookmark, so that headings that are called the same are no riddle. The entries
    already have a number, as wide as it will be, so that writing the true ones moves nothing. Empty where the document
    has no contents.
    """
    anchors = _anchors(docx)
    if not anchors:
        return b""
    root = _part(docx, DOCUMENT)
    for link in _entries(docx, root):
        _number(link, WIDEST)
    asked = [*[f"PAGEREF {anchor}" for anchor in anchors], "PAGE"]
    body = root[0]
    place = len(body) - (body[-1].tag == qn("w:sectPr"))
    body[place:place] = [_asked(number, instruction) for number, instruction in enumerate(asked)]
    return replaced(docx, {DOCUMENT: _xml(root)})


def _asked(number: int, instruction: str) -> Element:
    """A line of the added pages; the first begins a new page."""
    break_ = [el("w:pageBreakBefore")] if number == 0 else []
    return el("w:p", el("w:pPr", *break_), run(f"@{number}="), *field(instruction, "0"), run(";"))


def answer(docx: bytes, printed: Iterable[str]) -> Pages:
    """What the added pages say, from the text of each page that was printed; an entry without an answer has none."""
    answers = [ANSWER.findall(text) for text in printed]
    told = {int(number): int(page) for found in answers for number, page in found}
    added = sum(bool(found) for found in answers)
    return Pages({anchor: told[n] for n, anchor in enumerate(_anchors(docx)) if n in told}, len(answers) - added)


def filled(docx: bytes, pages: Pages) -> bytes:
    """The document with a number behind every entry of which the page is known, and the number of pages in its foot."""
    with ZipFile(BytesIO(docx)) as package:
        edges = [name for name in package.namelist() if EDGE.fullmatch(name)]
    parts = {name: _part(docx, name) for name in (DOCUMENT, *edges)}
    for link in _entries(docx, parts[DOCUMENT]):
        if page := pages.of.get(link.get(qn("w:anchor"))):
            _number(link, page)
    for shown in (shown for name in edges for shown in fields(parts[name]) if shown.kind == "NUMPAGES"):
        write(shown, str(pages.total))
    return replaced(docx, {name: _xml(root) for name, root in parts.items()})


def _number(link: Element, page: int) -> None:
    """A tab and the page at the end of an entry, in place of what another program may have put there."""
    for shown in fields(link):
        if shown.kind == "PAGEREF":
            flatten(shown)
    letters = list(link.iter(*LETTERS))
    tabs = [place for place, letter in enumerate(letters) if letter.tag == qn("w:tab")]
    if tabs and re.fullmatch(r"\d*", "".join(letter.text or "" for letter in letters[tabs[-1] :])):
        for letter in letters[tabs[-1] :]:
            _take_out(letter)
    link.extend([run("\t"), *field(f"PAGEREF {link.get(qn('w:anchor'))} \\h", str(page))])


def _take_out(letter: Element) -> None:
    """A letter, and its run where nothing else is in it."""
    around = letter.getparent()
    around.remove(letter)
    if all(child.tag == qn("w:rPr") for child in around):
        around.getparent().remove(around)


def _anchors(docx: bytes) -> list[str]:
    """What the contents point to; each bookmark once."""
    return list(dict.fromkeys(link.get(qn("w:anchor")) for link in _entries(docx, _part(docx, DOCUMENT))))


def _entries(docx: bytes, root: Element) -> Iterator[Element]:
    """The links of the contents, by the names of the styles, for programs change their ids."""
    names = _part(docx, STYLES).iterfind(f"{qn('w:style')}/{qn('w:name')}")
    entry = {n.getparent().get(qn("w:styleId")) for n in names if n.get(qn("w:val")).lower().startswith(ENTRY)}
    for style in root.iter(qn("w:pStyle")):
        if style.get(qn("w:val")) in entry:
            paragraph = style.getparent().getparent()
            yield from (link for link in paragraph.iter(qn("w:hyperlink")) if link.get(qn("w:anchor")))


def _part(docx: bytes, name: str) -> Element:
    with ZipFile(BytesIO(docx)) as package:
        return parse_xml(package.read(name))


def _xml(root: Element) -> bytes:
    return tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
