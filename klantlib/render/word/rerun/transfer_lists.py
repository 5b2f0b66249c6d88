"""How are lists numbered in another document? Each gets a number of its own there; how it looks is brought once."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree
from lxml.etree import _Element as Element

OWN_IDS = ("abstractNumId", "nsid", "tmpl")  # of a list's definition, which say nothing about its look


class Lists:
    """From the lists of one document to those of another."""

    def __init__(
        self, source: Part, target: Part, dress: Callable[[Element], None], free_name: Callable[[PackURI], PackURI]
    ):
        """`dress` gives a definition the target's styles; `free_name`: what a new part there may be called."""
        self.source, self.target, self.dress, self.free_name = source, target, dress, free_name
        self._known: dict[str, str] = {}

    def of(self, number: str) -> str:
        """The number of a list of the source in the target; 0 = no list."""
        if number == "0":
            return number
        if number not in self._known:
            self._known[number] = self._brought(number)
        return self._known[number]

    def _brought(self, number: str) -> str:
        if not any(rel.reltype == RT.NUMBERING for rel in self.target.rels.values()):
            self._bring_numbering()
        theirs, ours = self.target.numbering_part.element, self.source.numbering_part.element
        old = next(num for num in ours.findall(qn("w:num")) if num.get(qn("w:numId")) == number)
        new = deepcopy(old)
        free = max([0, *(int(num.get(qn("w:numId"))) for num in theirs.findall(qn("w:num")))]) + 1
        new.set(qn("w:numId"), str(free))
        reference = new.find(qn("w:abstractNumId"))
        reference.set(qn("w:val"), self._definition(reference.get(qn("w:val")), ours, theirs))
        _add(theirs, new, after=(qn("w:numPicBullet"), qn("w:abstractNum"), qn("w:num")))
        return str(free)

    def _definition(self, number: str, ours: Element, theirs: Element) -> str:
        """How a list looks: the same definition where the edited document has it."""
        old = next(a for a in ours.findall(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == number)
        copy = deepcopy(old)
        self.dress(copy)
        known = {_look(a): a.get(qn("w:abstractNumId")) for a in reversed(theirs.findall(qn("w:abstractNum")))}
        if (same := known.get(_look(copy))) is not None:
            return same
        free = str(max([-1, *(int(a) for a in known.values())]) + 1)
        copy.set(qn("w:abstractNumId"), free)
        _add(theirs, copy, after=(qn("w:numPicBullet"), qn("w:abstractNum")))
        return free

    def _bring_numbering(self) -> None:
        """A document that lost its lists gets room for them: ours without anything in it."""
        source = self.source.numbering_part
        empty = deepcopy(source.element)
        for child in list(empty):
            empty.remove(child)
        name = self.free_name(source.partname)
        part = type(source)(name, source.content_type, empty, self.target.package)
        self.target.relate_to(part, RT.NUMBERING)


def _look(definition: Element) -> bytes:
    """A list's definition without what numbers it."""
    copy = deepcopy(definition)
    for name in OWN_IDS:
        copy.attrib.pop(qn(f"w:{name}"), None)
        for child in copy.findall(qn(f"w:{name}")):
            copy.remove(child)
    for name in list(copy.attrib):
        del copy.attrib[name]
    return etree.tostring(copy, method="c14n", exclusive=True)


def _add(parent: Element, new: Element, after: tuple[str, ...]) -> None:
    """In its place among the children: behind the last of those that come before."""
    parent.insert(sum(child.tag in after for child in parent), new)
