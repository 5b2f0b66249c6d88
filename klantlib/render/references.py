"""Which figures and tables does a text point to, and where is told how its figures were worked out?

One answer for both renderers: a finding refers to the captioned charts and tables between it and the next finding or
heading. Where no finding stands before them, the text above them does, else the first text below them under the same
heading, else the last one of the same chapter before that heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from klantlib.blocks import Action, Chart, Finding, Heading, Table, Text, Words
from klantlib.render.pieces import Piece


@dataclass(frozen=True)
class Reference:
    """A captioned figure or table, by the number that readers see."""

    kind: Literal["figure", "table"]
    number: int
    region: str


@dataclass(frozen=True)
class Item:
    """A place in the annex: how the figures of some findings of one chapter, worked out alike, came to be."""

    number: int
    chapter: str  # stem
    findings: tuple[Piece, ...]  # at least one
    headings: tuple[str, ...]  # the one above each of them

    @property
    def region(self) -> str:
        """Where it stands; named after its first finding, so that it stays when others come and go."""
        return f"how/{self.findings[0].region}"

    @property
    def words(self) -> Words:
        """What is said of all its findings alike."""
        return self.findings[0].block.words


def references(pieces: Sequence[Piece]) -> dict[str, tuple[Reference, ...]]:
    """What each text refers to, by its region."""
    found: dict[str, list[Reference]] = {}
    for _, chapter in groupby(_numbered(pieces), lambda pair: pair[0].chapter):
        for speaker, shown in _spoken_of(list(chapter)):
            found.setdefault(speaker, []).append(shown)
    return {region: tuple(shown) for region, shown in found.items()}


def grounds(pieces: Sequence[Piece]) -> dict[str, str]:
    """The region of the finding that each action rests on, as far as it is in this document."""
    there = {piece.region for piece in pieces}
    acting = {piece.region: _ground(piece) for piece in pieces if isinstance(piece.block, Action)}
    return {action: ground for action, ground in acting.items() if ground in there}


def items(pieces: Sequence[Piece]) -> list[Item]:
    """The annex: findings of one chapter whose figures were worked out alike share an item, in order of appearance."""
    alike: dict[tuple[str, str], list[tuple[Piece, str]]] = {}
    heading = ""
    for piece in pieces:
        if isinstance(piece.block, Heading):
            heading = piece.block.words["text"]
        if isinstance(piece.block, Finding) and (how := piece.block.words.get("how")):
            alike.setdefault((piece.chapter, how), []).append((piece, heading))
    return [
        Item(number, chapter, *map(tuple, zip(*members, strict=True)))
        for number, ((chapter, _), members) in enumerate(alike.items(), start=1)
    ]


def anchor(region: str) -> str:
    """A region as an id that can stand in an address."""
    return re.sub(r"[^0-9A-Za-z_]+", "-", region).strip("-")


def _ground(action: Piece) -> str:
    rests_on = action.block.rests_on
    return rests_on if "/" in rests_on else f"{action.chapter}/{rests_on}"


def _numbered(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Reference | None]]:
    """Each piece, with its number where it has a caption."""
    counted: dict[type, int] = {Chart: 0, Table: 0}
    for piece in pieces:
        kind = type(piece.block)
        if kind in counted and piece.block.words.get("caption"):
            counted[kind] += 1
            yield piece, Reference("figure" if kind is Chart else "table", counted[kind], piece.region)
        else:
            yield piece, None


def _spoken_of(chapter: Sequence[tuple[Piece, Reference | None]]) -> Iterator[tuple[str, Reference]]:
    """Who speaks of each figure and table of a chapter, as far as there is anyone."""
    before = ""
    for section in _sections(chapter):
        texts = [piece.region for piece, _ in section if isinstance(piece.block, Finding | Text)]
        said, finding = "", False
        for piece, shown in section:
            if isinstance(piece.block, Finding) or (isinstance(piece.block, Text) and not finding):
                said, finding = piece.region, isinstance(piece.block, Finding)
            if shown and (speaker := said or next(iter(texts), before)):
                yield speaker, shown
        before = texts[-1] if texts else before


def _sections(chapter: Sequence[tuple[Piece, Reference | None]]) -> Iterator[list[tuple[Piece, Reference | None]]]:
    """A chapter from heading to heading."""
    section: list[tuple[Piece, Reference | None]] = []
    for pair in chapter:
        if isinstance(pair[0].block, Heading) and section:
            yield section
            section = []
        section.append(pair)
    if section:
        yield section
