"""How does a table stand in Word? Natively: headings that repeat, widths that fit, a text for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from klantlib.blocks import Table
from klantlib.formats import NUMERIC, show, unknown
from klantlib.render.ooxml import el, paragraph, run
from klantlib.render.word.draft import Draft
from klantlib.render.word.room import twips
from klantlib.render.word.widths import Column, is_wide, share_out

WHOLE = 12  # a table of so few rows stays on one page
LOSS = {"TableText": "TableLoss"}  # numbers below zero stand out
HELD = 4  # of a longer one so many rows stay together at the start and at the end


def columns(block: Table, draft: Draft) -> list[Column]:
    """The table as texts, column by column, written the reader's way."""
    labels = block.words.get("labels", {})
    return [
        Column(str(labels.get(name, name)), _texts(block, number, format, draft), format in NUMERIC)
        for number, (name, format) in enumerate(block.columns.items())
    ]


def _texts(block: Table, number: int, format: str, draft: Draft) -> list[str]:
    """One column; where there is nothing to add up the total stays empty."""
    terms, about = block.words.get("terms", {}), draft.about
    values = [row[number] for row in block.rows]
    known = [terms.get(value, value) for value in values] if format == "term" else values
    texts = [show(value, "text" if format == "term" else format, about.language, about.currency) for value in known]
    return [*texts[:-1], ""] if block.total and values and unknown(values[-1]) else texts


def native(columns: Sequence[Column], draft: Draft, caption: str = "", total: bool = False) -> Element:
    """A Word table; total = its last row adds up the others."""
    columns = [replace(column, stretch=draft.template.stretch) for column in columns]
    room = draft.template.room
    wide = is_wide(columns, twips(room.upright))
    widths = share_out(columns, twips(room.turned if wide else room.upright))
    rows = list(zip(*[column.texts for column in columns], strict=True))
    last = len(rows) - 1
    body = [
        _row(row, columns, widths, "TableTotal" if total and number == last else "TableText", keep=_kept(number, last))
        for number, row in enumerate(rows)
    ]
    head = _row([column.heading for column in columns], columns, widths, "TableHeading", keep=True, head=True)
    grid = el("w:tblGrid", *[el("w:gridCol", w=width) for width in widths])
    return el("w:tbl", _properties(columns, sum(widths), draft, caption, total), grid, head, *body)


def _properties(columns: Sequence[Column], width: int, draft: Draft, caption: str, total: bool) -> Element:
    headings = [column.heading for column in columns]
    alt = draft.say("table_alt", "word", rows=len(columns[0].texts), n=len(columns), columns=headings)
    look = el(
        "w:tblLook",
        val="0660" if total else "0620",
        firstRow=1,
        lastRow=int(total),
        firstColumn=0,
        lastColumn=0,
        noHBand=1,
        noVBand=1,
    )
    spoken = [el("w:tblCaption", val=caption or alt), el("w:tblDescription", val=alt)]
    return el(
        "w:tblPr",
        el("w:tblStyle", val="ReportTable"),
        el("w:tblW", w=width, type="dxa"),
        el("w:tblLayout", type="fixed"),
        look,
        *spoken,
    )


def _row(
    texts: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    style: str,
    *,
    keep: bool,
    head: bool = False,
) -> Element:
    cells = [
        _cell(text, column.right, width, style, keep)
        for text, column, width in zip(texts, columns, widths, strict=True)
    ]
    return el("w:tr", el("w:trPr", el("w:cantSplit"), *[el("w:tblHeader")] * head), *cells)


def _cell(text: str, right: bool, width: int, style: str, keep: bool) -> Element:
    style = LOSS.get(style, style) if right and "-" in text else style
    content = paragraph(
        style,
        *[run(text)] * bool(text),
        keepNext=el("w:keepNext") if keep else None,
        jc=el("w:jc", val="right") if right else None,
    )
    return el("w:tc", el("w:tcPr", el("w:tcW", w=width, type="dxa")), content)


def _kept(number: int, last: int) -> bool:
    """Does this row stay with the next? Short tables are not torn, long ones leave no single row behind."""
    return number < last and (last < WHOLE or number < HELD or number > last - HELD)
