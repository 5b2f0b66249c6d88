"""What does a report remember of what was written in it? A part of its own, in XML that no program touches."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from klantlib.render.ooxml import clean
from klantlib.render.word.rerun.fingerprint import fingerprints, reading
from klantlib.render.word.rerun.look import Look

OURS = "urn:klantwerkboek:report"
STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
STORE_ID = "{5D0E7A52-9C0B-4C53-8E4C-0A3C6B1F7E21}"  # of this part in every report; Word wants one
ITEM, PROPERTIES = (
    PackURI("/customXml/item7001.xml"),
    PackURI("/customXml/itemProps7001.xml"),
)  # clear of a client's own
SEPARATOR = "|"  # of colours and fonts
UNREADABLE = (BadZipFile, zlib.error, OpcError, etree.XMLSyntaxError, LookupError, ValueError, AttributeError, OSError)
TEXT_LENGTH = 6000  # letters of a value that the next one can be compared with: the longest tables have fewer


class NotOurs(Exception):
    """A Word document that was not made by us, or whose memory was lost."""


class Damaged(Exception):
    """No Word document at all, or one that cannot be read."""


@dataclass(frozen=True)
class Remembered:
    """A region: what we put there, and the latest value that its reader was offered, as fingerprints per block."""

    region: str
    written: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    shape: str = ""  # a p for each paragraph that was written, a t for each table
    text: str = ""  # of the latest value, to be read in a summary
    deleted: bool = False  # by a person, for ever


@dataclass(frozen=True)
class Memory:
    """Whose report, how it was made, and its regions in order."""

    client: str = ""
    language: str = ""
    pseudonyms: bool = False
    merged: bool = False  # has it been run again on a report that people edited?
    look: Look = field(default_factory=Look)
    regions: tuple[Remembered, ...] = field(default=())

    def of(self, region: str) -> Remembered | None:
        return next((known for known in self.regions if known.region == region), None)


def opened(docx: bytes) -> WordDocument:
    """
    The document.

    Raises Damaged where it cannot be read: no zip, no document in it, XML that is broken.
    """
    try:
        document = Document(BytesIO(docx))
        document.element.body.tag  # noqa: B018  a package whose document is another kind of file has no body
    except UNREADABLE as problem:
        raise Damaged from problem
    return document


def recall(docx: bytes) -> Memory:
    """
    What a report remembers.

    Raises Damaged where the file cannot be read, NotOurs where it is a document of somebody else.
    """
    return remembered(opened(docx))


def remembered(document: WordDocument) -> Memory:
    """What an open report remembers; raises NotOurs."""
    if (part := _part(document)) is None:
        raise NotOurs
    root = etree.fromstring(part.blob, _parser())
    return Memory(
        client=root.get("client", ""),
        language=root.get("language", ""),
        pseudonyms=root.get("pseudonyms") == "true",
        merged=root.get("merged") == "true",
        look=Look(root.get("template", ""), tuple(filter(None, root.get("worn", "").split(SEPARATOR)))),
        regions=tuple(_region(element) for element in root.findall(f"{{{OURS}}}region")),
    )


def remember(document: WordDocument, memory: Memory) -> None:
    """Write it into the document, in place of what it remembered before."""
    if (part := _part(document)) is not None:
        part._blob = _xml(memory)
        return
    package = document.part.package
    part = Part(ITEM, "application/xml", _xml(memory), package)
    part.relate_to(Part(PROPERTIES, CT.OFC_CUSTOM_XML_PROPERTIES, _properties(), package), RT.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RT.CUSTOM_XML)


def described(region: str, blocks: Iterable[Element], part: Part) -> Remembered:
    """A region as it stands in a document now."""
    blocks = list(blocks)
    marks = fingerprints(blocks, part)
    shape = "".join("t" if block.tag == qn("w:tbl") else "p" for block in blocks)
    return Remembered(region, marks, marks, shape, clean(reading(blocks))[:TEXT_LENGTH])


def offering(old: Remembered, new: Remembered) -> Remembered:
    """What stands there is the old, its reader has been told of the new."""
    return replace(old, offered=new.offered, text=new.text)


def _part(document: WordDocument) -> Part | None:
    stored = (rel for rel in document.part.rels.values() if rel.reltype == RT.CUSTOM_XML and not rel.is_external)
    return next((rel.target_part for rel in stored if _is_ours(rel.target_part.blob)), None)


def _is_ours(blob: bytes) -> bool:
    try:
        return etree.fromstring(blob, _parser()).tag == f"{{{OURS}}}report"
    except etree.XMLSyntaxError:
        return False


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _region(element: Element) -> Remembered:
    marks = {name: tuple(element.get(name, "").split()) for name in ("written", "offered")}
    deleted, shape = element.get("deleted") == "true", element.get("shape", "")
    return Remembered(element.get("id", ""), **marks, shape=shape, text=element.text or "", deleted=deleted)


def _xml(memory: Memory) -> bytes:
    root = etree.Element(f"{{{OURS}}}report", nsmap={None: OURS}, client=clean(memory.client), language=memory.language)
    for name in ("pseudonyms", "merged"):
        root.set(name, str(getattr(memory, name)).lower())
    root.set("template", memory.look.template)
    root.set("worn", SEPARATOR.join(memory.look.worn))
    for known in memory.regions:
        element = etree.SubElement(root, f"{{{OURS}}}region", id=known.region)
        if known.deleted:
            element.set("deleted", "true")
            continue
        element.set("shape", known.shape)
        element.set("written", " ".join(known.written))
        element.set("offered", " ".join(known.offered))
        element.text = known.text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _properties() -> bytes:
    item = etree.Element(f"{{{STORE}}}datastoreItem", nsmap={"ds": STORE})
    item.set(f"{{{STORE}}}itemID", STORE_ID)
    schemas = etree.SubElement(item, f"{{{STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{STORE}}}schemaRef").set(f"{{{STORE}}}uri", OURS)
    return etree.tostring(item, xml_declaration=True, encoding="UTF-8", standalone=True)
