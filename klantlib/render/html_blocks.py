"""How does one block read as HTML? The same in JupyterLab and in the report; what comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, singledispatch
from typing import Any

from markupsafe import Markup, escape

from klantlib.blocks import Action, Block, Chart, Finding, Heading, Note, Picture, Prose, Table, Text
from klantlib.formats import names
from klantlib.render import gains, svg
from klantlib.render.charts import draw
from klantlib.render.html_figures import drawing, numbers
from klantlib.render.html_pointing import ground, how, see
from klantlib.render.html_tables import element, grid, joined, scroll
from klantlib.render.markdown import markdown
from klantlib.render.references import Reference
from klantlib.theme import Theme, house
from klantlib.words import Words

WIDE = 5  # columns; a table with more may stand wider than the text


@dataclass(frozen=True)
class Place:
    """Where a block stands, and for whom."""

    language: str
    currency: str = "EUR"
    id: str = ""  # of the element, and the link to it; empty in a workbook
    number: int = 0  # of the figure or table; 0 in a workbook
    level: int = 0  # of the chapter's heading: 2 in a page, 1 in a workbook
    pictures: Mapping[str, Any] = field(default_factory=dict)
    theme: Theme = field(default_factory=house)
    references: Sequence[Reference] = ()  # the figures and tables that a text points to
    used: Mapping[str, int] = field(default_factory=dict)  # number of each sentence on data; empty: told on the spot
    same_how: str = ""  # region of the earlier finding that was worked out alike on the same data
    led_to: bool = False  # whether a later finding leads to how this one was worked out
    ground: str = ""  # region of the finding that an action rests on; empty where it is not in this document

    def say(self, section: str, part: str, **values: Any) -> str:
        return Words("words", self.language, self.currency).say(section, part, **values)


@singledispatch
def body(block: Block, _place: Place) -> Markup:
    """The block's markup; TypeError for what is no block."""
    raise TypeError(f"HTML cannot show a {type(block).__name__}")


@body.register
def _(block: Heading, place: Place) -> Markup:
    tag = f"h{place.level + block.level - 1}"
    return element(tag, block.words["text"], id=place.id)


@body.register
def _(block: Text, place: Place) -> Markup:
    return element("p", escape(block.words["text"]) + see(place), id=place.id)


@body.register
def _(block: Finding, place: Place) -> Markup:
    said = element("p", escape(block.words["text"]) + see(place))
    if advice := block.words.get("advice"):
        said += element("p", _label(place, "advice") + escape(advice), class_="advice")
    return element("div", said + how(block, place), id=place.id, class_="finding")


@body.register
def _(block: Note, place: Place) -> Markup:
    text = element("p", _label(place, "note") + escape(block.words["text"]))
    return element("aside", text, id=place.id, class_="note")


@body.register
def _(block: Action, place: Place) -> Markup:
    parts = [element("p", block.words["text"], class_="what")]
    say = partial(place.say, "report")
    if money := ". ".join(filter(None, (gains.gain(block, say), gains.elsewhere(block, say)))):
        parts.append(element("p", f"{money}.", class_="money"))
    parts.append(element("p", block.words["why"]))
    if block.customers:
        listed = names([name for _, name in block.customers], place.say("html", "others"), place.language)
        parts.append(element("p", _label(place, "customers", "html") + escape(listed), class_="who"))
    parts.append(element("p", element("b", gains.step(block, say)) + " " + block.words["step"], class_="step"))
    if place.ground:
        parts.append(element("p", _label(place, "ground") + ground(block, place), class_="ground"))
    return element("div", joined(parts), id=place.id, class_="action")


@body.register
def _(block: Chart, place: Place) -> Markup:
    drawn = place.pictures.get("image/svg+xml") or _drawn(block, place)
    own = svg.clean(drawn.encode(), block.words["caption"], block.words["alt"], prefix=place.id)
    caption = _caption("figcaption", "figure", block.words["caption"], place)
    return element("figure", caption + drawing(block, own) + _numbers(block, place), id=place.id)


@body.register
def _(block: Table, place: Place) -> Markup:
    caption = block.words["caption"]
    title = element("caption", _caption("div", "table", caption, place)) if caption else Markup()
    framed = scroll(grid(block, title, place.language, place.currency), _region(caption, place))
    note = element("p", block.words["note"], class_="source") if block.words.get("note") else Markup()
    return element("div", framed + note, id=place.id, class_="table wide" if len(block.columns) > WIDE else "table")


@body.register
def _(block: Prose, place: Place) -> Markup:
    text = Markup(markdown(block.text))
    return element("div", text, id=place.id, class_="prose")


@body.register
def _(block: Picture, place: Place) -> Markup:
    source, alt = "".join(block.png.split()), block.alt or place.say("word", "picture_alt")
    picture = Markup('<img src="data:image/png;base64,{}" alt="{}">').format(source, alt)
    return element("figure", picture, id=place.id, class_="picture")


def _numbers(block: Chart, place: Place) -> Markup:
    """The fold-out under a figure; a workbook shows the drawing alone."""
    if not place.id:
        return Markup()
    name = place.say("report", "figure", number=place.number)
    return numbers(block, place.say("html", "numbers", name=name), place.id, place.language, place.currency)


def _drawn(block: Chart, place: Place) -> str:
    return draw(block, place.language, place.currency, place.theme)["image/svg+xml"]


def _caption(tag: str, kind: str, caption: str, place: Place) -> Markup:
    numbered = place.say("report", kind, number=place.number) if place.number else ""
    label = element("b", numbered) + " " if numbered else Markup()
    return element(tag, label + escape(caption))


def _region(caption: str, place: Place) -> str:
    """What a table is called where it scrolls; in a page, its script gives a table the name of its caption."""
    return "" if caption and place.id else caption or place.say("html", "own_table")


def _label(place: Place, part: str, section: str = "report") -> Markup:
    return element("b", place.say(section, part)) + " "
