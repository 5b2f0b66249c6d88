"""How does a curve stand in Word as a chart of its own? Its points in a field with two axes of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

import pandas as pd
from lxml.etree import _Element as Element

from klantlib.formats import NUMERIC
from klantlib.render.chart_parts import Plot, nth
from klantlib.render.number_codes import code
from klantlib.render.ooxml import el
from klantlib.render.word.charts import drawingml as xml
from klantlib.render.word.charts.parts import (
    BOUND,
    CURVE,
    GAP,
    NEAR,
    WIDTH,
    Axis,
    Native,
    axis,
    columns,
    guide_columns,
    heading,
    letters,
    own_label,
    threshold,
    width,
    word_at,
)
from klantlib.render.word.charts.sheet import Sheet


def line(plot: Plot) -> Native:
    """A curve a group, its named points marked, thresholds dashed, bounds of the uncertainty as dotted lines."""
    block = plot.block
    across, up = axis(plot, "x", block.x), axis(plot, "y", block.y, block.low, block.high)
    sheet = Sheet(plot.own("sheet"), _columns(plot, across, up), plot.language, plot.currency)
    groups, rest = list(_curves(plot, sheet, across)), [*_bounds(plot, sheet), *_thresholds(plot, sheet, across, up)]
    series = [el("c:ser", xml.value("idx", n), xml.value("order", n), *parts) for n, parts in enumerate(groups + rest)]
    ids = [xml.value("axId", xml.ACROSS), xml.value("axId", xml.UP)]
    look = letters(plot)
    return Native(
        sheet,
        [el("c:scatterChart", xml.value("scatterStyle", "lineMarker"), xml.value("varyColors", False), *series, *ids)],
        [
            xml.value_axis(xml.ACROSS, across, look, plot.theme.line, heading(plot, "x")),
            xml.value_axis(xml.UP, up, look, plot.theme.line, []),
        ],
        left=width(up.texts) + GAP,
        legend=[name for _, name, _ in plot.groups()] if block.group else (),
        hidden=len(rest),
    )


def _columns(plot: Plot, across: Axis, up: Axis) -> dict:
    block = plot.block
    rows = pd.concat([rows for _, _, rows in plot.groups()])
    drawn = [block.x, block.y, block.low, block.high, block.group, block.label]
    found = columns(plot, rows, [*drawn, *block.formats])  # who stands where comes along
    if (x := block.guides.get("x")) is not None:
        found |= guide_columns(plot, "x", [x] * 3, [up.low, up.at(0.05), up.high])
    if (y := block.guides.get("y")) is not None:
        start = (width([word_at(plot, "y", up)]) / 2 + GAP) / WIDTH
        found |= guide_columns(plot, "y", [across.low, across.at(start), across.high], [y] * 3)
    return found


def _curves(plot: Plot, sheet: Sheet, across: Axis) -> Iterator[list[Element]]:
    """Each group's points in order; a group of one point is a dot."""
    count = len(plot.group_keys())
    for (number, _, rows), places in zip(plot.groups(), _places(plot), strict=True):
        color = plot.color(number, count)
        look = xml.shape(xml.stroke(color, CURVE, nth(xml.DASHES, number)))
        name = sheet.name_of(plot.block.group, places[0]) if plot.block.group else sheet.name_of(plot.block.y)
        dot = xml.marker(color if len(rows) == 1 else None)
        yield [name, look, dot, *_named(plot, rows, look, across), *_numbers(plot, sheet, plot.block.y, places)]


def _places(plot: Plot) -> Iterator[range]:
    """The rows of each group in the sheet."""
    start = 0
    for _, _, rows in plot.groups():
        yield range(start, start + len(rows))
        start += len(rows)


def _named(plot: Plot, rows: pd.DataFrame, look: Element, across: Axis) -> list[Element]:
    """The named points: a dot, and the name above it, or beside it where a threshold stands."""
    label = plot.block.label
    if not label:
        return []
    named = [n for n, text in enumerate(rows[label]) if pd.notna(text) and text != ""]
    ink = plot.theme.ink
    dots = [el("c:dPt", xml.value("idx", n), xml.marker(ink, edge=ink), xml.value("bubble3D", False)) for n in named]
    for dot in dots:
        dot.append(deepcopy(look))  # or the piece of the curve before it looks another way
    return [*dots, xml.labels(*[_name(plot, rows.iloc[n], n, across) for n in named])] if named else []


def _name(plot: Plot, row: pd.Series, number: int, across: Axis) -> Element:
    """A name; a number that says the point's own height stays true when the sheet is edited."""
    block, guide = plot.block, plot.block.guides.get("x")
    near = guide is not None and abs(row[block.x] - guide) < NEAR * (across.high - across.low)
    side = "l" if near else "t"
    format = block.formats.get(block.label)
    if format in NUMERIC and row[block.label] == row[block.y]:
        return xml.label(number, letters(plot, strong=True), side, code=code(format, plot.language, plot.currency))
    return own_label(plot, number, plot.say(row[block.label], block.label), side, strong=True)


def _bounds(plot: Plot, sheet: Sheet) -> Iterator[list[Element]]:
    """Between which heights a curve may lie."""
    bounds = [bound for bound in (plot.block.low, plot.block.high) if plot.block.low and plot.block.high]
    count = len(plot.group_keys())
    for number, places in enumerate(_places(plot)):
        look = xml.shape(xml.stroke(plot.color(number, count), BOUND, "sysDot"))
        for bound in bounds:
            numbers = _numbers(plot, sheet, bound, places)
            yield [sheet.name_of(bound), deepcopy(look), xml.marker(None), *numbers]


def _thresholds(plot: Plot, sheet: Sheet, across: Axis, up: Axis) -> Iterator[list[Element]]:
    """A line straight through, with its word near where it starts."""
    for side, scale, beside in (("x", across, "r"), ("y", up, "t")):
        if plot.block.guides.get(side) is None:
            continue
        word = word_at(plot, side, scale)
        label = [xml.labels(own_label(plot, 1, word, beside))] if word else []
        x, y = (f"guide_{side}_{along}" for along in "xy")
        refs = [el("c:xVal", sheet.numbers(x)), el("c:yVal", sheet.numbers(y)), xml.value("smooth", False)]
        yield [sheet.name_of(y), threshold(plot), xml.marker(None), *label, *refs]


def _numbers(plot: Plot, sheet: Sheet, up: str, places: Sequence[int]) -> list[Element]:
    x, y = sheet.numbers(plot.block.x, places), sheet.numbers(up, places)
    return [el("c:xVal", x), el("c:yVal", y), xml.value("smooth", False)]
