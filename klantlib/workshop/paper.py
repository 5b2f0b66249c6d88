"""How does a document of the kit stand in Word? Headings, lists, tables and lines to write on, in the house style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.blocks import Table
from klantlib.render.ooxml import MM, TWIPS, bookmark, el, keep_with_next, numbered, paragraph, run
from klantlib.render.pieces import About
from klantlib.render.word.document import describe
from klantlib.render.word.draft import BULLETS, NUMBERS, Draft
from klantlib.render.word.front import header_and_footer
from klantlib.render.word.package import sealed
from klantlib.render.word.room import twips
from klantlib.render.word.tables import columns, native
from klantlib.render.word.widths import Column
from klantlib.theme import Theme

LINE, ABOVE = 30, 6  # points from line to line, for a hand needs a centimetre, and before the first
COMFORT = 30  # millimetres: two words by hand
LISTS = {BULLETS: "ListBullet", NUMBERS: "ListNumber"}


@dataclass(frozen=True)
class Blank(Column):
    """A column to write in, so many millimetres wide."""

    wide: float = COMFORT

    @property
    def natural(self) -> int:
        return round(self.wide * MM)

    @property
    def least(self) -> int:
        return self.natural


def blank(heading: str, rows: int, wide: float) -> Blank:
    """A column of so many empty cells."""
    return Blank(heading, [""] * rows, wide=wide)


def paper(title: str, language: str, look: Theme, content: Callable[[Draft], Iterable[Element]]) -> bytes:
    """A Word document with a title above; the same content gives the same bytes."""
    draft = Draft(About(language=language, theme=look, title=title))
    body = draft.document.element.body
    for element in [heading(title, draft, level=1), *content(draft)]:
        body.insert(len(body) - 1, element)  # the page's own properties stay last
    header_and_footer(draft.document.sections[0], draft, title)
    draft.template.settle([body])
    describe(draft, title)
    file = BytesIO()
    draft.document.save(file)
    return sealed(file.getvalue())


def heading(text: str, draft: Draft, level: int = 2) -> Element:
    number = next(draft.ids)
    return paragraph(f"Heading{level}", *bookmark(f"_Toc_{number}", number, run(text)))


def text(words: str, style: str = "Normal", *, label: str = "", keep: bool = False) -> Element:
    """A paragraph, with a word in bold before it where it has a label."""
    start = [run(f"{label}: ", "Strong")] if label else []
    return paragraph(style, *start, run(words), keepNext=el("w:keepNext") if keep else None)


def bullets(items: Sequence[str], draft: Draft, kind: int = BULLETS) -> Iterator[Element]:
    """A list of its own; with NUMBERS it counts from one."""
    number = draft.new_list(kind)
    for item in items:
        yield paragraph(LISTS[kind], run(item), numPr=numbered(number))


def table(parts: Sequence[Column], draft: Draft, caption: str, *, total: bool = False) -> list[Element]:
    """A table with what it is called above it."""
    return [paragraph("TableCaption", run(caption)), native(parts, draft, caption, total)]


def shown(block: Table, draft: Draft) -> list[Element]:
    """A table of the case, with its caption and note."""
    note = block.words.get("note", "")
    above, grid = table(columns(block, draft), draft, block.words["caption"], total=block.total)
    if note:
        keep_with_next(grid)
    return [above, grid, *([paragraph("TableNote", run(note))] if note else [])]


def lines(count: int, draft: Draft, label: str = "", *, keep: bool = False) -> Element:
    """Lines over the whole width to write on, a word before the first; one paragraph, so that they stay together."""
    start = [run(f"{label} ", "Strong")] if label else []
    line = [el("w:r", el("w:tab"))]
    rest = [part for _ in range(count - 1) for part in (el("w:r", el("w:br")), el("w:r", el("w:tab")))]
    end = twips(draft.template.room.upright)
    looks = {
        "keepNext": el("w:keepNext") if keep else None,
        "keepLines": el("w:keepLines"),
        "tabs": el("w:tabs", el("w:tab", val="right", leader="underscore", pos=end)),
        "spacing": el("w:spacing", before=ABOVE * TWIPS, after=0, line=LINE * TWIPS, lineRule="exact"),
    }
    return paragraph("Normal", *start, *line, *rest, **looks)


def higher(grid: Element, points: float) -> None:
    """Room to write in the rows of a table, its head left out."""
    for row in list(grid.iter(qn("w:tr")))[1:]:
        row.find(qn("w:trPr")).append(el("w:trHeight", val=round(points * TWIPS), hRule="atLeast"))
