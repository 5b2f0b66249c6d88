"""How does a form in Word know, when it comes back, what it asks and which box is which?

The form itself is known by a part of XML that no program touches. A box is known by its tag, which Word keeps, and by
the bookmark around it, which LibreOffice keeps; what people see and hear of it, its title, is free for words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from klantlib.questionnaire.definition import Form, Question

OURS = "urn:klantwerkboek:form"
STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
STORE_ID = "{8A4F1C36-2E5B-4D0A-9C7D-51B6E2F3A940}"  # of this part in every form; Word wants one
ITEM, PROPERTIES = PackURI("/customXml/item7101.xml"), PackURI("/customXml/itemProps7101.xml")
TAG = re.compile(r"\w+/[\w.]+/(\w+)/(\d+)")
BOOKMARK = re.compile(r"kw_(\w+?)__(\d+)")
HEADING = "kw_heading_"  # opens the bookmark of every heading below the title

Place = tuple[str, int]  # key of a question, number of an answer from 1; 0 = in words of one's own


@dataclass(frozen=True)
class Stamp:
    """Which form this is, and whose: `id` is the token of who was asked, empty where nobody's name is known."""

    kind: str
    edition: str
    language: str
    id: str = ""


def tag(form: Form, question: Question, number: int = 0) -> str:
    return f"{form.kind}/{form.edition}/{question.key}/{number}"


def bookmark_of(question: Question, number: int = 0) -> str:
    """Letters, digits and underscores: all that the name of a bookmark may have."""
    return f"kw_{question.key}__{number}"


def place(tags: Iterable[str], bookmarks: Iterable[str]) -> Place | None:
    """Which box or field is this, by its tag, else by its bookmark; None where it is none of ours."""
    found = (pattern.fullmatch(name) for pattern, names in ((TAG, tags), (BOOKMARK, bookmarks)) for name in names)
    return next(((match[1], int(match[2])) for match in found if match), None)


def stamp(document: WordDocument, stamp: Stamp) -> None:
    """Write it into the document."""
    package = document.part.package
    root = etree.Element(f"{{{OURS}}}form", asdict(stamp), nsmap={None: OURS})
    part = Part(ITEM, "application/xml", _xml(root), package)
    part.relate_to(Part(PROPERTIES, CT.OFC_CUSTOM_XML_PROPERTIES, _store(), package), RT.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RT.CUSTOM_XML)


def stamped(root: etree._Element) -> Stamp | None:
    """What a part of XML says, if it is this one."""
    if root.tag != f"{{{OURS}}}form":
        return None
    return Stamp(*(root.get(name, "") for name in Stamp.__dataclass_fields__))


def _store() -> bytes:
    item = etree.Element(f"{{{STORE}}}datastoreItem", nsmap={"ds": STORE})
    item.set(f"{{{STORE}}}itemID", STORE_ID)
    schemas = etree.SubElement(item, f"{{{STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{STORE}}}schemaRef").set(f"{{{STORE}}}uri", OURS)
    return _xml(item)


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
