"""Where do the blocks of each region stand in a report that people and programs have been at?

Word keeps our content controls. LibreOffice lets tables fall out of them, loses some, and makes others swallow what
follows; but it keeps every bookmark. So a region is looked for by its bookmark and by its control.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.ooxml import bookmark_name
from klantlib.render.word.fields import unwrap
from klantlib.render.word.rerun.bookmarks import name_of as bookmark_of
from klantlib.render.word.rerun.bookmarks import pairs, strip
from klantlib.render.word.rerun.memory import Remembered
from klantlib.render.word.rerun.regions import BLOCKS, blocks_in, name_of, next_block

COPY = "copy of "  # so the owner of a block in a second control of the same name is called


@dataclass(frozen=True)
class Found:
    """A region's blocks, at least one; `emptied`: Word says that nobody wrote in its control since all was deleted."""

    blocks: list[Element]
    emptied: bool


def found(body: Element, known: Mapping[str, Remembered]) -> dict[str, Found]:
    """
    What stands there of each region, none of it in two; in no order.

    Changes the document: our controls and the regions' bookmarks are gone afterwards, and all that they held remains.
    """
    search = _Search(body, known)
    _open_controls(search)
    places = _places(search)
    strip(body, {bookmark_name(region) for region in known})
    return {region: Found(blocks, _emptied(region, blocks, search)) for region, blocks in places.items()}


@dataclass
class _Search:
    """What speaks for a region's place, region by region."""

    body: Element
    known: Mapping[str, Remembered]
    owner: dict[Element, str] = field(default_factory=dict)  # block -> whose control it stood in
    emptied: set[str] = field(default_factory=set)


def _emptied(region: str, blocks: list[Element], search: _Search) -> bool:
    return region in search.emptied and {search.owner.get(block) for block in blocks} == {region}


def _open_controls(search: _Search) -> None:
    """Take every control of ours away, remembering what stood in it; of two with one name the others are copies."""
    found: dict[str, list[Element]] = {}
    for sdt in search.body.iter(qn("w:sdt")):
        if (name := name_of(sdt)) in search.known:
            found.setdefault(name, []).append(sdt)
    owners = {sdt: COPY + name for name, controls in found.items() for sdt in controls}
    owners |= {_original(name, controls): name for name, controls in found.items()}
    ordered = [sdt for sdt in search.body.iter(qn("w:sdt")) if sdt in owners]
    for sdt in reversed(ordered):  # from the inside out
        for block in blocks_in(sdt) or [_block(sdt)]:
            search.owner.setdefault(block, owners[sdt])
        if sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
            search.emptied.add(owners[sdt])
        _unpack(sdt)


def _original(region: str, controls: list[Element]) -> Element:
    """The first that has the region's bookmark, which a copy made by Word or LibreOffice lacks; else the first."""
    mark = bookmark_name(region)
    marked = (sdt for sdt in controls if any(bookmark_of(m) == mark for m in sdt.iter(qn("w:bookmarkStart"))))
    return next(marked, controls[0])


def _unpack(sdt: Element) -> None:
    content = sdt.find(qn("w:sdtContent"))
    for part in [part for part in sdt if part is not content]:
        sdt.remove(part)
    if content is not None:
        unwrap(content)
    unwrap(sdt)


def _block(element: Element) -> Element:
    """The paragraph or table that an element stands in; of a mark between blocks its neighbour."""
    if element.getparent().tag in (qn("w:body"), qn("w:tc"), qn("w:sdtContent")) and element.tag not in BLOCKS:
        onward = element.tag == qn("w:bookmarkStart")
        near = (e for e in element.itersiblings(preceding=not onward) if e.tag in BLOCKS)
        return next(near, element)
    return element if element.tag in (qn("w:p"), qn("w:tbl")) else _block(element.getparent())


def _places(search: _Search) -> dict[str, list[Element]]:
    """The blocks of each region, none of them in two."""
    marked = _marked(search)
    _keep_nested(marked, search)
    claimed: dict[Element, str] = {}
    for region, blocks in sorted(marked.items(), key=lambda item: len(item[1])):  # what stands in another is its own
        for block in blocks:
            claimed.setdefault(block, region)
    controlled: dict[str, list[Element]] = {}
    for block, region in search.owner.items():
        if claimed.get(block, region) == region:
            controlled.setdefault(region, []).append(block)
    places = {}
    for region in search.known:
        own = [block for block in marked.get(region, []) if claimed[block] == region]
        places[region] = _run(own, controlled.get(region, []))
        claimed.update(dict.fromkeys(places[region], region))
    for region, blocks in places.items():
        blocks += _fallen_out(search.known[region], blocks, claimed)
    return {region: blocks for region, blocks in places.items() if blocks}


def _keep_nested(marked: dict[str, list[Element]], search: _Search) -> None:
    """A region that was moved into another keeps the table that its bookmark ends before."""
    for region, blocks in marked.items():
        for block in blocks:
            owner = search.owner.get(block, region)
            if owner != region and block not in marked.get(owner, [block]) and set(marked[owner]) <= set(blocks):
                marked[owner].append(block)


def _marked(search: _Search) -> dict[str, list[Element]]:
    """Region -> the blocks between the beginning and the last end of its bookmark."""
    regions = {bookmark_name(region): region for region in search.known}
    starts: dict[str, Element] = {}
    ends: dict[str, list[Element]] = {}
    for start in search.body.iter(qn("w:bookmarkStart")):
        if (region := regions.get(bookmark_of(start))) and search.owner.get(_block(start)) != COPY + region:
            starts.setdefault(region, start)
    for start, end in pairs(search.body)[0]:  # across a table LibreOffice begins a bookmark twice, and ends it once
        if region := regions.get(bookmark_of(start)):
            ends.setdefault(region, []).append(end)
    return {region: _between(region, start, ends.get(region, []), search) for region, start in starts.items()}


def _between(region: str, start: Element, ends: list[Element], search: _Search) -> list[Element]:
    first = _block(start)
    for end in reversed(ends):
        last = _block(end)
        while last.getparent() is not first.getparent() and last.getparent() is not search.body:
            last = last.getparent()
        if last.getparent() is first.getparent() and search.owner.get(last) != COPY + region:
            return _siblings(first, last)
    return [first]


def _siblings(first: Element, last: Element) -> list[Element]:
    """From one block to the other, both included; the first alone where the other does not follow."""
    found = [first]
    for block in first.itersiblings():
        if last in found:
            return found
        if block.tag in BLOCKS:
            found.append(block)
    return found if last in found else [first]


def _run(marked: list[Element], controlled: list[Element]) -> list[Element]:
    """The blocks that stand together: from the first one that is marked, or else in the control, as far as they go."""
    wanted = {*marked, *controlled}
    seeds = marked or sorted(controlled, key=lambda block: block.getparent().index(block))
    if not seeds:
        return []
    run = [seeds[0]]
    while (before := next_block(run[0], preceding=True)) in wanted:
        run.insert(0, before)
    while (after := next_block(run[-1])) in wanted:
        run.append(after)
    return run


def _fallen_out(known: Remembered, blocks: list[Element], claimed: dict[Element, str]) -> list[Element]:
    """The table that a region ended with, and that LibreOffice left beside its control."""
    if not blocks or not known.shape.endswith("t") or any(block.tag == qn("w:tbl") for block in blocks):
        return []
    table = next_block(blocks[-1])
    return [table] if table is not None and table.tag == qn("w:tbl") and table not in claimed else []
