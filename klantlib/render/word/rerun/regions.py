"""Which region does a control say it is, and what stands in it?"""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.front import CONTENTS_REGION

BLOCKS = (qn("w:p"), qn("w:tbl"), qn("w:sdt"))
GALLERY = "Table of Contents"


def name_of(control: Element) -> str:
    """The region that a control says it is: its alias, else its tag; contents also by what kind of control it is."""
    properties = control.find(qn("w:sdtPr"))
    if properties is None:
        return ""
    found = [properties.find(qn(f"w:{name}")) for name in ("alias", "tag")]
    if any(g.get(qn("w:val")) == GALLERY for g in properties.iter(qn("w:docPartGallery"))):
        return CONTENTS_REGION
    return next((element.get(qn("w:val"), "") for element in found if element is not None), "")


def blocks_in(control: Element) -> list[Element]:
    """The paragraphs and tables of a control."""
    content = control.find(qn("w:sdtContent"))
    return [] if content is None else [child for child in content if child.tag in BLOCKS]


def next_block(block: Element, preceding: bool = False) -> Element | None:
    """The paragraph, table or control beside this one."""
    return next((e for e in block.itersiblings(preceding=preceding) if e.tag in BLOCKS), None)
