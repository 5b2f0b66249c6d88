"""How are amounts drawn? As bars from zero, lying where they have names, each with its amount at the end."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from klantlib import theme
from klantlib.blocks import Chart
from klantlib.render.chart_parts import Plot, guides, legend, nth, titles

NAME_WIDTH = 38  # characters before a name takes a second line
BAR = 0.72  # of the room there is for it
ROUNDS = 3  # of making room: bars shrink as their scale grows
EDGE = 0.5  # points of paper around a bar


def named_axis(block: Chart) -> str | None:
    """The column with names, where there is one: its bars lie."""
    return next((c for c in (block.x, block.y) if any(isinstance(value, str) for value in block.data[c])), None)


def bar(plot: Plot) -> np.ndarray:
    """The amount stands at the end of each bar, so there is no scale to read; groups of one name lie side by side."""
    block = plot.block
    lying = named_axis(block)
    names, amounts = (block.y, block.x) if lying == block.y else (block.x, block.y)
    keys = list(dict.fromkeys(plot.data[names]))
    groups = plot.group_keys() if plot.data[names].duplicated().any() else [None]
    ends = pd.DataFrame({"place": np.nan, "amount": plot.data[amounts].astype(float)})
    for number, key in enumerate(groups):
        rows = plot.data if key is None else plot.data[plot.data[block.group] == key]
        place = rows[names].map(keys.index) + (number - (len(groups) - 1) / 2) * BAR / len(groups)
        _bars(plot, rows, place, amounts, number, len(groups), lying is not None)
        ends.loc[rows.index, "place"] = place
    plot.axes.grid(visible=False)
    if lying:
        names_beside(plot, keys, names)
        _lying(plot)
        make_room(plot.axes)
        titles(plot, "x" if amounts == block.x else "y", "")
    else:
        _standing(plot, keys, names)
        titles(plot, "x", "y")
    _legend(plot, len(groups) > 1)
    guides(plot)
    return ends[["amount", "place"] if lying else ["place", "amount"]].to_numpy(float)


def names_beside(plot: Plot, keys: Sequence[Hashable], column: str) -> None:
    """Names left of their rows, the first on top."""
    axes = plot.axes
    axes.set_yticks(range(len(keys)), labels=[textwrap.fill(plot.say(key, column), NAME_WIDTH) for key in keys])
    axes.tick_params(axis="y", labelcolor=plot.theme.ink)
    axes.set_ylim(len(keys) - 0.4, -0.6)


def _bars(
    plot: Plot, rows: pd.DataFrame, place: pd.Series, amounts: str, number: int, groups: int, lying: bool
) -> None:
    draw = plot.axes.barh if lying else plot.axes.bar
    hatch = nth(theme.HATCHES, number) if groups > 1 else ""
    look = {"color": _colors(plot, rows, amounts, number, groups), "hatch": hatch, **edge(plot)}
    drawn = draw(place, rows[amounts], BAR / groups, **look)
    plot.axes.bar_label(drawn, [plot.say(value, amounts) for value in rows[amounts]], padding=4, color=plot.theme.ink)


def _colors(plot: Plot, rows: pd.DataFrame, amounts: str, number: int, groups: int) -> str | list[str]:
    """A colour a group; without groups plus and minus differ, where there is a minus."""
    if groups > 1:
        return plot.color(number, groups)
    if plot.block.group:
        keys = plot.group_keys()
        return [plot.color(keys.index(key), len(keys)) for key in rows[plot.block.group]]
    if (rows[amounts] >= 0).all():
        return plot.theme.accent
    return [plot.theme.good if value >= 0 else plot.theme.bad for value in rows[amounts]]


def edge(plot: Plot) -> dict[str, Any]:
    return {"edgecolor": plot.theme.paper, "linewidth": EDGE}


def _lying(plot: Plot) -> None:
    plot.axes.set_xticks([])
    plot.axes.spines["bottom"].set_visible(False)
    plot.axes.axvline(0, color=plot.theme.muted, linewidth=0.8)


def make_room(axes: Axes) -> None:
    """Widen the scale until every amount stands within the axes, clear of the names."""
    for _ in range(ROUNDS):
        axes.figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in axes.texts]
        low, high = axes.get_xlim()
        pixel = (high - low) / axes.bbox.width
        before = min([0, *(box.x0 - axes.bbox.x0 for box in boxes)])
        after = max([0, *(box.x1 - axes.bbox.x1 for box in boxes)])
        axes.set_xlim(low + before * pixel, high + after * pixel)


def _standing(plot: Plot, keys: Sequence[Hashable], column: str) -> None:
    plot.axes.set_xticks(range(len(keys)), labels=[plot.say(key, column) for key in keys])
    plot.axes.set_yticks([])
    plot.axes.margins(y=0.1)
    plot.axes.axhline(0, color=plot.theme.muted, linewidth=0.8)


def _legend(plot: Plot, hatched: bool) -> None:
    if plot.block.group:
        keys = plot.group_keys()
        looks = [(plot.color(i, len(keys)), nth(theme.HATCHES, i) if hatched else "") for i in range(len(keys))]
        patches = [Patch(facecolor=shade, hatch=hatch, **edge(plot)) for shade, hatch in looks]
        legend(plot, patches, [plot.say(key, plot.block.group) for key in keys])
