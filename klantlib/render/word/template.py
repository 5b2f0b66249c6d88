"""On which Word file is a report written? On ours, in the house style, or on a consultant's own with what that lacks.

We write our own style ids everywhere; `Template.settle` gives them, as the last step, the ids that the template has for
styles of the same name. What a consultant's template lacks is lent by ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.text.parfmt import ParagraphFormat
from lxml.etree import _Element as Element

from klantlib.render.word.dressing import dressed
from klantlib.render.word.fonts import font_of, stretch
from klantlib.render.word.lending import Lists, lend_lists, lend_styles
from klantlib.render.word.room import Room, room_of
from klantlib.render.word.whole import one_section
from klantlib.theme import Theme
from klantlib.theme.template import called

STYLED = ("w:pStyle", "w:rStyle", "w:tblStyle")


@dataclass(frozen=True)
class Template:
    """An opened template, empty."""

    document: WordDocument
    ids: Mapping[str, str]  # our style id -> its own, where they differ
    lists: Lists
    room: Room
    stretch: float  # how much wider than Calibri its letters are

    def settle(self, elements: Iterable[Element]) -> None:
        """Our style ids in these elements become the template's."""
        for element in elements:
            for styled in element.iter(*map(qn, STYLED)):
                name = styled.get(qn("w:val"))
                styled.set(qn("w:val"), self.ids.get(name, name))


def template(look: Theme) -> Template:
    """The template of this house style."""
    ours = Document(BytesIO(dressed(look)))
    if look.template is None:
        return Template(ours, {}, Lists.ours(), room_of(ours.sections[0]), stretch(look.word_font))
    own = Document(BytesIO(look.template))
    one_section(own)
    ids, room = lend_styles(ours, own), room_of(own.sections[0])
    _contents(own, room)
    return Template(own, ids, lend_lists(ours, own, ids), room, stretch(font_of(own)))


def _contents(own: WordDocument, room: Room) -> None:
    """On a page of their own, their numbers at the margin; Word writes that tab in each entry, not in the style."""
    for style in own.styles.element.iter(qn("w:style")):
        looks, names = ParagraphFormat(style), {*called(style)}
        if "toc heading" in names:
            looks.page_break_before = True
        if {"toc 1", "toc 2"} & names and not len(looks.tab_stops):
            looks.tab_stops.add_tab_stop(room.upright, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
