"""What leads nowhere, and what is no longer used? References to what is gone become text; unused parts and lists go."""

from __future__ import annotations

import re

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import parse_xml
from lxml.etree import _Element as Element

from klantlib.render.word.fields import fields, flatten, unwrap
from klantlib.render.word.rerun.bookmarks import OURS, names
from klantlib.render.word.rerun.fingerprint import reading

POINTING = {"REF", "PAGEREF", "NOTEREF"}
PRUNED = (RT.IMAGE, RT.CHART, RT.HYPERLINK, RT.HEADER, RT.FOOTER)  # parts that only the text itself refers to
NUMBERED = ("styles", "header", "footer", "footnotes", "endnotes", "comments", "document")  # parts that may use a list


def free_references(body: Element, before: set[str]) -> list[str]:
    """
    A reference to something of ours that is gone, or went just now, is plain text from here on.

    The paragraphs in which such a one shows a number, as a reader sees them.
    """
    there = names(body)

    def lost(name: str) -> bool:
        return bool(name) and name not in there and (name in before or bool(OURS.fullmatch(name)))

    for link in [link for link in body.iter(qn("w:hyperlink")) if lost(link.get(qn("w:anchor"), ""))]:
        unwrap(link)
    said: list[str] = []
    for field in fields(body):
        anchor = re.search(r'\\l\s+"?([^"\s]+)', field.instruction) if field.kind == "HYPERLINK" else None
        if lost(anchor[1] if anchor else field.target if field.kind in POINTING else ""):
            if field.kind == "REF" and field.shown.strip():
                said.append(reading(field.start.iterancestors(qn("w:p"))))
            flatten(field)
    return list(dict.fromkeys(said))


def prune(document: WordDocument) -> None:
    """Without what nothing refers to any more, so that a report does not grow with each run."""
    part = document.part
    related = f"{{{nsmap['r']}}}"
    used = {value for e in part.element.iter() for name, value in e.attrib.items() if name.startswith(related)}
    for number in [number for number, rel in part.rels.items() if rel.reltype in PRUNED and number not in used]:
        del part.rels[number]
        part.rels.related_parts.pop(number, None)
    if any(rel.reltype == RT.NUMBERING for rel in part.rels.values()):
        _prune_lists(document)


def _prune_lists(document: WordDocument) -> None:
    lists = document.part.numbering_part.element
    used = {number for root in _roots(document) for number in _used(root)}
    for num in [num for num in lists.findall(qn("w:num")) if num.get(qn("w:numId")) not in used]:
        lists.remove(num)
    looks = {num.find(qn("w:abstractNumId")).get(qn("w:val")) for num in lists.findall(qn("w:num"))}
    for look in [a for a in lists.findall(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) not in looks]:
        if look.find(qn("w:styleLink")) is None and look.find(qn("w:numStyleLink")) is None:
            lists.remove(look)


def _roots(document: WordDocument) -> list[Element]:
    """Every part that may use a list."""
    parts = {document.part, *document.part.related_parts.values()}
    return [_root(part) for part in parts if part.partname.baseURI == "/word" and _tells(part)]


def _tells(part) -> bool:
    return part.partname.filename.startswith(NUMBERED) and part.partname.ext == "xml"


def _root(part) -> Element:
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _used(root: Element) -> list[str]:
    return [used.get(qn("w:val")) for used in root.iter(qn("w:numId"))]
