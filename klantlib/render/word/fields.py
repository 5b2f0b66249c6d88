"""Which fields stand in a document, and what do they show? Captions' numbers, references to them, the contents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.render.word.rerun.bookmarks import name_of

COUNTED = {"SEQ", "REF", "PAGEREF", "NOTEREF", "TOC"}  # fields whose result any program may renew
LETTERS = (qn("w:t"), qn("w:tab"), qn("w:br"))
MARKS = (qn("w:instrText"), qn("w:fldSimple"))  # where an instruction stands
ODD = r"\\[pnrw]\b"  # a reference to something else than the text of its bookmark
WRITTEN = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class Field:
    """One field: its instruction, the marks that make it a field, and the letters of its result."""

    start: Element  # the mark, or the simple field
    instruction: str = ""
    marks: list[Element] = field(default_factory=list)
    result: list[Element] = field(default_factory=list)
    open: bool = False  # are we past the instruction?

    @property
    def kind(self) -> str:
        return next(iter(self.instruction.split()), "").upper()

    @property
    def target(self) -> str:
        """What it counts, or the bookmark that it points to."""
        return [*self.instruction.split(), "", ""][1]

    @property
    def switches(self) -> str:
        return " ".join(self.instruction.split()[2:])

    @property
    def shown(self) -> str:
        return "".join(letters.text or "" for letters in self.result)

    @property
    def typed_over(self) -> bool:
        """Did a person write words where a caption has its number?"""
        return self.kind == "SEQ" and bool(self.shown.strip()) and not self.shown.strip().isdigit()


def fields(root: Element) -> list[Field]:
    """Every field below an element, in the order in which they begin; a field in a field counts too."""
    found: list[Field] = []
    going: list[Field] = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple"), *LETTERS):
        if element.tag == qn("w:fldSimple"):
            found.append(_simple(element))
        elif element.tag == qn("w:fldChar"):
            _mark(element, found, going)
        elif element.tag == qn("w:instrText"):
            _instruct(element, going)
        else:
            for around in going:
                around.result += [element] * around.open
    return found


def _simple(element: Element) -> Field:
    letters = list(element.iter(*LETTERS))
    return Field(element, element.get(qn("w:instr"), ""), [element], letters, True)


def _mark(element: Element, found: list[Field], going: list[Field]) -> None:
    kind = element.get(qn("w:fldCharType"))
    if kind == "begin":
        going.append(Field(element))
        found.append(going[-1])
    if not going:
        return
    going[-1].marks.append(element)
    going[-1].open |= kind == "separate"
    if kind == "end":
        going.pop()


def _instruct(element: Element, going: list[Field]) -> None:
    if going:
        going[-1].marks.append(element)
        going[-1].instruction += element.text or ""


def write(shown: Field, text: str) -> None:
    """Let a field show this text; only where it showed another, so that what is right stays as it was."""
    letters = [letters for letters in shown.result if letters.tag == qn("w:t")]
    if not letters or shown.shown == text:
        return
    letters[0].text = text
    letters[0].set(WRITTEN, "preserve")
    for rest in letters[1:]:
        rest.text = ""


def flatten(shown: Field) -> None:
    """Make plain text of a field: what it shows stays."""
    for mark in shown.marks:
        if mark.tag == qn("w:fldSimple"):
            unwrap(mark)
        else:
            run = mark.getparent()
            run.remove(mark)
            if run.tag == qn("w:r") and all(child.tag == qn("w:rPr") for child in run):
                run.getparent().remove(run)


def unwrap(element: Element) -> None:
    """Take an element away from around its content."""
    for child in reversed(element):
        element.addnext(child)
    element.getparent().remove(element)


def renew(body: Element) -> None:
    """
    Number the captions in the order of the document, and let every reference to one show its number.

    Words that a person typed over a number are his: they become text.
    """
    for number, shown in _numbers(fields(body)):
        flatten(shown) if shown.typed_over else write(shown, str(number))
    references = [shown for shown in fields(body) if shown.kind == "REF" and not re.search(ODD, shown.switches)]
    texts = _numbered({shown.target for shown in references}, body)
    for shown in references:
        if text := texts.get(shown.target):
            write(shown, _cased(text, shown))


def renumbered(element: Element, body: Element) -> Element:
    """A copy of what stands elsewhere, in which captions and references have the numbers that a body gives them."""
    copy = deepcopy(element)
    here = fields(copy)
    names = [name_of(mark) for mark in copy.iter(qn("w:bookmarkStart"))]
    texts = _numbered({*names, *(shown.target for shown in here)}, body)
    for shown in here:
        if shown.kind == "REF" and (text := texts.get(shown.target)):
            write(shown, _cased(text, shown))
    counted = (text for name in names if (text := texts.get(name, "")).isdigit())
    for shown, text in zip((shown for shown in here if shown.kind == "SEQ"), counted, strict=False):
        write(shown, text)
    return copy


def _numbers(all_fields: list[Field]) -> Iterator[tuple[int, Field]]:
    """Counters as Word keeps them: one for each name; captions numbered by chapter stay as they are."""
    last: dict[str, int] = {}
    odd = {shown.target for shown in all_fields if shown.kind == "SEQ" and _odd(shown)}
    for shown in all_fields:
        if shown.kind != "SEQ" or shown.target in odd:
            continue
        start = re.search(r"\\r\s*(\d+)", shown.switches)
        step = 0 if re.search(r"\\c\b", shown.switches) else 1
        last[shown.target] = int(start[1]) if start else last.get(shown.target, 0) + step
        yield last[shown.target], shown


def _odd(shown: Field) -> bool:
    """Is this caption counted in a way that is not ours to compute: by chapter, in letters, from a bookmark?"""
    formats = re.findall(r"\\\*\s*(\w+)", shown.switches)
    return bool(re.search(r"\\s\b", shown.switches)) or any(f.upper() not in ("ARABIC", "MERGEFORMAT") for f in formats)


def _numbered(names: Collection[str], body: Element) -> dict[str, str]:
    """The texts of those bookmarks that hold a caption's number."""
    going: dict[str, tuple[str, list[str], list[bool]]] = {}
    found: dict[str, str] = {}
    for element in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), *MARKS, *LETTERS):
        number, name = element.get(qn("w:id"), ""), element.get(qn("w:name"))
        if element.tag == qn("w:bookmarkStart") and name in names:
            going[number] = (name, [], [])
        elif element.tag == qn("w:bookmarkEnd") and number in going:
            name, letters, counted = going.pop(number)
            found |= {name: "".join(letters)} if any(counted) and name not in found else {}
        elif element.tag in (*MARKS, *LETTERS):
            for _, letters, counted in going.values():
                letters += [element.text or ""] * (element.tag == qn("w:t"))
                counted.append("SEQ" in (element.text or element.get(qn("w:instr")) or "") and element.tag in MARKS)
    return found


def _cased(text: str, shown: Field) -> str:
    """The text as the reference writes it: in small letters in the middle of a sentence."""
    formats = {f.upper() for f in re.findall(r"\\\*\s*(\w+)", shown.switches)}
    if "LOWER" in formats:
        return text.lower()
    return text.upper() if "UPPER" in formats else text
