"""Which pages lie on their side? Those of a wide table, with the heading above and what is said of it below."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.blocks import Finding, Heading, Note
from klantlib.render.ooxml import paragraph
from klantlib.render.pieces import Piece

SAID = (Note, Finding)  # on an upright page it would leave the rest of the turned one empty


@dataclass(frozen=True)
class Region:
    """A content control, and the piece that it shows; none for cover and contents."""

    element: Element
    piece: Piece | None = None

    def wider(self, than: int) -> bool:
        """Is there a table in it that an upright page of this width (twips) cannot hold?"""
        return any(int(width.get(qn("w:w"))) > than for width in self.element.iter(qn("w:tblW")))

    def shows(self, kind: type) -> bool:
        return self.piece is not None and isinstance(self.piece.block, kind)


def lay_out(body: Element, regions: Sequence[Region], upright: int) -> None:
    """Put the regions in the body, in sections; header and footer belong to the first and carry on."""
    page = body[-1]
    sections = [
        (turned, [region for region, _ in group])
        for turned, group in groupby(zip(regions, _turned(regions, upright), strict=True), key=lambda pair: pair[1])
    ]
    pages = [_page(page, turned, first=number == 0) for number, (turned, _) in enumerate(sections)]
    body.clear()
    for number, ((_, group), section) in enumerate(zip(sections, pages, strict=True)):
        body.extend(region.element for region in group)
        body.append(section if number == len(pages) - 1 else paragraph("SectionEnd", sectPr=section))


def _turned(regions: Sequence[Region], upright: int) -> list[bool]:
    """Per region: does its page lie on its side?"""
    turned = [region.wider(upright) for region in regions]
    for number in range(1, len(regions)):  # what is said right below the table stays with it
        turned[number] |= turned[number - 1] and any(map(regions[number].shows, SAID))
    for number in reversed(range(len(regions) - 1)):  # a heading, and a finding right below it, stay with what follows
        turned[number] |= turned[number + 1] and (regions[number].shows(Heading) or _opens(regions, number))
    return turned


def _opens(regions: Sequence[Region], number: int) -> bool:
    """Is it a finding right below its heading? On the page before the two would stand alone."""
    return regions[number].shows(Finding) and number > 0 and regions[number - 1].shows(Heading)


def _page(page: Element, turned: bool, first: bool) -> Element:
    """The template's page, upright or on its side; only the first names header, footer and cover."""
    section = deepcopy(page)
    if not first:
        for name in ("w:headerReference", "w:footerReference", "w:titlePg"):
            for old in section.findall(qn(name)):
                section.remove(old)
    if turned:
        size = section.find(qn("w:pgSz"))
        width, height = size.get(qn("w:w")), size.get(qn("w:h"))
        for name, value in (("w:w", height), ("w:h", width), ("w:orient", "landscape")):
            size.set(qn(name), value)
    return section
