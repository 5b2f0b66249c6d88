"""How do the pieces become one document? Regions in order, notes with what they are about, and the frame around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from itertools import groupby, pairwise

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from klantlib.blocks import Action, Note, Table, Text
from klantlib.languages import tag
from klantlib.render.ooxml import TAG_LENGTH, break_before, clean, control, keep_with_next, shortened
from klantlib.render.pieces import About, Piece
from klantlib.render.word.annex import annex
from klantlib.render.word.draft import ACTIONS, Draft
from klantlib.render.word.front import LEVELS, contents, cover, disclaimer, header_and_footer
from klantlib.render.word.kinds import word
from klantlib.render.word.package import sealed
from klantlib.render.word.rerun.look import look_of
from klantlib.render.word.rerun.memory import Memory, described, remember
from klantlib.render.word.rerun.regions import blocks_in, name_of
from klantlib.render.word.room import twips
from klantlib.render.word.sections import Region, lay_out

LONGEST = 255  # letters in a property


def document(pieces: Sequence[Piece], about: About, *, again: bool = True) -> bytes:
    """
    A Word document; without a client (one workbook on its own) it has no cover and no contents.

    `again` = it may be run again over edits, so every block stands in a content control.

    The same pieces give the same bytes. Raises ValueError, naming the region, for a chart without picture or alt text.
    """
    absent = set(about.absent)
    draft = Draft(about, pieces=[piece for piece in pieces if absent.isdisjoint((piece.chapter, _name(piece)))])
    chapters = [*_chapters([piece for piece in pieces if _name(piece) not in absent], draft), *annex(draft)]
    title = _title(draft)
    front = _front(draft, title) if about.client and not about.title else []
    _keep_notes(chapters)
    _start_on_new_pages(chapters, first=not front)
    section = draft.document.sections[0]
    header_and_footer(section, draft, title)
    regions = [*front, *chapters, *_end(draft)]
    lay_out(draft.document.element.body, regions, twips(draft.template.room.upright))
    draft.template.settle([draft.document.element.body])
    describe(draft, title)
    _remember(draft, regions)
    if not again:
        _without_controls(draft.document.element.body)
    file = BytesIO()
    draft.document.save(file)
    return sealed(file.getvalue())


def _chapters(pieces: Iterable[Piece], draft: Draft) -> Iterator[Region]:
    """Each piece in a content control; actions that follow each other are one numbered list."""
    taken: set[str] = set()
    for _, together in groupby(pieces, key=lambda piece: (piece.chapter, isinstance(piece.block, Action))):
        group = list(together)
        numbered = isinstance(group[0].block, Action) and len(group) > 1
        draft.actions = draft.new_list(ACTIONS) if numbered else None
        for piece in group:
            if content := word(piece.block, piece, draft):
                name = _own(piece.region, taken)
                yield Region(control(name, next(draft.ids), *content), piece)


def _without_controls(body: Element) -> None:
    """Where nobody needs them: LibreOffice prints the codes of fields in them when there is no cover before."""
    for shell in list(body.iter(qn("w:sdt"))):
        for block in shell.find(qn("w:sdtContent")):
            shell.addprevious(block)
        shell.getparent().remove(shell)


def _name(piece: Piece) -> str:
    return shortened(piece.region, TAG_LENGTH)


def _own(region: str, taken: set[str]) -> str:
    """The region's name; a block that is shown twice gets a number the second time."""
    name = next(name for n in range(1, len(taken) + 2) if (name := region if n == 1 else f"{region}~{n}") not in taken)
    taken.add(name)
    return name


def _front(draft: Draft, title: str) -> list[Region]:
    entries = [entry for entry in draft.headings if entry.level <= LEVELS]
    lines = [Region(line) for line in cover(draft, title)]
    return [*lines, *([Region(contents(draft, entries))] if entries else [])]


def _end(draft: Draft) -> list[Region]:
    """What closes a report; a single workbook is none."""
    closing = disclaimer(draft) if draft.about.client else None
    return [] if closing is None else [Region(closing)]


def _title(draft: Draft) -> str:
    """The report's, or that of a page alone; a single workbook is called after its first heading."""
    alone = not draft.about.client and draft.headings
    return draft.about.title or (draft.headings[0].text if alone else draft.say("title"))


def _start_on_new_pages(chapters: Sequence[Region], first: bool) -> None:
    """Every chapter on a page of its own; the first needs no break where nothing stands before it."""
    starts = [next(group) for _, group in groupby(chapters, key=lambda region: region.piece.chapter)]
    for region in starts[1:] if first else starts:
        break_before(region.element)


def _keep_notes(chapters: Sequence[Region]) -> None:
    """A note never stands alone on a page: it stays with what it is about. So does a text that opens a table."""
    for region, after in pairwise(chapters):
        opens = region.shows(Text) and after.shows(Table)
        if (after.shows(Note) or opens) and region.piece.chapter == after.piece.chapter:
            keep_with_next(region.element)


def _remember(draft: Draft, regions: Sequence[Region]) -> None:
    """What is written where, so that a report that people edited can be run again."""
    part, about = draft.document.part, draft.about
    known = tuple(described(name_of(region.element), blocks_in(region.element), part) for region in regions)
    whose = about.id or about.client
    look = look_of(about.theme)
    remember(draft.document, Memory(whose, about.language, about.pseudonyms, look=look, regions=known))


def describe(draft: Draft, title: str) -> None:
    """Language, and the properties of the document; never the name of who is logged in."""
    language = tag(draft.about.language)
    for lang in draft.document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    for lang in draft.document.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), language)
    properties, about = draft.document.core_properties, draft.about
    properties.language = language
    properties.title, properties.subject = (clean(text)[:LONGEST] for text in (title, about.client))
    properties.author = properties.last_modified_by = clean(about.author)[:LONGEST]
    if about.date:
        properties.created = properties.modified = datetime.combine(about.date, time(), UTC)
