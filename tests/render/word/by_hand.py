"""What people do to a report in Word, as functions on the opened document; and what there is to see afterwards."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run
from lxml.etree import _Element as Element

from klantlib.render.ooxml import el, paragraph, run
from klantlib.render.word.rerun.regions import name_of

PERSON = "Wilma"


class Desk:
    """A document on the desk of somebody who edits it."""

    def __init__(self, docx: bytes):
        self.document = Document(BytesIO(docx))
        self.body = self.document.element.body

    def saved(self) -> bytes:
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    # --- looking

    def control(self, region: str) -> Element:
        return next(sdt for sdt in self.body.iter(qn("w:sdt")) if name_of(sdt) == region)

    def has(self, region: str) -> bool:
        return any(name_of(sdt) == region for sdt in self.body.iter(qn("w:sdt")))

    def paragraphs(self, region: str) -> list[Element]:
        return list(self.control(region).iter(qn("w:p")))

    def text(self, region: str) -> str:
        return said(self.control(region))

    @property
    def lines(self) -> list[str]:
        """Every paragraph that has text, contents aside."""
        contents = {p for sdt in self.body.iter(qn("w:sdt")) if name_of(sdt) == "report/contents" for p in sdt.iter()}
        return [text for p in self.body.iter(qn("w:p")) if p not in contents and (text := said(p))]

    @property
    def contents(self) -> list[str]:
        return [said(p) for p in self.paragraphs("report/contents")]

    @property
    def comments(self) -> list[tuple[str, str]]:
        return [(comment.author, comment.text) for comment in self.document.comments]

    # --- working

    def rewrite(self, region: str, text: str, number: int = 0) -> None:
        """Other words in a paragraph."""
        runs = [r for r in self.paragraphs(region)[number].iter(qn("w:r")) if r.find(qn("w:t")) is not None]
        runs[0].find(qn("w:t")).text = text
        for rest in runs[1:]:
            rest.getparent().remove(rest)

    def delete(self, region: str) -> None:
        control = self.control(region)
        control.getparent().remove(control)

    def write(self, text: str, after: str, style: str = "Normal") -> Element:
        """A paragraph of one's own behind a region."""
        new = paragraph(style, run(text))
        self.control(after).addnext(new)
        return new

    def move(self, region: str, after: str) -> None:
        self.control(after).addnext(self.control(region))

    def copy(self, region: str, after: str) -> None:
        self.control(after).addnext(deepcopy(self.control(region)))

    def comment(self, region: str, text: str) -> None:
        first = self.paragraphs(region)[0].find(qn("w:r"))
        self.document.add_comment([Run(first, None)], text, PERSON, "W")

    def unpack(self, region: str) -> None:
        """Remove Content Control: what is in it stays."""
        control = self.control(region)
        for child in reversed(control.find(qn("w:sdtContent"))):
            control.addnext(child)
        control.getparent().remove(control)


Edit = Callable[[Desk], object]


def edited(docx: bytes, *edits: Edit) -> bytes:
    desk = Desk(docx)
    for edit in edits:
        edit(desk)
    return desk.saved()


def said(element: Element) -> str:
    """What is to be read there."""
    return " ".join("".join(letters.text or "" for letters in element.iter(qn("w:t"))).split())


def as_word_saves(desk: Desk) -> None:
    """What Word does of its own accord: cut runs, add marks, rename numbers."""
    for number, letters in enumerate(list(desk.body.iter(qn("w:t")))):
        holder, text = letters.getparent(), letters.text or ""
        if holder.tag == qn("w:r") and len(text) > 3:
            rest = deepcopy(holder)
            letters.text, letters.attrib["{http://www.w3.org/XML/1998/namespace}space"] = text[:2], "preserve"
            next(rest.iter(qn("w:t"))).text = text[2:]
            rest.set(qn("w:rsidR"), f"00{number:06X}")
            holder.addnext(rest)
            holder.addnext(el("w:proofErr", type="spellStart"))
            holder.insert(1 if holder.find(qn("w:rPr")) is not None else 0, el("w:lastRenderedPageBreak"))
    for number, sdt in enumerate(desk.body.iter(qn("w:sdt"))):
        sdt.find(f"{qn('w:sdtPr')}/{qn('w:id')}").set(qn("w:val"), str(-1_000_000 - number))
    first = desk.body.find(f".//{qn('w:p')}")
    first.append(el("w:bookmarkStart", id=90001, name="_GoBack"))
    first.append(el("w:bookmarkEnd", id=90001))
    for p in desk.body.iter(qn("w:p")):
        p.set(qn("w:rsidR"), "00AB12CD")


def in_dutch(desk: Desk) -> None:
    """A Dutch Word calls its styles by other ids; the names inside stay."""
    ids = {"Heading1": "Kop1", "Heading2": "Kop2", "Normal": "Standaard", "TOC1": "Inhopg1", "TOC2": "Inhopg2"}
    for style in desk.document.styles.element.iter(qn("w:style")):
        style.set(qn("w:styleId"), ids.get(style.get(qn("w:styleId")), style.get(qn("w:styleId"))))
    for root in (desk.document.styles.element, desk.body):
        for name in ("w:pStyle", "w:basedOn", "w:next", "w:link"):
            for used in root.iter(qn(name)):
                used.set(qn("w:val"), ids.get(used.get(qn("w:val")), used.get(qn("w:val"))))
