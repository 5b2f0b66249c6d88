"""Which bookmarks stand in a document, and where do they begin and end?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

Pair = tuple[Element, Element]
OURS = re.compile(r"\w+_[0-9a-f]{8}")  # as klantlib.render.ooxml.bookmark_name makes them
COPIED = re.compile(rf"{OURS.pattern}_Copy_\d+")  # what LibreOffice calls those of a copy


def name_of(mark: Element) -> str:
    return mark.get(qn("w:name"), "")


def pairs(root: Element) -> tuple[list[Pair], list[Element]]:
    """Beginnings with their ends, in the order of the document, and the marks that lack the other one."""
    found: list[Pair] = []
    going: dict[str, list[Element]] = {}
    alone: list[Element] = []
    for mark in root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        number = mark.get(qn("w:id"))
        if mark.tag == qn("w:bookmarkStart"):
            going.setdefault(number, []).append(mark)
        elif going.get(number):
            found.append((going[number].pop(0), mark))
        else:
            alone.append(mark)
    return found, [*(mark for marks in going.values() for mark in marks), *alone]


def names(root: Element) -> set[str]:
    return {name_of(mark) for mark in root.iter(qn("w:bookmarkStart"))}


def remove(marks: Iterable[Element]) -> None:
    for mark in marks:
        if mark.getparent() is not None:
            mark.getparent().remove(mark)


def strip(root: Element, wanted: set[str]) -> None:
    """Take bookmarks of these names away; what they stood around stays."""
    found, _ = pairs(root)
    remove(mark for pair in found if name_of(pair[0]) in wanted for mark in pair)


def tidy(body: Element, first: Iterable[Element]) -> None:
    """Every bookmark once, whole and with a number of its own; one within `first` goes before its copies."""
    ours = {mark for element in first for mark in element.iter(qn("w:bookmarkStart"))}
    strip(body, {name for name in names(body) if COPIED.fullmatch(name)})
    found, alone = pairs(body)
    remove(alone)
    kept: dict[str, Pair] = {}
    for pair in sorted(found, key=lambda pair: pair[0] not in ours):
        if kept.setdefault(name_of(pair[0]), pair) is not pair:
            remove(pair)
    _number(pair for pair in found if kept[name_of(pair[0])] is pair)


def _number(found: Iterable[Pair]) -> None:
    """New numbers only where two bookmarks share one."""
    found = list(found)
    taken: set[str] = set()
    free = max([0, *(int(start.get(qn("w:id"), "0")) for start, _ in found)]) + 1
    for pair in found:
        if pair[0].get(qn("w:id")) in taken:
            for mark in pair:
                mark.set(qn("w:id"), str(free))
            free += 1
        taken.add(pair[0].get(qn("w:id")))
