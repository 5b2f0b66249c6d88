"""Are headings headings, lists lists and links links?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.accessibility.found import Barrier, Package, excerpt, place, shown, text_of
from klantlib.render.word.accessibility.looks import Looks

SHORT = 20  # paragraphs that a reader oversees without headings
BLANKS = 3  # empty paragraphs in a row are there to make room
HAND_MADE = re.compile(r"\s*(?:[-–—*•·▪○]|\d{1,2}[.)]|[a-z]\))[\s\u00a0]+\S")


def headings(package: Package) -> Iterator[Barrier]:
    """Empty ones, and levels that are skipped."""
    levels = [
        (level, paragraph) for paragraph in package.body.iter(qn("w:p")) if (level := package.looks.level(paragraph))
    ]
    filled = [(level, paragraph) for level, paragraph in levels if shown(paragraph)]
    yield from (Barrier("empty_heading", place(paragraph)) for _, paragraph in levels if not shown(paragraph))
    if filled and filled[0][0] != 1:
        yield Barrier("first_heading", excerpt(filled[0][1]))
    for (before, _), (level, paragraph) in pairwise(filled):
        if level > before + 1:
            yield Barrier("heading_jump", excerpt(paragraph))
    if not filled and sum(shown(paragraph) for paragraph in package.body.iter(qn("w:p"))) > SHORT:
        yield Barrier("no_heading")


def faked(package: Package) -> Iterator[Barrier]:
    """Lists that were typed, and room that was made with empty paragraphs."""
    outside = [paragraph for paragraph in package.body.iter(qn("w:p")) if not _inside_table(paragraph)]
    for listed, group in groupby(outside, key=lambda paragraph: _hand_made(paragraph, package.looks)):
        lines = list(group)
        if listed and sum(_hand_made_lines(line) for line in lines) > 1:
            yield Barrier("hand_made_list", excerpt(lines[0]))
    for filled, group in groupby(outside, key=lambda paragraph: bool(shown(paragraph)) or _breaks(paragraph)):
        if not filled and len(list(group)) >= BLANKS:
            yield Barrier("empty_paragraphs")


def _hand_made(paragraph: Element, looks: Looks) -> bool:
    return bool(_hand_made_lines(paragraph)) and not looks.level(paragraph) and not looks.numbered(paragraph)


def _hand_made_lines(paragraph: Element) -> int:
    return sum(bool(HAND_MADE.match(line)) for line in text_of(paragraph).splitlines())


def _breaks(paragraph: Element) -> bool:
    """Does it end a section or a page?"""
    return any(True for _ in paragraph.iter(qn("w:sectPr"), qn("w:br"), qn("w:pageBreakBefore")))


def links(package: Package) -> Iterator[Barrier]:
    """Those that say nothing."""
    for link in package.body.iter(qn("w:hyperlink")):
        if not shown(link):
            yield Barrier("empty_link", place(link))


def _inside_table(paragraph: Element) -> bool:
    return next(paragraph.iterancestors(qn("w:tbl")), None) is not None
