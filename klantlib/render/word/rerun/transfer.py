"""How does a region go to another document with all that it needs? Its parts, styles and lists, and free numbers."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from docx.document import Document as WordDocument
from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element as Element

from klantlib.render.word.rerun.transfer_lists import Lists
from klantlib.render.word.rerun.transfer_parts import Parts
from klantlib.render.word.rerun.transfer_styles import Styles

RELATED = f"{{{nsmap['r']}}}"


class Transfer:
    """From a fresh document into one that people edited; what both have is not brought twice."""

    def __init__(self, fresh: WordDocument, edited: WordDocument, ids: Iterator[int]):
        self.ids, source, target = ids, fresh.part, edited.part
        self.parts = Parts(source, target)
        self.styles = Styles(source.styles.element, target.styles.element, lambda number: self.lists.of(number))
        self.lists = Lists(source, target, self.styles.dress, self.parts.free_name)

    def take(self, control: Element) -> Element:
        """A copy of a region of the fresh document, at home in the edited one."""
        copy = deepcopy(control)
        for element in copy.iter():
            self._relate(element)
        self.styles.dress(copy)
        for used in copy.iter(qn("w:numId")):
            used.set(qn("w:val"), self.lists.of(used.get(qn("w:val"))))
        self._number(copy)
        return copy

    def _relate(self, element: Element) -> None:
        for name, value in element.attrib.items():
            if name.startswith(RELATED) and value:
                element.set(name, self.parts.relation(value))

    def _number(self, copy: Element) -> None:
        """Numbers that nothing else in the document has; a beginning and its end keep the same."""
        for element in copy.iter(qn("wp:docPr")):
            element.set("id", str(next(self.ids)))
        for element in copy.iter(qn("w:id")):
            if element.getparent().tag == qn("w:sdtPr"):
                element.set(qn("w:val"), str(next(self.ids)))
        new: dict[str, str] = {}
        for mark in copy.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
            number = mark.get(qn("w:id"))
            new.setdefault(number, str(next(self.ids)))
            mark.set(qn("w:id"), new[number])
