"""How does a consultant's document, with text and sections of its own, become one empty page to write on?"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml.etree import _Element as Element

from klantlib.render.ooxml import el
from klantlib.render.word.room import A4, MARGIN

REFERENCES = ("w:headerReference", "w:footerReference")
LANGUAGE_HOLDERS = ("w:docDefaults", "w:rPrDefault", "w:rPr")
EDGE = Mm(12.5)  # of header and footer, where a template has no page of its own


def one_section(document: WordDocument) -> None:
    """
    No text, one section: the last, with the headers and footers that it takes over from those before it.

    What the rest of the program counts on is there: a page, and a place where the language is said.
    """
    body = document.element.body
    sections = list(body.iter(qn("w:sectPr"))) or [_page()]
    last = sections[-1]
    for earlier in reversed(sections[:-1]):
        _inherit(last, earlier)
    body.clear()
    body.append(last)
    _language(document)


def _inherit(section: Element, earlier: Element) -> None:
    """References that the section has not, from one before it."""
    for name in REFERENCES:
        own = {found.get(qn("w:type")) for found in section.findall(qn(name))}
        for found in earlier.findall(qn(name)):
            if found.get(qn("w:type")) not in own:
                section.insert(0, found)


def _page() -> Element:
    size = el("w:pgSz", w=round(A4[0].twips), h=round(A4[1].twips))
    edge, side = round(EDGE.twips), round(MARGIN.twips)
    margins = el("w:pgMar", top=side, right=side, bottom=side, left=side, header=edge, footer=edge, gutter=0)
    return el("w:sectPr", size, margins)


def _language(document: WordDocument) -> None:
    """A place for the language in the defaults of the styles."""
    holder = document.styles.element
    for name in LANGUAGE_HOLDERS:
        found = holder.find(qn(name))
        if found is None:
            found = el(name)
            holder.insert(0, found)
        holder = found
    if holder.find(qn("w:lang")) is None:
        holder.append(el("w:lang"))
