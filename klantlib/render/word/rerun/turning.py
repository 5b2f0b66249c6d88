"""Which pages of an edited report lie on their side? Those that did; and those of a wide table that is new there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import deepcopy

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.ooxml import paragraph

HEADERS = ("w:headerReference", "w:footerReference", "w:titlePg", "w:pgNumType")  # what the first part keeps
TOLERANCE = 20  # twips: programs round widths
CONTENT = (qn("w:p"), qn("w:tbl"), qn("w:sdt"))


def section_of(paragraph_: Element) -> Element | None:
    """The section that ends in a paragraph."""
    return paragraph_.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")


def section_after(block: Element) -> Element:
    """The section that a block of the body stands in: the next that ends."""
    for later in block.itersiblings():
        if later.tag == qn("w:sectPr"):
            return later
        if later.tag == qn("w:p") and (section := section_of(later)) is not None:
            return section
    return block.getparent().find(qn("w:sectPr"))


def lies(section: Element) -> bool:
    """Is the page wider than high?"""
    size = section.find(qn("w:pgSz"))
    return size is not None and int(size.get(qn("w:w"), "0")) > int(size.get(qn("w:h"), "0"))


def is_wide(control: Element, section: Element) -> bool:
    """Is there a table in it that the pages of this section cannot hold?"""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return False
    room = _twips(size, "w:w") - _twips(margins, "w:left") - _twips(margins, "w:right")
    widths = [_twips(width, "w:w") for width in control.iter(qn("w:tblW")) if width.get(qn("w:type")) == "dxa"]
    return max([0, *widths]) > room + TOLERANCE


def _twips(element: Element, name: str) -> int:
    return round(float(element.get(qn(name), "0")))


def turn(body: Element, controls: Collection[Element], beside: Callable[[Element], bool], style: str) -> None:
    """
    Lay the page of every wide table on its side that still stands upright.

    `beside`: does a region lie beside the wide table in the fresh report, as its heading or note?
    """
    for control in controls:
        if control.getparent() is body and not lies(section := section_after(control)) and is_wide(control, section):
            group = [control]
            while (before := group[0].getprevious()) is not None and before in controls and beside(before):
                group.insert(0, before)
            while (after := group[-1].getnext()) is not None and after in controls and beside(after):
                group.append(after)
            _wrap(group, section, style)


def _wrap(group: list[Element], section: Element, style: str) -> None:
    """Cut a section in three; headers and the cover's own first page stay with the first part and carry on."""
    first, middle = deepcopy(section), deepcopy(section)
    for part in (middle, section):
        for name in HEADERS:
            for old in part.findall(qn(name)):
                part.remove(old)
    size = middle.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    for name, value in (("w:w", height), ("w:h", width), ("w:orient", "landscape")):
        size.set(qn(name), value)
    group[0].addprevious(paragraph(style, sectPr=first))
    group[-1].addnext(paragraph(style, sectPr=middle))


def drop_idle(body: Element, before: Iterable[Element], controls: Collection[Element], style: str) -> None:
    """
    Take out the sections on their side that have lost their reason: nothing is left in them, or only regions of ours
    that fit on an upright page.

    `before`: the ends that had something before we began; `style`: of the paragraphs with which we end a section.
    """
    filled, own = set(before), set(controls)
    for end in [block for block in body if block.tag == qn("w:p") and is_end(block) and block in filled]:
        inside, after = _inside(end), section_after(end)
        ours = not inside or (_style(end) == style and own.issuperset(inside))
        if lies(section_of(end)) and ours and not lies(after) and not any(is_wide(block, after) for block in inside):
            _join(end)


def _style(paragraph_: Element) -> str:
    found = paragraph_.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else found.get(qn("w:val"), "")


def _inside(end: Element) -> list[Element]:
    """What stands in the section that ends here."""
    found: list[Element] = []
    for block in end.itersiblings(preceding=True):
        if block.tag == qn("w:p") and section_of(block) is not None:
            break
        found += [block] * (block.tag in CONTENT)
    return found


def filled_ends(body: Element) -> list[Element]:
    """The ends of sections in which something stands."""
    return [block for block in body if block.tag == qn("w:p") and is_end(block) and _inside(block)]


def is_end(block: Element) -> bool:
    """An empty paragraph that is there only to end a section."""
    return section_of(block) is not None and not any(e.tag == qn("w:r") for e in block)


def _join(end: Element) -> None:
    """Take an empty section out, and let the upright pages around it be one section again."""
    before = next((e for e in end.itersiblings(qn("w:p"), preceding=True) if section_of(e) is not None), None)
    after = section_after(end)
    _hand_on(section_of(end), after)
    end.getparent().remove(end)
    if before is not None and is_end(before) and _same_page(section_of(before), after):
        _hand_on(section_of(before), after)
        before.getparent().remove(before)


def _hand_on(section: Element, after: Element) -> None:
    """The section that follows takes over the headers, where it leaned on this one for them."""
    kept = {(e.tag, e.get(qn("w:type"))) for e in after}
    references = [e for e in section if e.tag in (qn("w:headerReference"), qn("w:footerReference"))]
    for number, reference in enumerate(r for r in references if (r.tag, r.get(qn("w:type"))) not in kept):
        after.insert(number, deepcopy(reference))
    if section.find(qn("w:titlePg")) is not None and after.find(qn("w:titlePg")) is None:
        _add_title_page(after)


def _add_title_page(section: Element) -> None:
    later = ("w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange")
    following = next((e for e in section if e.tag in map(qn, later)), None)
    mark = section.makeelement(qn("w:titlePg"))
    section.append(mark) if following is None else following.addprevious(mark)


def _same_page(one: Element, other: Element) -> bool:
    sizes = [section.find(qn("w:pgSz")) for section in (one, other)]
    return None not in sizes and len({(s.get(qn("w:w")), s.get(qn("w:h"))) for s in sizes}) == 1
