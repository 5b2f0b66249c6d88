"""How does one place of the page point to another? By links: to a figure, to a finding, and by a fold-out to how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from klantlib.blocks import Action, Finding
from klantlib.formats import together
from klantlib.render.html_tables import element, joined
from klantlib.render.references import anchor

if TYPE_CHECKING:
    from klantlib.render.html_blocks import Place
    from klantlib.render.pieces import Piece

DATA = "how/sources"  # region, in Word too, where the data are told of by number
HOLE = "\ue000"  # a private letter: stands where a link comes


def see(place: Place) -> Markup:
    """The last sentence of a text that has a figure or table; else nothing."""
    if not place.references:
        return Markup()
    return " " + _filled(place.say("report", "see", places=HOLE), _places(place))


def how(block: Finding, place: Place) -> Markup:
    """The fold-out that says how the figures of a finding were worked out, and on which data."""
    if not (told := block.words.get("how")):
        return Markup()
    said = [_alike(place)] if place.same_how else [element("p", told), *_data(block, place)]
    inside = [element("summary", place.say("report", "how")), *said]
    return element("details", joined(inside), class_="how", id=f"{place.id}--how" if place.led_to else "")


def _alike(place: Place) -> Markup:
    """Worked out in the very words of an earlier finding of the chapter, on the same data: where that is told."""
    link = element("a", place.say("html", "earlier"), href=f"#{anchor(place.same_how)}--how")
    return element("p", _filled(place.say("html", "same_how", place=HOLE), link))


def _data(block: Finding, place: Place) -> Iterator[Markup]:
    """The data: their tables, and by number what the end of the page tells of them; in full without such an end."""
    sources = block.words.get("sources", ())
    if sources and place.used:
        numbers = together([str(place.used[sentence]) for sentence in sources], place.language)
        link = _to(DATA, place.say("html", "data", numbers=numbers))
        tables = together(block.words.get("tables", ()), place.language)
        yield element("p", _filled(place.say("html", "on_data", tables=tables, place=HOLE), link), class_="on")
    elif sources:
        yield element("ul", joined(element("li", sentence) for sentence in sources))


def used_data(pieces: Sequence[Piece]) -> dict[str, int]:
    """Each sentence on the data of findings that tell how, with its number: by first appearance, from 1."""
    findings = (piece.block for piece in pieces if isinstance(piece.block, Finding) and piece.block.words.get("how"))
    sentences = dict.fromkeys(sentence for finding in findings for sentence in finding.words.get("sources", ()))
    return {sentence: number for number, sentence in enumerate(sentences, start=1)}


def same_how(pieces: Sequence[Piece]) -> dict[str, str]:
    """For each finding worked out and resting on data as an earlier one in its chapter: the region of that one."""
    first, same = {}, {}
    for piece in pieces:
        if isinstance(piece.block, Finding) and (told := piece.block.words.get("how")):
            alike = (piece.chapter, told, tuple(piece.block.words.get("sources", ())))
            region = first.setdefault(alike, piece.region)
            if region != piece.region:
                same[piece.region] = region
    return same


def ground(block: Action, place: Place) -> Markup:
    """The chapter that an action rests on, as a link to the finding."""
    return _to(place.ground, block.words.get("chapter", place.ground)) + "."


def _places(place: Place) -> Markup:
    """Figures and tables in a row, each a link."""
    links = [_to(one.region, place.say("report", f"to_{one.kind}", number=one.number)) for one in place.references]
    said = Markup(escape(together([HOLE] * len(links), place.language)))
    for link in links:
        said = _filled(said, link)
    return said


def _filled(text: str, link: Markup) -> Markup:
    """A text with a link in its first hole."""
    before, _, after = escape(text).partition(HOLE)
    return before + link + after


def _to(region: str, text: str) -> Markup:
    return element("a", text, href=f"#{anchor(region)}")
