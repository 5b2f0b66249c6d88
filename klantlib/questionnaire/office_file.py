"""Is a file of a person's own program whole and safe to open, and what does a form in Word keep in it?"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

from klantlib.questionnaire.sheets import BadSheet
from klantlib.questionnaire.word.marks import Stamp, stamped

LARGEST = 4 << 20  # bytes: a form takes some 20 kB, saved by Word some 60
UNPACKED = 32 << 20  # what unpacks to more was made to do harm
MOST_PARTS = 500
BODY, CORE = "word/document.xml", "docProps/core.xml"
KEPT = re.compile(r"customXml/item\d+\.xml")
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SAVED = "{http://purl.org/dc/terms/}modified"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError)


@dataclass(frozen=True)
class WordFile:
    """What a form is read from."""

    body: Element
    stamp: Stamp | None
    saved: date | None  # the day on which it was last saved


def opened(data: bytes) -> WordFile:
    """
    The parts of a Word document that a form is read from.

    Raises BadSheet: too_large before anything is unpacked that could fill the memory, damaged where it is no whole
    file or is locked by a password, not_ours where it is another kind of file.
    """
    if len(data) > LARGEST:
        raise BadSheet("too_large")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive)
    except BROKEN as error:  # RuntimeError: a part with a password; NotImplementedError: a way of packing Word has not
        raise BadSheet("damaged") from error


def _read(archive: zipfile.ZipFile) -> WordFile:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise BadSheet("too_large")
    names = [part.filename for part in parts]
    if BODY not in names:
        raise BadSheet("not_ours")
    body = _tree(archive.read(BODY)).find(qn("w:body"))
    if body is None:
        raise BadSheet("damaged")
    marks = (stamped(_tree(archive.read(name))) for name in names if KEPT.fullmatch(name))
    return WordFile(body, next(filter(None, marks), None), saved_on(archive))


def saved_on(archive: zipfile.ZipFile) -> date | None:
    """The day on which a file of Office or LibreOffice says that it was last saved; None where it does not."""
    core = _tree(archive.read(CORE)) if CORE in archive.namelist() else None
    said = (core.findtext(SAVED) or "" if core is not None else "")[:10]
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _tree(content: bytes) -> Element:
    if ENTITIES.search(content):
        raise BadSheet("damaged")
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
