"""How is Word's XML written where python-docx has no API? Elements, runs, fields, bookmarks, content controls.

Names and order of elements follow ECMA-376; nothing here knows a block, a text or a colour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from docx.oxml.ns import nsmap
from docx.oxml.parser import oxml_parser
from lxml.etree import _Element as Element

NAMESPACES = {
    **nsmap,
    "xml": "http://www.w3.org/XML/1998/namespace",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
OWN_ATTRIBUTES = ("w", "w15")  # the vocabularies whose attributes carry their prefix
TWIPS = 20  # in a point
MM = 1440 / 25.4  # twips in a millimetre
NAME_LENGTH = 32  # of a bookmark; Word keeps 40, but LibreOffice adds _Copy_1 to a copy and cuts it there
TAG_LENGTH = 64  # the longest tag of a content control
FIRST = ("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore")  # of a paragraph's properties, in this order
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0, and so in Word


def el(tag: str, *children: Element, **attributes: Any) -> Element:
    """An element with its children; attributes of a w: element are w: too, and None leaves one out."""
    prefix = tag.partition(":")[0]
    element = oxml_parser.makeelement(_name(tag), nsmap={prefix: NAMESPACES[prefix]})
    for name, value in attributes.items():
        if value is not None:
            own = ":" not in name and prefix in OWN_ATTRIBUTES
            element.set(_name(f"{prefix}:{name}" if own else name), clean(value))
    element.extend(children)
    return element


def clean(text: Any) -> str:
    """The text without the characters that make a document unreadable."""
    return FORBIDDEN.sub("", str(text))


def run(text: str, style: str | None = None, **marks: bool) -> Element:
    """A run of text in a character style; marks: b, i, strike. Line ends and tabs become Word's own."""
    switches = [el(f"w:{mark}") for mark, on in marks.items() if on]
    return _run(*_text(clean(text)), style=style, marks=switches)


def paragraph(style: str, *content: Element, **properties: Element | None) -> Element:
    """A paragraph; direct properties in the order of the standard: keepNext, pageBreakBefore, numPr, jc, sectPr."""
    direct = [value for value in properties.values() if value is not None]
    return el("w:p", el("w:pPr", el("w:pStyle", val=style), *direct), *content)


def break_before(block: Element) -> None:
    """Let a block start on a new page, by its first paragraph."""
    _switch(next(block.iter(_name("w:pPr"))), "w:pageBreakBefore")


def keep_with_next(block: Element) -> None:
    """Let the end of a block, a paragraph or the last row of a table, stand on one page with what follows."""
    rows = list(block.iter(_name("w:tr")))
    last = list(block.iter(_name("w:pPr")))[-1]
    for properties in rows[-1].iter(_name("w:pPr")) if rows and last in rows[-1].iter() else [last]:
        _switch(properties, "w:keepNext")


def _switch(properties: Element, name: str) -> None:
    """Turn on one of a paragraph's first properties, in the order of the standard."""
    if properties.find(_name(name)) is None:
        before = FIRST[: FIRST.index(name)]
        properties.insert(sum(child.tag in map(_name, before) for child in properties), el(name))


def numbered(number: int, level: int = 0) -> Element:
    return el("w:numPr", el("w:ilvl", val=level), el("w:numId", val=number))


def field(instruction: str, result: str, style: str | None = None) -> list[Element]:
    """A field with its result already there, so that nobody has to be asked to update it."""
    return [*field_start(instruction, style), run(result, style), field_end(style)]


def field_start(instruction: str, style: str | None = None) -> list[Element]:
    code = el("w:instrText", **{"xml:space": "preserve"})
    code.text = f" {instruction} "
    return [_mark("begin", style), _run(code, style=style), _mark("separate", style)]


def field_end(style: str | None = None) -> Element:
    return _mark("end", style)


def bookmark(name: str, number: int, *content: Element) -> list[Element]:
    """Content between the two ends of a bookmark."""
    return [el("w:bookmarkStart", id=number, name=name), *content, el("w:bookmarkEnd", id=number)]


def link(anchor: str, *content: Element) -> Element:
    """A link to a bookmark in the same document."""
    return el("w:hyperlink", *content, anchor=anchor, history=1)


def control(region: str, number: int, *content: Element, kind: Element | None = None) -> Element:
    """
    A block-level content control around a region, with a bookmark from its first paragraph to its last.

    Alias and tag both carry the region: LibreOffice drops the tag, others the alias; and where it lets the control go,
    the bookmark still tells where the region begins and ends.
    """
    first = next(paragraph for block in content for paragraph in block.iter(_name("w:p")))
    last = ([block for block in content if block.tag == _name("w:p")] or [first])[-1]  # an end in a table gets lost
    tag = shortened(region, TAG_LENGTH)
    start, end = bookmark(bookmark_name(tag), number)
    first.insert(1 if first[:1] and first[0].tag == _name("w:pPr") else 0, start)
    last.append(end)
    marks = [el("w:alias", val=tag), el("w:tag", val=tag), el("w:id", val=number), el("w15:appearance", val="hidden")]
    return el("w:sdt", el("w:sdtPr", *marks, *[kind] * (kind is not None)), el("w:sdtContent", *content))


def bookmark_name(region: str, prefix: str = "") -> str:
    """A region's bookmark: letters, digits and underscores, never longer than Word keeps, never that of another."""
    readable = re.sub(r"\W", "_", prefix + region, flags=re.ASCII)
    return f"{readable[: NAME_LENGTH - 9]}_{crc32(region.encode()):08x}"


def shortened(text: str, length: int) -> str:
    """The text, or where it is too long its start and a number that stands for the whole."""
    return text if len(text) <= length else f"{text[: length - 9]}~{crc32(text.encode()):08x}"


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if local else name


def _run(*content: Element, style: str | None, marks: Sequence[Element] = ()) -> Element:
    properties = [*[el("w:rStyle", val=style)] * bool(style), *marks]
    return el("w:r", *[el("w:rPr", *properties)] * bool(properties), *content)


def _mark(kind: str, style: str | None) -> Element:
    return _run(el("w:fldChar", fldCharType=kind), style=style)


def _text(text: str) -> list[Element]:
    breaks = {"\n": "w:br", "\t": "w:tab"}
    parts = re.split(r"([\n\t])", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [el(breaks[part]) if part in breaks else _letters(part) for part in parts if part]


def _letters(text: str) -> Element:
    letters = el("w:t", **{"xml:space": "preserve"})
    letters.text = text
    return letters
