"""How does each region that still stands there come back in a control of its own, around its own blocks and no more?

What a person put before or behind our own words within it is his: it stands outside again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.ooxml import break_before, control, el, paragraph
from klantlib.render.word.rerun.comments import others
from klantlib.render.word.rerun.fingerprint import empty, fingerprints
from klantlib.render.word.rerun.memory import Remembered
from klantlib.render.word.rerun.regions import BLOCKS, next_block
from klantlib.render.word.rerun.searching import Found, found

Targets = tuple[tuple[str, ...], ...]  # contents of a region that are ours, as fingerprints per block


def restored(
    document_part: Part, known: Mapping[str, Remembered], targets: Mapping[str, Targets], ids: Iterator[int]
) -> dict[str, Element]:
    """
    The control of each region that still stands there, in the order of the document.

    `known`: every region that may be there; `targets`: what would be ours there, in fingerprints.
    Changes the document: each region has one control, around its own blocks and nothing else; copies lose theirs.
    """
    body = document_part.element.body
    places = found(body, known).items()
    closed = {region: _closed(region, place, targets.get(region, ()), document_part, ids) for region, place in places}
    controls = {region: made for region, made in closed.items() if made is not None}
    order = {element: number for number, element in enumerate(body.iter(qn("w:sdt")))}
    return dict(sorted(controls.items(), key=lambda item: order[item[1]]))


def _closed(region: str, place: Found, targets: Targets, part: Part, ids: Iterator[int]) -> Element | None:
    """The region in a control of its own; None where nothing is left of it."""
    blocks = place.blocks
    _free_section(blocks[-1])
    _free_page_breaks(blocks)
    if place.emptied or empty(blocks, part):
        if not others(blocks, part):
            _remove(blocks)
        return None
    blocks = _trimmed(blocks, targets, part)
    here = el("w:p")
    blocks[0].addprevious(here)
    marks = _all_between(blocks)
    made = control(region, next(ids), *marks) if len(marks) == len(blocks) else _with_marks(region, blocks, marks, ids)
    here.addprevious(made)
    here.getparent().remove(here)
    return made


def _all_between(blocks: list[Element]) -> list[Element]:
    """The blocks, and the marks that stand between them."""
    if len(blocks) == 1:
        return blocks
    between = [blocks[0], *blocks[0].itersiblings()]
    return between[: between.index(blocks[-1]) + 1]


def _with_marks(region: str, blocks: list[Element], marks: list[Element], ids: Iterator[int]) -> Element:
    made = control(region, next(ids), *blocks)
    content = made.find(qn("w:sdtContent"))
    for number, mark in enumerate(marks):
        content.insert(number, mark)
    return made


def _trimmed(blocks: list[Element], targets: Targets, part: Part) -> list[Element]:
    """Without what a person wrote before or behind words of ours that are still as they were."""
    found = fingerprints(blocks, part)
    for target in targets:
        for start in range(len(found) - len(target) + 1):
            if target and found[start : start + len(target)] == target:
                return blocks[start : start + len(target)]
    return blocks


def _free_section(last: Element) -> None:
    """LibreOffice lets a section end in the last paragraph of a region: the end gets a paragraph of its own again."""
    section = last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        last.addnext(paragraph("SectionEnd", sectPr=section))


def _free_page_breaks(blocks: list[Element]) -> None:
    """LibreOffice writes the page break before a chapter as a letter, there or at the end of the chapter before it."""
    for paragraph_, at_end in ((blocks[0], False), (blocks[-1], True)):
        runs = [run for run in paragraph_.iterchildren(qn("w:r")) if any(e.tag != qn("w:rPr") for e in run)]
        run = runs[-1 if at_end else 0] if runs else None
        after = next_block(paragraph_) if at_end else paragraph_
        if run is None or not _is_page_break(run) or after is None or (at_end and len(runs) == 1):
            continue
        run.getparent().remove(run)
        if next(after.iter(qn("w:p"))).find(qn("w:pPr")) is not None:
            break_before(after)


def _is_page_break(run: Element) -> bool:
    content = [e for e in run if e.tag != qn("w:rPr")]
    return [e.tag for e in content] == [qn("w:br")] and content[0].get(qn("w:type")) == "page"


def _remove(blocks: list[Element]) -> None:
    for block in blocks:
        parent = block.getparent()
        parent.remove(block)
        if parent.tag == qn("w:tc") and not any(child.tag in BLOCKS for child in parent):
            parent.append(el("w:p"))
