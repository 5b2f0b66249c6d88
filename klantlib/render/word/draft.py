"""What does a document that is being written know: its package, its words, and what it has counted so far?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from lxml.etree import _Element as Element

from klantlib.render.ooxml import run
from klantlib.render.pieces import About, Piece
from klantlib.render.references import Item, grounds, items, references
from klantlib.render.word.template import template
from klantlib.words import Words

BULLETS, NUMBERS, ACTIONS = 0, 1, 2  # the lists of templates/report.docx
HOLE = 0xE000  # private letters from here on: stand where a field comes


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
    headings: list[Entry] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    numbers: dict[str, Iterator[int]] = field(default_factory=lambda: {"figure": count(1), "table": count(1)})
    actions: int | None = None  # the list that an action belongs to, where several follow each other
    pieces: Sequence[Piece] = ()  # what will stand in it

    def __post_init__(self) -> None:
        self.template = template(self.about.theme)
        self.references = {} if self.about.title else references(self.pieces)  # one page alone is seen at a glance
        self.grounds = grounds(self.pieces)
        told = [item for item in items(self.pieces) if not _deleted(item, self.about.absent)]
        self.items = {piece.region: item for item in told for piece in item.findings}

    @property
    def document(self) -> WordDocument:
        return self.template.document

    @property
    def words(self) -> Words:
        return Words("words", self.about.language, self.about.currency)

    def say(self, part: str, section: str = "report", **values: Any) -> str:
        return self.words.say(section, part, **values)

    def sentence(self, part: str, style: str | None = None, **fields: list[Element]) -> list[Element]:
        """A text of the report whose holes are fields, as runs in a character style."""
        marks = {name: hole(n) for n, name in enumerate(fields)}
        return self.filled(self.say(part, **marks), {marks[name]: runs for name, runs in fields.items()}, style)

    def filled(self, text: str, fields: Mapping[str, list[Element]], style: str | None = None) -> list[Element]:
        """A text as runs, with fields where their marks stand."""
        pieces = re.split(f"([{''.join(fields)}])", text)
        return [element for piece in pieces if piece for element in fields.get(piece) or [run(piece, style)]]

    def new_list(self, kind: int, level: int = 0, start: int = 1) -> int:
        """A list of its own, which counts from the start."""
        definition = self.template.lists.of(kind, level)
        number = self.document.part.numbering_part.element.add_num(definition)
        number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return number.numId

    def part(self, name: str, content_type: str, content: bytes) -> str:
        """Add a picture that python-docx does not know; its relationship."""
        package = self.document.part.package
        part = Part(package.next_partname(f"/word/media/{name}"), content_type, content, package)
        return self.document.part.relate_to(part, RT.IMAGE)


def _deleted(item: Item, absent: Collection[str]) -> bool:
    """Did people delete the part of the annex where this item would stand?"""
    annex = item.region.partition("/")[0]
    return not {annex, f"{annex}/{item.chapter}"}.isdisjoint(absent)


def hole(number: int) -> str:
    """The mark of the first, the second ... field in a text."""
    return chr(HOLE + number)
