"""How are styles called in another document? By their names, in any case; what is missing there is brought along."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import chain

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

STYLED = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
LINKED = ("basedOn", "next", "link")  # styles that a style names


class Styles:
    """From the styles of one document to those of another."""

    def __init__(self, source: Element, target: Element, lists: Callable[[str], str]):
        """`lists`: the number in the target of a list of the source, for styles that number."""
        self.source, self.target, self.lists = source, target, lists
        self._known: dict[str, str] = {}

    def of(self, style_id: str) -> str:
        """The id that a style of the source has in the target."""
        if style_id not in self._known:
            self._known[style_id] = style_id  # a style may name itself
            self._known[style_id] = self._found(style_id)
        return self._known[style_id]

    def called(self, name: str) -> str:
        """The id that a style of this name has in the target: "toc 1", "Section End"."""
        here, there = _by_name(self.target), _by_name(self.source)
        return here.get(name.casefold()) or self.of(there[name.casefold()])

    def dress(self, element: Element) -> None:
        """Let everything in an element that is on its way be styled by the target's ids."""
        for name in STYLED:
            for used in element.iter(qn(f"w:{name}")):
                used.set(qn("w:val"), self.of(used.get(qn("w:val"))))

    def _found(self, style_id: str) -> str:
        ours = _style_of(self.source, style_id)
        if ours is None:
            return style_id
        same = _named(self.target, ours)
        return self._brought(ours) if same is None else same.get(qn("w:styleId"))

    def _brought(self, ours: Element) -> str:
        """A copy of a style under an id that is free, with the styles and lists that it names."""
        copy, style_id = deepcopy(ours), ours.get(qn("w:styleId"))
        taken = {style.get(qn("w:styleId")) for style in self.target.iter(qn("w:style"))}
        copy.set(qn("w:styleId"), next(name for name in _versions(style_id) if name not in taken))
        copy.attrib.pop(qn("w:default"), None)
        self.target.append(copy)
        self._known[style_id] = copy.get(qn("w:styleId"))
        for name in LINKED:
            for link in copy.findall(qn(f"w:{name}")):
                link.set(qn("w:val"), self.of(link.get(qn("w:val"))))
        for used in copy.iter(qn("w:numId")):
            used.set(qn("w:val"), self.lists(used.get(qn("w:val"))))
        return copy.get(qn("w:styleId"))


def _style_of(styles: Element, style_id: str) -> Element | None:
    return next((style for style in styles.iter(qn("w:style")) if style.get(qn("w:styleId")) == style_id), None)


def _named(styles: Element, ours: Element) -> Element | None:
    """The style of this name and kind: exactly so, or in other letters ("heading 1", "Heading 1")."""
    name, kind = _name(ours), ours.get(qn("w:type"))
    same = [style for style in styles.iter(qn("w:style")) if style.get(qn("w:type")) == kind]
    exact = (style for style in same if _name(style) == name)
    alike = (style for style in same if _name(style).casefold() == name.casefold())
    return next(chain(exact, alike), None)


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return name.get(qn("w:val"), "") if name is not None else ""


def _by_name(styles: Element) -> dict[str, str]:
    return {_name(style).casefold(): style.get(qn("w:styleId")) for style in styles.iter(qn("w:style"))}


def _versions(style_id: str) -> Iterator[str]:
    yield style_id
    yield from (f"{style_id}{n}" for n in range(1, 1000))
