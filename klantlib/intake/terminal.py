"""How does an overview look in a terminal? Plain text in 80 columns, also where signs beyond ASCII cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from klantlib.intake.told import Grid, Item, Lines, Part, Snippet, Told

WIDEST = 100  # columns: longer lines are hard to read, however wide the window
INDENT = (0, 0, 0, 2)
BULLET = "  - "
# what stands in for signs that a terminal of another age does not have
STAND_INS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "€": "EUR",
                           "\u00a0": " ", "\u202f": " ", "→": "->"})  # fmt: skip


def show(told: Told, console: Console) -> None:
    """Print an overview: first how it stands, last what is to be put right and what to type."""
    width = min(console.width, WIDEST)
    for renderable in _told(told, console.encoding):
        to_copy = isinstance(renderable, Text) and renderable.no_wrap
        console.print(renderable, width=None if to_copy else width, soft_wrap=bool(to_copy))


def plain(text: str, encoding: str) -> str:
    """
    The text in signs that this encoding has.

    >>> plain("“café”, € 5", "cp437"), plain("“café”", "utf-8")
    ('"café", EUR 5', '“café”')
    """
    text = text.replace("€\u00a0", "€")  # a terminal breaks lines at every kind of space
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = text.translate(STAND_INS)
        return text.encode(encoding, "replace").decode(encoding)
    return text


def _told(told: Told, encoding: str) -> Iterator[RenderableType]:
    yield Text(plain(told.title, encoding), style="bold")
    yield Text(plain(told.verdict, encoding), style="bold green" if told.good else "bold red")
    for part in told.parts:
        yield from _part(part, encoding)
    yield Text()
    yield Text(plain(told.next, encoding), style="bold")


def _part(part: Part, encoding: str) -> Iterator[RenderableType]:
    title = plain(part.title, encoding)
    yield Text()
    yield Text(title, style="bold")
    yield Text("-" * len(title))
    for number, item in enumerate(part.items):
        if number and (item.title or isinstance(item, Grid)):
            yield Text()
        if item.title:
            yield Text(plain(item.title, encoding), style="bold")
        yield from _item(item, encoding)


def _item(item: Item, encoding: str) -> Iterator[RenderableType]:
    match item:
        case Lines():
            yield _list([plain(sentence, encoding) for sentence in item.sentences])
        case Grid():
            if item.rows:
                yield Padding(_grid(item, encoding), INDENT)
            yield from (Padding(Text(plain(note, encoding)), INDENT) for note in item.notes)
        case Snippet():
            yield Padding(Text(plain(item.lead, encoding)), INDENT)
            yield Text()
            # never broken: these lines are copied
            yield from (Text("  " + plain(line, encoding), no_wrap=True, overflow="ignore") for line in item.lines)


def _list(sentences: list[str]) -> Table:
    rows = Table.grid(padding=0)
    rows.add_column(width=len(BULLET))
    rows.add_column(overflow="fold")
    for sentence in sentences:
        rows.add_row(BULLET, Text(sentence))
    return rows


def _grid(grid: Grid, encoding: str) -> Table:
    """Columns with their headings underlined; numbers to the right."""
    rows = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    first_number = len(grid.headings) - grid.numbers
    for place, heading in enumerate(grid.headings):
        rows.add_column(
            Text(plain(heading, encoding), style="underline"),
            justify="right" if place >= first_number else "left",
            overflow="fold",
        )
    for row in grid.rows:
        rows.add_row(*(Text(plain(cell, encoding)) for cell in row))
    return rows
