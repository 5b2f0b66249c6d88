"""How does each kind of block stand in Word? One function a kind; together they are what Word can show."""

from __future__ import annotations

from functools import singledispatch

from lxml.etree import _Element as Element

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Picture, Prose, Table, Text
from klantlib.render import gains
from klantlib.render.ooxml import bookmark, bookmark_name, el, field, keep_with_next, numbered, paragraph, run
from klantlib.render.pieces import Piece
from klantlib.render.word.charts.native import native_chart
from klantlib.render.word.draft import Draft, Entry
from klantlib.render.word.pictures import picture
from klantlib.render.word.pointing import NUMBER, behind, ground, see
from klantlib.render.word.prose import markdown
from klantlib.render.word.tables import columns, native

CAPTIONS = {"figure": "Caption", "table": "TableCaption"}  # below the one, above the other


@singledispatch
def word(block: Block, _piece: Piece, _draft: Draft) -> list[Element]:
    """The paragraphs and tables of one block; nothing where there is nothing to show."""
    raise TypeError(f"Word cannot show a {type(block).__name__}")


@word.register
def _(block: Heading, piece: Piece, draft: Draft) -> list[Element]:
    return [heading(block.words["text"], block.level, piece.region, draft)]


@word.register
def _(block: Text, piece: Piece, draft: Draft) -> list[Element]:
    style = "Lead" if block.key == "question" else "Normal"
    return [paragraph(style, run(block.words["text"]), *see(piece, draft))]


@word.register
def _(block: Finding, piece: Piece, draft: Draft) -> list[Element]:
    text = paragraph("Normal", run(block.words["text"]), *see(piece, draft), *behind(piece, draft))
    if not (advice := block.words.get("advice")):
        return [text]
    keep_with_next(text)
    return [text, _labelled("Advice", "advice", advice, draft)]


@word.register
def _(block: Note, _piece: Piece, draft: Draft) -> list[Element]:
    return [_labelled("Note", "note", block.words["text"], draft)]


@word.register
def _(block: Action, piece: Piece, draft: Draft) -> list[Element]:
    number = numbered(draft.actions) if draft.actions else None
    details = [[run(gains.step(block, draft.say), "Label"), run(f": {block.words['step']}")]]
    if rests := _rests(block, piece, draft):
        details.insert(0, rests)
    kept = [el("w:keepNext") for _ in details[:-1]] + [None]  # the box stays on one page
    return [
        paragraph("Spacer"),
        paragraph("Action", run(block.words["text"]), numPr=number),
        *[paragraph("ActionDetail", *runs, keepNext=keep) for runs, keep in zip(details, kept, strict=True)],
    ]


@word.register
def _(block: Table, piece: Piece, draft: Draft) -> list[Element]:
    if not block.columns:
        return []
    text, note = block.words.get("caption", ""), block.words.get("note", "")
    above = caption("table", text, piece.region, draft) if text else paragraph("Spacer")
    grid = native(columns(block, draft), draft, text, block.total)
    if note:
        keep_with_next(grid)
    return [above, grid, *[paragraph("TableNote", run(note))] * bool(note)]


@word.register
def _(block: Chart, piece: Piece, draft: Draft) -> list[Element]:
    alt = _needed(block.words.get("alt"), "alternative text", piece)
    drawn = native_chart(block, draft, alt)
    if drawn is None:
        png = _needed(piece.pictures.get("image/png"), "picture", piece)
        drawn = picture(draft, png, alt, piece.pictures.get("image/svg+xml"), fill=True)
    return [paragraph("Figure", drawn), caption("figure", block.words["caption"], piece.region, draft)]


@word.register
def _(block: Prose, piece: Piece, draft: Draft) -> list[Element]:
    def title(text: str, level: int, number: int) -> Element:
        return heading(text, level, f"{piece.region}/{number}", draft)

    return markdown(block.text, draft, title)


@word.register
def _(block: Picture, _piece: Piece, draft: Draft) -> list[Element]:
    return [paragraph("Normal", picture(draft, block.png, block.alt or draft.say("picture_alt", "word")))]


def _rests(block: Action, piece: Piece, draft: Draft) -> list[Element]:
    """What it brings in, who counts elsewhere, and what that rests on."""
    money, elsewhere = gains.gain(block, draft.say), gains.elsewhere(block, draft.say)
    said = [run(f"{text}. ", style) for text, style in ((money, "Strong"), (elsewhere, "")) if text]
    return [*said, *ground(block, piece, draft)]


def heading(text: str, level: int, region: str, draft: Draft) -> Element:
    """A heading with the bookmark that the contents point to."""
    name = bookmark_name(region, "_Toc_")
    draft.headings.append(Entry(level, text, name))
    return paragraph(f"Heading{level}", *bookmark(name, next(draft.ids), run(text)))


def caption(kind: str, text: str, region: str, draft: Draft) -> Element:
    """A numbered caption; label and number carry one bookmark that references point to, the number another."""
    number = next(draft.numbers[kind])
    counted = field(f"SEQ {kind.capitalize()} \\* ARABIC", str(number), "Label")
    counted = bookmark(bookmark_name(region, NUMBER), next(draft.ids), *counted)
    label = draft.sentence(kind, "Label", number=counted)
    marked = bookmark(bookmark_name(region, "_Ref_"), next(draft.ids), *label)
    return paragraph(CAPTIONS[kind], *marked, run(f". {text}"))


def _labelled(style: str, label: str, text: str, draft: Draft) -> Element:
    return paragraph(style, *_label(label, text, draft))


def _label(label: str, text: str, draft: Draft) -> list[Element]:
    return [run(draft.say(label), "Label"), run(f": {text}")]


def _needed(value: str | None, what: str, piece: Piece) -> str:
    """What a chart cannot do without."""
    if not value:
        raise ValueError(f"{piece.region}: this chart has no {what}")
    return value
