"""How much room does a page leave for text? Read from the template's own paper and margins."""

from __future__ import annotations

from dataclasses import dataclass

from docx.section import Section
from docx.shared import Length, Mm

A4, MARGIN = (Mm(210), Mm(297)), Mm(25)  # where a template says nothing
EMU = 635  # English metric units in a twip
ABOVE = Mm(48)  # what a figure leaves for a heading and a caption


@dataclass(frozen=True)
class Room:
    """The size of the text, as python-docx counts lengths; `turned` = its width on a page on its side."""

    upright: Length
    turned: Length
    height: Length

    @property
    def figure(self) -> Length:
        """As high as a figure may be."""
        return Length(self.height - ABOVE)


def room_of(section: Section) -> Room:
    """The room in a section; a page that lies on its side already cannot be turned further."""
    width, height = section.page_width or A4[0], section.page_height or A4[1]
    aside = sum(MARGIN if m is None else m for m in (section.left_margin, section.right_margin))
    above = sum(MARGIN if m is None else m for m in (section.top_margin, section.bottom_margin))
    upright = width - aside - (section.gutter or 0)
    return Room(Length(upright), Length(max(upright, height - aside)), Length(height - above))


def twips(length: Length) -> int:
    """A length as Word's tables count it."""
    return round(length / EMU)
