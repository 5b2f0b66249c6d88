"""What does a consultant's template lack? Our styles and lists fill it up; what it has is used as it is."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml.etree import _Element as Element

from klantlib.render.ooxml import el
from klantlib.theme.template import called

KINDS = ("List Bullet", "List Number", "Action")  # the styles of the lists of templates/report.docx, in its order
LINKS = ("w:basedOn", "w:next", "w:link")


@dataclass(frozen=True)
class Lists:
    """Per kind of list the definition (abstractNumId) for its first level, and for the deeper ones."""

    first: tuple[int, ...]
    deeper: tuple[int, ...]

    @classmethod
    def ours(cls) -> Lists:
        return cls(tuple(range(len(KINDS))), tuple(range(len(KINDS))))

    def of(self, kind: int, level: int) -> int:
        return self.deeper[kind] if level else self.first[kind]


def lend_styles(ours: WordDocument, own: WordDocument) -> dict[str, str]:
    """Add the styles that the own template lacks; our id of every style -> its id there."""
    styles = own.styles.element
    there = {(s.get(qn("w:type")), name): s.get(qn("w:styleId")) for s in _styles(styles) for name in called(s)}
    names, taken = {name for _, name in there}, set(there.values())
    ids, lent = {}, []
    for style in _styles(ours.styles.element):
        kind, name, old = style.get(qn("w:type")), called(style)[0], style.get(qn("w:styleId"))
        ids[old] = there.get((kind, name)) or _free(old, taken)
        if (kind, name) not in there:
            lent.append(_lent(style, ids[old], name in names))
    for style in lent:
        for link in style.iterchildren(*map(qn, LINKS)):
            link.set(qn("w:val"), ids.get(link.get(qn("w:val")), link.get(qn("w:val"))))
        styles.append(style)
    return {old: new for old, new in ids.items() if old != new}


def lend_lists(ours: WordDocument, own: WordDocument, ids: Mapping[str, str]) -> Lists:
    """Our lists beside its own; where its own list style counts or has a bullet, that goes for the first level."""
    numbering = _numbering(own)
    start = max((int(a.get(qn("w:abstractNumId"))) for a in numbering.iter(qn("w:abstractNum"))), default=-1) + 1
    numbers = {old: start + old for old in range(len(KINDS))}
    lent = [_relabelled(a, numbers) for a in ours.part.numbering_part.element.iter(qn("w:abstractNum"))]
    _before_numbers(numbering, lent)
    added = tuple(numbers.values())
    styles = {s.get(qn("w:styleId")): s for s in _styles(own.styles.element)}
    its = (_its_list(styles.get(ids.get(k.replace(" ", ""), k.replace(" ", ""))), numbering) for k in KINDS)
    return Lists(tuple(b if a is None else a for a, b in zip(its, added, strict=True)), added)


def _styles(styles: Element) -> list[Element]:
    return [style for style in styles.iter(qn("w:style")) if called(style)]


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no other style has."""
    found = next(name for n in range(len(taken) + 1) if (name := wanted + "1" * n) not in taken)
    taken.add(found)
    return found


def _lent(style: Element, own_id: str, name_taken: bool) -> Element:
    """A copy under an id of its own; a name that stands for another kind of style there gets a number."""
    copy = deepcopy(style)
    copy.set(qn("w:styleId"), own_id)
    copy.attrib.pop(qn("w:default"), None)
    if name_taken:
        name = copy.find(qn("w:name"))
        name.set(qn("w:val"), f"{name.get(qn('w:val'))} 1")
    for number in list(copy.iter(qn("w:numPr"))):  # the number of a list of ours; each paragraph names its own
        number.getparent().remove(number)
    return copy


def _relabelled(abstract: Element, numbers: Mapping[int, int]) -> Element:
    copy = deepcopy(abstract)
    copy.set(qn("w:abstractNumId"), str(numbers[int(copy.get(qn("w:abstractNumId")))]))
    return copy


def _before_numbers(numbering: Element, lent: list[Element]) -> None:
    """Definitions stand before the lists that use them."""
    first = numbering.find(qn("w:num"))
    for abstract in lent:
        numbering.append(abstract) if first is None else first.addprevious(abstract)


def _its_list(style: Element | None, numbering: Element) -> int | None:
    """The definition that a list style of the template refers to."""
    number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}") if style is not None else None
    if number is None:
        return None
    [*lists] = (n for n in numbering.iter(qn("w:num")) if n.get(qn("w:numId")) == number.get(qn("w:val")))
    return int(lists[0].find(qn("w:abstractNumId")).get(qn("w:val"))) if lists else None


def _numbering(own: WordDocument) -> Element:
    """The template's lists; a part for them where it has none."""
    if not any(rel.reltype == RT.NUMBERING for rel in own.part.rels.values()):
        part = NumberingPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, el("w:numbering"), own.part.package)
        own.part.relate_to(part, RT.NUMBERING)
    return own.part.numbering_part.element
