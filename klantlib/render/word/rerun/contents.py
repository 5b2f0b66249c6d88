"""Which headings does a report have after people wrote in it? The contents name them all, theirs too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.ooxml import bookmark, bookmark_name
from klantlib.render.word.draft import Entry
from klantlib.render.word.front import LEVELS, lines
from klantlib.render.word.rerun.bookmarks import name_of, names
from klantlib.render.word.rerun.fingerprint import reading


def rebuild(contents: Element, document: WordDocument, called: Callable[[str], str]) -> None:
    """Give the contents, a control with its title, an entry for each heading; `called`: the id of a style by name."""
    entries = list(headings(document, contents))
    content = contents.find(qn("w:sdtContent"))
    _title, *old = content.iterchildren(qn("w:p"))
    for entry in old:
        content.remove(entry)
    for line in lines(entries) if entries else []:
        for used in line.iter(qn("w:pStyle")):
            used.set(qn("w:val"), called(used.get(qn("w:val")).replace("TOC", "toc ")))
        content.append(line)
    whole = [mark for mark in old[-1:] for mark in mark.iterchildren(qn("w:bookmarkEnd"))]
    list(content.iterchildren(qn("w:p")))[-1].extend(whole)


def free(contents: Element) -> None:
    """Put what a person wrote below the last entry behind the contents: there Word keeps him in their control."""
    depth, below, theirs = 0, False, []
    for paragraph in contents.find(qn("w:sdtContent")).iterchildren(qn("w:p")):
        kinds = [mark.get(qn("w:fldCharType")) for mark in paragraph.iter(qn("w:fldChar"))]
        if below and not depth and reading([paragraph]):
            theirs.append(paragraph)
        depth += kinds.count("begin") - kinds.count("end")
        below |= bool(kinds)
    for paragraph in reversed(theirs):
        contents.addnext(paragraph)


def headings(document: WordDocument, contents: Element) -> Iterator[Entry]:
    """Every heading of the levels that the contents name, with a bookmark to lead to."""
    body = document.element.body
    levels = _levels(document)
    inside = set(contents.iter(qn("w:p")))
    taken, ids = names(body), count(_highest(body) + 1)
    for paragraph in body.iter(qn("w:p")):
        level = levels.get(_style(paragraph))
        if level and paragraph not in inside and (text := reading([paragraph])):
            yield Entry(level, text, _target(paragraph, text, taken, ids))


def _levels(document: WordDocument) -> dict[str, int]:
    """Style id -> level, by the name that every program knows: heading 1, heading 2."""
    wanted = {f"heading {level}": level for level in range(1, LEVELS + 1)}
    named = ((s.get(qn("w:styleId")), s.find(qn("w:name"))) for s in document.styles.element.iter(qn("w:style")))
    known = {style_id: wanted.get(name.get(qn("w:val"), "").casefold()) for style_id, name in named if name is not None}
    return {style_id: level for style_id, level in known.items() if level}


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val"), "") if style is not None else ""


def _target(paragraph: Element, text: str, taken: set[str], ids: Iterator[int]) -> str:
    """The bookmark that contents already led to, or a new one around the heading."""
    known = (name_of(mark) for mark in paragraph.iter(qn("w:bookmarkStart")))
    if there := next((name for name in known if name.startswith("_Toc")), None):
        return there
    name = next(name for n in count(1) if (name := bookmark_name(f"{text}{n}", "_Toc_")) not in taken)
    taken.add(name)
    start, end = bookmark(name, next(ids))
    paragraph.insert(1, start)
    paragraph.append(end)
    return name


def _highest(body: Element) -> int:
    return max([0, *(int(mark.get(qn("w:id"), "0")) for mark in body.iter(qn("w:bookmarkStart")))])
