"""How do we know? The last chapter: which data were used, and behind each number how the figures came to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import shorten

from lxml.etree import _Element as Element

from klantlib.blocks import Text
from klantlib.formats import together
from klantlib.render.ooxml import bookmark, bookmark_name, control, field, keep_with_next, link, paragraph, run
from klantlib.render.pieces import Piece
from klantlib.render.references import Item
from klantlib.render.word.draft import Draft
from klantlib.render.word.kinds import heading
from klantlib.render.word.pointing import ITEM
from klantlib.render.word.sections import Region

CHAPTER = "how"
GIST = 70  # letters that say which finding is meant
Tables = tuple[str, ...]  # as the client knows them


def annex(draft: Draft) -> Iterator[Region]:
    """Regions for title and data, and one for each chapter that has findings; nothing where no finding says how."""
    items = list({item.number: item for item in draft.items.values()}.values())
    if not items:
        return
    yield _region("headline", heading(draft.say("how"), 1, f"{CHAPTER}/headline", draft), draft=draft)
    yield _region("question", paragraph("Lead", run(draft.say("how_lead"))), draft=draft)
    yield from _data(items, draft)
    yield _region("worked", heading(draft.say("how_worked"), 2, f"{CHAPTER}/worked", draft), draft=draft)
    for stem, group in groupby(items, lambda item: item.chapter):
        yield _region(stem, *_chapter(stem, list(group), draft), draft=draft)


def _region(key: str, *content: Element, draft: Draft) -> Region:
    piece = Piece(CHAPTER, Text(key))
    return Region(control(piece.region, next(draft.ids), *content), piece)


def _data(items: Sequence[Item], draft: Draft) -> Iterator[Region]:
    """What all findings together rest on, said once."""
    told = (piece.block.words.get("sources", ()) for item in items for piece in item.findings)
    if sentences := list(dict.fromkeys(sentence for sentences in told for sentence in sentences)):
        title = heading(draft.say("how_data"), 2, f"{CHAPTER}/sources", draft)
        yield _region("sources", title, *[paragraph("TableNote", run(one)) for one in sentences], draft=draft)


def _chapter(stem: str, items: Sequence[Item], draft: Draft) -> Iterator[Element]:
    """Its name, the tables that most of its items rest on, and an item for each way of working out."""
    yield heading(items[0].words.get("chapter", stem), 3, f"{CHAPTER}/{stem}", draft)
    kinds = Counter(_tables(item) for item in items)
    usual = kinds.most_common(1)[0][0]
    if usual:
        told = paragraph("TableNote", run(_rests_on("rest_on" if len(kinds) > 1 else "rests_on", usual, draft)))
        keep_with_next(told)
        yield told
    titles: set[str] = set()
    for item in items:
        yield _item(item, usual, titles, draft)


def _item(item: Item, usual: Tables, titles: set[str], draft: Draft) -> Element:
    """Its number, the way back to its findings, and how; and its tables where they are others than usual."""
    number = field("SEQ How \\* ARABIC", str(item.number), "Label")
    marked = bookmark(bookmark_name(item.region, ITEM), next(draft.ids), *number)
    tables = _tables(item)
    more = f" {_rests_on('rests_on', tables, draft)}" if tables != usual else ""
    return paragraph("HowItem", *marked, run("\t"), *_back(item, titles), run(f"{item.words['how']}{more}"))


def _back(item: Item, titles: set[str]) -> Iterator[Element]:
    """A link to the first finding under each heading; by its own words where the heading was named before."""
    places = dict(reversed(list(zip(item.headings, item.findings, strict=True))))
    for n, title in enumerate(dict.fromkeys(item.headings)):
        yield from [run("; ")] * bool(n)
        said = shorten(places[title].block.words["text"], GIST, placeholder="…") if title in titles else title
        yield link(bookmark_name(places[title].region), run(said, "Hyperlink"))
    yield run(" " if said.endswith("…") else ". ")
    titles.update(item.headings)


def _tables(item: Item) -> Tables:
    return tuple(item.words.get("tables", ()))


def _rests_on(part: str, tables: Tables, draft: Draft) -> str:
    return draft.say(part, tables=together(tables, draft.about.language))
