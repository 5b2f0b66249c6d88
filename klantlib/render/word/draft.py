"""What does a document that is being written know: its package, its words, and what it has counted so far?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from lxml.etree import _Element as Element

from klantlib.render.ooxml import run
from klantlib.render.pieces import About
from klantlib.words import TEMPLATES, Words

BULLETS, NUMBERS, ACTIONS = 0, 1, 2  # the lists of templates/report.docx
HOLES = "".join(map(chr, range(0xE000, 0xE010)))  # private letters: stand where a field comes


@dataclass(frozen=True)
class Entry:
    """A heading as the table of contents names it."""

    level: int
    text: str
    bookmark: str


@dataclass
class Draft:
    """A document on its way: every number in it is given out here, once."""

    about: About
    document: WordDocument = field(default_factory=lambda: Document(str(TEMPLATES / "report.docx")))
    headings: list[Entry] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    numbers: dict[str, Iterator[int]] = field(default_factory=lambda: {"figure": count(1), "table": count(1)})
    actions: int | None = None  # the list that an action belongs to, where several follow each other

    @property
    def words(self) -> Words:
        return Words("words", self.about.language, self.about.currency)

    def say(self, part: str, section: str = "report", **values: Any) -> str:
        return self.words.say(section, part, **values)

    def sentence(self, part: str, style: str | None = None, **fields: list[Element]) -> list[Element]:
        """A text of the report whose holes are fields, as runs in a character style."""
        marks = dict(zip(fields, HOLES, strict=False))
        filled = {marks[name]: runs for name, runs in fields.items()}
        pieces = re.split(f"([{HOLES}])", self.say(part, **marks))
        return [element for piece in pieces if piece for element in filled.get(piece) or [run(piece, style)]]

    def new_list(self, kind: int, level: int = 0, start: int = 1) -> int:
        """A list of its own, which counts from the start."""
        number = self.document.part.numbering_part.element.add_num(kind)
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return number.numId

    def part(self, name: str, content_type: str, content: bytes) -> str:
        """Add a picture that python-docx does not know; its relationship."""
        package = self.document.part.package
        part = Part(package.next_partname(f"/word/media/{name}"), content_type, content, package)
        return self.document.part.relate_to(part, RT.IMAGE)
