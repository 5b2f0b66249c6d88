"""How does a value over ordered levels stand in Word as a chart of its own? A line over names, its uncertainty around.

The room between low and high is an area on top of one that is not seen; zones are named below the levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import partial

import pandas as pd
from lxml.etree import _Element as Element

from klantlib import theme
from klantlib.blocks import plain
from klantlib.render.chart_parts import Plot
from klantlib.render.ooxml import el
from klantlib.render.word.charts import drawingml as xml
from klantlib.render.word.charts.parts import (
    BOUND,
    CURVE,
    FAINT,
    GAP,
    Axis,
    Native,
    axis,
    columns,
    guide_name,
    heading,
    letters,
    own_label,
    threshold,
    width,
    word_at,
)
from klantlib.render.word.charts.sheet import Column, Sheet

BELOW, ABOVE, LEVELS, GUIDE = "to_low", "to_high", "levels", "guide"  # columns of the sheet's own
ROOM = 0.08  # of the height, above and below
DOT = 7  # points, across


def band(plot: Plot) -> Native:
    """A value over ordered levels; n under each level, and below those the zone that they are in."""
    block = plot.block
    up = axis(plot, "y", block.y, block.low, block.high, room=ROOM)
    sheet = Sheet(plot.own("sheet"), _columns(plot), plot.language, plot.currency)
    look = letters(plot)
    return Native(
        sheet,
        _numbered([*_uncertain(plot, sheet), *_lines(plot, sheet, up)]),
        [
            xml.name_axis(look, plot.theme.line, heading(plot, "x")),
            xml.value_axis(xml.UP, up, look, plot.theme.line, [], between=True),
            *(xml.hidden_axes(up) if block.guides.get("y") is not None else []),
        ],
        left=width(up.texts) + GAP,
        rows=2 + bool(block.group),
    )


def _columns(plot: Plot) -> dict[str, Column]:
    """Names first, the innermost last, as Word wants them; then the numbers, then what only the drawing needs."""
    block, data = plot.block, plot.data
    names = {LEVELS: Column(plot.words.get("x", block.x), "text", [plot.level(row) for row in data.to_dict("records")])}
    numbers = columns(plot, data, [block.x, "n", block.y, block.low, block.high])
    if block.group:
        zone = columns(plot, data.assign(**{block.group: _first_of_each(data[block.group])}), [block.group])
        names = zone | names
    if _bounded(plot):
        numbers |= {key: _difference(plot, numbers, *pair) for key, pair in _steps(plot).items()}
    if (y := block.guides.get("y")) is not None:
        numbers[GUIDE] = Column(guide_name(plot, "y"), block.formats[block.y], [y] * len(data))
    return names | numbers


def _first_of_each(zones: pd.Series) -> pd.Series:
    """A zone's name stands once, at its first level."""
    return zones.where(zones != zones.shift())


def _steps(plot: Plot) -> dict[str, tuple[str, str]]:
    """From the lower bound to the value, and on to the upper bound: from which column which is taken."""
    return {BELOW: (plot.block.y, plot.block.low), ABOVE: (plot.block.high, plot.block.y)}


def _difference(plot: Plot, numbers: dict[str, Column], more: str, less: str) -> Column:
    name = plot.own("difference", more=numbers[more].heading, less=numbers[less].heading)
    values = plain((plot.data[more].astype(float) - plot.data[less].astype(float)).tolist())
    return Column(name, plot.block.formats[plot.block.y], values, f"{{{more}}} - {{{less}}}")


def _bounded(plot: Plot) -> bool:
    return bool(plot.block.low and plot.block.high)


def _whole(plot: Plot) -> bool:
    """An area falls to zero where a level is not known, and cannot lie below zero."""
    bounds = plot.data[[plot.block.low, plot.block.high, plot.block.y]].astype(float)
    return bool(bounds.notna().all(axis=None) and (bounds >= 0).all(axis=None))


def _uncertain(plot: Plot, sheet: Sheet) -> Iterator[tuple[str, list[Element]]]:
    """The area between low and high, standing on one that is not seen."""
    if _bounded(plot) and _whole(plot):
        shade = xml.fill(plot.theme.accent, FAINT)
        for key, look in ((plot.block.low, el("a:noFill")), (BELOW, shade), (ABOVE, deepcopy(shade))):
            yield "area", [sheet.name_of(key), xml.shape(look, xml.stroke(None)), *_refs(plot, sheet, key)]


def _lines(plot: Plot, sheet: Sheet, up: Axis) -> Iterator[tuple[str, list[Element]]]:
    """The value with a dot at each level; the threshold on axes of its own, or LibreOffice adds it up."""
    accent = plot.theme.accent
    look = [xml.shape(xml.stroke(accent, CURVE)), xml.marker(accent, DOT, edge=theme.WHITE)]
    bars = [_error_bars(sheet, accent)] if _bounded(plot) else []
    yield "line", [sheet.name_of(plot.block.y), *look, *bars, *_refs(plot, sheet, plot.block.y)]
    if plot.block.guides.get("y") is not None:
        word = word_at(plot, "y", up)
        label = [xml.labels(own_label(plot, 0, word, "t"))] if word else []
        parts = [sheet.name_of(GUIDE), threshold(plot), xml.marker(None), *label]
        yield "threshold", [*parts, *_refs(plot, sheet, GUIDE)]


def _error_bars(sheet: Sheet, color: str) -> Element:
    """At each level a line from the lower bound to the upper one."""
    what = {"errDir": "y", "errBarType": "both", "errValType": "cust", "noEndCap": True}
    reach = [el("c:plus", sheet.numbers(ABOVE)), el("c:minus", sheet.numbers(BELOW))]
    return el("c:errBars", *[xml.value(*pair) for pair in what.items()], *reach, xml.shape(xml.stroke(color, BOUND)))


def _refs(plot: Plot, sheet: Sheet, key: str) -> list[Element]:
    names = (plot.block.group, LEVELS) if plot.block.group else (LEVELS,)
    return [el("c:cat", sheet.texts(*names)), el("c:val", sheet.numbers(key))]


def _numbered(series: Sequence[tuple[str, list[Element]]]) -> list[Element]:
    """The series by kind of chart, each kind once, in the order in which they come."""
    kinds = {kind: [] for kind, _ in series}
    for n, (kind, parts) in enumerate(series):
        smooth = [xml.value("smooth", False)] * (kind != "area")
        kinds[kind].append(el("c:ser", xml.value("idx", n), xml.value("order", n), *parts, *smooth))
    return [CHARTS[kind](*found) for kind, found in kinds.items()]


def _area(*series: Element) -> Element:
    what = [xml.value("grouping", "stacked"), xml.value("varyColors", False)]
    return el("c:areaChart", *what, *series, *_axes(xml.ACROSS, xml.UP))


def _line(*series: Element, across: int = xml.ACROSS, up: int = xml.UP) -> Element:
    what = [xml.value("grouping", "standard"), xml.value("varyColors", False)]
    return el("c:lineChart", *what, *series, xml.value("marker", True), *_axes(across, up))


def _axes(across: int, up: int) -> list[Element]:
    return [xml.value("axId", across), xml.value("axId", up)]


_threshold = partial(_line, across=xml.SECOND_ACROSS, up=xml.SECOND_UP)
CHARTS = {"area": _area, "line": _line, "threshold": _threshold}
