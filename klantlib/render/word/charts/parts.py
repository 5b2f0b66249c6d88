"""What do native charts share? Their sheet's columns, round axes, room for words, and labels at points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from lxml.etree import _Element as Element

from klantlib import theme
from klantlib.blocks import plain
from klantlib.formats import NUMERIC, unknown
from klantlib.languages import tag
from klantlib.render.chart_parts import Plot, fine, guide_word, round_steps, written
from klantlib.render.number_codes import code
from klantlib.render.word.charts import drawingml as xml
from klantlib.render.word.charts.sheet import Column, Sheet

WIDTH, HEIGHT = (72 * inches for inches in theme.CHART_SIZE)  # points
LETTER = 0.52  # of its size: the width of an average letter
ROW = 1.45 * theme.NOTE_SIZE  # points, a line of letters
GAP = 7.0  # points between what is written and what is drawn
HEADROOM = 0.08  # of the height, for the name above the highest point
CURVE, BOUND, THRESHOLD = 2.0, 1.0, 0.9  # points, how thick a line is
FAINT = 0.14  # of a colour, for what lies around a curve
NEAR = 0.04  # of the axis: a name this near a vertical threshold stands beside its point, not across the line
LONGEST = 40  # letters of a name in the chart; the sheet has all of it


@dataclass(frozen=True)
class Native:
    """A chart before it is closed: its sheet, what is drawn, and how many lines of names the axis across has."""

    sheet: Sheet
    drawn: Sequence[Element]
    axes: Sequence[Element]
    left: float  # points, for the numbers of the axis up
    rows: int = 1
    legend: Sequence[str] = ()  # names of the first series; none where there is one series
    hidden: int = 0  # series after those, which a legend does not name


@dataclass(frozen=True)
class Axis:
    """From where to where in which steps, and what is written there."""

    low: float
    high: float
    step: float
    code: str
    texts: Sequence[str]

    def at(self, share: float) -> float:
        return self.low + share * (self.high - self.low)


def axis(plot: Plot, side: str, *columns: str | None, room: float = 0.0) -> Axis:
    """An axis that holds these columns and the threshold in round steps; room = the share left free at both ends."""
    column, guide = getattr(plot.block, side), plot.block.guides.get(side)
    values = pd.concat([plot.data[name] for name in columns if name]).dropna().astype(float).tolist()
    values += [guide] * (guide is not None)
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    room = max(room, 0.5 * (low == high)) * spread
    named = [y + HEADROOM * spread for _, y, _ in plot.named()] if side == "y" else []
    steps = round_steps(plot, low - room, max(high + room, *named, high), column)
    number_code = code(fine(plot, steps, column), plot.language, plot.currency)
    return Axis(*plain((steps[0], steps[-1], steps[1] - steps[0])), number_code, written(plot, steps, column))


def columns(plot: Plot, rows: pd.DataFrame, keys: Sequence[str | None]) -> dict[str, Column]:
    """The block's own columns, headings and texts in the reader's words, numbers as numbers."""
    there = dict.fromkeys(key for key in keys if key and key in rows)
    return {key: _column(plot, key, rows[key].tolist()) for key in there}


def _column(plot: Plot, key: str, values: list) -> Column:
    measured = {plot.block.x: plot.words.get("x"), plot.block.y: plot.words.get("y")}
    heading = plot.words.get("labels", {}).get(key) or measured.get(key) or key
    bounds = (plot.block.low, plot.block.high)
    format = plot.block.formats.get(plot.block.y if key in bounds else key, "text")
    if format in NUMERIC:
        return Column(heading, format, [None if unknown(value) else value for value in values])
    return Column(heading, "text", ["" if unknown(value) else plot.say(value, key) for value in values])


def guide_columns(plot: Plot, side: str, x: Sequence[float], y: Sequence[float]) -> dict[str, Column]:
    """A threshold as a line in the sheet: under its word, the places that it runs through."""
    name = guide_name(plot, side)
    sides = {"x": (plot.block.x, x), "y": (plot.block.y, y)}
    return {
        f"guide_{side}_{along}": Column(
            f"{name}: {plot.words.get(along, along)}", plot.block.formats[key], plain(values)
        )
        for along, (key, values) in sides.items()
    }


def guide_name(plot: Plot, side: str) -> str:
    """What the sheet calls a threshold."""
    return " ".join([plot.own("guide"), plot.words.get(f"guide_{side}", "")]).strip()


def threshold(plot: Plot) -> Element:
    """How a threshold looks."""
    return xml.shape(xml.stroke(plot.theme.muted, THRESHOLD, "dash"))


def word_at(plot: Plot, side: str, axis: Axis) -> str:
    """What is written at a threshold."""
    return guide_word(plot, side, axis.texts)


def letters(plot: Plot, strong: bool = False) -> xml.Letters:
    """Muted beside the axes, strong for what a point is called."""
    return xml.Letters(plot.theme.word_font, plot.theme.ink if strong else plot.theme.muted, bold=strong)


def own_label(plot: Plot, number: int, text: str, side: str, strong: bool = False) -> Element:
    """A label with a text of its own; a name that would cover the chart is cut."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    look = letters(plot, strong)
    return xml.label(number, look, side, look.rich(short, tag(plot.language)))


def heading(plot: Plot, side: str, at: Element | None = None) -> list[Element]:
    """What an axis measures, written level; nothing where that needs no words."""
    text = plot.words.get(side)
    return [xml.title(letters(plot).rich(text, tag(plot.language)), at)] if text else []


def width(texts: Sequence[str], size: float = theme.NOTE_SIZE) -> float:
    """Points that the longest of these takes, roughly."""
    return max((len(text) for text in texts), default=0) * LETTER * size
