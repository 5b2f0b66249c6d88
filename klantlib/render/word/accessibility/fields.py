"""Does every field show something, and does every reference lead somewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.accessibility.found import Barrier, Package, place, text_of

UNSEEN = re.compile(r"\s*(?:TC|XE|SET|RD|ASK|TA|PRIVATE)\b")  # fields that show nothing
TO_BOOKMARK = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")


def fields(package: Package) -> Iterator[Barrier]:
    """Fields without a result, and references to what is gone."""
    marks = {mark.get(qn("w:name")) for mark in package.body.iter(qn("w:bookmarkStart"))}
    for part in (package.body, *package.around):
        for code, result, where in (*_complex_fields(part), *_simple_fields(part)):
            if not result.strip() and not UNSEEN.match(code):
                yield Barrier("empty_field", place(where))
            elif (to := TO_BOOKMARK.match(code)) and to[1] not in marks:
                yield Barrier("broken_reference", place(where))


def _simple_fields(part: Element) -> Iterator[tuple[str, str, Element]]:
    for field in part.iter(qn("w:fldSimple")):
        yield field.get(qn("w:instr"), ""), text_of(field), field


def _complex_fields(part: Element) -> Iterator[tuple[str, str, Element]]:
    """(code, result, where it begins); fields stand in each other, and a contents runs over paragraphs."""
    opened: list[dict] = []
    for element in part.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t"), qn("w:drawing")):
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            opened.append({"code": "", "result": "", "where": element, "shown": False})
        elif kind == "separate" and opened:
            opened[-1]["shown"] = True
        elif kind == "end" and opened:
            field = opened.pop()
            yield field["code"], field["result"], field["where"]
        elif element.tag == qn("w:instrText") and opened:
            opened[-1]["code"] += element.text or ""
        else:
            for field in (field for field in opened if field["shown"]):
                field["result"] += element.text or "x"
