"""How are positions on several axes drawn? As a radar: an axis a name, a ring a step, a shape a group."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from klantlib import theme
from klantlib.render.chart_parts import Plot, legend, note, nth, round_steps, written

NAME_WIDTH = 20  # characters before the name of an axis takes a second line
BEYOND = 1.16  # of the radius: where the name of an axis stands
LEVEL = 0.5  # an axis that leans further than this to a side has its words above and below it, else beside it
GAP = 9  # points between a ring and its word
SIZES = (9.0, 5.5)  # points: equal positions of two groups are both seen
FILL = 0.12


def radar(plot: Plot) -> np.ndarray:
    """Axes clockwise from the top, measured from the middle; a group has its own colour, dash and form."""
    names = list(dict.fromkeys(plot.block.data[plot.block.x]))
    values = plot.data[plot.block.y].astype(float)
    low, high = min(0.0, values.min()), max(0.0, values.max())
    steps = round_steps(plot, low, high if high > low else 1.0, plot.block.y)
    angles = np.arange(len(names)) * 2 * np.pi / len(names)
    number = plot.data[plot.block.x].map(names.index).to_numpy(int)
    places = _places(angles[number], (values.to_numpy() - steps[0]) / (steps[-1] - steps[0]))
    _net(plot, names, angles, len(steps))
    handles = [_shape(plot, rows, group, number, places, len(names)) for group, _, rows in plot.groups()]
    if plot.block.label:
        _words(plot, angles[number], places)
    else:
        _measured(plot, steps)
    if plot.block.group:
        legend(plot, handles, [name for _, name, _ in plot.groups()])
    return places


def _places(angles: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """Where a radius (0 in the middle, 1 at the rim) of an axis lies, n x 2."""
    return np.column_stack([np.sin(angles) * radius, np.cos(angles) * radius])


def _net(plot: Plot, names: Sequence[Hashable], angles: np.ndarray, steps: int) -> None:
    """Rings and axes in the colour of lines, each axis named beyond its end."""
    look = {"color": plot.theme.line, "linewidth": 0.8, "zorder": 1}
    around = np.append(angles, angles[0])
    for ring in range(1, steps):
        plot.axes.plot(*_places(around, np.full(len(around), ring / (steps - 1))).T, **look)
    for name, angle, (x, y) in zip(names, angles, _places(angles, np.ones(len(angles))), strict=True):
        plot.axes.plot([0, x], [0, y], **look)
        side = "center" if abs(np.sin(angle)) < LEVEL else "left" if x > 0 else "right"
        up = "center" if side != "center" else "bottom" if y > 0 else "top"
        text = textwrap.fill(plot.say(name, plot.block.x), NAME_WIDTH, break_long_words=False)
        look_of_name = {"xycoords": "data", "ha": side, "va": up, "color": plot.theme.ink, "fontweight": "bold"}
        note(plot, text, (x * BEYOND, y * BEYOND), (0, 0), **look_of_name)
    plot.axes.set(xticks=[], yticks=[], aspect="equal", xlim=(-BEYOND, BEYOND), ylim=(-BEYOND, BEYOND))
    plot.axes.spines[:].set_visible(False)


def _shape(plot: Plot, rows: pd.DataFrame, group: int, number: np.ndarray, places: np.ndarray, axes: int):
    """The positions of a group, joined where neighbouring axes have one; filled where all have."""
    shade = plot.color(group, len(plot.group_keys()))
    corners = np.full((axes, 2), np.nan)
    corners[number[rows.index]] = places[rows.index]
    look = {"color": shade, "linestyle": nth(theme.DASHES, group), "marker": nth(theme.MARKERS, group)}
    look |= {"markersize": nth(SIZES, group), "markeredgecolor": plot.theme.paper, "zorder": 3 + group / 10}
    if not np.isnan(corners).any():
        plot.axes.fill(*corners.T, color=shade, alpha=FILL, linewidth=0, zorder=1.5)
    return plot.axes.plot(*np.vstack([corners, corners[:1]]).T, **look)[0]


def _words(plot: Plot, angles: np.ndarray, places: np.ndarray) -> None:
    """The word of each position, once; on an axis that lies, below and above it in turn, so that they do not touch."""
    said = plot.data[plot.block.label]
    rows = plot.data.assign(at=np.hypot(*places.T))[said.notna() & ~pd.DataFrame(places).round(6).duplicated()]
    turns = rows.sort_values("at").groupby(plot.block.x).cumcount()
    ground = {"boxstyle": "square,pad=0.1", "facecolor": plot.theme.paper, "edgecolor": "none", "alpha": 0.8}
    for row, text in said[rows.index].items():
        lying = abs(np.sin(angles[row])) >= LEVEL
        shift = (0, GAP if turns[row] % 2 else -GAP) if lying else (GAP, 0)
        side = {"ha": "center"} if lying else {"va": "center"}
        word = plot.say(text, plot.block.label)
        note(plot, word, tuple(places[row]), shift, xycoords="data", bbox=ground, zorder=3.5, **side)


def _measured(plot: Plot, steps: Sequence[float]) -> None:
    """What each ring is, along the first axis."""
    for ring, text in enumerate(written(plot, steps, plot.block.y)):
        note(plot, text, (0, ring / (len(steps) - 1)), (3, 1), xycoords="data")
