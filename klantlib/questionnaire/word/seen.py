"""What stands in the boxes and fields of a form, whichever program wrote it?

Word keeps a control, its tag and the bookmark around it. LibreOffice keeps boxes without their tag, a field no longer
than until somebody types in it, and bookmarks always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, takewhile

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.questionnaire.word.marks import HEADING, Place, place

READABLE = tuple(map(qn, ("w:t", "w:sym", "w:br", "w:cr", "w:p", "w:tab")))
HEXADECIMAL = re.compile("[0-9A-Fa-f]{1,4}")
YES = ("1", "true", "on")


def controls(body: Element) -> dict[Place, Element]:
    """Every box and field of ours that is there: the innermost control with our tag, or with our bookmark around it."""
    found: dict[Place, Element] = {}
    for control in body.iter(qn("w:sdt")):
        tags = [tag.get(qn("w:val"), "") for tag in control.iterfind(f"{qn('w:sdtPr')}/{qn('w:tag')}")]
        outer = control.find(f"{qn('w:sdtContent')}//{qn('w:sdt')}") is not None
        if not outer and (where := place(tags, _bookmarks(control))):
            found[where] = control
    return found


def _bookmarks(control: Element) -> list[str]:
    """Those that begin in it, or right before it."""
    before = control.getprevious()
    starts = [before] if before is not None and before.tag == qn("w:bookmarkStart") else []
    return [start.get(qn("w:name"), "") for start in (*control.iter(qn("w:bookmarkStart")), *starts)]


def shown(control: Element) -> str:
    """What can be read in a control: letters, line ends, and signs of a font."""
    content = control.find(qn("w:sdtContent"))
    return "" if content is None else "".join(_read(part) for part in content.iter(*READABLE))


def kept(control: Element) -> bool | None:
    """Whether a box is ticked, as the program keeps it; None where it keeps nothing."""
    found = control.find(f"{qn('w:sdtPr')}/{qn('w14:checkbox')}/{qn('w14:checked')}")
    return None if found is None else found.get(qn("w14:val"), "1") in YES


def within(body: Element, bookmark: str) -> str | None:
    """What can be read from the paragraph in which a bookmark begins up to the next heading; None where it is gone."""
    marks = {mark.get(qn("w:name"), ""): mark for mark in body.iter(qn("w:bookmarkStart"))}
    first = next(marks[bookmark].iterancestors(qn("w:p")), None) if bookmark in marks else None
    return None if first is None else "".join(map(_read, _from(first, body)))


def _from(first: Element, body: Element) -> Iterator[Element]:
    begun = dropwhile(lambda element: element is not first, body.iter(*READABLE, qn("w:bookmarkStart")))
    field = takewhile(lambda element: not element.get(qn("w:name"), "").startswith(HEADING), begun)
    return (element for element in field if element.tag in READABLE)


def _read(part: Element) -> str:
    if part.tag == qn("w:t"):
        return part.text or ""
    if part.tag == qn("w:sym"):
        sign = part.get(qn("w:char"), "")
        return chr(int(sign, 16)) if HEXADECIMAL.fullmatch(sign) else "?"
    return "\t" if part.tag == qn("w:tab") else "\n"
