"""What do comments in the margin say, and who said it? Ours carry a new value; those of people are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from lxml import etree
from lxml.etree import _Element as Element

from klantlib.render.ooxml import el, run

AUTHOR, INITIALS = "Klantwerkboek", "KW"
MARKS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
THREADS = ("commentsExtended", "commentsIds", "commentsExtensible")  # where Word keeps who answered whom
PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def others(blocks: Iterable[Element], part: Part) -> bool:
    """Did a person comment on something in these blocks?"""
    return bool(_numbers(blocks) - _ours(part).keys())


def tell(control: Element, part: Part, lines: Sequence[str], moment: datetime | None) -> None:
    """A comment of ours on a region, in place of the one that was there."""
    forget([control], part)
    comments = part._comments_part.element
    number = str(max([-1, *(int(c.get(qn("w:id"), "0")) for c in comments), *map(int, _numbers([part.element]))]) + 1)
    date = moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
    said = [el("w:p", run(line)) for line in lines]
    said[0].insert(0, el("w:r", el("w:annotationRef")))
    comments.append(el("w:comment", *said, id=number, author=AUTHOR, date=date, initials=INITIALS))
    _anchor(control, number)


def forget(blocks: Iterable[Element], part: Part) -> None:
    """Take our own comments on these blocks away."""
    blocks, ours = list(blocks), _ours(part)
    for number in _numbers(blocks) & ours.keys():
        for mark in [mark for mark in part.element.iter(*MARKS) if mark.get(qn("w:id")) == number]:
            _remove(mark)
        _leave_threads(part, ours[number])
        ours[number].getparent().remove(ours[number])


def _ours(part: Part) -> dict[str, Element]:
    """Our comments by their number."""
    known = (rel.target_part for rel in part.rels.values() if rel.reltype == RT.COMMENTS)
    return {c.get(qn("w:id")): c for comments in known for c in comments.element if c.get(qn("w:author")) == AUTHOR}


def _numbers(blocks: Iterable[Element]) -> set[str]:
    return {mark.get(qn("w:id")) for block in blocks for mark in block.iter(*MARKS)}


def _anchor(control: Element, number: str) -> None:
    """Around the first paragraph in which there is something to see."""
    paragraphs = list(control.iter(qn("w:p")))
    seen = (p for p in paragraphs if next(p.iter(qn("w:t"), qn("w:drawing")), None) is not None)
    anchor = next(seen, paragraphs[0])
    start = 1 if anchor.find(qn("w:pPr")) is not None else 0
    anchor.insert(start, el("w:commentRangeStart", id=number))
    anchor.append(el("w:commentRangeEnd", id=number))
    anchor.append(el("w:r", el("w:commentReference", id=number)))


def _remove(mark: Element) -> None:
    """A mark, and the run that held nothing else."""
    holder = mark.getparent()
    holder.remove(mark)
    if holder.tag == qn("w:r") and all(child.tag == qn("w:rPr") for child in holder):
        holder.getparent().remove(holder)


def _leave_threads(part: Part, comment: Element) -> None:
    """Word knows in other parts which comment answers which: an answer of a person stands on its own from now on."""
    gone = {p.get(PARAGRAPH) for p in comment.iter(qn("w:p"))} - {None}
    parts = [rel.target_part for rel in part.rels.values() if rel.reltype.rpartition("/")[2] in THREADS]
    for other in sorted(parts, key=lambda other: other.partname):
        root = parse_xml(other.blob)
        for entry in list(root):
            own = {etree.QName(name).localname: name for name in entry.attrib}
            if entry.get(own.get("paraId", "")) in gone or entry.get(own.get("durableId", "")) in gone:
                gone.add(entry.get(own.get("durableId", "")))
                root.remove(entry)
            elif entry.get(own.get("paraIdParent", "")) in gone:
                del entry.attrib[own["paraIdParent"]]
        gone.discard(None)
        other._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
