"""How does one place in Word point to another? By fields and links: to a figure, to the annex, to a finding."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.etree import _Element as Element

from klantlib.blocks import Action
from klantlib.formats import together
from klantlib.render.ooxml import bookmark_name, field, link, run
from klantlib.render.pieces import Piece
from klantlib.render.references import Reference
from klantlib.render.word.draft import Draft, hole

GAP = "\N{NO-BREAK SPACE}"  # a number never stands alone on a line
NUMBER, ITEM = "_Nr_", "_How_"  # what the bookmarks of a caption's number and of an item of the annex begin with


def see(piece: Piece, draft: Draft) -> list[Element]:
    """The last sentence of a text that has a figure or table: "Zie figuur 3 en tabel 2."; else nothing."""
    shown = draft.references.get(piece.region, ())
    if not shown:
        return []
    return [run(" "), *_places(draft.say("see", places=_named(shown, draft)), shown, draft)]


def behind(piece: Piece, draft: Draft) -> list[Element]:
    """The number of the item in the annex that says how a finding's figures were worked out: " [7]"."""
    item = draft.items.get(piece.region)
    if item is None:
        return []
    number = field(f"REF {bookmark_name(item.region, ITEM)} \\h", str(item.number), "Trace")
    return [run(f"{GAP}[", "Trace"), *number, run("]", "Trace")]


def ground(action: Action, piece: Piece, draft: Draft) -> list[Element]:
    """The chapter that an action rests on, as a link to the finding; nothing where it is not here."""
    target = draft.grounds.get(piece.region)
    if target is None:
        return []
    chapter = link(bookmark_name(target), run(action.words.get("chapter", target), "Hyperlink"))
    return [run(draft.say("ground"), "Label"), run(": "), chapter, run(".")]


def _named(shown: Sequence[Reference], draft: Draft) -> str:
    """Figures and tables in a row, with a hole for each number."""
    places = [draft.say(f"to_{one.kind}", number=hole(n)) for n, one in enumerate(shown)]
    return together([place.replace(" ", GAP) for place in places], draft.about.language)


def _places(text: str, shown: Sequence[Reference], draft: Draft) -> list[Element]:
    """A text with references in its holes."""
    return draft.filled(text, {hole(n): _number(one) for n, one in enumerate(shown)})


def _number(shown: Reference) -> list[Element]:
    return field(f"REF {bookmark_name(shown.region, NUMBER)} \\h", str(shown.number))
