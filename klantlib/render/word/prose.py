"""How does a consultant's Markdown stand in Word? As native paragraphs, lists and tables; tags in it show as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import mistune
from lxml.etree import _Element as Element
from mistune.plugins.formatting import strikethrough
from mistune.plugins.table import table

from klantlib.render.ooxml import el, numbered, paragraph, run
from klantlib.render.word.draft import BULLETS, NUMBERS, Draft
from klantlib.render.word.tables import native
from klantlib.render.word.widths import Column

Token = dict[str, Any]
MakeHeading = Callable[[str, int, int], Element]  # text, level, which of this cell's headings
FIRST_LEVEL, LAST_LEVEL = 2, 4  # the chapter has taken the first; the template has four
DEEPEST = 2  # of the levels of a list, counted from 0
MARKS = {"strong": "b", "emphasis": "i", "strikethrough": "strike"}


@dataclass
class _Writer:
    """Where a paragraph stands: in the text, in a quotation, or in a list."""

    draft: Draft
    heading: MakeHeading
    style: str = "Normal"
    list: tuple[int, int] | None = None  # number of the list, level


def markdown(text: str, draft: Draft, heading: MakeHeading) -> list[Element]:
    """Markdown as paragraphs and tables."""
    parser = mistune.create_markdown(renderer=None, plugins=[table, strikethrough])
    parser.block.rules.remove("raw_html")
    parser.inline.rules.remove("inline_html")
    tokens, _ = parser.parse(text)
    return list(_blocks(list(_levelled(tokens)), _Writer(draft, heading)))


def _levelled(tokens: list[Token]) -> Iterator[Token]:
    """Headings below the chapter's, counted, and never a level skipped."""
    last, number = FIRST_LEVEL - 1, 0
    for token in tokens:
        if token["type"] == "heading":
            last, number = min(token["attrs"]["level"] + FIRST_LEVEL - 1, last + 1, LAST_LEVEL), number + 1
            token = {**token, "attrs": {"level": last, "number": number}}
        yield token


def _blocks(tokens: list[Token], writer: _Writer) -> Iterator[Element]:
    for token in tokens:
        if token["type"] in BLOCKS:
            yield from BLOCKS[token["type"]](token, writer)


def _heading(token: Token, writer: _Writer) -> Iterator[Element]:
    """A heading of the report; in a quotation or a list it is a line of text."""
    if "number" in token["attrs"]:
        yield writer.heading(_plain(token["children"]), token["attrs"]["level"], token["attrs"]["number"])
    else:
        yield from _paragraph(token, writer)


def _paragraph(token: Token, writer: _Writer) -> Iterator[Element]:
    place = numbered(*writer.list) if writer.list else None
    yield paragraph(writer.style, *_runs(token["children"]), numPr=place)


def _list(token: Token, writer: _Writer) -> Iterator[Element]:
    ordered, depth = token["attrs"]["ordered"], min(token["attrs"]["depth"], DEEPEST)
    number = writer.draft.new_list(NUMBERS if ordered else BULLETS, depth, token["attrs"].get("start", 1))
    inside = replace(writer, style="ListNumber" if ordered else "ListBullet", list=(number, depth))
    for item in token["children"]:
        first, *rest = item["children"] or [{"type": "block_text", "children": []}]
        yield from _blocks([first], inside)
        yield from _blocks(rest, replace(inside, style="ListContinue", list=None))


def _quote(token: Token, writer: _Writer) -> Iterator[Element]:
    yield from _blocks(token["children"], replace(writer, style="Quote"))


def _code(token: Token, _writer: _Writer) -> Iterator[Element]:
    yield paragraph("Code", run(token["raw"].rstrip("\n")))


def _table(token: Token, writer: _Writer) -> Iterator[Element]:
    head, *body = token["children"]
    cells = [row["children"] for part in body for row in part["children"]]
    columns = [
        Column(
            _plain(title["children"]),
            [_plain(row[number]["children"]) for row in cells],
            title["attrs"].get("align") == "right",
        )
        for number, title in enumerate(head["children"])
    ]
    yield paragraph("Spacer")
    yield native(columns, writer.draft)


BLOCKS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "block_text": _paragraph,
    "list": _list,
    "block_quote": _quote,
    "block_code": _code,
    "table": _table,
}


def _runs(tokens: list[Token], **marks: bool) -> Iterator[Element]:
    """Inline text as runs; a link as its text and the address, which paper can show."""
    for token in tokens:
        match token["type"]:
            case "strong" | "emphasis" | "strikethrough" as kind:
                yield from _runs(token["children"], **{**marks, MARKS[kind]: True})
            case "link":
                address = token["attrs"]["url"].removeprefix("mailto:")
                yield from _runs(token["children"], **marks)
                yield run("" if _plain(token["children"]) == address else f" ({address})", **marks)
            case "image":
                yield from _runs(token["children"], **marks)
            case "codespan":
                yield run(token["raw"], "CodeText", **marks)
            case "linebreak":
                yield el("w:r", el("w:br"))
            case "softbreak":
                yield run(" ", **marks)
            case _:
                yield run(token.get("raw", ""), **marks)


def _plain(tokens: list[Token]) -> str:
    """Inline text without its marks."""
    return "".join(_plain(token["children"]) if "children" in token else token.get("raw", " ") for token in tokens)
