"""What do we ask a new client and the bookkeeper to send? One page: which lists, where found, how to send."""

from __future__ import annotations

from collections.abc import Iterator

from klantlib.blocks import Block, Heading, Table, Text
from klantlib.render.pieces import About, Piece
from klantlib.render.word.document import document
from klantlib.theme import Theme
from klantlib.words import Words

LISTS = ("sales", "customers", "service", "judgement", "answers")  # most important first
COLUMNS = ("list", "columns", "for")
ASIDE = ("bookkeeper", "safe")  # each a heading and a text


def request(language: str, theme: Theme) -> bytes:
    """The data request as a Word document in a house style; the places to fill in stand in square brackets."""
    words = Words("data_request", language)
    return document([Piece("request", block) for block in _blocks(words)], About(language=language, theme=theme))


def _blocks(words: Words) -> Iterator[Block]:
    yield Heading("title", level=1, words={"text": words.say("title")})
    yield Text("intro", words={"text": words.say("intro")})
    labels = {name: words.say("lists", name) for name in COLUMNS}
    rows = [[words.say(asked, name) for name in COLUMNS] for asked in LISTS]
    yield Table("lists", dict.fromkeys(COLUMNS, "text"), rows, words={"caption": "", "labels": labels})
    for part in ASIDE:
        yield Heading(part, level=2, words={"text": words.say(part, "heading")})
        yield Text(f"{part}_text", words={"text": words.say(part)})
    yield Text("kept", words={"text": words.say("kept")})
