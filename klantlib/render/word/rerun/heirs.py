"""What did a person tie to a region that is renewed? His bookmarks go along: his references still lead there."""

from __future__ import annotations

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.rerun.bookmarks import OURS, name_of, names, pairs, remove

CURSOR = "_GoBack"  # where Word was last


def inherit(old: Element, new: Element) -> None:
    """Put the bookmarks of a person in the same paragraph of the new content; around the number, if they were there."""
    ours = names(new)
    found, alone = pairs(old)
    for start, end in found:
        if name_of(start) not in ours and name_of(start) != CURSOR and not OURS.fullmatch(name_of(start)):
            _put(start, end, _same_place(start, old, new), counted=_counts(start, end))
    for half in alone:
        paragraphs = list(new.iter(qn("w:p")))
        first = half.tag == qn("w:bookmarkStart")
        _insert_first(half, paragraphs[0]) if first else paragraphs[-1].append(half)


def _same_place(mark: Element, old: Element, new: Element) -> Element:
    before, after = (list(control.iter(qn("w:p"))) for control in (old, new))
    number = next((n for n, paragraph in enumerate(before) if mark in paragraph.iter(mark.tag)), 0)
    return after[min(number, len(after) - 1)]


def _counts(start: Element, end: Element) -> bool:
    """Does a bookmark hold a caption's number and no more?"""
    inside = []
    for element in start.itersiblings():
        if element is end:
            break
        inside.append(element)
    follows = any(e.tag == qn("w:r") for e in end.itersiblings())
    return follows and any("SEQ" in (code.text or "") for e in inside for code in e.iter(qn("w:instrText")))


def _put(start: Element, end: Element, paragraph: Element, counted: bool) -> None:
    remove((start, end))
    label = next((pair for pair in pairs(paragraph)[0] if name_of(pair[0]).startswith("_Ref_")), None)
    if counted and label:
        label[0].addprevious(start)
        label[1].addnext(end)
    else:
        _insert_first(start, paragraph)
        paragraph.append(end)


def _insert_first(mark: Element, paragraph: Element) -> None:
    paragraph.insert(1 if paragraph.find(qn("w:pPr")) is not None else 0, mark)
