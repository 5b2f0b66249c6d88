"""Where does a new region go in a report that people edited? Behind what it follows, wherever that stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.rerun.turning import is_end, lies, section_after, section_of
from klantlib.render.word.rerun.verdicts import chapter_of


class Placing:
    """The order of the fresh report, and where its regions stand in the edited one."""

    def __init__(self, body: Element, order: Sequence[str], places: dict[str, Element], fresh: Mapping[str, Element]):
        self.body, self.order, self.places = body, order, places
        self.turned = {name for name in order if name in fresh and lies(section_after(fresh[name]))}

    def put(self, region: str, control: Element) -> None:
        """Behind what it follows in its chapter, else ahead of what it precedes there; else likewise in the report."""
        number = self.order.index(region)
        before, after = self.order[:number][::-1], self.order[number + 1 :]
        own = chapter_of(region)
        chapter = [[r for r in some if chapter_of(r) == own] for some in (before, after)]
        for earlier, later in (chapter, (before, after)):
            if near := next((r for r in earlier if r in self.places), None):
                return self._behind(self._top(near), control, region)
            if near := next((r for r in later if r in self.places), None):
                return self._ahead(self._top(near), control, region)
        return self._last(control)

    def lay_beside(self, control: Element) -> bool:
        """Does this region lie on its side in the fresh report?"""
        name = next((name for name, place in self.places.items() if place is control), "")
        return name in self.turned

    def _top(self, region: str) -> Element:
        """What stands in the body itself: the control, or the table of a person that it was moved into."""
        element = self.places[region]
        while element.getparent() is not self.body:
            element = element.getparent()
        return element

    def _behind(self, near: Element, control: Element, region: str) -> None:
        end = near.getnext()
        upright = region not in self.turned and lies(section_after(near))
        if upright and end is not None and end.tag == qn("w:p") and is_end(end):
            near = end  # what is not wide need not lie on its side
        near.addnext(control)

    def _ahead(self, near: Element, control: Element, region: str) -> None:
        end = near.getprevious()
        upright = region not in self.turned and lies(section_after(near))
        if upright and end is not None and end.tag == qn("w:p") and is_end(end) and not lies(section_of(end)):
            near = end
        near.addprevious(control)

    def _last(self, control: Element) -> None:
        section = self.body.find(qn("w:sectPr"))
        self.body.append(control) if section is None else section.addprevious(control)
