"""How far is it from one position to another? A row a name: where it stands now, a line, and where it is to stand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection

from klantlib import theme
from klantlib.render.chart_bars import names_beside
from klantlib.render.chart_parts import Plot, legend, nth, titles

RING, DOT = 120, 46  # points squared: a dot of the next group fits in the ring of the first


def pairs(plot: Plot) -> np.ndarray:
    """The first group is drawn as rings, others as dots, so that two on one place are both seen."""
    block, axes = plot.block, plot.axes
    names = list(dict.fromkeys(plot.data[block.y]))
    places = plot.data[block.y].map(names.index).to_numpy(float)
    span = plot.data.groupby(places)[block.x].agg(["min", "max"])
    axes.hlines(span.index, span["min"], span["max"], color=plot.theme.muted, linewidth=1.6, zorder=2)
    drawn = [_positions(plot, number, rows, places) for number, _, rows in plot.groups()]
    names_beside(plot, names, block.y)
    _steps(plot)
    titles(plot, "x", "")
    legend(plot, drawn, [name for _, name, _ in plot.groups()])
    return np.column_stack([plot.data[block.x].astype(float), places])


def _positions(plot: Plot, number: int, rows: pd.DataFrame, places: np.ndarray) -> PathCollection:
    color = plot.color(number, len(plot.group_keys()))
    fill = {"facecolor": plot.theme.paper, "s": RING} if number == 0 else {"facecolor": color, "s": DOT}
    look = {"marker": nth(theme.MARKERS, 0), "edgecolor": color, "linewidth": 1.8, "zorder": 3 + number}
    return plot.axes.scatter(rows[plot.block.x], places[rows.index], **fill, **look)


def _steps(plot: Plot) -> None:
    """A step for every position between the lowest and the highest."""
    low, high = math.floor(plot.data[plot.block.x].min()), math.ceil(plot.data[plot.block.x].max())
    steps = range(low, high + 1)
    plot.axes.set_xticks(steps, labels=[plot.say(step, plot.block.x) for step in steps])
    plot.axes.set_xlim(low - 0.5, high + 0.5)
