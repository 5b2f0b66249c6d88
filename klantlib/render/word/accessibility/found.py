"""What is a barrier, where is it, and what of a document is looked at?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from klantlib.render.word.accessibility.looks import Looks
from klantlib.words import Words

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same again, for old programs
CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
EXCERPT = 60  # letters of a paragraph that say where it is


@dataclass(frozen=True)
class Barrier:
    """Something that shuts a reader out."""

    rule: str  # a part of [accessibility] in templates/words.toml
    place: str = ""  # the words where it is, or before it; empty for the document as a whole

    def sentence(self, language: str) -> str:
        return Words("words", language).say("accessibility", self.rule, place=self.place or "-")


@dataclass(frozen=True)
class Package:
    """The parts of a document that a reader meets, and how they look."""

    body: Element
    around: tuple[Element, ...]  # headers and footers
    looks: Looks
    title: str


def opened(docx: bytes) -> Package:
    """The document's parts; BadZipFile if it is no file of Word."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)  # it may come from anywhere
    with ZipFile(BytesIO(docx)) as file:
        names = file.namelist()
        read = {name: etree.fromstring(file.read(name), parser) for name in names if name.endswith(".xml")}
    for part in read.values():
        for double in list(part.iter(FALLBACK)):
            double.getparent().remove(double)
    around = tuple(part for name, part in read.items() if re.match(r"word/(header|footer)\d*\.xml", name))
    core = read.get("docProps/core.xml")
    title = core.findtext(CORE_TITLE) if core is not None else ""
    return Package(read["word/document.xml"].find(qn("w:body")), around, Looks(read["word/styles.xml"]), title or "")


def shown(element: Element) -> bool:
    """Is there something to see or hear: letters or a picture?"""
    return bool(text_of(element).strip()) or element.find(f".//{qn('w:drawing')}") is not None


def text_of(element: Element) -> str:
    """What can be read of it, line ends and tabs included."""
    breaks = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}
    return "".join(breaks.get(part.tag) or part.text or "" for part in element.iter(qn("w:t"), *breaks))


def excerpt(element: Element) -> str:
    """Its first words, to find it by."""
    words = " ".join(text_of(element).split())
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1] + "…"


def place(element: Element) -> str:
    """The words of this place, else the last ones before it."""
    own = element if element.tag in (qn("w:p"), qn("w:tbl")) else next(element.iterancestors(qn("w:p")), element)
    if words := excerpt(own):
        return words
    before = (excerpt(paragraph) for paragraph in own.xpath("preceding::*[local-name()='p'][position()<=5]")[::-1])
    return next(filter(None, before), "")


def is_on(switch: Element | None) -> bool:
    """Is it there, and not to say no?"""
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")
