"""What does a report say, wherever a reader meets words? And which of these words are another language's?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

from docx.oxml.ns import qn
from lxml import etree
from lxml import html as reader
from python_calamine import CalamineWorkbook

# words that hold a sentence together, and that no other of our languages has
TELLING = {
    "nl": "aan als bij dat de deze dit door een er geen het hun ieder klant klanten kosten kost met naar niet nog "
    "omzet onder ook te tot uit uw u van voor waar welke wordt worden wie winst zij zijn zonder",
    "en": "and are at be because by cost costs customer customers each every for from how it its no not nobody "
    "other profit revenue than that the their there these they this to what which who with without you your",
}
SPOKEN = {  # attributes that are read aloud or shown
    "html": ("aria-label", "alt", "title", "placeholder", "data-filter", "data-shown", "aria-description"),
    "docx": ("descr", "title", qn("w:alias")),
}
COMMANDS = ("answers", "check", "new", "questionnaire", "report", "scorecard", "workshop")
SAME = ("cost-to-serve", "whale curve", *(f"klant {command}" for command in COMMANDS))  # in whatever language
TITLES = ("The One to One Future", "Customer Relationship Management", "Customer Connections")  # of books
UNREAD = ("word/styles", "word/theme", "word/fontTable", "word/settings", "customXml", "docProps/app")
WORD = re.compile(r"[^\W\d_]+")
ALIKE = re.compile("|".join((*SAME, *TITLES)), re.IGNORECASE)
QUOTED = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"|`[^`]*`|\[\w+\]|\(\w+\)|\S*[_.=/]\w\S*")  # names, as typed
FAMILY = re.compile(r"\b[Vv]an(?:…| (?:de[nr]?…|(?:de[nr]? )?[A-Z]\w+))")  # a name, also where it was cut off


def foreign(text: str, language: str) -> set[str]:
    """
    The words of a text that tell another language; what stands in quotes or brackets is a name.

    >>> sorted(foreign("Dit is the omzet van de klant", "nl")), foreign("the table “klanten”", "en")
    (['the'], set())
    """
    words = {word.casefold() for word in WORD.findall(QUOTED.sub(" ", FAMILY.sub(" ", ALIKE.sub(" ", text))))}
    others = {word for code, telling in TELLING.items() if code != language for word in telling.split()}
    return words & others


def in_word(path: Path) -> Iterator[str]:
    """Every paragraph, alternative text, table description, chart text and property of a Word document."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.endswith(".xml")}
    for name, part in parts.items():
        if name.startswith(
            ("word/styles", "word/theme", "word/fontTable", "word/settings", "customXml", "docProps/app")
        ):
            continue
        root = etree.fromstring(part)
        for paragraph in root.iter(qn("w:p"), qn("a:p")):
            yield "".join(_letters(paragraph))
        for element in root.iter():
            yield from (element.get(name) for name in SPOKEN["docx"] if element.get(name) and name != qn("w:alias"))
            if element.tag in (qn("w:tblCaption"), qn("w:tblDescription")):
                yield element.get(qn("w:val"))
            if element.tag.endswith(("}title", "}subject")) and name == "docProps/core.xml":
                yield element.text or ""
            if element.tag == qn("c:v") and element.getparent().getparent().tag != qn("c:numCache"):
                yield element.text or ""


def _letters(paragraph: etree._Element) -> Iterator[str]:
    marks = {qn("w:tab"): " ", qn("w:br"): " "}
    for element in paragraph.iter(qn("w:t"), qn("a:t"), *marks):
        yield marks.get(element.tag) or element.text or ""


def in_page(path: Path) -> Iterator[str]:
    """Every text of an HTML page, and every attribute that is read aloud; scripts and styles aside."""
    root = reader.document_fromstring(path.read_text(encoding="utf-8"))
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        yield element.text or ""
        yield from (child.tail or "" for child in element)
        yield from (element.get(name) for name in SPOKEN["html"] if element.get(name))


def in_sheets(path: Path) -> Iterator[str]:
    """Every sheet's name and every text in its cells."""
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).to_python():
            yield from (cell for cell in row if isinstance(cell, str))


def mixed(texts: Iterable[str], language: str, client: Iterable[str] = ()) -> list[str]:
    """The texts with words of another language in them; what the client itself wrote stays as it is."""
    own = sorted({text for text in client if foreign(text, language)}, key=len, reverse=True)
    theirs = re.compile("|".join(map(re.escape, own)) or "(?!)")
    return sorted({text for text in texts if foreign(theirs.sub(" ", text), language)})
