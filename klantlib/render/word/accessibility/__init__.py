"""Can everybody read this Word document, also who hears it or sees few colours? Ours, or one that was edited by hand.

Rules after WCAG 2.2 AA and what Word's own checker asks; only what a program can tell. Keys here, words in
templates/words.toml, section [accessibility].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from klantlib.render.word.accessibility.colours import contrasts
from klantlib.render.word.accessibility.fields import fields
from klantlib.render.word.accessibility.found import Barrier, Package, opened
from klantlib.render.word.accessibility.objects import pictures, tables
from klantlib.render.word.accessibility.paragraphs import faked, headings, links

__all__ = ["Barrier", "barriers"]


def barriers(docx: bytes) -> list[Barrier]:
    """What shuts readers out of this document, rule by rule; empty where nothing does. BadZipFile if it is no file."""
    package = opened(docx)
    return [barrier for rule in RULES for barrier in rule(package)]


def whole(package: Package) -> Iterator[Barrier]:
    if not package.title.strip():
        yield Barrier("no_title")
    if not package.looks.language():
        yield Barrier("no_language")


RULES: tuple[Callable[[Package], Iterator[Barrier]], ...] = (
    *(whole, pictures, tables, headings, faked, links, fields, contrasts),
)
