"""How is a native chart written? Lines, letters, axes and labels in DrawingML's words.

Order and names follow ECMA-376, part 1, 21.2. Colours are "#rrggbb", widths and sizes points, places
shares of the whole chart; nothing here knows a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lxml.etree import _Element as Element

from klantlib.render.ooxml import clean, el
from klantlib.theme import NOTE_SIZE

EMU = 12700  # in a point
GRID = 0.7  # of its colour: lighter than the axis
ACROSS, UP, SECOND_ACROSS, SECOND_UP = 1, 2, 3, 4  # the ids of the axes
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")  # what a label can show
DASHES = ("solid", "dash", "sysDot", "lgDashDot", "sysDash", "lgDash")  # counterparts of theme.DASHES, in its order


@dataclass(frozen=True)
class Letters:
    """How words in a chart look."""

    font: str
    color: str
    bold: bool = False
    size: float = NOTE_SIZE

    def properties(self, tag: str) -> Element:
        font = el("a:latin", typeface=self.font)
        return el(tag, fill(self.color), font, sz=round(100 * self.size), b=int(self.bold))

    def body(self) -> Element:
        """c:txPr: for numbers and names that the program writes itself."""
        upright = el("a:bodyPr", rot=0, vert="horz")
        return el("c:txPr", upright, el("a:p", el("a:pPr", self.properties("a:defRPr")), el("a:endParaRPr")))

    def rich(self, text: str, language: str) -> Element:
        """c:tx: a text of our own."""
        letters = el("a:t")
        letters.text = clean(text)
        look = self.properties("a:rPr")
        look.set("lang", language)
        words = el("a:p", el("a:pPr", self.properties("a:defRPr")), el("a:r", look, letters))
        return el("c:tx", el("c:rich", el("a:bodyPr", rot=0, vert="horz"), words))


def value(tag: str, val: Any) -> Element:
    """The many elements that only carry a value."""
    return el(f"c:{tag}", val=int(val) if isinstance(val, bool) else val)


def fill(color: str, share: float = 1) -> Element:
    """A colour; share = how much of it covers what lies below."""
    veil = [el("a:alpha", val=round(100_000 * share))] if share < 1 else []
    return el("a:solidFill", el("a:srgbClr", *veil, val=color.lstrip("#").upper()))


def stroke(color: str | None, width: float = 0, dash: str = "solid", share: float = 1) -> Element:
    """A line; without a colour none."""
    if color is None:
        return el("a:ln", el("a:noFill"))
    return el("a:ln", fill(color, share), el("a:prstDash", val=dash), el("a:round"), w=round(width * EMU), cap="rnd")


def shape(*looks: Element) -> Element:
    return el("c:spPr", *looks)


def marker(color: str | None, size: int = 7, edge: str | None = None) -> Element:
    """A dot; without a colour none."""
    if color is None:
        return el("c:marker", value("symbol", "none"))
    look = shape(fill(color), stroke(edge or color, 0.75))
    return el("c:marker", value("symbol", "circle"), value("size", size), look)


def labels(*own: Element) -> Element:
    """The labels of a series: only those of its own points."""
    return el("c:dLbls", *own, *_shown())


def label(number: int, letters: Letters, side: str, text: Element | None = None, code: str = "General") -> Element:
    """A label at one point; side: t, b, l, r. Without a text it says the point's height, also when that is edited."""
    look = [value("idx", number), *([text] if text is not None else []), number_format(code)]
    return el("c:dLbl", *look, letters.body(), value("dLblPos", side), *_shown("Val"))


def _shown(what: str = "") -> list[Element]:
    return [value(f"show{name}", name == what) for name in SHOWN]


def number_format(code: str) -> Element:
    return el("c:numFmt", formatCode=code, sourceLinked=0)


def place(x: float, y: float, w: float | None = None, h: float | None = None, inner: bool = False) -> Element:
    """Where something stands in the chart; inner = the field without its axes' numbers."""
    sizes = {"x": x, "y": y, "w": w, "h": h}
    modes = [value(f"{side}Mode", "edge") for side in ("x", "y")]
    numbers = [value(side, round(size, 4)) for side, size in sizes.items() if size is not None]
    return el("c:layout", el("c:manualLayout", *[value("layoutTarget", "inner")] * inner, *modes, *numbers))


def title(text: Element, at: Element | None = None) -> Element:
    return el("c:title", text, *([at] if at is not None else []), value("overlay", False))


class Scale(Protocol):
    """What an axis of numbers has: from, to, step, and how the numbers are written."""

    low: float
    high: float
    step: float
    code: str


def value_axis(
    own: int, scale: Scale, look: Letters, line: str, heading: Sequence[Element], between: bool = False
) -> Element:
    """An axis of numbers with light gridlines; only the one across is drawn as a line."""
    across = own == ACROSS
    return el(
        "c:valAx",
        value("axId", own),
        el("c:scaling", value("orientation", "minMax"), value("max", scale.high), value("min", scale.low)),
        value("delete", False),
        value("axPos", "b" if across else "l"),
        el("c:majorGridlines", shape(stroke(line, 0.5, share=GRID))),
        *heading,
        number_format(scale.code),
        value("majorTickMark", "out" if across else "none"),
        value("minorTickMark", "none"),
        value("tickLblPos", "low"),
        shape(stroke(line if across else None, 0.75)),
        look.body(),
        value("crossAx", UP if across else ACROSS),
        value("crosses", "min"),
        value("crossBetween", "between" if between else "midCat"),
        value("majorUnit", scale.step),
    )


def name_axis(look: Letters, line: str, heading: Sequence[Element]) -> Element:
    """An axis of names, below."""
    return el(
        "c:catAx",
        value("axId", ACROSS),
        el("c:scaling", value("orientation", "minMax")),
        value("delete", False),
        value("axPos", "b"),
        *heading,
        number_format("General"),
        value("majorTickMark", "out"),
        value("minorTickMark", "none"),
        value("tickLblPos", "low"),
        shape(stroke(line, 0.75)),
        look.body(),
        value("crossAx", UP),
        value("crosses", "min"),
        value("auto", False),
        value("lblAlgn", "ctr"),
        value("lblOffset", 100),
        value("noMultiLvlLbl", False),
    )


def hidden_axes(scale: Scale) -> list[Element]:
    """A second pair over the first, which nobody sees: for what must not be added up with the rest."""
    size = el("c:scaling", value("orientation", "minMax"), value("max", scale.high), value("min", scale.low))
    return [
        _hidden("c:catAx", SECOND_ACROSS, el("c:scaling", value("orientation", "minMax")), "b", SECOND_UP, "min"),
        _hidden("c:valAx", SECOND_UP, size, "r", SECOND_ACROSS, "max", value("crossBetween", "between")),
    ]


def _hidden(tag: str, own: int, scaling: Element, side: str, other: int, crosses: str, *more: Element) -> Element:
    place = [value("axId", own), scaling, value("delete", True), value("axPos", side)]
    return el(tag, *place, value("crossAx", other), value("crosses", crosses), *more)
